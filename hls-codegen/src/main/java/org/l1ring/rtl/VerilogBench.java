package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;

/**
 * A self-checking test bench for the module that {@link VerilogEmitter} writes: it puts in one row
 * of raw inputs after the other and compares every output bit with the expected one.
 *
 * <p>The simulation prints the first mismatches and, as its last line, {@code PASS: 0 mismatches in
 * N rows} or {@code FAIL: M mismatches in N rows}. Undefined bits and missing rows are mismatches.
 *
 * @param module name of the bench's module
 * @param text Verilog-2001
 * @param vectorsFile name under which the simulator's working folder must hold the vectors
 * @param vectors one hexadecimal line a row, for {@code $readmemh}
 */
public record VerilogBench(String module, String text, String vectorsFile, String vectors) {
    /** Mismatches that are printed one by one. */
    private static final int SHOWN = 20;

    private static final String CHECK =
            """
                        if (<out> !== <want>) begin
                            mismatches = mismatches + 1;
                            if (mismatches <= <shown>)
                                $display("row %0d: <name>: expected %0d, got %0d", index, <want>, <out>);
                        end
            """;

    private static final String TEXT =
            """
            `timescale 1ns / 1ps
            // Compares <module> with <file>, row by row.
            module <bench>;
                reg [<top>:0] vectors [0:<rows> - 1];
                reg [<top>:0] row;
                integer index;
                integer mismatches;
            <wires>
                <module> dut (
            <connections>
                );
                initial begin
                    $readmemh("<file>", vectors);
                    mismatches = 0;
                    for (index = 0; index < <rows>; index = index + 1) begin
                        row = vectors[index];
                        #1;
                        if (^row === 1'bx) begin
                            mismatches = mismatches + 1;
                            $display("row %0d: expected a vector in <file>, got none", index);
                        end
            <checks>
                    end
                    if (mismatches == 0)
                        $display("PASS: 0 mismatches in <rows> rows");
                    else
                        $display("FAIL: %0d mismatches in <rows> rows", mismatches);
                    $finish;
                end
            endmodule
            """;

    /**
     * The bench of a circuit's module.
     *
     * @param circuit whose module is tested
     * @param inputs [rows][columns] raw values, within the intervals of their ports
     * @param expected [rows][outputs] raw values of the outputs' types
     * @throws IllegalArgumentException when there are no rows or no outputs, the shapes differ, or
     *     a value is out of range
     */
    public static VerilogBench of(Circuit circuit, List<long[]> inputs, List<long[]> expected) {
        ModulePorts ports = ModulePorts.of(circuit);
        String module = ports.module() + "_bench";
        String vectors =
                BenchRows.hexadecimal(circuit, CrossingWindow.one(circuit), inputs, expected);
        String file = module + ".hex";
        String text = text(ports, module, file, inputs.size());
        return new VerilogBench(module, text, file, vectors);
    }

    private static String text(ModulePorts ports, String module, String file, int rows) {
        int total = 0;
        for (Signal port : ports.inputs()) {
            total += port.width();
        }
        for (Signal port : ports.outputs()) {
            total += port.width();
        }
        List<String> wires = new ArrayList<>();
        List<String> connections = new ArrayList<>();
        List<String> checks = new ArrayList<>();
        int low = total;
        for (int i = 0; i < ports.inputs().size(); i++) {
            Signal port = ports.inputs().get(i);
            low -= port.width();
            wires.add(field(port, "in" + i, low));
            connections.add("        .%s(in%d)".formatted(port.name(), i));
        }
        for (int i = 0; i < ports.outputs().size(); i++) {
            Signal port = ports.outputs().get(i);
            low -= port.width();
            wires.add(field(port, "want" + i, low));
            wires.add("    " + renamed(port, "out" + i).declaration() + ";");
            connections.add("        .%s(out%d)".formatted(port.name(), i));
            checks.add(
                    CHECK.replace("<shown>", Integer.toString(SHOWN))
                            .replace("<want>", "want" + i)
                            .replace("<out>", "out" + i)
                            .replace("<name>", port.name()));
        }
        return TEXT.replace("<rows>", Integer.toString(rows))
                .replace("<top>", Integer.toString(total - 1))
                .replace("<bench>", module)
                .replace("<file>", file)
                .replace("<module>", ports.module())
                .replace("<wires>", String.join("\n", wires))
                .replace("<connections>", String.join(",\n", connections))
                .replace("<checks>", String.join("", checks).stripTrailing());
    }

    private static Signal renamed(Signal port, String name) {
        return new Signal(name, port.width(), port.signed());
    }

    private static String field(Signal port, String name, int low) {
        return "    %s = row[%d:%d];"
                .formatted(renamed(port, name).declaration(), low + port.width() - 1, low);
    }
}
