// Circuit: tiny
// SHA-256 of its canonical text: 6be70368f71242d15eb2e86d6711e5b676ce57dc525fefad21de659fdeb654ac
// Combinational, exact: [a,b] is the range of the integer on a wire.
module tiny (
    input wire signed [6:0] signed_,
    input wire [7:0] a_b_0_,
    output wire signed [11:0] score,
    output wire signed [3:0] p_v1,
    output wire signed [6:0] a_b_0__2,
    output wire [0:0] gate
);
    wire signed [6:0] v0 = signed_; // [-20,35]
    wire [7:0] v1 = a_b_0_; // [0,200]
    wire signed [10:0] v2 = 11'd17 + {{4{v0[6]}}, v0} + {{1'd0, v1}, 2'd0} - {{{2{v0[6]}}, v0}, 2'd0}; // [-88,877]
    wire signed [7:0] v3_q = v2[10:3] + {7'd0, v2[2] & (v2[3] | (|v2[1:0]))};
    wire signed [5:0] v3 = ((~v3_q[7] & (|v3_q[6:5])) ? 6'd31 : v3_q[5:0]); // [-11,31]
    wire signed [8:0] v4_q = v2[10:2] + {8'd0, v2[10] & (|v2[1:0])};
    wire [4:0] v4_b = v4_q[4:0];
    wire [4:0] v4_x = v4_b ^ {5{~(v2[10] ^ v4_b[3])}};
    wire signed [4:0] v4 = (((v4_q[8] & ~(&v4_q[7:4])) | (~v4_q[8] & (|v4_q[7:4]))) ? {v2[10], {1{~v2[10]}}, v4_x[2:0]} : v4_b); // [-16,15]
    wire signed [9:0] v5 = $signed({{4{v3[5]}}, v3}) * $signed({{5{v4[4]}}, v4}); // [-496,465]
    wire [0:0] v6 = ($signed({{2{v0[6]}}, v0}) < $signed({1'd0, v1})); // [0,1]
    wire [0:0] v7 = ($signed(v3) == $signed({v4[4], v4})); // [0,1]
    wire [0:0] v8 = v7 ^ 1'd1; // [0,1]
    wire [0:0] v9 = v6 ^ v8; // [0,1]
    wire [5:0] v10 = v0[6] ? 6'd0 - v0[5:0] : v0[5:0]; // [0,35]
    wire signed [9:0] v11 = (|v9) ? v5 : {4'd0, v10}; // [-496,465]
    wire signed [2:0] v12 = 3'd4; // [-4,-4]
    wire signed [9:0] v13 = ($signed(v11) < $signed({{7{v12[2]}}, v12})) ? {{7{v12[2]}}, v12} : v11; // [-4,465]
    wire [1:0] v14 = 2'd3; // [3,3]
    wire signed [2:0] v15 = ($signed(v13) < $signed({8'd0, v14})) ? v13[2:0] : {1'd0, v14}; // [-4,3]
    wire [1:0] v16 = v15[1:0]; // [0,3]
    localparam [15:0] table0_part0 = {4'd2, 4'd0, 4'd9, 4'd5};
    (* syn_romstyle = "logic" *)
    reg [3:0] table0_0 [0:3];
    initial begin : table0_0_fill
        integer table0_0_i;
        for (table0_0_i = 0; table0_0_i < 4; table0_0_i = table0_0_i + 1) table0_0[table0_0_i + 0] = table0_part0[4 * table0_0_i +: 4];
    end
    wire signed [3:0] v17 = table0_0[v16]; // [-7,5]
    wire signed [6:0] v18 = {v4, v16}; // [-64,63]
    assign score = {{2{v11[9]}}, v11};
    assign p_v1 = v17;
    assign a_b_0__2 = v18;
    assign gate = v9;
    wire unused_bits = &{1'b0, v4_x[4:3], v15[2]};
endmodule
