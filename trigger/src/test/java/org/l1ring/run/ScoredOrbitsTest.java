package org.l1ring.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.physics.Signal;
import org.l1ring.report.SignalSample;
import org.l1ring.source.SimulatedSource;

/** Thresholds and efficiencies of the built-in model. */
@Timeout(120)
final class ScoredOrbitsTest {
    private static final StreamModel MODEL = StreamModel.onObjects(ModelSelection.builtIn(), "");

    private static long threshold(double rateKhz, long seed) {
        FeedOptions feed = FeedOptions.standard().withSeed(seed);
        return ScoredOrbits.threshold(MODEL, new SimulatedSource(feed), 200, rateKhz);
    }

    @Test
    void builtInThresholdIsThatOfItsRate() {
        assertEquals(MODEL.model().threshold().orElseThrow().raw(), threshold(100, 1));
    }

    @Test
    void anotherSeedAgreesWithinItsStatistics() {
        double own = MODEL.model().threshold().orElseThrow().raw();
        assertEquals(1, threshold(100, 7) / own, 0.05);
    }

    @Test
    void lowerRatesNeedHigherThresholds() {
        long loose = threshold(500, 1);
        long medium = threshold(100, 1);
        long tight = threshold(10, 1);
        assertTrue(loose < medium && medium < tight, loose + " " + medium + " " + tight);
        assertTrue(threshold(1e5, 1) < loose);
    }

    @Test
    void blackHolesPassAndSoftSignalsHardlyDo() {
        long threshold = MODEL.model().threshold().orElseThrow().raw();
        FeedOptions zeroBias = FeedOptions.standard();
        SignalSample holes = ScoredOrbits.signal(MODEL, threshold, zeroBias, Signal.BLACK_HOLE, 1);
        SignalSample soft = ScoredOrbits.signal(MODEL, threshold, zeroBias, Signal.H_AA_4B, 1);
        assertEquals(2748, holes.crossings());
        assertTrue(holes.efficiency() > 0.99);
        assertTrue(soft.efficiency() < 0.3 && soft.efficiency() > 0.01);
    }
}
