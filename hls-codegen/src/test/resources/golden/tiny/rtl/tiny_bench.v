`timescale 1ns / 1ps
// Compares tiny with tiny_bench.hex, row by row.
module tiny_bench;
    reg [38:0] vectors [0:2 - 1];
    reg [38:0] row;
    integer index;
    integer mismatches;
    wire signed [6:0] in0 = row[38:32];
    wire [7:0] in1 = row[31:24];
    wire signed [11:0] want0 = row[23:12];
    wire signed [11:0] out0;
    wire signed [3:0] want1 = row[11:8];
    wire signed [3:0] out1;
    wire signed [6:0] want2 = row[7:1];
    wire signed [6:0] out2;
    wire [0:0] want3 = row[0:0];
    wire [0:0] out3;
    tiny dut (
        .signed_(in0),
        .a_b_0_(in1),
        .score(out0),
        .p_v1(out1),
        .a_b_0__2(out2),
        .gate(out3)
    );
    initial begin
        $readmemh("tiny_bench.hex", vectors);
        mismatches = 0;
        for (index = 0; index < 2; index = index + 1) begin
            row = vectors[index];
            #1;
            if (^row === 1'bx) begin
                mismatches = mismatches + 1;
                $display("row %0d: expected a vector in tiny_bench.hex, got none", index);
            end
            if (out0 !== want0) begin
                mismatches = mismatches + 1;
                if (mismatches <= 20)
                    $display("row %0d: score: expected %0d, got %0d", index, want0, out0);
            end
            if (out1 !== want1) begin
                mismatches = mismatches + 1;
                if (mismatches <= 20)
                    $display("row %0d: p_v1: expected %0d, got %0d", index, want1, out1);
            end
            if (out2 !== want2) begin
                mismatches = mismatches + 1;
                if (mismatches <= 20)
                    $display("row %0d: a_b_0__2: expected %0d, got %0d", index, want2, out2);
            end
            if (out3 !== want3) begin
                mismatches = mismatches + 1;
                if (mismatches <= 20)
                    $display("row %0d: gate: expected %0d, got %0d", index, want3, out3);
            end
        end
        if (mismatches == 0)
            $display("PASS: 0 mismatches in 2 rows");
        else
            $display("FAIL: %0d mismatches in 2 rows", mismatches);
        $finish;
    end
endmodule
