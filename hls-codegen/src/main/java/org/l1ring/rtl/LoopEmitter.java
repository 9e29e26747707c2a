package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Writes a loop: sequences are kept, cells take one step after the other, states and results are
 * kept when a step is through its cell, and {@code done} says that all are.
 */
final class LoopEmitter {
    private final RecurrentLoop loop;
    private final String module;
    private final List<String> text = new ArrayList<>();

    LoopEmitter(RecurrentLoop loop, String module) {
        this.loop = loop;
        this.module = module;
    }

    /** The module without its header. */
    String text() {
        List<String> declared =
                new ArrayList<>(List.of("input wire clk", "input wire rst", "input wire start"));
        loop.inputs().forEach(port -> declared.add("input " + port.declaration()));
        declared.add("output reg [0:0] done");
        loop.outputs().forEach(port -> declared.add("output " + port.declaration()));
        line("module " + module + " (");
        line("    " + String.join(",\n    ", declared));
        line(");");
        int column = 0;
        int result = 0;
        for (int i = 0; i < loop.cells().size(); i++) {
            LoopCell cell = loop.cells().get(i);
            int columns = cell.steps() * cell.features();
            control(cell, i + 1);
            sequence(cell, i + 1, loop.inputs().subList(column, column + columns));
            instance(cell, i + 1);
            states(cell, i + 1);
            results(cell, i + 1, loop.outputs().subList(result, result + cell.results()));
            column += columns;
            result += cell.results();
        }
        pass(loop.outputs().subList(result, loop.outputs().size()));
        line("    always @(posedge clk) done <= !rst && finish%d;".formatted(loop.longest() + 1));
        UnusedBits.sink(text).forEach(line -> line("    " + line));
        line("endmodule");
        return String.join("\n", text) + "\n";
    }

    private void line(String line) {
        text.add(line);
    }

    /** {@code advance} in the last cycle of a step, {@code finish} in that of the last step. */
    private void control(LoopCell cell, int n) {
        line("    reg [0:0] running%d;".formatted(n));
        line("    wire [0:0] advance%d;".formatted(n));
        line("    wire [0:0] finish%d;".formatted(n));
        line("    always @(posedge clk)");
        line("        if (rst)");
        line("            running%d <= 1'd0;".formatted(n));
        line("        else if (start || finish%d)".formatted(n));
        line("            running%d <= start;".formatted(n));
        int bits = cell.cycleCounterBits();
        if (bits == 0) {
            line("    assign advance%1$d = running%1$d;".formatted(n));
        } else {
            String last = Signal.literal(cell.cyclesPerStep() - 1, bits);
            String zero = Signal.literal(0, bits);
            line("    reg [%d:0] cycle%d;".formatted(bits - 1, n));
            line("    assign advance%1$d = running%1$d && cycle%1$d == %2$s;".formatted(n, last));
            line("    always @(posedge clk)");
            line(
                    "        cycle%1$d <= start || advance%1$d ? %2$s : cycle%1$d + %3$s;"
                            .formatted(n, zero, Signal.literal(1, bits)));
        }
        bits = cell.stepCounterBits();
        if (bits == 0) {
            line("    assign finish%1$d = advance%1$d;".formatted(n));
        } else {
            String last = Signal.literal(cell.steps() - 1, bits);
            line("    reg [%d:0] step%d;".formatted(bits - 1, n));
            line("    assign finish%1$d = advance%1$d && step%1$d == %2$s;".formatted(n, last));
            line("    always @(posedge clk)");
            line("        if (start)");
            line("            step%d <= %s;".formatted(n, Signal.literal(0, bits)));
            line("        else if (advance%d)".formatted(n));
            line("            step%1$d <= step%1$d + %2$s;".formatted(n, Signal.literal(1, bits)));
        }
    }

    /** Signals side by side, the first one in the lowest bits. */
    private static String packed(List<String> values) {
        return "{" + String.join(",\n            ", values.reversed()) + "}";
    }

    private void sequence(LoopCell cell, int n, List<Signal> inputs) {
        List<Signal> ports = cell.stepPorts();
        int bits = BenchRows.bits(ports);
        int all = cell.sequenceBits();
        List<String> values = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            values.add(inputs.get(i).resized(ports.get(i % ports.size()).width()));
        }
        line("    reg [%d:0] sequence%d;".formatted(all - 1, n));
        line("    always @(posedge clk)");
        line("        if (start)");
        line("            sequence%d <= %s;".formatted(n, packed(values)));
        if (cell.steps() > 1) {
            line("        else if (advance%d)".formatted(n));
            String zeros = Signal.literal(0, bits);
            line(
                    (cell.backwards()
                                    ? "            sequence%1$d <= {sequence%1$d[%2$d:0], %4$s};"
                                    : "            sequence%1$d <= {%4$s, sequence%1$d[%3$d:%5$d]};")
                            .formatted(n, all - bits - 1, all - 1, zeros, bits));
        }
    }

    private static String next(int n, int state) {
        return "next%d_%d".formatted(n, state);
    }

    private static String state(int n, int state) {
        return "state%d_%d".formatted(n, state);
    }

    private static String result(int n, int unit) {
        return "result%d_%d".formatted(n, unit);
    }

    private void instance(LoopCell cell, int n) {
        List<String> connections =
                new ArrayList<>(
                        List.of(
                                ".clk(clk)",
                                ".rst(rst)",
                                ".valid_in(1'd0)",
                                ".valid_out(unused_valid%d)".formatted(n)));
        int low = cell.backwards() ? cell.sequenceBits() - BenchRows.bits(cell.stepPorts()) : 0;
        for (Signal port : cell.stepPorts()) {
            connections.add(
                    ".%s(sequence%d[%d:%d])"
                            .formatted(port.name(), n, low + port.width() - 1, low));
            low += port.width();
        }
        for (int i = 0; i < cell.statePorts().size(); i++) {
            Signal port = cell.statePorts().get(i);
            Signal state = new Signal(state(n, i), port.width(), port.signed());
            line("    " + state.declaration().replaceFirst("wire", "reg") + ";");
            connections.add(".%s(%s)".formatted(port.name(), state.name()));
        }
        for (int i = 0; i < cell.resultPorts().size(); i++) {
            connect(connections, cell.resultPorts().get(i), result(n, i));
        }
        for (int i = 0; i < cell.nextPorts().size(); i++) {
            connect(connections, cell.nextPorts().get(i), next(n, i));
        }
        line("    wire unused_valid%d;".formatted(n));
        line("    %s cell%d (".formatted(ModulePorts.of(cell.logic().circuit()).module(), n));
        line("        " + String.join(",\n        ", connections));
        line("    );");
    }

    private void connect(List<String> connections, Signal port, String name) {
        line("    " + new Signal(name, port.width(), port.signed()).declaration() + ";");
        connections.add(".%s(%s)".formatted(port.name(), name));
    }

    private void states(LoopCell cell, int n) {
        if (cell.statePorts().isEmpty()) {
            return;
        }
        line("    always @(posedge clk)");
        line("        if (start) begin");
        for (int i = 0; i < cell.statePorts().size(); i++) {
            String zero = Signal.literal(0, cell.statePorts().get(i).width());
            line("            %s <= %s;".formatted(state(n, i), zero));
        }
        line("        end else if (advance%d) begin".formatted(n));
        for (int i = 0; i < cell.statePorts().size(); i++) {
            Signal port = cell.nextPorts().get(i);
            Signal value = new Signal(next(n, i), port.width(), port.signed());
            String bits = value.resized(cell.statePorts().get(i).width());
            line("            %s <= %s;".formatted(state(n, i), bits));
        }
        line("        end");
    }

    private void results(LoopCell cell, int n, List<Signal> outputs) {
        int all = cell.resultBits();
        int bits = BenchRows.bits(cell.resultPorts());
        List<String> values = new ArrayList<>();
        for (int i = 0; i < cell.units(); i++) {
            values.add(result(n, i));
        }
        line("    reg [%d:0] results%d;".formatted(all - 1, n));
        line("    always @(posedge clk)");
        line("        if (%s%d)".formatted(cell.allSteps() ? "advance" : "finish", n));
        String value = packed(values);
        if (all > bits) {
            value =
                    cell.backwards()
                            ? "{results%d[%d:0], %s}".formatted(n, all - bits - 1, value)
                            : "{%s, results%d[%d:%d]}".formatted(value, n, all - 1, bits);
        }
        line("            results%d <= %s;".formatted(n, value));
        int low = 0;
        for (int i = 0; i < outputs.size(); i++) {
            Signal port = cell.resultPorts().get(i % cell.units());
            Signal kept =
                    new Signal(
                            "results%d[%d:%d]".formatted(n, low + port.width() - 1, low),
                            port.width(),
                            port.signed());
            line("    assign %s = %s;".formatted(outputs.get(i).name(), kept.name()));
            low += port.width();
        }
    }

    /** What passes by is kept at the start, and from the end on while the next is kept. */
    private void pass(List<Signal> outputs) {
        List<Signal> passing = loop.passing();
        if (passing.isEmpty()) {
            return;
        }
        int bits = BenchRows.bits(passing);
        line("    reg [%d:0] waiting;".formatted(bits - 1));
        line("    reg [%d:0] passed;".formatted(bits - 1));
        line("    always @(posedge clk) begin");
        line(
                "        if (start) waiting <= %s;"
                        .formatted(
                                packed(
                                        passing.stream()
                                                .map(Signal::name)
                                                .collect(Collectors.toList()))));
        line("        if (finish%d) passed <= waiting;".formatted(loop.longest() + 1));
        line("    end");
        int low = 0;
        for (int i = 0; i < passing.size(); i++) {
            int width = passing.get(i).width();
            line(
                    "    assign %s = passed[%d:%d];"
                            .formatted(outputs.get(i).name(), low + width - 1, low));
            low += width;
        }
    }
}
