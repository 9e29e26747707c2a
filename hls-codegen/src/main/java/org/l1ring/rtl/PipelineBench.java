package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;

/**
 * A self-checking test bench for the modules of {@link PipelineEmitter}: rows go in cycle after
 * cycle with gaps between them, undefined in the gaps; every output bit is compared, and {@code
 * valid_out} must come just the stated number of cycles after {@code valid_in}. The first rows of a
 * stream of crossings, which fill the window, must bring none.
 *
 * <p>The simulation prints the first mismatches and, as its last line, {@code PASS: 0 mismatches in
 * N rows, latency L cycles} or {@code FAIL: M mismatches in N rows, latency L cycles}.
 *
 * @param module name of the bench's module
 * @param text Verilog-2001
 * @param vectorsFile name under which the simulator's working folder must hold the vectors
 * @param vectors one hexadecimal line a row, for {@code $readmemh}
 */
public record PipelineBench(String module, String text, String vectorsFile, String vectors) {
    private static final String TEXT =
            """
            `timescale 1ns / 1ps
            // Streams <file> through <module> and compares every row.
            module <bench>;
                localparam ROWS = <rows>;
                localparam LATENCY = <latency>;
                localparam LEAD = <lead>;
                localparam LAST = <last>;
                reg [<top>:0] vectors [0:ROWS - 1];
                reg [<top>:0] want;
                reg [<inputs> - 1:0] row;
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
            <wires>
                <module> dut (
                    .clk(clk),
                    .rst(rst),
                    .valid_in(valid_in),
                    .valid_out(valid_out),
            <connections>
                );
                task check;
                    begin
                        want = vectors[received];
                        if (^want === 1'bx) begin
                            mismatches = mismatches + 1;
                            $display("row %0d: expected a vector in <file>, got none", received);
                        end
            <checks>
                        received = received + 1;
                    end
                endtask
                initial begin
                    $readmemh("<file>", vectors);
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
                    for (cycle = 0; received < ROWS && cycle < <limit>; cycle = cycle + 1) begin
                        // One gap after every four rows; the interval in any case.
                        if (sent < ROWS && phase == 0 && cycle % 5 != 3) begin
                            valid_in = 1;
                            want = vectors[sent];
                            row = want[<top>:<outputs>];
                            sent = sent + 1;
                            phase = <interval> - 1;
                        end else begin
                            valid_in = 0;
                            row = {<inputs>{1'bx}};
                            if (phase > 0)
                                phase = phase - 1;
                        end
                        pending = {pending, valid_in && sent > LEAD};
                        #1 clk = 1;
                        #1;
                        if (valid_out !== pending[LAST]) begin
                            mismatches = mismatches + 1;
                            if (mismatches <= <shown>)
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
            """;

    private static final String CHECK =
            """
                        if (out<i> !== want[<high>:<low>]) begin
                            mismatches = mismatches + 1;
                            if (mismatches <= <shown>)
                                $display("row %0d: <name>: expected %0d, got %0d", received, <expected>, out<i>);
                        end
            """;

    /** Mismatches that are printed one by one. */
    static final int SHOWN = 20;

    /**
     * The bench of a pipeline or of loops.
     *
     * @param hardware whose modules are tested
     * @param inputs [rows][columns] raw values, within the intervals of their ports; of a stream,
     *     [crossings][words]
     * @param expected [rows][outputs] raw values of the outputs' types; of a stream, for each
     *     crossing that is decided
     * @throws IllegalArgumentException when there are no rows or no outputs, the shapes differ, or
     *     a value is out of range
     */
    public static PipelineBench of(Clocked hardware, List<long[]> inputs, List<long[]> expected) {
        Circuit circuit = hardware.circuit();
        String vectors = BenchRows.hexadecimal(circuit, hardware.window(), inputs, expected);
        ModulePorts ports = ModulePorts.of(hardware);
        String module = ports.module() + "_bench";
        String file = ports.module() + ".hex";
        return new PipelineBench(module, text(hardware, ports, file, inputs.size()), file, vectors);
    }

    private static String text(Clocked hardware, ModulePorts ports, String file, int rows) {
        List<String> wires = new ArrayList<>();
        List<String> connections = new ArrayList<>();
        StringBuilder checks = new StringBuilder();
        int[] lows = BenchRows.lows(ports.inputs());
        for (int i = 0; i < lows.length; i++) {
            Signal port = ports.inputs().get(i);
            Signal wire = new Signal("in" + i, port.width(), port.signed());
            int high = lows[i] + port.width() - 1;
            wires.add("    %s = row[%d:%d];".formatted(wire.declaration(), high, lows[i]));
            connections.add("        .%s(in%d)".formatted(port.name(), i));
        }
        lows = BenchRows.lows(ports.outputs());
        for (int i = 0; i < lows.length; i++) {
            Signal port = ports.outputs().get(i);
            Signal wire = new Signal("out" + i, port.width(), port.signed());
            wires.add("    %s;".formatted(wire.declaration()));
            connections.add("        .%s(out%d)".formatted(port.name(), i));
            String bits = "want[%d:%d]".formatted(lows[i] + port.width() - 1, lows[i]);
            checks.append(
                    CHECK.replace("<i>", Integer.toString(i))
                            .replace("<high>", Integer.toString(lows[i] + port.width() - 1))
                            .replace("<low>", Integer.toString(lows[i]))
                            .replace("<expected>", port.signed() ? "$signed(" + bits + ")" : bits)
                            .replace("<name>", port.name()));
        }
        int inputs = BenchRows.bits(ports.inputs());
        int outputs = BenchRows.bits(ports.outputs());
        int latency = hardware.latencyCycles();
        int interval = hardware.initiationInterval();
        return TEXT.replace("<checks>", checks.toString().stripTrailing())
                .replace("<wires>", String.join("\n", wires))
                .replace("<connections>", String.join(",\n", connections))
                .replace("<bench>", ports.module() + "_bench")
                .replace("<module>", ports.module())
                .replace("<file>", file)
                .replace("<rows>", Integer.toString(rows))
                .replace("<latency>", Integer.toString(latency))
                .replace("<lead>", Integer.toString(hardware.window().lead()))
                .replace("<last>", Integer.toString(Math.max(0, latency - 1)))
                .replace("<top>", Integer.toString(inputs + outputs - 1))
                .replace("<inputs>", Integer.toString(inputs))
                .replace("<outputs>", Integer.toString(outputs))
                .replace("<limit>", Long.toString(2L * (rows + 1L) * interval + latency + 10))
                .replace("<interval>", Integer.toString(interval))
                .replace("<shown>", Integer.toString(SHOWN));
    }
}
