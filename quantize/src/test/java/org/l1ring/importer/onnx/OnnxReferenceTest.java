package org.l1ring.importer.onnx;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.model.ModelWriter;
import org.l1ring.model.RealInterpreter;

/** Published ONNX files are read as what they compute. */
final class OnnxReferenceTest {
    private static final double TOLERANCE = 1e-6;

    static Path file(String name) {
        String variable = System.getenv("L1RING_REFERENCE");
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("l1ring"))) {
            root = root.getParent();
        }
        Path reference =
                variable == null
                        ? root.resolve("../shared/reference").normalize()
                        : Path.of(variable);
        Path file = reference.resolve("onnx").resolve(name);
        assumeTrue(Files.exists(file), "skipped, no reference data: " + file);
        return file;
    }

    private static List<double[]> rows(String name) throws IOException {
        List<double[]> rows = new ArrayList<>();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file(name))),
                                StandardCharsets.UTF_8))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                rows.add(Arrays.stream(line.split(",")).mapToDouble(Double::valueOf).toArray());
            }
        }
        return rows;
    }

    private static Model written(Model model, Path folder) {
        Path file = folder.resolve("model.json");
        ModelWriter.write(model, file);
        return ModelReader.read(file);
    }

    private static void agree(double[] expected, double[] got, String row) {
        assertEquals(expected.length, got.length, row);
        for (int i = 0; i < got.length; i++) {
            double allowed = TOLERANCE * Math.abs(expected[i]);
            assertEquals(expected[i], got[i], allowed, row + ", output " + i);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"qkeras_jettagging", "three_layer_keras", "two_layer_pytorch"})
    void realEngineAgreesWithTheReference(String name) throws IOException {
        OnnxImporter onnx = OnnxImporter.open(file(name + ".onnx"), "");
        Path folder = Files.createTempDirectory("onnx");
        Model model = written(onnx.model(OnnxImporter.DEFAULT_TYPE).model(), folder);
        RealInterpreter real = new RealInterpreter(model);
        List<double[]> rows = rows(name + "_ref.csv.gz");
        assertEquals(200, rows.size());
        for (int i = 0; i < rows.size(); i++) {
            double[] row = rows.get(i);
            double[] inputs = Arrays.copyOf(row, onnx.columns());
            double[] expected = Arrays.copyOfRange(row, onnx.columns(), row.length);
            agree(expected, onnx.evaluate(inputs), name + " graph, row " + i);
            agree(expected, real.run(inputs), name + " model, row " + i);
        }
    }

    @Test
    void convolutionAgreesWithTheGraph() throws IOException {
        OnnxImporter onnx = OnnxImporter.open(file("conv1d_small_keras.onnx"), "");
        RealInterpreter real = new RealInterpreter(onnx.model(OnnxImporter.DEFAULT_TYPE).model());
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            double[] inputs = random.doubles(onnx.columns(), -4, 4).toArray();
            agree(onnx.evaluate(inputs), real.run(inputs), "row " + i);
        }
    }

    /** The same network as a Keras file was evaluated elsewhere. */
    @Test
    void convolutionAgreesWithItsKerasFile() throws IOException {
        OnnxImporter onnx = OnnxImporter.open(file("conv1d_small_keras.onnx"), "");
        RealInterpreter real = new RealInterpreter(onnx.model(OnnxImporter.DEFAULT_TYPE).model());
        for (double[] row : rows("../keras/ref/KERAS_conv1d_small_ref.csv.gz")) {
            double[] expected = Arrays.copyOfRange(row, onnx.columns(), row.length);
            agree(expected, real.run(Arrays.copyOf(row, onnx.columns())), "row");
        }
    }

    /** Every raw logit of the circuit equals the graph's in double precision. */
    private static void bitEqual(OnnxImporter onnx, List<double[]> rows) {
        OnnxImporter.Result result = onnx.model(OnnxImporter.DEFAULT_TYPE);
        assertEquals(1, result.realParts().size(), () -> "real parts " + result.realParts());
        Model model = result.model();
        CircuitInterpreter circuit = new CircuitInterpreter(Lowering.lower(model));
        for (double[] row : rows) {
            long[] raw = new long[row.length];
            double[] cast = new double[row.length];
            for (int k = 0; k < raw.length; k++) {
                raw[k] = model.columnType(k).fromReal(row[k]);
                cast[k] = model.columnType(k).toReal(raw[k]);
            }
            double[] expected = onnx.evaluate(cast);
            long[] got = new long[expected.length];
            circuit.run(raw, got);
            double[] values = new double[got.length];
            for (int k = 0; k < got.length; k++) {
                values[k] = model.outputs().get(0).types().get(k).toReal(got[k]);
            }
            assertArrayEquals(expected, values);
        }
    }

    @Test
    void logitsOfTheQuantizedTaggerAreBitEqual() throws IOException {
        OnnxImporter onnx = OnnxImporter.open(file("qkeras_jettagging.onnx"), "Add_3");
        List<double[]> rows = new ArrayList<>();
        for (double[] row : rows("qkeras_jettagging_ref.csv.gz")) {
            rows.add(Arrays.copyOf(row, onnx.columns()));
        }
        Random random = new Random(1);
        for (int i = 0; i < 2000; i++) {
            double spread = i % 2 == 0 ? 2 : 40;
            rows.add(random.doubles(onnx.columns(), -spread, spread).toArray());
        }
        bitEqual(onnx, rows);
    }

    @Test
    void binaryNetworkIsBitEqual() {
        OnnxImporter onnx = OnnxImporter.open(file("TFC_1W1A.onnx"), "MatMul_40");
        Random random = new Random(2);
        List<double[]> rows = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            rows.add(random.doubles(onnx.columns(), 0, 1).toArray());
        }
        bitEqual(onnx, rows);
    }

    @Test
    void binaryNetworkAgreesToItsEnd() {
        OnnxImporter onnx = OnnxImporter.open(file("TFC_1W1A.onnx"), "");
        OnnxImporter.Result result = onnx.model(OnnxImporter.DEFAULT_TYPE);
        assertFalse(result.mapping().isEmpty());
        RealInterpreter real = new RealInterpreter(result.model());
        Random random = new Random(4);
        for (int i = 0; i < 50; i++) {
            double[] inputs = random.doubles(onnx.columns(), 0, 1).toArray();
            agree(onnx.evaluate(inputs), real.run(inputs), "row " + i);
        }
        assertTrue(result.realParts().contains("0"), () -> "parts " + result.realParts());
    }
}
