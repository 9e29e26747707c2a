// All inputs of tiny side by side, and all its outputs.
module tiny_flat (
    input wire clk,
    input wire rst,
    input wire valid_in,
    input wire [95:0] row,
    output wire valid_out,
    output wire [95:0] result
);
    tiny dut (
        .clk(clk),
        .rst(rst),
        .valid_in(valid_in),
        .valid_out(valid_out),
        .signed_(row[14:8]),
        .a_b_0_(row[7:0]),
        .score(result[23:12]),
        .p_v1(result[11:8]),
        .a_b_0__2(result[7:1]),
        .gate(result[0:0])
    );
    assign result[95:24] = 72'd0;
endmodule
