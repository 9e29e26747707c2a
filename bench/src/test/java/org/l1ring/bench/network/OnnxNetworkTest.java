package org.l1ring.bench.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnxruntime.OrtException;
import java.nio.FloatBuffer;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.Model;
import org.l1ring.model.Preprocessing;
import org.l1ring.model.RealInterpreter;

/** ONNX models against the model evaluated in double precision. */
final class OnnxNetworkTest {
    private static final int ROWS = 200;

    private static double[][] inputs(int columns, boolean raw) {
        SplittableRandom random = new SplittableRandom(3);
        double[][] rows = new double[ROWS][columns];
        for (double[] row : rows) {
            for (int i = 0; i < columns; i++) {
                int drawn = random.nextInt(-128, 128);
                row[i] = raw ? drawn : SeededNetwork.INPUT.toReal(drawn);
            }
        }
        return rows;
    }

    private static void assertScores(
            Model model, double[][] rows, FloatBuffer scores, double part) {
        RealInterpreter interpreter = new RealInterpreter(model);
        double largest = 0;
        for (double[] row : rows) {
            largest = Math.max(largest, interpreter.run(row)[0]);
        }
        assertTrue(largest > 0);
        for (int i = 0; i < rows.length; i++) {
            double expected = interpreter.run(rows[i])[0];
            assertEquals(expected, scores.get(i), part * largest, "row " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"57-28-15-8", "16-64-32-32-5"})
    void floatsAreTheRealValues(String shape) throws OrtException {
        Model model = SeededNetwork.ofShape(shape, 0.4).model(shape);
        double[][] rows = inputs(model.columns(), false);
        try (OnnxRun run = new OnnxRun(OnnxNetwork.floats(model), false, rows)) {
            assertScores(model, rows, run.run(), 1e-5);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"57-28-15-8", "16-64-32-32-5"})
    void bytesAreCloseToTheRealValues(String shape) throws OrtException {
        Model model = SeededNetwork.ofShape(shape, 0.4).model(shape);
        double[][] real = inputs(model.columns(), false);
        byte[] file = OnnxNetwork.bytes(model, real);
        try (OnnxRun run = new OnnxRun(file, true, inputs(model.columns(), true))) {
            assertScores(model, real, run.run(), 0.05);
        }
    }

    @Test
    void preprocessingIsPartOfTheModel() throws OrtException {
        Model plain = SeededNetwork.ofShape("3-4-2", 0).model("scaled");
        FixedType column = FixedType.signed(16, 16);
        Model model =
                new Model(
                        plain.name(),
                        plain.inputs(),
                        Optional.of(
                                new Preprocessing.SubtractDivide(
                                        column,
                                        SeededNetwork.INPUT,
                                        List.of(5L, 0L, -7L),
                                        List.of(1, 0, 3))),
                        plain.layers(),
                        plain.outputs(),
                        plain.binding(),
                        plain.threshold());
        double[][] rows = inputs(3, true);
        try (OnnxRun run = new OnnxRun(OnnxNetwork.floats(model), false, rows)) {
            assertScores(model, rows, run.run(), 1e-5);
        }
    }

    @Test
    void otherLayersAreRefusedByName() {
        Model forest = new SeededForest(4, 2, 2).model("forest");
        IllegalArgumentException error =
                assertThrows(IllegalArgumentException.class, () -> OnnxNetwork.floats(forest));
        assertEquals("forest: no ONNX node is made of such a layer", error.getMessage());
    }
}
