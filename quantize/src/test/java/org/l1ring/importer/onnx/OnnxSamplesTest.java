package org.l1ring.importer.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.lower.Lowering;
import org.l1ring.model.LayerInterpreter;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.model.ModelWriter;
import org.l1ring.model.RealInterpreter;

/** Each operator's layers compute what its graph does: in double precision, and as a circuit. */
final class OnnxSamplesTest {
    private static final int ROWS = 40;
    private static final double REAL = 1e-9;
    private static final FixedType TYPE =
            new FixedType(true, 18, 8, Quantization.RND, Overflow.SAT, 0);

    @TempDir private Path folder;

    static List<OnnxSamples.Sample> samples() {
        return Stream.concat(OnnxSamples.all().stream(), TreeSamples.exact().stream()).toList();
    }

    /** The scores of a forest, where the file has a link function after them. */
    @ParameterizedTest(name = "{0}")
    @MethodSource("org.l1ring.importer.onnx.TreeSamples#linked")
    void linkFunctionsAreLeftOffAndSaid(OnnxSamples.Sample sample) throws IOException {
        Path file = Files.write(folder.resolve("sample.onnx"), sample.file());
        OnnxImporter onnx = OnnxImporter.open(file, "");
        OnnxImporter.Result result = onnx.model(TYPE);
        assertTrue(
                result.mapping().stream().anyMatch(line -> line.contains("left off")),
                result.mapping()::toString);
        RealInterpreter real = new RealInterpreter(result.model());
        Random random = new Random(3);
        for (int row = 0; row < ROWS; row++) {
            double[] inputs =
                    random.ints(TreeSamples.COLUMNS, -48, 49).mapToDouble(i -> i / 8.0).toArray();
            double[] scores = real.run(inputs);
            double[] expected = onnx.evaluate(inputs);
            double sum = Arrays.stream(scores).map(Math::exp).sum();
            for (int i = 0; i < expected.length; i++) {
                double linked =
                        scores.length == 1
                                ? 1 / (1 + Math.exp(i == 1 ? -scores[0] : scores[0]))
                                : Math.exp(scores[i]) / sum;
                assertEquals(expected[i], linked, REAL, "row " + row);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("samples")
    void layersAreTheGraph(OnnxSamples.Sample sample) throws IOException {
        Path file = Files.write(folder.resolve("sample.onnx"), sample.file());
        OnnxImporter onnx = OnnxImporter.open(file, "");
        OnnxImporter.Result result = onnx.model(TYPE);
        Path written = folder.resolve("model.json");
        ModelWriter.write(result.model(), written);
        Model model = ModelReader.read(written);
        RealInterpreter real = new RealInterpreter(model);
        CircuitInterpreter circuit = new CircuitInterpreter(Lowering.lower(model));
        LayerInterpreter layers = new LayerInterpreter(model);
        Random random = new Random(11);
        for (int row = 0; row < ROWS; row++) {
            long[] raw = new long[model.columns()];
            double[] inputs = new double[raw.length];
            for (int i = 0; i < raw.length; i++) {
                double width = 8 * (sample.most() - sample.least());
                double drawn = sample.least() + random.nextInt((int) width + 1) / 8.0;
                raw[i] = model.columnType(i).fromReal(drawn);
                inputs[i] = model.columnType(i).toReal(raw[i]);
            }
            double[] expected = onnx.evaluate(inputs);
            double[] values = real.run(inputs);
            long[] got = new long[expected.length];
            circuit.run(raw, got);
            long[] byLayers = layers.run(raw);
            int column = 0;
            for (Model.Output output : model.outputs()) {
                for (int i = 0; i < output.size(); i++) {
                    String where = sample + ", row " + row + ", output " + column;
                    double allowed = REAL * Math.max(1, Math.abs(expected[column]));
                    assertEquals(expected[column], values[column], allowed, where + ", real");
                    double fixed = output.types().get(i).toReal(got[column]);
                    assertEquals(expected[column], fixed, sample.error(), where);
                    assertEquals(byLayers[column], got[column], where + ", layers");
                    column++;
                }
            }
        }
    }
}
