package org.l1ring.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.circuit.Interval;

/**
 * Test vectors: inputs and the circuit's own outputs.
 *
 * @param inputs [rows][columns] raw values; of a stream, [crossings][words]
 * @param outputs [rows][outputs] raw values, by the interpreter; of a stream, for each crossing
 *     whose window is filled
 */
public record TestRows(List<long[]> inputs, List<long[]> outputs) {

    /** Copies the lists. */
    public TestRows {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
    }

    /** Given inputs with the circuit's outputs. */
    public static TestRows of(Circuit circuit, List<long[]> inputs) {
        return of(circuit, CrossingWindow.one(circuit), inputs);
    }

    /**
     * Given crossings of a stream with the circuit's outputs.
     *
     * @param crossings [crossings][words], more than the window's lead
     */
    public static TestRows of(Circuit circuit, CrossingWindow window, List<long[]> crossings) {
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        List<long[]> outputs = new ArrayList<>();
        for (int last = window.lead(); last < crossings.size(); last++) {
            long[] answers = new long[circuit.outputs().size()];
            interpreter.run(window.row(crossings, last), answers);
            outputs.add(answers);
        }
        return new TestRows(crossings, outputs);
    }

    /**
     * Seeded rows over the full ranges of the inputs: in turn any values, ends of the ranges, and
     * mostly zeros.
     */
    public static TestRows random(Circuit circuit, int rows, long seed) {
        return random(circuit, CrossingWindow.one(circuit), rows, seed);
    }

    /**
     * The same for a stream of crossings.
     *
     * @param rows crossings that are decided
     */
    public static TestRows random(Circuit circuit, CrossingWindow window, int rows, long seed) {
        Random random = new Random(seed);
        List<long[]> inputs = new ArrayList<>();
        for (int row = 0; row < window.lead() + rows; row++) {
            long[] values = new long[window.words().size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value(window.words().get(i).interval(), row % 4, random);
            }
            inputs.add(values);
        }
        return of(circuit, window, inputs);
    }

    private static long value(Interval interval, int style, Random random) {
        long zero = Math.clamp(0L, interval.min(), interval.max());
        long any =
                interval.constant()
                        ? interval.min()
                        : random.nextLong(interval.min(), interval.max()) + random.nextInt(2);
        return switch (style) {
            case 1 -> random.nextBoolean() ? interval.min() : interval.max();
            case 2 -> random.nextInt(4) == 0 ? any : zero;
            default -> any;
        };
    }
}
