package org.l1ring.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.ring.TestStreams.Recorder;
import org.l1ring.sink.AcceptReader;
import org.l1ring.sink.AcceptTotals;
import org.l1ring.sink.AcceptWriter;
import org.l1ring.sink.DecidedOrbit;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.PatternSource;

@Timeout(60)
class TriggerPipelineTest {
    private static final int BLOCKS = FrameLayout.ORBIT_BLOCKS;
    private static final PipelineOptions UNPACED = PipelineOptions.unpaced(40);

    @TempDir Path folder;

    private static ScorerSchedule sum() {
        return ScorerSchedule.of(() -> TestStreams.scorer(TestStreams.THRESHOLD));
    }

    private static RunResult run(
            CrossingSource source, ScorerSchedule schedule, BlockSink sink, PipelineOptions options)
            throws InterruptedException {
        try (TriggerPipeline run =
                TriggerPipeline.start(source, schedule, List.of(sink), options)) {
            return run.await();
        }
    }

    private byte[] acceptStream(CrossingSource source, PipelineOptions options, String name)
            throws InterruptedException, IOException {
        Path path = folder.resolve(name);
        RunResult result =
                run(source, sum(), new AcceptWriter(path, TestStreams.header()), options);
        assertEquals(0, result.totals().lostBlocks());
        return Files.readAllBytes(path);
    }

    private List<String> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).toList();
        }
    }

    @ParameterizedTest(name = "workers {0}")
    @ValueSource(ints = {1, 2, 3})
    void blocksArriveInOrderWhileTheRingWrapsAround(int workers) throws InterruptedException {
        Recorder recorder = new Recorder();
        PipelineOptions options = UNPACED.withWorkers(workers).withRingBlocks(64);
        RunResult result = run(TestStreams.pattern(3, 1), sum(), recorder, options);
        List<Long> all = LongStream.range(0, 40L * BLOCKS).boxed().toList();
        assertEquals(all, recorder.positions);
        assertEquals(all, recorder.sequences);
        assertEquals(LongStream.range(0, 40).boxed().toList(), recorder.ended);
        assertTrue(recorder.finished && recorder.closed);
        assertFalse(result.stopped());
        assertEquals(40L * FrameLayout.ORBIT_CROSSINGS, result.totals().crossings());
        assertEquals(recorder.accepts.size(), result.totals().accepts());
        assertEquals(result.totals().accepts(), result.totals().acceptsByCrossing().sum());
        assertEquals(result.totals().accepts(), result.totals().acceptSeries().sum());
        assertEquals(40L * BLOCKS, result.totals().latency(LatencyStage.END_TO_END).count());
    }

    @Test
    void scoresBelongToTheirCrossings() throws InterruptedException {
        Recorder recorder = new Recorder();
        PatternSource source = TestStreams.pattern(2, 5);
        run(source, sum(), recorder, PipelineOptions.unpaced(2).withWorkers(2));
        List<String> expected = new ArrayList<>();
        BlockFrames frames = new BlockFrames(MemorySegment.NULL, FrameLayout.OBJECTS);
        for (int orbit = 0; orbit < 2; orbit++) {
            for (int bx = 0; bx < FrameLayout.ORBIT_CROSSINGS; bx++) {
                source.load(orbit, bx / 64, frames);
                long frame = frames.offset() + (bx % 64) * 128L;
                long score = TestStreams.score(frames.segment(), frame);
                if (score >= TestStreams.THRESHOLD) {
                    expected.add(orbit + "/" + bx + "/" + score);
                }
            }
        }
        assertTrue(expected.size() > 5);
        assertEquals(expected, recorder.accepts);
    }

    @Test
    void acceptStreamIsTheSameForAnyWorkersAndPace() throws InterruptedException, IOException {
        CrossingSource pattern = TestStreams.pattern(5, 3);
        byte[] one = acceptStream(pattern, UNPACED, "one.l1a");
        assertArrayEquals(one, acceptStream(pattern, UNPACED.withWorkers(2), "two.l1a"));
        assertArrayEquals(one, acceptStream(pattern, UNPACED.withWorkers(3), "three.l1a"));
        PipelineOptions paced = new PipelineOptions(new Rate(1), 2, 1 << 14, 40, 100_000_000);
        assertArrayEquals(one, acceptStream(pattern, paced, "paced.l1a"));
        // drawn anew into the ring's own slots, from the same seed, for as many orbits as above
        byte[] few = acceptStream(pattern, PipelineOptions.unpaced(5), "few.l1a");
        assertArrayEquals(
                few, acceptStream(TestStreams.random(3), PipelineOptions.unpaced(5), "own.l1a"));
    }

    @Test
    void everyWorkerChangesScorersAtTheSameOrbit() throws InterruptedException {
        ScorerSchedule swap = sum().then(7, () -> TestStreams.scorer(0)).then(8, () -> none());
        Recorder one = new Recorder();
        run(TestStreams.pattern(2, 9), swap, one, UNPACED);
        Recorder three = new Recorder();
        run(TestStreams.pattern(2, 9), swap, three, UNPACED.withWorkers(3));
        assertEquals(one.accepts, three.accepts);
        long inSeven = one.accepts.stream().filter(a -> a.startsWith("7/")).count();
        assertEquals(FrameLayout.ORBIT_CROSSINGS, inSeven);
        assertTrue(one.accepts.getLast().startsWith("7/3563/"));
    }

    private static BlockScorer none() {
        return TestStreams.scorer(Long.MAX_VALUE);
    }

    @Test
    void pacedFullRingLosesBlocksAndCountsThem() throws InterruptedException, IOException {
        Path path = folder.resolve("lossy.l1a");
        Recorder recorder = new Recorder();
        ScorerSchedule slow =
                ScorerSchedule.of(() -> {
                    var scorer = TestStreams.scorer(TestStreams.THRESHOLD);
                    return (frames, offset, crossings, scores) -> {
                        pause(1);
                        return scorer.score(frames, offset, crossings, scores);
                    };
                });
        PipelineOptions options = new PipelineOptions(Rate.REALTIME, 1, 64, 100, 0);
        RunResult result;
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        TestStreams.pattern(2, 4),
                        slow,
                        List.of(recorder, new AcceptWriter(path, TestStreams.header())),
                        options)) {
            result = run.await();
        }
        RunSnapshot totals = result.totals();
        assertTrue(totals.lostBlocks() > 0);
        assertEquals(100L * BLOCKS, totals.blocks() + totals.lostBlocks());
        assertEquals(
                100L * FrameLayout.ORBIT_CROSSINGS, totals.crossings() + totals.lostCrossings());
        assertEquals(totals.lostBlocks(), recorder.lost.size());
        assertEquals(totals.lostCrossings(), totals.lostSeries().sum());
        List<Long> all = new ArrayList<>(recorder.positions);
        all.addAll(recorder.lost);
        assertEquals(
                LongStream.range(0, 100L * BLOCKS).boxed().toList(),
                all.stream().sorted().toList());
        try (AcceptReader reader = new AcceptReader(path)) {
            List<Long> lost = new ArrayList<>();
            for (DecidedOrbit orbit; (orbit = reader.next()) != null; ) {
                for (int block = 0; block < BLOCKS; block++) {
                    if (((orbit.lostMask() >>> block) & 1) != 0) {
                        lost.add(orbit.orbit() * BLOCKS + block);
                    }
                }
            }
            assertEquals(recorder.lost, lost);
            assertEquals(
                    new AcceptTotals(
                            100,
                            100L * FrameLayout.ORBIT_CROSSINGS,
                            totals.accepts(),
                            totals.lostBlocks(),
                            totals.lostCrossings()),
                    reader.totals());
        }
    }

    private static void pause(long millis) {
        try {
            Thread.sleep(millis);
        } catch (InterruptedException e) {
            throw new IllegalStateException(e);
        }
    }

    @Test
    void unpacedFullRingWaits() throws InterruptedException {
        Recorder slow =
                new Recorder() {
                    @Override
                    public void orbitEnded(long orbit) {
                        super.orbitEnded(orbit);
                        pause(5);
                    }
                };
        RunResult result = run(TestStreams.pattern(1, 2), sum(), slow, UNPACED.withRingBlocks(64));
        assertEquals(0, result.totals().lostBlocks());
        assertEquals(40L * BLOCKS, slow.positions.size());
    }

    @ParameterizedTest(name = "rate {0}")
    @ValueSource(strings = {"max", "realtime", "0.5"})
    void stoppedRunEndsItsOrbitAndItsFiles(String rate) throws InterruptedException {
        Path path = folder.resolve("stopped.l1a");
        PipelineOptions options = new PipelineOptions(Rate.parse(rate), 2, 0, Long.MAX_VALUE, 0);
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        TestStreams.pattern(2, 6),
                        sum(),
                        List.of(new AcceptWriter(path, TestStreams.header())),
                        options)) {
            while (run.snapshot().orbits() < 3) {
                pause(1);
            }
            run.stop();
            RunResult result = run.await();
            assertTrue(result.stopped());
            assertTrue(result.totals().orbits() >= 3);
            try (AcceptReader reader = new AcceptReader(path)) {
                int orbitsWithAccepts = 0;
                while (reader.next() != null) {
                    orbitsWithAccepts++;
                }
                assertTrue(orbitsWithAccepts > 0);
                assertEquals(result.totals().orbits(), reader.totals().orbits());
                assertEquals(result.totals().accepts(), reader.totals().accepts());
            }
        }
    }

    @Test
    void failingWorkerEndsTheRun() throws InterruptedException, IOException {
        ScorerSchedule failing =
                sum().then(
                                5,
                                () ->
                                        (frames, offset, crossings, scores) -> {
                                            throw new ArithmeticException("no such weight");
                                        });
        AcceptWriter writer = new AcceptWriter(folder.resolve("failed.l1a"), TestStreams.header());
        PipelineException e =
                assertThrows(
                        PipelineException.class,
                        () ->
                                run(
                                        TestStreams.pattern(1, 1),
                                        failing,
                                        writer,
                                        PipelineOptions.unpaced(Long.MAX_VALUE)));
        // One of the blocks that were scored together.
        String expected =
                "worker [01]: orbit \\d+, block \\d+: java.lang.ArithmeticException: no such weight";
        assertTrue(e.getMessage().matches(expected), e.getMessage());
        assertEquals(List.of(), filesLeft());
    }

    @Test
    void failingSinkEndsTheRun() throws InterruptedException, IOException {
        Recorder failing =
                new Recorder() {
                    @Override
                    public void orbitEnded(long orbit) {
                        if (orbit == 2) {
                            throw new IllegalStateException("tape torn");
                        }
                    }
                };
        AcceptWriter writer = new AcceptWriter(folder.resolve("failed.l1a"), TestStreams.header());
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        TestStreams.pattern(1, 1),
                        sum(),
                        List.of(writer, failing),
                        new PipelineOptions(Rate.REALTIME, 2, 0, Long.MAX_VALUE, 0))) {
            PipelineException e = assertThrows(PipelineException.class, run::await);
            assertEquals(
                    "decider: orbit 2, block 55: java.lang.IllegalStateException: tape torn",
                    e.getMessage());
        }
        assertTrue(failing.closed);
        assertFalse(failing.finished);
        assertEquals(List.of(), filesLeft());
    }

    @Test
    void failingSourceEndsTheRun() {
        CrossingSource source =
                new CrossingSource() {
                    @Override
                    public FrameLayout layout() {
                        return FrameLayout.OBJECTS;
                    }

                    @Override
                    public boolean copies() {
                        return true;
                    }

                    @Override
                    public boolean begin(long orbit) {
                        return true;
                    }

                    @Override
                    public void load(long orbit, int block, BlockFrames target) {
                        if (orbit == 3) {
                            throw new IllegalStateException("link lost");
                        }
                        target.own();
                    }

                    @Override
                    public String description() {
                        return "failing";
                    }
                };
        Recorder recorder = new Recorder();
        PipelineException e =
                assertThrows(PipelineException.class, () -> run(source, sum(), recorder, UNPACED));
        assertEquals("source: java.lang.IllegalStateException: link lost", e.getMessage());
        assertTrue(recorder.closed);
        assertFalse(recorder.finished);
    }

    @Test
    void runThatCannotStartClosesItsSinks() throws IOException {
        AcceptWriter writer = new AcceptWriter(folder.resolve("a.l1a"), TestStreams.header());
        ScorerSchedule bad =
                ScorerSchedule.of(() -> {
                    throw new IllegalArgumentException("bad weights");
                });
        assertThrows(
                IllegalArgumentException.class,
                () ->
                        TriggerPipeline.start(
                                TestStreams.pattern(1, 1), bad, List.of(writer), UNPACED));
        assertEquals(List.of(), filesLeft());
    }
}
