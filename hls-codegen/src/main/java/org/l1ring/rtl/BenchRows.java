package org.l1ring.rtl;

import java.math.BigInteger;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;

/** Rows of inputs and expected outputs as the vectors that test benches read. */
final class BenchRows {
    private BenchRows() {}

    /**
     * One hexadecimal line a row, the first input at the top, the last output at the bottom. The
     * answer to a row of a stream is the decision that it completes; rows that only fill the window
     * have zeros.
     *
     * @param window which crossings the circuit's columns are of
     * @param inputs [rows][words]
     * @param expected [rows - lead][outputs]
     * @throws IllegalArgumentException when there are no rows or no outputs, the shapes differ, or
     *     a value is out of range
     */
    static String hexadecimal(
            Circuit circuit, CrossingWindow window, List<long[]> inputs, List<long[]> expected) {
        int lead = window.lead();
        if (expected.isEmpty() || inputs.size() != lead + expected.size()) {
            throw new IllegalArgumentException(
                    "%s: test bench: expected %s, at least one, got %d and %d"
                            .formatted(
                                    circuit.name(),
                                    lead == 0
                                            ? "as many rows of outputs as of inputs"
                                            : lead + " rows of outputs fewer than of inputs",
                                    expected.size(),
                                    inputs.size()));
        }
        if (circuit.outputs().isEmpty()) {
            throw new IllegalArgumentException(
                    circuit.name() + ": test bench: expected at least one output, got none");
        }
        ModulePorts ports = ModulePorts.of(circuit, window.words());
        StringBuilder vectors = new StringBuilder();
        for (int row = 0; row < inputs.size(); row++) {
            long[] answers =
                    row < lead ? new long[circuit.outputs().size()] : expected.get(row - lead);
            check(circuit, window.words(), row, inputs.get(row), answers);
            vectors.append(hexadecimal(ports, inputs.get(row), answers)).append('\n');
        }
        return vectors.toString();
    }

    private static void check(
            Circuit circuit, List<Circuit.Port> words, int row, long[] inputs, long[] expected) {
        String where = circuit.name() + ": test bench: row " + row + ": ";
        int columns = words.size();
        int outputs = circuit.outputs().size();
        if (inputs.length != columns || expected.length != outputs) {
            throw new IllegalArgumentException(
                    where
                            + "expected %d inputs and %d outputs, got %d and %d"
                                    .formatted(columns, outputs, inputs.length, expected.length));
        }
        for (int i = 0; i < columns; i++) {
            Circuit.Port port = words.get(i);
            if (!port.interval().contains(Interval.of(inputs[i]))) {
                throw new IllegalArgumentException(
                        where
                                + "input %s: expected a value in %s, got %d"
                                        .formatted(port.name(), port.interval(), inputs[i]));
            }
        }
        for (int i = 0; i < outputs; i++) {
            Circuit.Output output = circuit.outputs().get(i);
            FixedType type = output.type();
            if (!type.contains(expected[i])) {
                throw new IllegalArgumentException(
                        where
                                + "output %s: expected a raw value of %s, got %d"
                                        .formatted(output.name(), type, expected[i]));
            }
        }
    }

    private static String hexadecimal(ModulePorts ports, long[] inputs, long[] expected) {
        StringBuilder bits = new StringBuilder();
        for (int i = 0; i < inputs.length; i++) {
            append(bits, inputs[i], ports.inputs().get(i).width());
        }
        for (int i = 0; i < expected.length; i++) {
            append(bits, expected[i], ports.outputs().get(i).width());
        }
        int digits = (bits.length() + 3) / 4;
        String text = new BigInteger(bits.toString(), 2).toString(16);
        return "0".repeat(digits - text.length()) + text;
    }

    private static void append(StringBuilder bits, long value, int width) {
        for (int bit = width - 1; bit >= 0; bit--) {
            bits.append((value >> bit & 1) == 0 ? '0' : '1');
        }
    }

    /** Bits of all signals side by side. */
    static int bits(List<Signal> signals) {
        return signals.stream().mapToInt(Signal::width).sum();
    }

    /** Lowest bit of each signal in a vector that has the first one at the top. */
    static int[] lows(List<Signal> signals) {
        int[] lows = new int[signals.size()];
        int low = bits(signals);
        for (int i = 0; i < lows.length; i++) {
            low -= signals.get(i).width();
            lows[i] = low;
        }
        return lows;
    }
}
