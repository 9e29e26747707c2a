package org.l1ring.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.PatternMemory;
import org.l1ring.feed.physics.Signal;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TestStreams;
import org.l1ring.ring.TriggerPipeline;
import org.l1ring.sink.SignalSpectra;

@Timeout(60)
class SimulatedSourceTest {
    private static final FeedOptions OPTIONS =
            FeedOptions.standard().withSeed(4).withSignal(Signal.BLACK_HOLE, 0.1);

    @Test
    void patternMemoryHoldsTheFreshStreamsFirstOrbits() {
        try (PatternMemory memory = PatternMemory.generate(OPTIONS, 2, 1, (_, _) -> {});
                OrbitMemory fresh = OrbitMemory.record(new SimulatedSource(OPTIONS), 2)) {
            PatternSource pattern = PatternSource.of(memory);
            BlockFrames frames = new BlockFrames(MemorySegment.NULL, FrameLayout.OBJECTS);
            for (int orbit = 0; orbit < 4; orbit++) {
                for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
                    pattern.load(orbit, block, frames);
                    long bytes = FrameLayout.crossings(block) * 128L;
                    long from = fresh.blockOffset(orbit % 2, block);
                    assertEquals(
                            -1,
                            MemorySegment.mismatch(
                                    frames.segment(),
                                    frames.offset(),
                                    frames.offset() + bytes,
                                    fresh.segment(),
                                    from,
                                    from + bytes));
                }
            }
            assertEquals(
                    "simulated, pile-up 60.0, bunch spread 0.12, train head 1.0, black-hole in 0.1"
                            + " of the crossings, 2 orbits repeated",
                    pattern.description());
        }
    }

    @Test
    void signalScoresAreToldFromZeroBias() throws InterruptedException {
        SignalSpectra spectra = new SignalSpectra(1);
        ScorerSchedule sum = ScorerSchedule.of(() -> TestStreams.scorer(4000));
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        new SimulatedSource(OPTIONS),
                        sum,
                        List.of(spectra),
                        PipelineOptions.unpaced(2))) {
            run.await();
        }
        long zeroBias = spectra.spectrum(0).total();
        long signal = spectra.spectrum(Signal.BLACK_HOLE.number()).total();
        assertEquals(2 * 2748, zeroBias + signal);
        assertTrue(signal > 400 && signal < 700, "signals: " + signal);
        double efficiency =
                (double) spectra.spectrum(Signal.BLACK_HOLE.number()).countFrom(1000) / signal;
        assertTrue(efficiency > 0.9, "efficiency " + efficiency);
        assertTrue(spectra.spectrum(0).countFrom(1000) < 0.05 * zeroBias);
    }
}
