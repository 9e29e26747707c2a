package org.l1ring.lower;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Interval;
import org.l1ring.model.LayerInterpreter;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.ModelReader;
import org.l1ring.model.ParameterImage;
import org.l1ring.model.Parameters;

/** Circuits with weights of run time equal the models that have these weights. */
final class ParametricCircuitTest {
    private static final int SEEDS = 100;

    @ParameterizedTest(name = "seeds {0} * 100 + 0..99")
    @ValueSource(longs = {0, 1, 2})
    void anyWeightsEqualTheModelThatHasThem(long batch) {
        int compared = 0;
        for (long seed = batch * SEEDS; seed < (batch + 1) * SEEDS; seed++) {
            Model model = RandomModels.model(seed);
            ParametricCircuit parametric;
            try {
                parametric = ParametricCircuit.of(model);
            } catch (ModelException e) {
                assertTrue(e.getMessage().contains("64 bits"), e.getMessage());
                continue;
            }
            compared += Parameters.count(model) > 0 ? 1 : 0;
            equal(parametric, Parameters.raw(model), seed);
            equal(parametric, random(model, new Random(seed)), seed);
        }
        assertTrue(compared > SEEDS / 4, compared + " models have parameters and fit");
    }

    private static long[] random(Model model, Random random) {
        long[] raw = new long[Parameters.count(model)];
        int next = 0;
        for (var array : Parameters.of(model)) {
            for (int i = 0; i < array.size(); i++) {
                int width = array.type().width();
                long value = random.nextLong();
                raw[next++] =
                        array.type().signed()
                                ? value >> (Long.SIZE - width)
                                : (value >>> 1) >>> (Long.SIZE - 1 - width);
            }
        }
        return raw;
    }

    private static void equal(ParametricCircuit parametric, long[] raw, long seed) {
        Model model = Parameters.replaced(parametric.model(), raw);
        assertArrayEquals(raw, Parameters.raw(model));
        ParameterImage image = ParameterImage.of(ParameterImage.of(model).file(), "image");
        assertArrayEquals(raw, image.raw(parametric.model(), "image"), "seed " + seed);
        LayerInterpreter layers = new LayerInterpreter(model);
        CircuitInterpreter circuit = new CircuitInterpreter(parametric.circuit());
        long[] outputs = new long[parametric.circuit().outputs().size()];
        Random random = new Random(seed);
        for (int k = 0; k < 10; k++) {
            long[] columns = RandomModels.inputs(model, random, k % 5);
            circuit.run(parametric.row(columns, raw), outputs);
            assertArrayEquals(layers.run(columns), outputs, "seed " + seed);
        }
        for (int i = 0; i < outputs.length; i++) {
            int step = parametric.circuit().outputs().get(i).step();
            Interval interval = parametric.circuit().interval(step);
            assertEquals(
                    true,
                    interval.min() <= outputs[i] && outputs[i] <= interval.max(),
                    "seed " + seed + ", output " + i);
        }
    }

    @Test
    void theEncodersTakeEachOthersWeights() {
        String variable = System.getenv("L1RING_REFERENCE");
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("l1ring"))) {
            root = root.getParent();
        }
        Path folder = variable != null ? Path.of(variable) : root.resolve("../shared/reference");
        Path encoders = folder.resolve("models/ECON_AE").normalize();
        assumeTrue(Files.isDirectory(encoders), "skipped, no reference data: " + encoders);
        Model three = ModelReader.read(encoders.resolve("3_eLinks/model.json"));
        Model five = ModelReader.read(encoders.resolve("5_eLinks/model.json"));
        assertEquals(2144, Parameters.count(three));
        assertEquals(12 * 1072 / 8, ParameterImage.bytes(three));
        ParametricCircuit chip = ParametricCircuit.of(three);
        equal(chip, Parameters.raw(three), 1);
        equal(chip, ParameterImage.of(five).raw(three, "five"), 2);
        CircuitInterpreter constant = new CircuitInterpreter(Lowering.lower(three));
        CircuitInterpreter parametric = new CircuitInterpreter(chip.circuit());
        Random random = new Random(3);
        for (int k = 0; k < 100; k++) {
            long[] columns = random.longs(64, -128, 128).toArray();
            long[] expected = new long[16];
            long[] outputs = new long[16];
            constant.run(columns, expected);
            parametric.run(chip.row(columns, Parameters.raw(three)), outputs);
            assertArrayEquals(expected, outputs);
        }
    }
}
