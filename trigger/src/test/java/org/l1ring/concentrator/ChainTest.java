package org.l1ring.concentrator;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.econ.Calibration;
import org.l1ring.econ.CellAlgorithm;
import org.l1ring.econ.LatentWords;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGenerator;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.kernel.Engine;
import org.l1ring.model.Model;
import org.l1ring.model.Parameters;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TriggerPipeline;
import org.l1ring.source.OrbitMemory;
import org.l1ring.source.PatternSource;

/** Streams of a module through the chain. */
@Timeout(120)
final class ChainTest {
    private static final int ORBITS = 4;
    private static final int SWAP = 2;
    private static final int CROSSINGS = ORBITS * FrameLayout.ORBIT_CROSSINGS;

    /** Crossings of all orbits, made once. */
    private static final OrbitMemory MEMORY =
            OrbitMemory.record(new ModuleSource(7, 8, 0.2), ORBITS);

    @TempDir private Path folder;

    private static ChainOptions options(Algorithm algorithm, int links) {
        return new ChainOptions(algorithm, links, 1, true, 47, 400, 360, 8);
    }

    private static Chain encoder(int links, Model model) {
        return Chain.ofEncoder(options(Algorithm.AUTOENCODER, links), model, Engine.VECTOR);
    }

    private static Chain chain(ChainOptions options) {
        return options.algorithm() == Algorithm.AUTOENCODER
                ? Chain.ofEncoder(options, TestEncoder.model(1), Engine.VECTOR)
                : Chain.ofCells(options);
    }

    private ChainTotals run(Chain chain, ScorerSchedule schedule, int workers, String name)
            throws InterruptedException {
        LinkSink sink = chain.sink(Optional.of(folder.resolve(name)));
        PatternSource source = new PatternSource(MEMORY, MEMORY.layout(), "test");
        PipelineOptions pace = PipelineOptions.unpaced(ORBITS).withWorkers(workers);
        try (TriggerPipeline pipeline =
                TriggerPipeline.start(source, schedule, List.of(sink), pace)) {
            pipeline.await();
        }
        return sink.totals();
    }

    /** Lines of a file of words. */
    private List<String> lines(String name) throws IOException {
        StringWriter text = new StringWriter();
        LinkTable.print(folder.resolve(name), new PrintWriter(text));
        return text.toString().lines().skip(1).toList();
    }

    private static int[] codes(int crossing) {
        int[] codes = new int[LinkFrame.CELLS];
        int orbit = crossing / FrameLayout.ORBIT_CROSSINGS;
        int bunch = crossing % FrameLayout.ORBIT_CROSSINGS;
        long offset =
                MEMORY.blockOffset(orbit, 0) + (long) bunch * ModuleSource.LAYOUT.frameBytes();
        ModuleSource.codes(MEMORY.segment(), offset, codes);
        assertEquals(bunch, ModuleSource.crossing(MEMORY.segment(), offset));
        return codes;
    }

    /** What a receiver makes of a crossing, computed beside the chain. */
    private static List<String> expected(ChainOptions options) {
        CellAlgorithm algorithm = options.cells();
        Calibration calibration =
                new Calibration(Chain.factors(), ModuleGenerator.LOW_DENSITY_DROP);
        LinkFrame frame = new LinkFrame();
        long[] charges = new long[LinkFrame.CELLS];
        double[] estimate = new double[LinkFrame.CELLS];
        List<String> lines = new ArrayList<>();
        for (int crossing = 0; crossing < CROSSINGS; crossing++) {
            calibration.apply(codes(crossing), charges);
            algorithm.select(charges, crossing, frame);
            algorithm.estimate(frame, estimate);
            StringBuilder line = new StringBuilder();
            for (double value : estimate) {
                line.append(',').append(value == (long) value ? "" + (long) value : "" + value);
            }
            lines.add(line.toString());
        }
        return lines;
    }

    @ParameterizedTest
    @EnumSource(
            value = Algorithm.class,
            names = {"AUTOENCODER"},
            mode = EnumSource.Mode.EXCLUDE)
    void chargesArriveAsTheyWereChosen(Algorithm algorithm) throws Exception {
        ChainOptions options = options(algorithm, algorithm == Algorithm.REPEATER ? 12 : 3);
        Chain chain = chain(options);
        ChainTotals totals = run(chain, chain.schedule(), 2, "words");
        assertEquals(0, totals.mismatches());
        assertEquals(CROSSINGS, totals.crossings());
        assertEquals(0, totals.overflows() + totals.early());
        assertTrue(totals.occupancy() > 0.3 && totals.occupancy() <= 1, totals.toString());
        List<String> expected = expected(options);
        List<String> lines = lines("words");
        assertEquals(CROSSINGS, lines.size());
        for (int i = 0; i < CROSSINGS; i++) {
            String place = "%d,%d,none,".formatted(i / 3564, i % 3564);
            assertTrue(lines.get(i).startsWith(place), lines.get(i));
            assertTrue(lines.get(i).endsWith(expected.get(i)), lines.get(i));
        }
    }

    @Test
    void aFullBufferTruncates() throws Exception {
        ChainOptions tight = new ChainOptions(Algorithm.THRESHOLD, 1, 1, false, 20, 120, 60, 4);
        Chain chain = chain(tight);
        ChainTotals totals = run(chain, chain.schedule(), 2, "tight");
        assertEquals(0, totals.mismatches());
        assertTrue(totals.overflows() > 0 && totals.early() > 0, totals.toString());
        assertTrue(totals.mostWaiting() > 60 && totals.mostWaiting() <= 120, totals.toString());
        List<String> lines = lines("tight");
        assertEquals(CROSSINGS, lines.size());
        assertEquals(
                totals.overflows(),
                lines.stream().filter(line -> line.contains(",overflow,")).count());
        assertEquals(
                totals.early(), lines.stream().filter(line -> line.contains(",early,")).count());
    }

    @Test
    void latentValuesArriveAndWeightsChangeWithCrossingZero() throws Exception {
        Model first = TestEncoder.model(1);
        Model second = TestEncoder.model(2);
        Chain own = encoder(3, first);
        Chain other = own.reloaded(Parameters.raw(second));
        ScorerSchedule swapped = own.schedule().then(SWAP, other.scorers());
        assertEquals(0, run(own, own.schedule(), 2, "first").mismatches());
        ChainTotals totals = run(own, swapped, 3, "both");
        assertEquals(0, totals.mismatches());
        assertEquals(6L * CROSSINGS, totals.frameWords());
        byte[] before = Files.readAllBytes(folder.resolve("first"));
        byte[] both = Files.readAllBytes(folder.resolve("both"));
        int start = LinkFile.HEADER_BYTES;
        int bytes = 2 * CROSSINGS * 6 * SWAP / ORBITS;
        assertEquals(-1, Arrays.mismatch(before, start, start + bytes, both, start, start + bytes));
        int differs =
                Arrays.mismatch(
                        before, start + bytes, before.length, both, start + bytes, both.length);
        assertTrue(differs >= 0 && differs < 12, "first difference " + differs);
        ScalarEncoder[] scalars = {
            new ScalarEncoder(first, Chain.factors(), 1),
            new ScalarEncoder(second, Chain.factors(), 1)
        };
        for (int crossing = 0; crossing < CROSSINGS; crossing++) {
            ScalarEncoder scalar = scalars[crossing / FrameLayout.ORBIT_CROSSINGS < SWAP ? 0 : 1];
            scalar.run(codes(crossing));
            int[] words = new int[LinkFormat.MOST_WORDS];
            int count = scalar.write(3, crossing % FrameLayout.ORBIT_CROSSINGS, words);
            for (int word = 0; word < count; word++) {
                int at = start + 2 * (crossing * count + word);
                int got = (both[at] & 0xff) | (both[at + 1] & 0xff) << 8;
                assertEquals(words[word], got, "crossing " + crossing + " word " + word);
            }
        }
    }

    @Test
    void workersDoNotChangeTheWords() throws Exception {
        for (Algorithm algorithm : List.of(Algorithm.THRESHOLD, Algorithm.AUTOENCODER)) {
            Chain chain = chain(options(algorithm, 2));
            run(chain, chain.schedule(), 1, "one");
            run(chain, chain.schedule(), 3, "three");
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("one")),
                    Files.readAllBytes(folder.resolve("three")));
        }
    }

    @Test
    void theReceiverFindsWrongWords() throws Exception {
        ChainOptions options = options(Algorithm.AUTOENCODER, 3);
        Chain chain = encoder(3, TestEncoder.model(1));
        Circuit right = LatentWords.of(chain.circuit().orElseThrow(), 3);
        List<Circuit.Output> outputs = new ArrayList<>(right.outputs());
        Circuit.Output word = outputs.get(LatentWords.WORDS + 1);
        outputs.set(LatentWords.WORDS, word);
        Circuit wrong = new Circuit(right.name(), right.inputs(), right.steps(), outputs);
        ScorerSchedule schedule =
                ScorerSchedule.ofResults(
                        () -> new LatentScorer(wrong, options, Engine.VECTOR),
                        options.slot().bytes());
        long mismatches = run(chain, schedule, 2, "wrong").mismatches();
        assertTrue(mismatches > CROSSINGS / 2, mismatches + " mismatches");
    }

    @Test
    void damagedFilesAreRefused() throws Exception {
        Chain chain = chain(options(Algorithm.STC16_9, 2));
        run(chain, chain.schedule(), 1, "words");
        byte[] bytes = Files.readAllBytes(folder.resolve("words"));
        bytes[100] ^= 4;
        assertRefused(bytes, "expected CRC");
        bytes[100] ^= 4;
        bytes[40] ^= 1;
        assertRefused(bytes, "expected CRC");
        bytes[40] ^= 1;
        assertRefused(Arrays.copyOf(bytes, bytes.length - 2), "words say");
        assertRefused(Arrays.copyOf(bytes, 20), "of at least 64 bytes");
        bytes[0] = 'X';
        assertRefused(bytes, "L1LW of version 1");
        bytes[0] = 'L';
        bytes[24] = 14;
        assertRefused(bytes, "expected 1 to 13, got 14");
    }

    private void assertRefused(byte[] bytes, String part) throws IOException {
        Path file = Files.write(folder.resolve("bad"), bytes);
        StreamException refused =
                assertThrows(
                        StreamException.class,
                        () -> LinkTable.print(file, new PrintWriter(new StringWriter())));
        assertTrue(refused.getMessage().contains(part), refused.getMessage());
        assertTrue(refused.getMessage().startsWith(file.toString()), refused.getMessage());
    }

    @Test
    void wrongOptionsAreRefused() {
        IllegalArgumentException links =
                assertThrows(IllegalArgumentException.class, () -> options(Algorithm.REPEATER, 10));
        assertEquals("links for repeater: expected 11 to 13, got 10", links.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Algorithm.of("none"));
        assertThrows(
                IllegalArgumentException.class,
                () -> Chain.ofCells(options(Algorithm.AUTOENCODER, 3)));
    }
}
