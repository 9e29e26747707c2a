package org.l1ring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.frame.FrameLayout;

class RunStatisticsTest {
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void everyScoreLiesInItsBin(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        for (int i = 0; i < 100_000; i++) {
            assertInBin(random.nextLong() >> random.nextInt(64));
        }
        for (long edge : new long[] {0, -1, 63, 64, -64, -65, Long.MIN_VALUE, Long.MAX_VALUE}) {
            assertInBin(edge);
        }
    }

    private static void assertInBin(long score) {
        int bin = ScoreSpectrum.bin(score);
        assertTrue(ScoreSpectrum.lowest(bin) <= score, "lowest of " + score);
        if (bin + 1 < ScoreSpectrum.SIDE_BINS) {
            assertTrue(score < ScoreSpectrum.lowest(bin + 1), "next to " + score);
        }
        assertEquals(bin, ScoreSpectrum.bin(ScoreSpectrum.lowest(bin)));
    }

    @Test
    void spectrumCountsFromAScoreOn() {
        ScoreSpectrum spectrum = new ScoreSpectrum();
        for (long score = -10; score < 50; score++) {
            spectrum.add(score);
        }
        assertEquals(60, spectrum.total());
        assertEquals(10, spectrum.countFrom(40));
        assertEquals(1, spectrum.count(ScoreSpectrum.bin(-3)));
    }

    @Test
    void seriesKeepsItsSumWhenPointsAreJoined() {
        OrbitSeries series = new OrbitSeries();
        for (int orbit = 0; orbit < 10_000; orbit++) {
            series.add(orbit % 7, 64);
        }
        assertEquals(8, series.orbitsPerPoint());
        assertEquals(10_000 / 8, series.points());
        assertEquals(64L * 10_000, series.lostCrossings().sum());
        assertEquals(1 + 2 + 3 + 4 + 5 + 6 + 0 + 0, series.accepts().get(0));
    }

    @Test
    void ratesAreInTheStreamsTime() throws InterruptedException {
        ScorerSchedule all = ScorerSchedule.of(() -> TestStreams.scorer(0));
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        TestStreams.pattern(1, 1),
                        all,
                        java.util.List.of(),
                        PipelineOptions.unpaced(32))) {
            RunSnapshot totals = run.await().totals();
            assertEquals(40_078.97, totals.acceptRateKhz(), 1e-6);
            assertEquals(0, totals.deadTimeFraction());
            assertEquals(32, totals.acceptsByCrossing().get(3563));
            // one block in 16 of 32 orbits: two of each of the 56
            assertEquals(2L * FrameLayout.ORBIT_CROSSINGS, totals.spectrum().total());
            assertTrue(totals.crossingsPerSecond() > 0);
            long half = totals.latency(LatencyStage.END_TO_END).nanosAt(50);
            assertTrue(half > 0 && half <= totals.latency(LatencyStage.END_TO_END).maxNanos());
        }
    }

    @Test
    void badOptionsAreNamed() {
        PipelineOptions options = PipelineOptions.unpaced(1);
        assertMessage("workers: expected 1 to 256, got 0", () -> options.withWorkers(0));
        assertMessage(
                "ring: expected a power of two from 64 to 1048576 blocks, got 100",
                () -> options.withRingBlocks(100));
        assertMessage("orbits: expected 1 or more, got 0", () -> PipelineOptions.unpaced(0));
        assertMessage("warm-up: expected 0 ns or more, got -1", () -> options.withWarmUp(-1));
        ScorerSchedule schedule = ScorerSchedule.of(() -> TestStreams.scorer(0));
        assertMessage(
                "scorer schedule: expected an orbit above 0, got 0",
                () -> schedule.then(0, () -> TestStreams.scorer(0)));
    }

    private static void assertMessage(
            String message, org.junit.jupiter.api.function.Executable action) {
        assertEquals(message, assertThrows(IllegalArgumentException.class, action).getMessage());
    }
}
