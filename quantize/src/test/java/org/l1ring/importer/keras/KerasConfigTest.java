package org.l1ring.importer.keras;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.TypeText;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.importer.trees.TreeTypes;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/** Configurations of hls4ml give the types, accumulators and roundings that hls4ml builds. */
final class KerasConfigTest {
    @TempDir private Path folder;
    private SampleFile sample;

    @BeforeEach
    void sample() {
        sample = new SampleFile(folder);
    }

    private KerasImporter.Configured configured(String yaml) throws IOException {
        Path config = Files.writeString(folder.resolve("config.yml"), yaml);
        return KerasImporter.configured(sample.described(), Optional.empty(), config, "");
    }

    private static long[] run(Model model, long... inputs) {
        long[] outputs = new long[model.outputColumns()];
        new CircuitInterpreter(Lowering.lower(model)).run(inputs, outputs);
        return outputs;
    }

    private SampleFile dense(String settings) {
        return sample.layer("InputLayer", "in", "\"batch_input_shape\": [null, 2]")
                .layer("Dense", "fc", "\"units\": 1, \"activation\": " + settings)
                .weight("kernel", new float[][] {{0.7f}, {-0.3f}})
                .weight("bias", new float[] {0.1f});
    }

    /** Weights are cut, products are cast to the accumulator one by one. */
    @Test
    void sumsAreThoseOfTheFirmware() throws IOException {
        dense("\"relu\"");
        Model model =
                configured(
                                """
                                HLSConfig:
                                  Model: {Precision: 'ap_fixed<8,4>'}
                                  LayerName:
                                    in: {Precision: {result: 'ap_fixed<8, 5>'}}
                                    fc: {Precision: {weight: 'fixed<6,2>', accum: 'ap_fixed<10,7>'}}
                                    fc_relu: {Precision: {result: 'ap_ufixed<6,4,AP_RND,AP_SAT>'}}
                                """)
                        .model();
        FixedType accumulator = TypeText.parse("ap_fixed<10,7>");
        FixedType result = TypeText.parse("ap_fixed<8,4>");
        FixedType relu = TypeText.parse("ap_ufixed<6,4,RND,SAT>");
        Random random = new Random(1);
        for (int i = 0; i < 500; i++) {
            long[] x = {random.nextInt(256) - 128, random.nextInt(256) - 128};
            // 0.7 is 11/16, -0.3 is -5/16, 0.1 is 1/16, all rounded down.
            long sum = accumulator.cast(1, 4);
            sum = accumulator.cast(sum + accumulator.cast(11 * x[0], 7), 3);
            sum = accumulator.cast(sum + accumulator.cast(-5 * x[1], 7), 3);
            long value = result.cast(sum, accumulator);
            assertArrayEquals(
                    new long[] {relu.cast(Math.max(value, 0), result)}, run(model, x), "row " + i);
        }
    }

    @Test
    void automaticTypesHoldEverySum() throws IOException {
        dense("\"linear\"");
        KerasImporter.Configured read =
                configured(
                        """
                        HLSConfig:
                          Model: {Precision: {default: 'fixed<16,6>'}}
                          LayerName:
                            fc: {Precision: {accum: auto, result: auto}}
                        """);
        assertTrue(
                read.explanation().stream()
                        .anyMatch(line ->
                                line.equals(
                                        "layer fc: Dense, weights ap_fixed<16,6>, biases"
                                                + " ap_fixed<16,6>, accumulator ap_fixed<34,14>;"
                                                + " result 1 of ap_fixed<34,14>")),
                read.explanation().toString());
        assertEquals(1, read.model().layers().size());
    }

    /** The identity after a layer is a cast where its own type differs. */
    @Test
    void identitiesCast() throws IOException {
        dense("\"linear\"");
        KerasImporter.Configured read =
                configured(
                        """
                        Model: {Precision: 'ap_fixed<16,6>'}
                        LayerType:
                          Dense: {Precision: {result: 'ap_fixed<20,10>'}}
                        """);
        List<String> names =
                read.model().layers().stream().map(layer -> layer.head().name()).toList();
        assertEquals(List.of("fc", "fc_linear"), names);
    }

    @Test
    void normalizationIsMultipliedIntoOpenResults() throws IOException {
        dense("\"linear\"")
                .layer("BatchNormalization", "bn", "\"epsilon\": 0, \"center\": false")
                .weight("gamma", new float[] {2})
                .weight("moving_mean", new float[] {0})
                .weight("moving_variance", new float[] {1});
        String yaml = "Model: {Precision: {default: 'ap_fixed<16,6>', result: %s}}";
        Model fused = configured(yaml.formatted("auto")).model();
        assertEquals(1, fused.layers().size());
        Model apart = configured(yaml.formatted("'ap_fixed<24,8>'")).model();
        assertEquals(2, apart.layers().size());
    }

    /** With types that hold everything the result is that of the quantizers. */
    @Test
    void wideTypesGiveTheExactNetwork() throws IOException {
        String settings =
                "\"units\": %d, \"activation\": \"linear\", \"kernel_quantizer\":"
                        + " \"quantized_bits(5,1,alpha=1)\", \"bias_quantizer\":"
                        + " \"quantized_bits(5,1,alpha=1)\"";
        sample.layer("InputLayer", "in", "\"batch_input_shape\": [null, 4]")
                .layer("QDense", "fc", settings.formatted(6))
                .random("kernel", 4, 6)
                .random("bias", 6)
                .layer("QActivation", "act", "\"activation\": \"quantized_relu(5,2)\"")
                .layer("QDense", "out", settings.formatted(3))
                .random("kernel", 6, 3)
                .random("bias", 3);
        Model model =
                configured(
                                """
                                Model: {Precision: 'ap_fixed<32,14>'}
                                LayerName:
                                  in: {Precision: {result: 'ap_fixed<12,6>'}}
                                  act: {Precision: {result: 'ap_ufixed<5,2,RND_CONV,SAT>'}}
                                """)
                        .model();
        OnnxImporter network =
                KerasImporter.open(folder.resolve("sample.json"), Optional.empty(), "").network();
        FixedType input = FixedType.signed(12, 6);
        Model exact =
                network.with(new TreeTypes(List.of(input), Optional.empty()))
                        .model(OnnxImporter.DEFAULT_TYPE)
                        .model();
        FixedType own = exact.outputs().get(0).types().get(0);
        FixedType wide = model.outputs().get(0).types().get(0);
        Random random = new Random(2);
        for (int i = 0; i < 200; i++) {
            long[] x = random.ints(4, -2048, 2048).asLongStream().toArray();
            double[] expected = Arrays.stream(run(exact, x)).mapToDouble(own::toReal).toArray();
            double[] got = Arrays.stream(run(model, x)).mapToDouble(wide::toReal).toArray();
            assertArrayEquals(expected, got, "row " + i);
        }
    }

    @Test
    void damagedConfigurationsGiveOneLine() throws IOException {
        dense("\"relu\"");
        for (String yaml :
                List.of(
                        "",
                        "- 1",
                        "HLSConfig: {Model: {}}",
                        "Model: {Precision: 'ap_fixed<99,6>'}",
                        "Model: {Precision: 'double'}",
                        "Model: {Precision: auto}",
                        "Model: {Precision: 'ap_fixed<16,6>'}\nLayerName: {fc: {Precision: x}}",
                        "a: &a [*a]",
                        "{".repeat(5000))) {
            ModelException e = assertThrows(ModelException.class, () -> configured(yaml), yaml);
            assertTrue(!e.getMessage().contains("\n"), e.getMessage());
        }
    }
}
