`timescale 1ns / 1ps
// Streams tiny.hex through tiny and compares every row.
module tiny_bench;
    localparam ROWS = 1;
    localparam LATENCY = 6;
    localparam LEAD = 0;
    localparam LAST = 5;
    reg [38:0] vectors [0:ROWS - 1];
    reg [38:0] want;
    reg [15 - 1:0] row;
    reg clk;
    reg rst;
    reg valid_in;
    reg [LAST:0] pending;
    wire valid_out;
    integer cycle;
    integer phase;
    integer sent;
    integer received;
    integer mismatches;
    wire signed [6:0] in0 = row[14:8];
    wire [7:0] in1 = row[7:0];
    wire signed [11:0] out0;
    wire signed [3:0] out1;
    wire signed [6:0] out2;
    wire [0:0] out3;
    tiny dut (
        .clk(clk),
        .rst(rst),
        .valid_in(valid_in),
        .valid_out(valid_out),
        .signed_(in0),
        .a_b_0_(in1),
        .score(out0),
        .p_v1(out1),
        .a_b_0__2(out2),
        .gate(out3)
    );
    task check;
        begin
            want = vectors[received];
            if (^want === 1'bx) begin
                mismatches = mismatches + 1;
                $display("row %0d: expected a vector in tiny.hex, got none", received);
            end
            if (out0 !== want[23:12]) begin
                mismatches = mismatches + 1;
                if (mismatches <= 20)
                    $display("row %0d: score: expected %0d, got %0d", received, $signed(want[23:12]), out0);
            end
            if (out1 !== want[11:8]) begin
                mismatches = mismatches + 1;
                if (mismatches <= 20)
                    $display("row %0d: p_v1: expected %0d, got %0d", received, $signed(want[11:8]), out1);
            end
            if (out2 !== want[7:1]) begin
                mismatches = mismatches + 1;
                if (mismatches <= 20)
                    $display("row %0d: a_b_0__2: expected %0d, got %0d", received, $signed(want[7:1]), out2);
            end
            if (out3 !== want[0:0]) begin
                mismatches = mismatches + 1;
                if (mismatches <= 20)
                    $display("row %0d: gate: expected %0d, got %0d", received, want[0:0], out3);
            end
            received = received + 1;
        end
    endtask
    initial begin
        $readmemh("tiny.hex", vectors);
        clk = 0;
        rst = 1;
        valid_in = 0;
        pending = 0;
        phase = 0;
        sent = 0;
        received = LEAD;
        mismatches = 0;
        for (cycle = 0; cycle < LATENCY + 2; cycle = cycle + 1) begin
            #1 clk = 1;
            #1 clk = 0;
        end
        rst = 0;
        for (cycle = 0; received < ROWS && cycle < 20; cycle = cycle + 1) begin
            // One gap after every four rows; the interval in any case.
            if (sent < ROWS && phase == 0 && cycle % 5 != 3) begin
                valid_in = 1;
                want = vectors[sent];
                row = want[38:24];
                sent = sent + 1;
                phase = 1 - 1;
            end else begin
                valid_in = 0;
                row = {15{1'bx}};
                if (phase > 0)
                    phase = phase - 1;
            end
            pending = {pending, valid_in && sent > LEAD};
            #1 clk = 1;
            #1;
            if (valid_out !== pending[LAST]) begin
                mismatches = mismatches + 1;
                if (mismatches <= 20)
                    $display("cycle %0d: valid_out: expected %b, got %b", cycle, pending[LAST], valid_out);
            end
            if (pending[LAST])
                check;
            clk = 0;
        end
        mismatches = mismatches + ROWS - received;
        if (mismatches == 0)
            $display("PASS: 0 mismatches in %0d rows, latency %0d cycles", ROWS - LEAD, LATENCY);
        else
            $display("FAIL: %0d mismatches in %0d rows, latency %0d cycles", mismatches, ROWS - LEAD, LATENCY);
        $finish;
    end
endmodule
