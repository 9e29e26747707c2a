package org.l1ring.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Interval;
import org.l1ring.model.LayerInterpreter;
import org.l1ring.model.Model;

/** Circuits give the bits of the layer interpreter on random models. */
final class LoweringDifferentialTest {
    private static final int SEEDS = Integer.getInteger("l1ring.seeds", 800);
    private static final int CROSSINGS = 40;

    static LongStream seeds() {
        return LongStream.range(0, SEEDS / 50);
    }

    @ParameterizedTest(name = "seeds {0} * 50 + 0..49")
    @MethodSource("seeds")
    void circuitEqualsLayers(long batch) {
        for (long seed = batch * 50; seed < batch * 50 + 50; seed++) {
            circuitEqualsLayersOf(seed);
        }
    }

    private static void circuitEqualsLayersOf(long seed) {
        Model model = RandomModels.model(seed);
        LayerInterpreter layers = new LayerInterpreter(model);
        Circuit plain = Lowering.lower(model);
        Circuit full = Lowering.lowerWithLayers(model);
        CircuitInterpreter plainInterpreter = new CircuitInterpreter(plain);
        CircuitInterpreter fullInterpreter = new CircuitInterpreter(full);
        long[] outputs = new long[plain.outputs().size()];
        long[] all = new long[full.outputs().size()];
        Random random = new Random(seed);
        List<String> names = null;
        for (int k = 0; k < CROSSINGS; k++) {
            long[] columns = RandomModels.inputs(model, random, k % 5);
            String place = "seed " + seed + ", inputs " + Arrays.toString(columns);
            long[] expected = layers.run(columns);
            plainInterpreter.run(columns, outputs);
            assertArrayEquals(expected, outputs, place);
            fullInterpreter.run(columns, all);
            assertArrayEquals(expected, Arrays.copyOf(all, expected.length), place);
            List<String> traced = new ArrayList<>();
            int at = expected.length;
            for (var tensor : layers.trace(columns).entrySet()) {
                for (int i = 0; i < tensor.getValue().length; i++, at++) {
                    traced.add(tensor.getKey() + "_" + i);
                    assertEquals(tensor.getValue()[i], all[at], place + ", " + traced.getLast());
                    Interval interval = full.interval(full.outputs().get(at).step());
                    assertEquals(
                            true,
                            interval.min() <= all[at] && all[at] <= interval.max(),
                            place + ", " + traced.getLast() + " outside " + interval);
                }
            }
            assertEquals(all.length, at);
            names = traced;
        }
        assertEquals(
                names,
                full.outputs().stream().skip(outputs.length).map(Circuit.Output::name).toList());
    }
}
