// tiny.v
// Circuit: tiny
// SHA-256 of its canonical text: 6be70368f71242d15eb2e86d6711e5b676ce57dc525fefad21de659fdeb654ac
// Pipeline for 360 MHz: 6 cycles from inputs to outputs, a new row in every cycle.
module tiny (
    input wire clk,
    input wire rst,
    input wire valid_in,
    input wire signed [6:0] signed_,
    input wire [7:0] a_b_0_,
    output wire valid_out,
    output wire signed [11:0] score,
    output wire signed [3:0] p_v1,
    output wire signed [6:0] a_b_0__2,
    output wire [0:0] gate
);
    reg [5:0] valid;
    always @(posedge clk)
        valid <= rst ? 6'd0 : {valid[4:0], valid_in};
    assign valid_out = valid[5];
    reg signed [6:0] s0_v0;
    always @(posedge clk) s0_v0 <= signed_;
    reg [7:0] s0_v1;
    always @(posedge clk) s0_v1 <= a_b_0_;
    wire signed [10:0] s1_v4;
    wire [0:0] s1_v8;
    wire [5:0] s1_v12;
    tiny_stage1 stage1 (
        .clk(clk),
        .v0(s0_v0),
        .v1(s0_v1),
        .v4_r(s1_v4),
        .v8_r(s1_v8),
        .v12_r(s1_v12)
    );
    wire signed [5:0] s2_v5;
    wire signed [4:0] s2_v6;
    wire [0:0] s2_v8;
    wire [0:0] s2_v9;
    wire [5:0] s2_v12;
    tiny_stage2 stage2 (
        .clk(clk),
        .v4(s1_v4),
        .v8(s1_v8),
        .v12(s1_v12),
        .v5_r(s2_v5),
        .v6_r(s2_v6),
        .v8_r(s2_v8),
        .v9_r(s2_v9),
        .v12_r(s2_v12)
    );
    wire signed [4:0] s3_v6;
    wire signed [9:0] s3_v7;
    wire [0:0] s3_v11;
    wire [5:0] s3_v12;
    tiny_stage3 stage3 (
        .clk(clk),
        .v5(s2_v5),
        .v6(s2_v6),
        .v8(s2_v8),
        .v9(s2_v9),
        .v12(s2_v12),
        .v6_r(s3_v6),
        .v7_r(s3_v7),
        .v11_r(s3_v11),
        .v12_r(s3_v12)
    );
    wire signed [4:0] s4_v6;
    wire [0:0] s4_v11;
    wire signed [9:0] s4_v13;
    wire signed [9:0] s4_v15;
    tiny_stage4 stage4 (
        .clk(clk),
        .v6(s3_v6),
        .v7(s3_v7),
        .v11(s3_v11),
        .v12(s3_v12),
        .v6_r(s4_v6),
        .v11_r(s4_v11),
        .v13_r(s4_v13),
        .v15_r(s4_v15)
    );
    wire [0:0] s5_v11;
    wire signed [9:0] s5_v13;
    wire signed [3:0] s5_v19;
    wire signed [6:0] s5_v20;
    tiny_stage5 stage5 (
        .clk(clk),
        .v6(s4_v6),
        .v11(s4_v11),
        .v13(s4_v13),
        .v15(s4_v15),
        .v11_r(s5_v11),
        .v13_r(s5_v13),
        .v19_r(s5_v19),
        .v20_r(s5_v20)
    );
    assign score = {{2{s5_v13[9]}}, s5_v13};
    assign p_v1 = s5_v19;
    assign a_b_0__2 = s5_v20;
    assign gate = s5_v11;
endmodule
// tiny_stage1.v
// Circuit: tiny
// SHA-256 of its canonical text: 6be70368f71242d15eb2e86d6711e5b676ce57dc525fefad21de659fdeb654ac
// Stage 1 of 5: 2040 ps of logic in 2427 ps by the delay model.
module tiny_stage1 (
    input wire clk,
    input wire signed [6:0] v0,
    input wire [7:0] v1,
    output reg signed [10:0] v4_r,
    output reg [0:0] v8_r,
    output reg [5:0] v12_r
);
    wire signed [7:0] v2 = {v0[6], v0} - {v0[5:0], 2'd0}; // [-105,60]
    wire signed [10:0] v3 = {{1'd0, v1}, 2'd0} + {{3{v2[7]}}, v2}; // [-105,860]
    wire signed [10:0] v4 = 11'd17 + v3; // [-88,877]
    wire [0:0] v8 = ($signed({{2{v0[6]}}, v0}) < $signed({1'd0, v1})); // [0,1]
    wire [5:0] v12 = v0[6] ? 6'd0 - v0[5:0] : v0[5:0]; // [0,35]
    always @(posedge clk) begin
        v4_r <= v4;
        v8_r <= v8;
        v12_r <= v12;
    end
endmodule
// tiny_stage2.v
// Circuit: tiny
// SHA-256 of its canonical text: 6be70368f71242d15eb2e86d6711e5b676ce57dc525fefad21de659fdeb654ac
// Stage 2 of 5: 2136 ps of logic in 2427 ps by the delay model.
module tiny_stage2 (
    input wire clk,
    input wire signed [10:0] v4,
    input wire [0:0] v8,
    input wire [5:0] v12,
    output reg signed [5:0] v5_r,
    output reg signed [4:0] v6_r,
    output reg [0:0] v8_r,
    output reg [0:0] v9_r,
    output reg [5:0] v12_r
);
    wire signed [7:0] v5_q = v4[10:3] + {7'd0, v4[2] & (v4[3] | (|v4[1:0]))};
    wire signed [5:0] v5 = ((~v5_q[7] & (|v5_q[6:5])) ? 6'd31 : v5_q[5:0]); // [-11,31]
    wire signed [8:0] v6_q = v4[10:2] + {8'd0, v4[10] & (|v4[1:0])};
    wire [4:0] v6_b = v6_q[4:0];
    wire [4:0] v6_x = v6_b ^ {5{~(v4[10] ^ v6_b[3])}};
    wire signed [4:0] v6 = (((v6_q[8] & ~(&v6_q[7:4])) | (~v6_q[8] & (|v6_q[7:4]))) ? {v4[10], {1{~v4[10]}}, v6_x[2:0]} : v6_b); // [-16,15]
    wire [0:0] v9 = ($signed(v5) == $signed({v6[4], v6})); // [0,1]
    always @(posedge clk) begin
        v5_r <= v5;
        v6_r <= v6;
        v8_r <= v8;
        v9_r <= v9;
        v12_r <= v12;
    end
    wire unused_bits = &{1'b0, v6_x[4:3]};
endmodule
// tiny_stage3.v
// Circuit: tiny
// SHA-256 of its canonical text: 6be70368f71242d15eb2e86d6711e5b676ce57dc525fefad21de659fdeb654ac
// Stage 3 of 5: 2400 ps of logic in 2427 ps by the delay model.
module tiny_stage3 (
    input wire clk,
    input wire signed [5:0] v5,
    input wire signed [4:0] v6,
    input wire [0:0] v8,
    input wire [0:0] v9,
    input wire [5:0] v12,
    output reg signed [4:0] v6_r,
    output reg signed [9:0] v7_r,
    output reg [0:0] v11_r,
    output reg [5:0] v12_r
);
    (* use_dsp = "yes" *) wire signed [9:0] v7;
    assign v7 = $signed({{4{v5[5]}}, v5}) * $signed({{5{v6[4]}}, v6}); // [-496,465]
    wire [0:0] v10 = v9 ^ 1'd1; // [0,1]
    wire [0:0] v11 = v8 ^ v10; // [0,1]
    always @(posedge clk) begin
        v6_r <= v6;
        v7_r <= v7;
        v11_r <= v11;
        v12_r <= v12;
    end
endmodule
// tiny_stage4.v
// Circuit: tiny
// SHA-256 of its canonical text: 6be70368f71242d15eb2e86d6711e5b676ce57dc525fefad21de659fdeb654ac
// Stage 4 of 5: 1520 ps of logic in 2427 ps by the delay model.
module tiny_stage4 (
    input wire clk,
    input wire signed [4:0] v6,
    input wire signed [9:0] v7,
    input wire [0:0] v11,
    input wire [5:0] v12,
    output reg signed [4:0] v6_r,
    output reg [0:0] v11_r,
    output reg signed [9:0] v13_r,
    output reg signed [9:0] v15_r
);
    wire signed [9:0] v13 = (|v11) ? v7 : {4'd0, v12}; // [-496,465]
    wire signed [2:0] v14 = 3'd4; // [-4,-4]
    wire signed [9:0] v15 = ($signed(v13) < $signed({{7{v14[2]}}, v14})) ? {{7{v14[2]}}, v14} : v13; // [-4,465]
    always @(posedge clk) begin
        v6_r <= v6;
        v11_r <= v11;
        v13_r <= v13;
        v15_r <= v15;
    end
endmodule
// tiny_stage5.v
// Circuit: tiny
// SHA-256 of its canonical text: 6be70368f71242d15eb2e86d6711e5b676ce57dc525fefad21de659fdeb654ac
// Stage 5 of 5: 1520 ps of logic in 2427 ps by the delay model.
module tiny_stage5 (
    input wire clk,
    input wire signed [4:0] v6,
    input wire [0:0] v11,
    input wire signed [9:0] v13,
    input wire signed [9:0] v15,
    output reg [0:0] v11_r,
    output reg signed [9:0] v13_r,
    output reg signed [3:0] v19_r,
    output reg signed [6:0] v20_r
);
    wire [1:0] v16 = 2'd3; // [3,3]
    wire signed [2:0] v17 = ($signed(v15) < $signed({8'd0, v16})) ? v15[2:0] : {1'd0, v16}; // [-4,3]
    wire [1:0] v18 = v17[1:0]; // [0,3]
    localparam [15:0] table0_part0 = {4'd2, 4'd0, 4'd9, 4'd5};
    (* syn_romstyle = "logic" *)
    reg [3:0] table0_0 [0:3];
    initial begin : table0_0_fill
        integer table0_0_i;
        for (table0_0_i = 0; table0_0_i < 4; table0_0_i = table0_0_i + 1) table0_0[table0_0_i + 0] = table0_part0[4 * table0_0_i +: 4];
    end
    wire signed [3:0] v19 = table0_0[v18]; // [-7,5]
    wire signed [6:0] v20 = {v6, v18}; // [-64,63]
    always @(posedge clk) begin
        v11_r <= v11;
        v13_r <= v13;
        v19_r <= v19;
        v20_r <= v20;
    end
    wire unused_bits = &{1'b0, v17[2]};
endmodule
