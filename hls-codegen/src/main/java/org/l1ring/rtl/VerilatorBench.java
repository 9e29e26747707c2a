package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.tool.TextResource;

/**
 * What Verilator needs beside the modules of {@link PipelineEmitter}: a module with all inputs and
 * all outputs side by side, and a C++ program that streams rows through it.
 *
 * <p>{@code sim VECTORS} compares with expected outputs as {@link PipelineBench} does and exits
 * with 1 on any mismatch; {@code sim --raw INPUTS OUTPUTS} turns rows of packed input bits into
 * rows of packed output bits, each padded to words of 32 bits.
 *
 * @param module name of the wrapping module
 * @param wrapper Verilog-2001
 * @param program C++
 */
public record VerilatorBench(String module, String wrapper, String program) {

    /**
     * The bench of a pipeline or of loops.
     *
     * @param hardware whose modules are simulated
     */
    public static VerilatorBench of(Clocked hardware) {
        ModulePorts ports = ModulePorts.of(hardware);
        String module = ports.module() + "_flat";
        return new VerilatorBench(module, wrapper(ports, module), program(hardware, ports, module));
    }

    /** Bits of a port of at least one word more than 64 bits: those Verilator keeps as words. */
    private static int portBits(int bits) {
        return Math.max(96, (bits + 31) / 32 * 32);
    }

    private static String wrapper(ModulePorts ports, String module) {
        int inputs = BenchRows.bits(ports.inputs());
        int outputs = BenchRows.bits(ports.outputs());
        List<String> text = new ArrayList<>();
        text.add("// All inputs of " + ports.module() + " side by side, and all its outputs.");
        text.add("module " + module + " (");
        text.add("    input wire clk,");
        text.add("    input wire rst,");
        text.add("    input wire valid_in,");
        text.add("    input wire [%d:0] row,".formatted(portBits(inputs) - 1));
        text.add("    output wire valid_out,");
        text.add("    output wire [%d:0] result".formatted(portBits(outputs) - 1));
        text.add(");");
        List<String> connections =
                new ArrayList<>(
                        List.of(
                                ".clk(clk)",
                                ".rst(rst)",
                                ".valid_in(valid_in)",
                                ".valid_out(valid_out)"));
        connect(connections, ports.inputs(), "row");
        connect(connections, ports.outputs(), "result");
        text.add("    %s dut (".formatted(ports.module()));
        text.add("        " + String.join(",\n        ", connections));
        text.add("    );");
        int spare = portBits(outputs) - outputs;
        if (spare > 0) {
            text.add(
                    "    assign result[%d:%d] = %s;"
                            .formatted(portBits(outputs) - 1, outputs, Signal.literal(0, spare)));
        }
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }

    private static void connect(List<String> connections, List<Signal> signals, String vector) {
        int[] lows = BenchRows.lows(signals);
        for (int i = 0; i < lows.length; i++) {
            Signal port = signals.get(i);
            connections.add(
                    ".%s(%s[%d:%d])"
                            .formatted(port.name(), vector, lows[i] + port.width() - 1, lows[i]));
        }
    }

    private static String program(Clocked hardware, ModulePorts ports, String module) {
        List<String> outputs = new ArrayList<>();
        int[] lows = BenchRows.lows(ports.outputs());
        for (int i = 0; i < lows.length; i++) {
            Signal port = ports.outputs().get(i);
            outputs.add(
                    "    {\"%s\", %d, %d, %b},"
                            .formatted(port.name(), lows[i], port.width(), port.signed()));
        }
        return TextResource.read(VerilatorBench.class, "sim_main.cpp")
                .replace("@module@", module)
                .replace("@top@", ports.module())
                .replace("@latency@", Integer.toString(hardware.latencyCycles()))
                .replace("@lead@", Integer.toString(hardware.window().lead()))
                .replace("@interval@", Integer.toString(hardware.initiationInterval()))
                .replace("@inputBits@", Integer.toString(BenchRows.bits(ports.inputs())))
                .replace("@outputBits@", Integer.toString(BenchRows.bits(ports.outputs())))
                .replace("@shown@", Integer.toString(PipelineBench.SHOWN))
                .replace("@outputs@", String.join("\n", outputs));
    }
}
