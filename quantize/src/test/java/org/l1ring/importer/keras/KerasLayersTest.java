package org.l1ring.importer.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Optional;
import java.util.Random;
import java.util.function.Function;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.model.RealInterpreter;

/** Layers do what Keras says, by formulas written out here. */
final class KerasLayersTest {
    @TempDir private Path folder;
    private SampleFile sample;

    @BeforeEach
    void sample() {
        sample = new SampleFile(folder);
    }

    private SampleFile input(String shape) {
        return sample.layer("InputLayer", "in", "\"batch_input_shape\": [null, " + shape + "]");
    }

    private OnnxImporter open() throws IOException {
        return KerasImporter.open(sample.described(), Optional.empty(), "").network();
    }

    /** Both evaluations give what a rule says, on random inputs. */
    private void gives(Function<double[], double[]> rule) throws IOException {
        OnnxImporter network = open();
        RealInterpreter real =
                new RealInterpreter(network.model(OnnxImporter.DEFAULT_TYPE).model());
        Random random = new Random(9);
        for (int row = 0; row < 20; row++) {
            double[] x = new double[network.columns()];
            Arrays.setAll(x, _ -> (random.nextInt(513) - 256) / 64.0);
            double[] expected = rule.apply(x);
            assertArrayEquals(expected, network.evaluate(x), 1e-9, "graph");
            assertArrayEquals(expected, real.run(x), 1e-9, "model");
        }
    }

    private static double gate(String name, double x) {
        return name.equals("sigmoid") ? sigmoid(x) : Math.clamp(0.2 * x + 0.5, 0, 1);
    }

    private static double sigmoid(double x) {
        return 1 / (1 + Math.exp(-x));
    }

    @ParameterizedTest
    @CsvSource({"true, sigmoid", "false, sigmoid", "true, hard_sigmoid", "false, hard_sigmoid"})
    void gru(boolean after, String gate) throws IOException {
        // One unit on one feature; weights are update, reset, candidate.
        float[][] kernel = {{0.5f, -0.25f, 0.75f}};
        float[][] own = {{-0.5f, 1, 0.25f}};
        float[] first = {0.125f, 0.25f, -0.5f};
        float[] second = {0.5f, -0.125f, 0.25f};
        input("3, 1")
                .layer(
                        "GRU",
                        "gru",
                        "\"units\": 1, \"activation\": \"tanh\", \"recurrent_activation\":"
                                + " \"%s\", \"reset_after\": ".formatted(gate)
                                + after)
                .weight("kernel", kernel)
                .weight("recurrent_kernel", own)
                .weight("bias", after ? (Object) new float[][] {first, second} : first);
        gives(x -> {
            double h = 0;
            double[] b = after ? new double[] {0.5, -0.125, 0.25} : new double[3];
            for (double step : x) {
                double z = gate(gate, 0.5 * step + 0.125 - 0.5 * h + b[0]);
                double r = gate(gate, -0.25 * step + 0.25 + h + b[1]);
                double c =
                        after
                                ? Math.tanh(0.75 * step - 0.5 + r * (0.25 * h + b[2]))
                                : Math.tanh(0.75 * step - 0.5 + 0.25 * (r * h));
                h = z * h + (1 - z) * c;
            }
            return new double[] {h};
        });
    }

    @ParameterizedTest
    @CsvSource({"tanh, false", "tanh, true", "quantized_tanh(8), false"})
    void lstm(String activation, boolean backwards) throws IOException {
        float[][] kernel = {{0.5f, -0.25f, 0.75f, 0.125f}};
        float[][] own = {{-0.5f, 1, 0.25f, -0.75f}};
        boolean quantized = activation.startsWith("quantized");
        input("3, 1")
                .layer(
                        quantized ? "QLSTM" : "LSTM",
                        "steps",
                        "\"units\": 1, \"return_sequences\": true, \"activation\": \"%s\","
                                        .formatted(activation)
                                + " \"recurrent_activation\": \"sigmoid\", \"go_backwards\": "
                                + backwards)
                .weight("kernel", kernel)
                .weight("recurrent_kernel", own)
                .weight("bias", new float[] {0.125f, 1, -0.5f, 0.25f});
        Function<Double, Double> rule =
                quantized
                        ? v ->
                                Math.clamp(
                                        Math.rint(Math.clamp(v, -1, 1) * 128) / 128,
                                        -1,
                                        127 / 128.0)
                        : Math::tanh;
        gives(x -> {
            double h = 0;
            double c = 0;
            double[] all = new double[3];
            for (int i = 0; i < 3; i++) {
                double step = x[backwards ? 2 - i : i];
                double in = sigmoid(0.5 * step + 0.125 - 0.5 * h);
                double forget = sigmoid(-0.25 * step + 1 + h);
                double candidate = rule.apply(0.75 * step - 0.5 + 0.25 * h);
                double out = sigmoid(0.125 * step + 0.25 - 0.75 * h);
                c = forget * c + in * candidate;
                h = out * rule.apply(c);
                all[i] = h;
            }
            return all;
        });
    }

    @Test
    void convolutionsAndPooling() throws IOException {
        float[][][][] depth = {{{{0.5f, 1}}}, {{{-1, 0.25f}}}};
        float[][][][] point = {{{{1, 2}, {-1, 0.5f}}}};
        input("4, 1, 1")
                .layer(
                        "SeparableConv2D",
                        "conv",
                        "\"filters\": 2, \"kernel_size\": [2, 1], \"strides\": 1, \"padding\":"
                                + " \"same\", \"depth_multiplier\": 2")
                .weight("depthwise_kernel", depth)
                .weight("pointwise_kernel", point)
                .weight("bias", new float[] {0.5f, -0.5f})
                .layer("MaxPooling2D", "max", "\"pool_size\": [2, 1], \"strides\": null")
                .layer("GlobalAveragePooling2D", "mean", "");
        gives(x -> {
            double[] sums = new double[2];
            double[][] y = new double[4][2];
            for (int i = 0; i < 4; i++) {
                double next = i < 3 ? x[i + 1] : 0;
                double first = 0.5 * x[i] - next;
                double second = x[i] + 0.25 * next;
                y[i][0] = first - second + 0.5;
                y[i][1] = 2 * first + 0.5 * second - 0.5;
            }
            for (int c = 0; c < 2; c++) {
                sums[c] = (Math.max(y[0][c], y[1][c]) + Math.max(y[2][c], y[3][c])) / 2;
            }
            return sums;
        });
    }

    @Test
    void shapes() throws IOException {
        input("2, 2")
                .layer("ZeroPadding1D", "pad", "\"padding\": [1, 0]")
                .layer("Permute", "permute", "\"dims\": [2, 1]")
                .layer("UpSampling1D", "up", "\"size\": 2")
                .layer("Cropping1D", "crop", "\"cropping\": [1, 0]")
                .layer("Reshape", "reshape", "\"target_shape\": [-1]");
        gives(x -> new double[] {0, x[0], x[2], 0, x[1], x[3], 0, x[1], x[3]});
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "quantized_bits(4,1,alpha=1); bits",
                "quantized_bits(4,1,1,alpha=0.5); half",
                "quantized_relu(4,2); relu",
                "quantized_relu(4,2,negative_slope=0.25); leaky",
                "ternary(alpha=1,threshold=0.75); ternary",
                "binary(alpha=1); binary",
                "quantized_po2(4,4); power",
                "quantized_sigmoid(4); sigmoid",
                "hard_sigmoid; hard",
                "leaky_relu; slope"
            })
    void activations(String activation, String rule) throws IOException {
        input("6").layer("QActivation", "act", "\"activation\": \"" + activation + "\"");
        gives(x -> Arrays.stream(x).map(v -> quantized(rule, v)).toArray());
    }

    private static double quantized(String rule, double x) {
        return switch (rule) {
            case "bits" -> Math.clamp(Math.rint(x * 4), -8, 7) / 4;
            case "half" -> Math.clamp(Math.rint(x * 4), -7, 7) / 8;
            case "relu" -> Math.clamp(Math.rint(x * 4), 0, 15) / 4;
            case "leaky" ->
                    x >= 0
                            ? Math.min(Math.rint(x * 2), 7) / 2
                            : Math.max(Math.rint(x * 2 * 0.25) / 2, -1);
            case "ternary" -> Math.abs(x) >= 0.75 ? Math.signum(x) : 0;
            case "binary" -> x >= 0 ? 1 : -1;
            case "power" -> {
                // Exponents of three bits less a sign: -4 to 3, and at most four.
                double size = Math.min(Math.abs(x), 4);
                double exponent = Math.clamp(Math.rint(Math.log(size) / Math.log(2)), -4, 3);
                yield (x < 0 ? -1 : 1) * Math.scalb(1.0, (int) exponent);
            }
            case "sigmoid" -> Math.clamp(Math.rint((0.5 * x + 0.5) * 16), 0, 15) / 16;
            case "hard" -> Math.clamp(0.2 * x + 0.5, 0, 1);
            default -> x >= 0 ? x : 0.2 * x;
        };
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = ';',
            value = {
                "quantized_bits(3,0,1,alpha='auto_po2'); 0.5, -1, 0, 0, 1.5, -3",
                "binary(alpha='auto_po2'); 0.5, -1, 0.5, 1, 0.5, -1",
                "ternary(alpha=1,threshold=0.3); 1, -1, 0, 0, 1, -1",
                "quantized_po2(4,1); 0.5, -0.5, 0.25, 0.00390625, 1, -1",
                "quantized_linear(4,0,alpha=2); 0.5, -0.75, 0.25, 0, 1.25, -1.75"
            })
    void weights(String quantizer, String expected) throws IOException {
        // Each column has a scale of its own.
        float[] x = {0.6f, -0.7f, 0.21f, 0.0001f, 1.3f, -2.9f};
        float[][] kernel = {{x[0], x[1]}, {x[2], x[3]}, {x[4], x[5]}};
        input("3")
                .layer(
                        "QDense",
                        "dense",
                        "\"units\": 2, \"use_bias\": false, \"kernel_quantizer\": "
                                + SampleFile.json(quantizer))
                .weight("kernel", kernel);
        OnnxImporter network = open();
        double[] values = Arrays.stream(expected.split(",")).mapToDouble(Double::valueOf).toArray();
        for (int i = 0; i < 3; i++) {
            double[] one = new double[3];
            one[i] = 1;
            double[] got = network.evaluate(one);
            assertEquals(values[2 * i], got[0], 1e-12, quantizer);
            assertEquals(values[2 * i + 1], got[1], 1e-12, quantizer);
        }
    }

    /** A model of HGQ as it was trained: fraction bits for each weight and each result. */
    @Test
    void trainedWidths() throws IOException {
        String up = "\"rnd_strategy\": \"standard_round\"";
        input("2")
                .layer("HQuantize", "start", "\"paq_conf\": {%s}".formatted(up))
                .weight("activation_bw", new float[][] {{1, 2.4f}})
                .layer(
                        "HDense",
                        "dense",
                        "\"units\": 1, \"activation\": \"relu\", \"kq_conf\": {%s},".formatted(up)
                                + " \"paq_conf\": {\"rnd_strategy\": \"floor\"}")
                .weight("kernel", new float[][] {{0.3f}, {-0.7f}})
                .weight("bias", new float[] {0.3f})
                .weight("kernel_bw", new float[][] {{2}, {1}})
                .weight("activation_bw", new float[][] {{3}});
        gives(x -> {
            double first = Math.floor(x[0] * 2 + 0.5) / 2;
            double second = Math.floor(x[1] * 4 + 0.5) / 4;
            double sum = Math.floor((0.25 * first - 0.5 * second + 0.25) * 8) / 8;
            return new double[] {Math.max(sum, 0)};
        });
    }

    /** Layers of HGQ 2, whose widths are weights: integer bits not trained where they wrap. */
    @Test
    void secondHgq() throws IOException {
        String conf =
                "{\"class_name\": \"QuantizerConfig\", \"config\": {\"q_type\": \"%s\","
                        + " \"round_mode\": \"RND\", \"overflow_mode\": \"%s\"}}";
        input("2")
                .layer(
                        "hgq>QDense",
                        "dense",
                        "\"units\": 1, \"activation\": \"relu\", \"enable_iq\": true,"
                                + " \"enable_oq\": false, \"iq_conf\": "
                                + conf.formatted("kif", "SAT")
                                + ", \"kq_conf\": "
                                + conf.formatted("kbi", "WRAP")
                                + ", \"bq_conf\": "
                                + conf.formatted("kif", "WRAP"))
                .weight("kernel", new float[][] {{0.3f}, {-0.7f}})
                .weight("bias", new float[] {0.3f})
                .weight("iq/quantizer/k", new float[][] {{1, 0}})
                .weight("iq/quantizer/i", new float[][] {{1, 2}})
                .weight("iq/quantizer/f", new float[][] {{2, 1}})
                .weight("kq/quantizer/k", new float[][] {{1}, {1}})
                .weight("kq/quantizer/i", new float[][] {{1}, {0}})
                .weight("kq/quantizer/b", new float[][] {{3}, {1}})
                .weight("bq/quantizer/k", new float[] {1})
                .weight("bq/quantizer/i", new float[] {0})
                .weight("bq/quantizer/f", new float[] {2});
        gives(x -> {
            double first = Math.clamp(Math.floor(x[0] * 4 + 0.5), -8, 7) / 4;
            double second = Math.clamp(Math.floor(x[1] * 2 + 0.5), 0, 7) / 2;
            return new double[] {Math.max(0.25 * first - 0.5 * second + 0.25, 0)};
        });
    }

    /** Two inputs, a shared layer, a model as a layer and two outputs, as Keras 2 and 3 say it. */
    @ParameterizedTest
    @CsvSource({"true", "false"})
    void functionalModels(boolean third) throws IOException {
        sample.layer("Dense", "shared", "").weight("kernel", new float[][] {{2}, {-1}});
        sample.layer("Sequential", "inner", "").weight("deep/kernel", new float[][] {{0.5f}});
        String dense = "\"units\": 1, \"use_bias\": false, \"activation\": \"linear\"";
        String json =
                """
                {"class_name": "Functional", "config": {"name": "f", "layers": [
                  {"class_name": "InputLayer", "name": "a", "inbound_nodes": [],
                   "config": {"name": "a", "batch_input_shape": [null, 2]}},
                  {"class_name": "Subtract", "name": "out", "config": {"name": "out"},
                   "inbound_nodes": [%s]},
                  {"class_name": "Dense", "name": "shared", "config": {"name": "shared", %s},
                   "inbound_nodes": [%s, %s]},
                  {"class_name": "Sequential", "name": "inner", "config": {"name": "inner",
                   "layers": [{"class_name": "InputLayer",
                               "config": {"name": "i", "batch_input_shape": [null, 1]}},
                              {"class_name": "Dense", "config": {"name": "deep", %s}}]},
                   "inbound_nodes": [%s]},
                  {"class_name": "InputLayer", "name": "b", "inbound_nodes": [],
                   "config": {"name": "b", "batch_input_shape": [null, 2]}}],
                 "input_layers": [["a", 0, 0], ["b", 0, 0]],
                 "output_layers": [["out", 0, 0], ["inner", 0, 0]]}}
                """
                        .formatted(
                                call(third, "shared", 0, "inner", 0),
                                dense,
                                call(third, "a", 0),
                                call(third, "b", 0),
                                dense,
                                call(third, "shared", 1));
        OnnxImporter network =
                KerasImporter.open(sample.described(json), Optional.empty(), "").network();
        RealInterpreter real =
                new RealInterpreter(network.model(OnnxImporter.DEFAULT_TYPE).model());
        double[] x = {1, 0.5, -2, 3};
        double[] expected = {1.5 + 3.5, -3.5};
        assertArrayEquals(expected, network.evaluate(x), 1e-12);
        assertArrayEquals(expected, real.run(x), 1e-12);
    }

    /** A call of a layer: pairs of a layer's name and the number of its call. */
    private static String call(boolean third, Object... layers) {
        StringBuilder refs = new StringBuilder();
        for (int i = 0; i < layers.length; i += 2) {
            String ref = "[\"%s\", %s, 0".formatted(layers[i], layers[i + 1]);
            refs.append(i == 0 ? "" : ", ")
                    .append(
                            third
                                    ? "{\"class_name\": \"__keras_tensor__\", \"config\":"
                                            + " {\"shape\": [null, 1], \"keras_history\": "
                                            + ref
                                            + "]}}"
                                    : ref + ", {}]");
        }
        return third ? "{\"args\": [[" + refs + "]], \"kwargs\": {}}" : "[" + refs + "]";
    }
}
