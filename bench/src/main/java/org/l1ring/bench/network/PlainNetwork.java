package org.l1ring.bench.network;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/**
 * A {@link SeededNetwork} as a good Java programmer would write it: loops over {@code int} arrays,
 * one crossing at a time, the same bits as the circuit. What the JIT compiler makes of the loops,
 * vectors within a crossing included, is its own.
 */
public final class PlainNetwork {
    private final int inputs;
    private final Dense[] layers;
    private final int squareDrop;
    private final int[][] values;

    /** A dense layer with the cast behind it. */
    private static final class Dense {
        final int inputs;
        final int outputs;

        /** [outputs][inputs], flat. */
        final int[] weights;

        /** [inputs][outputs], flat. */
        final int[] weightsByInput;

        final int[] biases;

        /** Non-zero weights of output o at [starts[o], starts[o + 1]). */
        final int[] starts;

        final int[] columns;
        final int[] factors;
        final int drop;
        final int low;
        final int high;

        Dense(Layer.Dense layer, FixedType from, FixedType to) {
            inputs = layer.inputs();
            outputs = layer.outputs();
            ConstantArray constants = layer.weights();
            int fraction = from.fraction() + constants.fraction();
            drop = fraction - to.fraction();
            if (drop < 1) {
                throw new IllegalArgumentException(
                        "%s: expected sums with more fraction bits than %s"
                                .formatted(layer.head().name(), to));
            }
            low = (int) to.minimumRaw();
            high = (int) to.maximumRaw();
            weights = new int[inputs * outputs];
            weightsByInput = new int[weights.length];
            biases = new int[outputs];
            starts = new int[outputs + 1];
            List<int[]> terms = new ArrayList<>();
            for (int out = 0; out < outputs; out++) {
                biases[out] =
                        (int) layer.biases().raw(out) << (fraction - layer.biases().fraction());
                for (int in = 0; in < inputs; in++) {
                    int weight = (int) constants.raw(in * outputs + out);
                    weights[out * inputs + in] = weight;
                    weightsByInput[in * outputs + out] = weight;
                    if (weight != 0) {
                        terms.add(new int[] {in, weight});
                    }
                }
                starts[out + 1] = terms.size();
            }
            columns = terms.stream().mapToInt(term -> term[0]).toArray();
            factors = terms.stream().mapToInt(term -> term[1]).toArray();
        }

        void run(int[] x, int[] y) {
            for (int out = 0; out < outputs; out++) {
                int sum = biases[out];
                int row = out * inputs;
                for (int in = 0; in < inputs; in++) {
                    sum += weights[row + in] * x[in];
                }
                y[out] = fit(sum);
            }
        }

        void runByInput(int[] x, int[] y) {
            System.arraycopy(biases, 0, y, 0, outputs);
            for (int in = 0; in < inputs; in++) {
                int value = x[in];
                int row = in * outputs;
                for (int out = 0; out < outputs; out++) {
                    y[out] += weightsByInput[row + out] * value;
                }
            }
            for (int out = 0; out < outputs; out++) {
                y[out] = fit(y[out]);
            }
        }

        void runSparse(int[] x, int[] y) {
            for (int out = 0; out < outputs; out++) {
                int sum = biases[out];
                for (int term = starts[out]; term < starts[out + 1]; term++) {
                    sum += factors[term] * x[columns[term]];
                }
                y[out] = fit(sum);
            }
        }

        /** Rounds halves to even and saturates. */
        private int fit(int sum) {
            int rounded = (sum + (1 << (drop - 1)) - 1 + (sum >> drop & 1)) >> drop;
            return Math.min(Math.max(rounded, low), high);
        }
    }

    /**
     * The loops of a network.
     *
     * @param model made by {@link SeededNetwork}
     */
    public PlainNetwork(Model model) {
        inputs = model.columns();
        List<Dense> made = new ArrayList<>();
        FixedType from = model.columnType(0);
        for (int i = 0; i + 1 < model.layers().size(); i += 2) {
            FixedType to = model.layers().get(i + 1).head().resultTypes().get(0);
            made.add(new Dense((Layer.Dense) model.layers().get(i), from, to));
            from = to;
        }
        layers = made.toArray(Dense[]::new);
        squareDrop =
                2 * from.fraction()
                        - model.layers().getLast().head().resultTypes().get(0).fraction();
        values = new int[layers.length + 1][];
        values[0] = new int[inputs];
        for (int i = 0; i < layers.length; i++) {
            values[i + 1] = new int[layers[i].outputs];
        }
    }

    /**
     * The score of one crossing, with every weight multiplied, output after output.
     *
     * @param frames raw inputs of crossings
     * @param at first input of the crossing
     * @return raw score
     */
    public long score(short[] frames, int at) {
        read(frames, at);
        for (int i = 0; i < layers.length; i++) {
            layers[i].run(values[i], values[i + 1]);
        }
        return squares();
    }

    /**
     * The score of one crossing, with every weight multiplied, input after input: the inner loop
     * goes over outputs, which do not wait for each other.
     *
     * @param frames raw inputs of crossings
     * @param at first input of the crossing
     * @return raw score
     */
    public long scoreByInput(short[] frames, int at) {
        read(frames, at);
        for (int i = 0; i < layers.length; i++) {
            layers[i].runByInput(values[i], values[i + 1]);
        }
        return squares();
    }

    /**
     * The score of one crossing, with non-zero weights alone.
     *
     * @param frames raw inputs of crossings
     * @param at first input of the crossing
     * @return raw score
     */
    public long scoreSparse(short[] frames, int at) {
        read(frames, at);
        for (int i = 0; i < layers.length; i++) {
            layers[i].runSparse(values[i], values[i + 1]);
        }
        return squares();
    }

    private void read(short[] frames, int at) {
        int[] x = values[0];
        for (int i = 0; i < inputs; i++) {
            x[i] = frames[at + i];
        }
    }

    private long squares() {
        long sum = 0;
        for (int value : values[layers.length]) {
            sum += (value * value) >> squareDrop;
        }
        return sum;
    }
}
