package org.l1ring.project;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.lower.Lowering;
import org.l1ring.lower.OwnModels;
import org.l1ring.lower.RandomModels;
import org.l1ring.lower.RecurrentParts;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.proof.Lint;
import org.l1ring.rtl.PipelineBench;
import org.l1ring.rtl.PipelineOptions;
import org.l1ring.rtl.RtlSimulator;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** Recurrent layers step by step, in simulators against the unrolled circuit. */
@Timeout(300)
final class SequentialDesignTest {
    private static final long LIMIT_SECONDS = 120;
    private static final Pattern REGISTER =
            Pattern.compile("\\breg (?:signed )?(?:\\[(\\d+):0\\] )?(\\w+)");

    @TempDir private Path folder;

    private static FirmwareOptions options(double mhz, boolean in, boolean out, int interval) {
        return new FirmwareOptions(
                new PipelineOptions(mhz, in, out, 9, interval),
                FirmwareOptions.Sums.SHARED,
                2,
                "part",
                FirmwareOptions.Recurrent.SEQUENTIAL);
    }

    private static SequentialDesign design(Model model, FirmwareOptions options) {
        return SequentialDesign.of(Lowering.lower(model), RecurrentParts.of(model), options);
    }

    /** The bench sends rows at the least interval and with gaps, and checks every cycle. */
    private String inIcarus(SequentialDesign design, TestRows rows) throws Exception {
        PipelineBench bench = PipelineBench.of(design.hardware(), rows.inputs(), rows.outputs());
        List<String> arguments = new ArrayList<>(List.of("-g2001", "-o", "bench.vvp", "bench.v"));
        arguments.addAll(sources(design).stream().map(Path::toString).toList());
        Files.writeString(folder.resolve("bench.v"), bench.text());
        Files.writeString(folder.resolve(bench.vectorsFile()), bench.vectors());
        assertEquals(List.of(), Program.IVERILOG.succeed(folder, LIMIT_SECONDS, arguments));
        return Program.VVP.succeed(folder, LIMIT_SECONDS, List.of("-n", "bench.vvp")).getLast();
    }

    private List<Path> sources(SequentialDesign design) throws Exception {
        List<Path> sources = new ArrayList<>();
        for (Map.Entry<String, String> file : design.hardware().files("digest").entrySet()) {
            sources.add(Files.writeString(folder.resolve(file.getKey()), file.getValue()));
        }
        return sources;
    }

    private static String passed(SequentialDesign design, int rows) {
        return "PASS: 0 mismatches in %d rows, latency %d cycles"
                .formatted(rows, design.hardware().latencyCycles());
    }

    @ParameterizedTest(name = "{0} at {1} MHz")
    @CsvSource({
        "gru, 240, false, true",
        "lstm, 360, true, true",
        "bidirectional, 240, true, false",
        "bidirectional, 20, false, false"
    })
    void ownModelsInIcarus(String name, double mhz, boolean in, boolean out) throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        SequentialDesign design = design(OwnModels.named(name), options(mhz, in, out, 1));
        TestRows rows = TestRows.random(design.circuit(), 60, 1);
        assertEquals(passed(design, 60), inIcarus(design, rows));
    }

    /** Cells of odd types, sequences of one step, results of all steps, several layers. */
    @Test
    void randomModelsInIcarus() throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        int kind = RandomModels.KINDS.indexOf("recurrent");
        int tried = 0;
        for (long seed = kind; tried < 6; seed += RandomModels.KINDS.size()) {
            Model model = RandomModels.model(seed);
            SequentialDesign design;
            try {
                design = design(model, options(100, false, true, 1));
            } catch (ModelException _) {
                // Wider types than a single cycle or 64 bits permit.
                continue;
            }
            tried++;
            TestRows rows = TestRows.random(design.circuit(), 40, seed);
            assertEquals(passed(design, 40), inIcarus(design, rows), model.name());
        }
    }

    @Test
    void gruInVerilator() throws Exception {
        Programs.require(Program.VERILATOR, Program.GXX, Program.MAKE);
        SequentialDesign design = design(OwnModels.named("gru"), options(240, false, true, 1));
        int count = 10_000;
        TestRows rows = TestRows.random(design.circuit(), count, 2);
        long[] in = rows.inputs().stream().flatMapToLong(Arrays::stream).toArray();
        long[] want = rows.outputs().stream().flatMapToLong(Arrays::stream).toArray();
        long[] got = new long[want.length];
        RtlSimulator.build(design.hardware(), folder).run(in, 0, count, got);
        assertArrayEquals(want, got);
    }

    @Test
    void hasNoWarnings() throws Exception {
        Programs.require(Program.VERILATOR);
        Model model = OwnModels.named("bidirectional");
        SequentialDesign design = design(model, options(240, false, true, 1));
        assertEquals(List.of(), Lint.warnings(sources(design), model.name(), folder));
    }

    /** A step that is one cycle short must not go unnoticed. */
    @Test
    void aCellOfAnotherModelFails() throws Exception {
        Programs.require(Program.IVERILOG, Program.VVP);
        SequentialDesign design = design(OwnModels.gru(3, 2, 2), options(240, false, true, 1));
        TestRows rows = TestRows.random(design.circuit(), 40, 1);
        Model shorter = OwnModels.gru(4, 2, 2);
        Circuit other = Lowering.lower(shorter);
        List<long[]> outputs = new ArrayList<>();
        for (long[] row : rows.inputs()) {
            outputs.addAll(TestRows.of(other, List.of(Arrays.copyOf(row, 8))).outputs());
        }
        String last = inIcarus(design, new TestRows(rows.inputs(), outputs));
        assertTrue(last.startsWith("FAIL: "), last);
    }

    @Test
    void intervalAndLatencyFollowFromSteps() {
        SequentialDesign design = design(OwnModels.named("gru"), options(240, false, true, 1));
        FirmwareDesign cell = design.cells().getFirst().getFirst();
        int perStep = cell.pipeline().stages();
        FirmwareFigures figures = design.figures();
        assertEquals(6 * perStep, figures.initiationInterval());
        int behind = design.segments().getLast().pipeline().latencyCycles();
        assertEquals(6 * perStep + 1 + behind, figures.latencyCycles());
        assertEquals(
                figures.latencyCycles(),
                figures.stages().stream().mapToInt(FirmwareFigures.Stage::cycles).sum());
        assertTrue(
                figures.layers().stream().anyMatch(layer -> layer.name().equals("gru.gates")),
                figures.layers().toString());
        int unrolled =
                FirmwareDesign.of(design.circuit(), FirmwareOptions.standard()).figures().adders();
        assertTrue(figures.adders() * 4 < unrolled, figures.adders() + " of " + unrolled);
    }

    /** The valid bits of cells are constant: loops count. */
    @ParameterizedTest
    @ValueSource(strings = {"gru", "lstm", "bidirectional"})
    void registersAreThoseOfTheVerilog(String name) {
        SequentialDesign design = design(OwnModels.named(name), options(240, true, true, 1));
        long bits = 0;
        for (var file : design.hardware().files("digest").entrySet()) {
            Matcher register = REGISTER.matcher(file.getValue());
            while (register.find()) {
                boolean constant =
                        register.group(2).equals("valid") && file.getKey().contains("_cell");
                boolean memory = register.group(2).startsWith("table");
                String high = register.group(1);
                bits += constant || memory ? 0 : high == null ? 1 : Long.parseLong(high) + 1;
            }
        }
        assertEquals(bits, design.figures().estimate().registers());
    }

    @Test
    void layersThatDoNotWaitRunTogether() {
        RecurrentParts parts = RecurrentParts.of(OwnModels.named("bidirectional"));
        assertEquals(
                List.of(List.of("forwards", "backwards"), List.of("upper")),
                parts.loops().stream()
                        .map(loop ->
                                loop.stream()
                                        .map(RecurrentParts.Cell::layer)
                                        .map(Layer.Recurrent::head)
                                        .map(Layer.Head::name)
                                        .toList())
                        .toList());
    }

    @Test
    void refusalsSayWhy() {
        assertEquals(
                "kan: expected a recurrent layer to run step by step, got none; make it unrolled",
                assertThrows(ModelException.class, () -> RecurrentParts.of(OwnModels.named("kan")))
                        .getMessage());
        assertEquals(
                "initiation interval: expected 1 where recurrent layers run step by step, got 4;"
                        + " their steps decide it",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> design(OwnModels.named("gru"), options(240, false, true, 4)))
                        .getMessage());
    }
}
