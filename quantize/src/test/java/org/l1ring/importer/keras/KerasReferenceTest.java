package org.l1ring.importer.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
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
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.fixed.FixedType;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.importer.trees.TreeTypes;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.RealInterpreter;

/** Published files of Keras, QKeras and HGQ are read as what they compute. */
final class KerasReferenceTest {
    private static final double TOLERANCE = 1e-6;

    static Path reference(String name) {
        String variable = System.getenv("L1RING_REFERENCE");
        Path root = Path.of("").toAbsolutePath();
        while (root.getParent() != null && !Files.isRegularFile(root.resolve("l1ring"))) {
            root = root.getParent();
        }
        Path folder =
                variable == null
                        ? root.resolve("../shared/reference").normalize()
                        : Path.of(variable);
        Path file = folder.resolve(name);
        assumeTrue(Files.exists(file), "skipped, no reference data: " + file);
        return file;
    }

    static OnnxImporter open(String name, String until) {
        return KerasImporter.open(reference("keras/orig/" + name), Optional.empty(), until)
                .network();
    }

    private static List<double[]> rows(String name) throws IOException {
        List<double[]> rows = new ArrayList<>();
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(reference(name))),
                                StandardCharsets.UTF_8))) {
            in.readLine();
            for (String line = in.readLine(); line != null; line = in.readLine()) {
                rows.add(Arrays.stream(line.split(",")).mapToDouble(Double::valueOf).toArray());
            }
        }
        return rows;
    }

    @ParameterizedTest
    @CsvSource({
        "KERAS_3layer.json, KERAS_3layer_weights.h5, KERAS_3layer",
        "KERAS_3layer.json, KERAS_3layer_70pruned_retrained_weights.h5, KERAS_3layer_70pruned",
        "KERAS_conv1d_small.json, KERAS_conv1d_small_weights.h5, KERAS_conv1d_small",
        "jetTagger_Conv2D_Small_NoBatchNorm.json, jetTagger_Conv2D_Small_NoBatchNorm_weights.h5,"
                + " jetTagger_Conv2D_Small_NoBatchNorm",
        "qkeras_3layer.json, qkeras_3layer_weights.h5, qkeras_3layer",
        "qkeras-v3_3layer.keras, qkeras-v3_3layer.keras, qkeras_3layer"
    })
    void realEngineAgreesWithTheReference(String file, String weights, String answers)
            throws IOException {
        OnnxImporter network =
                KerasImporter.open(
                                reference("keras/orig/" + file),
                                Optional.of(reference("keras/orig/" + weights)),
                                "")
                        .network();
        RealInterpreter real =
                new RealInterpreter(network.model(OnnxImporter.DEFAULT_TYPE).model());
        List<double[]> rows = rows("keras/ref/" + answers + "_ref.csv.gz");
        assertTrue(rows.size() >= 20, "rows");
        for (int i = 0; i < rows.size(); i++) {
            double[] row = rows.get(i);
            // Inputs are multiples of 1/1024, written with ten digits.
            double[] inputs =
                    Arrays.stream(row, 0, network.columns())
                            .map(x -> Math.rint(x * 1024) / 1024)
                            .toArray();
            double[] expected = Arrays.copyOfRange(row, network.columns(), row.length);
            agree(expected, network.evaluate(inputs), "graph, row " + i);
            agree(expected, real.run(inputs), "model, row " + i);
        }
    }

    private static void agree(double[] expected, double[] got, String row) {
        assertEquals(expected.length, got.length, row);
        for (int i = 0; i < got.length; i++) {
            double allowed = TOLERANCE * Math.abs(expected[i]);
            assertEquals(expected[i], got[i], allowed, row + ", output " + i);
        }
    }

    @Test
    void quantizedTaggerEqualsItsOnnxFile() throws IOException {
        OnnxImporter keras = open("qkeras_3layer.json", "output");
        OnnxImporter archive = open("qkeras-v3_3layer.keras", "output");
        OnnxImporter onnx = OnnxImporter.open(reference("onnx/qkeras_jettagging.onnx"), "Add_3");
        Runner left = new Runner(keras.model(OnnxImporter.DEFAULT_TYPE).model());
        Runner middle = new Runner(archive.model(OnnxImporter.DEFAULT_TYPE).model());
        Runner right = new Runner(onnx.model(OnnxImporter.DEFAULT_TYPE).model());
        List<double[]> rows = rows("onnx/qkeras_jettagging_ref.csv.gz");
        Random random = new Random(5);
        for (int i = 0; i < 2000; i++) {
            double spread = i % 2 == 0 ? 2 : 40;
            rows.add(random.doubles(16, -spread, spread).toArray());
        }
        for (double[] row : rows) {
            double[] inputs = Arrays.copyOf(row, 16);
            double[] expected = right.run(inputs);
            assertArrayEquals(expected, left.run(inputs));
            assertArrayEquals(expected, middle.run(inputs));
        }
    }

    /** Runs a circuit on real inputs. */
    private static final class Runner {
        private final Model model;
        private final CircuitInterpreter circuit;

        Runner(Model model) {
            this.model = model;
            this.circuit = new CircuitInterpreter(Lowering.lower(model));
        }

        double[] run(double[] inputs) {
            long[] raw = new long[inputs.length];
            for (int i = 0; i < raw.length; i++) {
                raw[i] = model.columnType(i).fromReal(inputs[i]);
            }
            long[] outputs = new long[model.outputColumns()];
            circuit.run(raw, outputs);
            double[] values = new double[outputs.length];
            Arrays.setAll(values, i -> model.outputs().get(0).types().get(i).toReal(outputs[i]));
            return values;
        }
    }

    @ParameterizedTest
    @CsvSource({"normal", "random"})
    void perElementWidthsAreBitExact(String vectors) throws IOException {
        List<double[]> rows =
                rows("models/hgq_jet_classifier/vectors_%s.csv.gz".formatted(vectors));
        OnnxImporter network = open("hgq_jet_classifier.h5", "");
        FixedType columns = FixedType.signed(20, 8);
        Model model =
                network.with(new TreeTypes(List.of(columns), Optional.empty()))
                        .model(OnnxImporter.DEFAULT_TYPE)
                        .model();
        CircuitInterpreter circuit = new CircuitInterpreter(Lowering.lower(model));
        Runner narrow = new Runner(network.model(OnnxImporter.DEFAULT_TYPE).model());
        long[] raw = new long[16];
        long[] got = new long[5];
        for (int i = 0; i < rows.size(); i++) {
            double[] row = rows.get(i);
            Arrays.setAll(raw, k -> (long) row[k]);
            circuit.run(raw, got);
            long[] expected = Arrays.stream(row, 16, 21).mapToLong(x -> (long) x).toArray();
            assertArrayEquals(expected, got, "row " + i);
            double[] real = Arrays.stream(row, 0, 16).map(x -> x / 4096).toArray();
            double[] values = narrow.run(real);
            for (int k = 0; k < values.length; k++) {
                FixedType type = model.outputs().get(0).types().get(k);
                assertEquals(type.toReal(expected[k]), values[k], "row " + i);
            }
        }
    }
}
