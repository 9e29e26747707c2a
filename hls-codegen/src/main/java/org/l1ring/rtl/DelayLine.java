package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.circuit.Op;

/**
 * The registers that keep words of earlier crossings: a shift register for each word, that moves
 * with every valid row, as long as the circuit looks back and as decisions wait.
 *
 * <p>In its module {@code s<n>_<word>} is the word n crossings ago, and {@code valid} has a bit for
 * each crossing of the window that has come in.
 */
final class DelayLine {
    private final Pipeline pipeline;
    private final CrossingWindow window;

    DelayLine(Pipeline pipeline) {
        this.pipeline = pipeline;
        this.window = pipeline.window();
    }

    /** Bits of the registers that are read: those of words that nothing reads are left out. */
    long registerBits() {
        Circuit circuit = pipeline.circuit();
        long[] read = new long[window.columns().size()];
        for (Circuit.Step step : circuit.steps()) {
            int[] operands = Op.operands(step.op());
            for (int operand : operands) {
                if (circuit.op(operand) instanceof Op.Input(int column)) {
                    read[column] |= bits(step.op());
                }
            }
        }
        for (Circuit.Output output : circuit.outputs()) {
            if (circuit.op(output.step()) instanceof Op.Input(int column)) {
                read[column] = -1;
            }
        }
        long bits = 0;
        for (int word = 0; word < window.words().size(); word++) {
            int width = Signal.of("", window.words().get(word).interval()).width();
            for (int bit = 0; bit < width; bit++) {
                bits += depth(word, read, 1L << bit);
            }
        }
        return bits;
    }

    /** The bits of its operand that an operation reads. */
    private static long bits(Op op) {
        return op instanceof Op.Slice(_, int low, int width) && width < Long.SIZE
                ? ((1L << width) - 1) << low
                : -1;
    }

    /** Crossings that a word is kept for columns that read some of its bits. */
    private int depth(int word, long[] read, long mask) {
        int depth = 0;
        for (int i = 0; i < read.length; i++) {
            if (window.columns().get(i).word() == word && (read[i] & mask) != 0) {
                depth = Math.max(depth, window.delay(i));
            }
        }
        return depth;
    }

    private int depth(int word) {
        long[] all = new long[window.columns().size()];
        Arrays.fill(all, -1);
        return depth(word, all, -1);
    }

    /**
     * The module, whose ports are the words of one crossing.
     *
     * @param header comments
     */
    String text(List<String> header) {
        ModulePorts ports = ModulePorts.of(pipeline);
        ModulePorts inner = ModulePorts.of(pipeline.circuit());
        int lead = window.lead();
        List<String> text = new ArrayList<>(header);
        text.addAll(ports.opening());
        text.add("    reg [%d:0] valid;".formatted(lead - 1));
        String next = lead == 1 ? "1'b1" : "{valid[%d:0], 1'b1}".formatted(lead - 2);
        text.add("    always @(posedge clk)");
        text.add("        if (rst)");
        text.add("            valid <= %s;".formatted(Signal.literal(0, lead)));
        text.add("        else if (valid_in)");
        text.add("            valid <= %s;".formatted(next));
        shifts(text, ports);
        text.add("    %s pipeline (".formatted(inner.module()));
        List<String> connections = new ArrayList<>();
        connections.add("        .clk(clk)");
        connections.add("        .rst(rst)");
        connections.add("        .valid_in(valid_in & valid[%d])".formatted(lead - 1));
        for (int i = 0; i < inner.inputs().size(); i++) {
            Signal word = ports.inputs().get(window.columns().get(i).word());
            String value = ago(word, window.delay(i)).name();
            connections.add("        .%s(%s)".formatted(inner.inputs().get(i).name(), value));
        }
        connections.add("        .valid_out(valid_out)");
        for (int i = 0; i < ports.outputs().size(); i++) {
            connections.add(
                    "        .%s(%s)"
                            .formatted(
                                    inner.outputs().get(i).name(), ports.outputs().get(i).name()));
        }
        text.add(String.join(",\n", connections));
        text.add("    );");
        text.add("endmodule");
        return String.join("\n", text) + "\n";
    }

    private void shifts(List<String> text, ModulePorts ports) {
        List<String> moves = new ArrayList<>();
        for (int word = 0; word < ports.inputs().size(); word++) {
            Signal port = ports.inputs().get(word);
            for (int crossings = 1; crossings <= depth(word); crossings++) {
                Signal kept = ago(port, crossings);
                text.add("    " + kept.declaration().replaceFirst("wire", "reg") + ";");
                moves.add("%s <= %s;".formatted(kept.name(), ago(port, crossings - 1).name()));
            }
        }
        text.add("    always @(posedge clk)");
        text.add("        if (valid_in) begin");
        moves.forEach(move -> text.add("            " + move));
        text.add("        end");
    }

    private static Signal ago(Signal port, int crossings) {
        return crossings == 0
                ? port
                : new Signal("s" + crossings + "_" + port.name(), port.width(), port.signed());
    }
}
