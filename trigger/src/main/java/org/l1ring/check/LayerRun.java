package org.l1ring.check;

import java.io.IOException;
import java.util.Arrays;
import java.util.Map;
import org.l1ring.circuit.Circuit;

/**
 * Compares the intermediate values of the first rows: with given ones, and where none are given
 * with those of the first engine.
 */
final class LayerRun {
    private final Circuit circuit;
    private final LayerRows layers;
    private final Map<EngineKind, Evaluator> evaluators;
    private final int width;
    private final int columns;
    private final int[] placeOf;
    private final long[] reference;
    private final long[] got;
    private long rows;
    private boolean ended;

    /**
     * A comparison of layers.
     *
     * @param circuit with layers as outputs
     * @param layers given values
     * @param evaluators of {@code circuit}
     */
    LayerRun(Circuit circuit, LayerRows layers, Map<EngineKind, Evaluator> evaluators) {
        this.circuit = circuit;
        this.layers = layers;
        this.evaluators = evaluators;
        width = circuit.outputs().size();
        columns = circuit.inputs().size();
        placeOf = new int[width];
        Arrays.fill(placeOf, -1);
        for (int i = 0; i < layers.places().length; i++) {
            placeOf[layers.places()[i]] = i;
        }
        reference = new long[LayerRows.CHUNK * width];
        got = new long[LayerRows.CHUNK * width];
    }

    /** Compares the rows of a chunk that have given layers; {@code before} rows came earlier. */
    void run(long[] inputs, int count, long before, Map<EngineKind, Tally> tallies)
            throws IOException {
        for (int start = 0; start < count && !ended; start += LayerRows.CHUNK) {
            int wanted = Math.min(LayerRows.CHUNK, count - start);
            int read = layers.next(wanted);
            ended = read < wanted;
            rows += read;
            long[] part = Arrays.copyOfRange(inputs, start * columns, (start + read) * columns);
            boolean first = true;
            for (Map.Entry<EngineKind, Evaluator> entry : evaluators.entrySet()) {
                long[] result = first ? reference : got;
                entry.getValue().run(part, 0, read, result);
                for (int i = 0; i < read; i++) {
                    compare(i, start + i, before + start + i, result, tallies.get(entry.getKey()));
                }
                first = false;
            }
        }
    }

    private void compare(int row, int chunkRow, long before, long[] result, Tally tally) {
        for (int k = 0; k < width; k++) {
            long value = result[row * width + k];
            long expected =
                    placeOf[k] < 0 ? reference[row * width + k] : layers.expected(row, placeOf[k]);
            if (value != expected) {
                String name = circuit.outputs().get(k).name();
                tally.wrong(chunkRow, new Difference(before + 1, name, expected, value));
            }
        }
    }

    /** Makes sure that all given layers were used. */
    void finish() throws IOException {
        if (!ended) {
            layers.requireEnd();
        }
    }

    /** What was compared, in words. */
    String compared() {
        return "%d intermediate values of %d layers in the first %d rows"
                .formatted(layers.places().length, layers.layers(), rows);
    }
}
