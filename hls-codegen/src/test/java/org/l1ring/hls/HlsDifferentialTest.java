package org.l1ring.hls;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.RandomCircuits;
import org.l1ring.lower.RandomModels;
import org.l1ring.model.LayerInterpreter;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Emitted C++ compiled by g++ against the layer interpreter, every output bit of every row. */
@Timeout(300)
final class HlsDifferentialTest {
    private static final int ROWS = 200;

    @TempDir private Path folder;

    private final List<long[]> inputs = new ArrayList<>();
    private final List<long[]> expected = new ArrayList<>();

    @BeforeEach
    void compiler() {
        Programs.require(Program.GXX);
    }

    private static String pass(int rows) {
        return "PASS: 0 mismatches in " + rows + " rows";
    }

    private void addRows(Model model, long seed) {
        LayerInterpreter interpreter = new LayerInterpreter(model);
        Random random = new Random(seed);
        for (int row = 0; row < ROWS; row++) {
            long[] columns = RandomModels.inputs(model, random, row % 5);
            inputs.add(columns);
            expected.add(interpreter.run(columns));
        }
    }

    private void assertNoMismatch(HlsSimulator simulator) {
        assertEquals(List.of(pass(inputs.size())), simulator.compare(inputs, expected));
    }

    static LongStream modelSeeds() {
        return LongStream.range(0, RandomModels.KINDS.size());
    }

    /** Every kind of layer; forms take turns. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("modelSeeds")
    void randomModels(long seed) {
        Model model = RandomModels.model(seed);
        addRows(model, seed);
        HlsForm form = seed % 3 == 0 ? HlsForm.MULTIPLIERS : HlsForm.ADDERS;
        try (HlsSimulator simulator = HlsSimulator.build(model, form, folder)) {
            assertNoMismatch(simulator);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 3, 17})
    void randomCircuits(long seed) {
        RandomCircuits.Sampled sampled = RandomCircuits.make(seed);
        inputs.addAll(Arrays.asList(sampled.inputs()));
        expected.addAll(Arrays.asList(sampled.expected()));
        try (HlsSimulator simulator = HlsSimulator.build(sampled.circuit(), folder)) {
            assertNoMismatch(simulator);
        }
    }

    /** Names of the bench's own variables and of the top function. */
    @ParameterizedTest
    @CsvSource({"out, in, out", "in, i, rows", "x, x, y"})
    void portsMayHaveAnyName(String name, String input, String output) throws IOException {
        String type = "{'type': 'ap_fixed', 'W': 8, 'I': 4}";
        String text =
                """
                {'format': 1, 'name': '%1$s', 'source': 'test', 'preprocessing': null,
                 'inputs': [{'name': '%2$s', 'size': 2, 'type': %4$s}],
                 'layers': [{'name': 'relu', 'kind': 'relu', 'inputs': ['%2$s'],
                             'output': 'y', 'result_type': %4$s}],
                 'outputs': [{'name': '%3$s', 'from': 'y', 'size': 2, 'type': %4$s}]}
                """
                        .formatted(name, input, output, type)
                        .replace('\'', '"');
        Model model =
                ModelReader.read(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "names");
        addRows(model, 1);
        try (HlsSimulator simulator = HlsSimulator.build(model, HlsForm.ADDERS, folder)) {
            assertNoMismatch(simulator);
        }
    }

    @ParameterizedTest
    @EnumSource
    void aFlippedWeightFails(HlsForm form) {
        addRows(TinyModel.make(), 3);
        try (HlsSimulator right = HlsSimulator.build(TinyModel.make(), form, folder);
                HlsSimulator wrong =
                        HlsSimulator.build(
                                TinyModel.withWeight(16), form, folder.resolve("wrong"))) {
            assertNoMismatch(right);
            List<String> lines = wrong.compare(inputs, expected);
            assertTrue(lines.getLast().startsWith("FAIL: "), lines.getLast());
            assertTrue(lines.getFirst().startsWith("row "), lines.getFirst());
        }
    }

    @ParameterizedTest
    @EnumSource
    void rowsAreEvaluated(HlsForm form) {
        Model model = TinyModel.make();
        addRows(model, 5);
        long[] in = inputs.stream().flatMapToLong(Arrays::stream).toArray();
        long[] want = expected.stream().flatMapToLong(Arrays::stream).toArray();
        long[] out = new long[want.length];
        try (HlsSimulator simulator = HlsSimulator.build(model, form, folder)) {
            simulator.run(in, 0, ROWS, out);
            assertArrayEquals(want, out);
            simulator.run(in, 0, 0, out);
            simulator.run(in, 0, 1, out);
            assertArrayEquals(want, out);
        }
    }

    @ParameterizedTest
    @CsvSource({
        "AXOL1TL_v4, AXOL1TL_inputs/inputs_random, outputs_random, ADDERS",
        "hgq_jet_classifier, '', vectors_random, MULTIPLIERS",
        "BDT_track_quality_40x3, '', vectors_csim, ADDERS",
        "TOoLLiP_v3, '', vectors_random, ADDERS"
    })
    void referenceModels(String name, String inputTable, String table, HlsForm form)
            throws IOException {
        Path models = ReferenceFolder.require("models");
        Path of = ReferenceFolder.require("models/" + name);
        Model model = ModelReader.read(of.resolve("model.json"));
        boolean joined = inputTable.isEmpty();
        Path answers = of.resolve(table + ".csv.gz");
        Path given = joined ? answers : models.resolve(inputTable + ".csv.gz");
        for (long[] row : numbers(given)) {
            inputs.add(Arrays.copyOf(row, model.columns()));
        }
        int start = joined ? model.columns() : 0;
        for (long[] row : numbers(answers)) {
            expected.add(Arrays.copyOfRange(row, start, start + model.outputColumns()));
        }
        try (HlsSimulator simulator = HlsSimulator.build(model, form, folder)) {
            assertNoMismatch(simulator);
        }
        assertTrue(Files.exists(folder.resolve("firmware/defines.h")));
    }

    private static List<long[]> numbers(Path table) throws IOException {
        return ReferenceFolder.rows(table, ROWS).stream()
                .map(row -> Arrays.stream(row).mapToLong(Long::parseLong).toArray())
                .toList();
    }
}
