package org.l1ring.asic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.asic.UpsetBench.Mode;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.model.ParameterImage;
import org.l1ring.model.Parameters;
import org.l1ring.project.TestRows;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;
import org.l1ring.tool.SourceFiles;

/** Flips do no harm to a protected design, and are found where they do. */
final class UpsetBenchTest {
    private static final String TOP = "tiny";

    /** A dense layer of few weights, so that Verilator takes seconds. */
    private static final String TEXT =
            """
            {"format": 1, "name": "tiny", "inputs": [{"name": "x", "size": 3, "type": {"type": "ap_fixed", "W": 6, "I": 2}}],
             "layers": [{"name": "dense", "kind": "dense", "inputs": ["x"], "output": "y", "n_in": 3, "n_out": 2,
               "weights": {"type": {"type": "ap_fixed", "W": 5, "I": 1}, "shape": [3, 2], "raw": [WEIGHTS]},
               "biases": {"type": {"type": "ap_fixed", "W": 5, "I": 1}, "shape": [2], "raw": [3, -5]},
               "accumulation": "exact", "result_type": {"type": "ap_fixed", "W": 12, "I": 6}}],
             "outputs": [{"name": "y", "from": "y", "size": 2, "type": {"type": "ap_fixed", "W": 12, "I": 6}}]}
            """;

    @TempDir private Path folder;

    private static Model model(String weights) throws IOException {
        byte[] text = TEXT.replace("WEIGHTS", weights).getBytes(StandardCharsets.UTF_8);
        return ModelReader.read(new ByteArrayInputStream(text), "tiny.json");
    }

    private AsicDesign write() throws IOException {
        Model model = model("7, -9, 15, -16, 11, 5");
        Model other = model("-8, 13, 3, 10, -15, -1");
        AsicOptions options =
                new AsicOptions(
                        40,
                        AsicOptions.Weights.REGISTERS,
                        AsicOptions.Protection.FULL,
                        Path.of(AsicOptions.STANDARD_LIBERTY));
        AsicDesign design = AsicDesign.of(model, options);
        List<long[]> rows = TestRows.random(Lowering.lower(model), 300, 1).inputs();
        SourceFiles.write(folder, AsicProject.files(design, rows, Parameters.raw(other)));
        Files.write(folder.resolve("vectors/own.l1pi"), ParameterImage.of(model).file());
        Files.write(folder.resolve("vectors/other.l1pi"), ParameterImage.of(other).file());
        return design;
    }

    private UpsetBench bench(boolean unprotected) throws IOException {
        Programs.require(Program.VERILATOR, Program.MAKE, Program.GXX);
        UpsetBench bench = new UpsetBench(folder, TOP, true, unprotected);
        bench.build();
        return bench;
    }

    private static long wrongOutputs(List<UpsetTally> tallies) {
        return tallies.stream().mapToLong(UpsetTally::wrongOutputs).sum();
    }

    @Test
    void singleFlipsAreGoneAfterACycleAndDoubleOnesAreFound() throws IOException {
        AsicDesign design = write();
        UpsetBench bench = bench(false);
        long all = AsicEmitter.flipFlops(design);
        AtomicLong seen = new AtomicLong();
        List<UpsetTally> tallies = bench.run(Mode.HEALS, 50 * all, 1, seen::set);
        assertEquals(List.of(UpsetClass.values()), tallies.stream().map(UpsetTally::kind).toList());
        assertEquals(all, tallies.stream().mapToLong(UpsetTally::flipFlops).sum());
        for (UpsetTally tally : tallies) {
            // Every flip-flop comes equally often.
            assertEquals(50 * tally.flipFlops(), tally.flips(), tally.toString());
            assertTrue(tally.flips() > 0, tally.toString());
            assertEquals(0, tally.wrongOutputs() + tally.wrongStates(), tally.toString());
            assertEquals(tally.flips(), tally.healedAtOnce(), tally.toString());
        }
        List<UpsetTally> twice = bench.run(Mode.DOUBLE, all / 3, 1, seen::set);
        assertEquals(all / 3, twice.stream().mapToLong(UpsetTally::flips).sum());
        assertTrue(wrongOutputs(twice) > all / 30, twice.toString());
        UpsetTally weights = twice.get(UpsetClass.WEIGHTS.ordinal());
        assertTrue(weights.unhealed() > 0, weights.toString());
        assertEquals(twice, bench.run(Mode.DOUBLE, all / 3, 1, seen::set));
        assertNotEquals(twice, bench.run(Mode.DOUBLE, all / 3, 2, seen::set));
    }

    @Test
    void withoutProtectionFlipsReachTheOutputs() throws IOException {
        long once = AsicEmitter.flipFlops(write()) / 3;
        List<UpsetTally> tallies = bench(true).run(Mode.SINGLE, once, 1, _ -> {});
        assertEquals(once, tallies.stream().mapToLong(UpsetTally::flipFlops).sum());
        for (UpsetTally tally : tallies) {
            assertEquals(tally.flipFlops(), tally.flips(), tally.toString());
        }
        assertTrue(tallies.get(UpsetClass.DATA.ordinal()).wrongOutputs() > 0, tallies.toString());
        assertTrue(tallies.get(UpsetClass.WEIGHTS.ordinal()).unhealed() > 0, tallies.toString());
    }

    @Test
    void aVoterThatPassesOneReplicaIsFound() throws IOException {
        long all = AsicEmitter.flipFlops(write());
        Path voter = folder.resolve("src/tiny_voter.v");
        String text = Files.readString(voter);
        String broken = text.replace("(a & b) | (a & c) | (b & c)", "a | (b & c & a)");
        assertNotEquals(text, broken);
        Files.writeString(voter, broken);
        List<UpsetTally> tallies = bench(false).run(Mode.HEALS, all, 1, _ -> {});
        assertTrue(wrongOutputs(tallies) > 0, tallies.toString());
        UpsetTally weights = tallies.get(UpsetClass.WEIGHTS.ordinal());
        assertTrue(weights.healedAtOnce() < weights.flips(), weights.toString());
        assertTrue(weights.wrongStates() > 0, weights.toString());
    }

    @Test
    void aProjectThatIsNotWholeIsRefused() throws IOException {
        write();
        Path replica = folder.resolve("src/tiny_replica.v");
        Files.writeString(replica, Files.readString(replica) + "\n");
        Exception edited = assertThrows(IllegalArgumentException.class, () -> bench(false));
        assertTrue(edited.getMessage().contains("expected the module that firmware wrote"));
        Files.delete(folder.resolve("vectors/own.l1pi"));
        Exception absent =
                assertThrows(
                        IllegalArgumentException.class,
                        () -> new UpsetBench(folder, TOP, true, false));
        assertEquals(
                folder
                        + ": expected the file vectors/own.l1pi, got none; write the project again"
                        + " with firmware --target asic",
                absent.getMessage());
    }
}
