package org.l1ring.decision;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.decision.DecisionSetup.Gap;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.frame.FrameLayout;

/** Masks, prescales, counters and dead time decide as the Global Trigger does. */
class FinalDecisionTest {
    private static final double CANDIDATES = 400_000;
    private static final double LHC_KHZ = 40_078.97;

    /** One algorithm that fires in collisions at random, so many thousand times a second. */
    private static FinalDecision bernoulli(double kiloHertz, List<DeadTime> deadTimes) {
        FillingScheme scheme = FillingScheme.standard();
        int bunches = scheme.collisions();
        double probability = kiloHertz / (LHC_KHZ * bunches / FrameLayout.ORBIT_CROSSINGS);
        DecisionSetup all = DecisionSetup.of(List.of(1.0));
        FinalDecision decision =
                new FinalDecision(
                        new DecisionSetup(
                                all.prescales(),
                                all.finor(),
                                all.veto(),
                                all.masks(),
                                all.calibration(),
                                deadTimes));
        SplittableRandom random = new SplittableRandom(1);
        long[] fires = {1};
        for (long orbit = 0; decision.candidates() < CANDIDATES; orbit++) {
            for (int bx = 0; bx < FrameLayout.ORBIT_CROSSINGS; bx++) {
                if (scheme.collides(bx) && random.nextDouble() < probability) {
                    decision.decide(orbit, bx, fires);
                }
            }
        }
        return decision;
    }

    /**
     * The rates and dead times are those of domain.md 1.6; errors are three standard deviations.
     */
    @ParameterizedTest
    @CsvSource({
        "50, 0.39",
        "100, 1.13",
        "110, 1.32",
        "150, 2.42",
        "300, 9.8",
        "500, 23.3",
        "750, 38.1"
    })
    void deadTimeOfTheTriggerRules(double kiloHertz, double percent) {
        double got = 100 * bernoulli(kiloHertz, DecisionSetup.RULES).deadTime();
        // both sides are samples of 4e5, and the table has two or three digits
        double sigma = 100 * Math.sqrt(2 * percent / 100 * (1 - percent / 100) / CANDIDATES);
        double digits = percent < 9 ? 0.005 : 0.05;
        assertEquals(percent, got, 3 * sigma + digits);
    }

    @Test
    void lossesAreCountedByCause() {
        FinalDecision decision = bernoulli(100, DecisionSetup.RULES);
        Map<String, Long> lost = decision.lost();
        assertEquals(
                List.of("1 in 3", "2 in 25", "3 in 100", "4 in 240"), List.copyOf(lost.keySet()));
        double[] percent = {0.62, 0.15, 0.15, 0.20};
        int i = 0;
        for (long count : lost.values()) {
            double sigma = 100 * Math.sqrt(2 * percent[i] / 100 / CANDIDATES);
            assertEquals(percent[i++], 100 * count / CANDIDATES, 3 * sigma + 0.005);
        }
        long sum = lost.values().stream().mapToLong(Long::longValue).sum();
        assertEquals(decision.candidates(), decision.accepts() + sum);
    }

    @Test
    void simpleAndComplexDeadTime() {
        FinalDecision decision =
                new FinalDecision(
                        new DecisionSetup(
                                List.of(1.0),
                                List.of(true),
                                List.of(false),
                                CrossingMasks.ALL,
                                Gap.NONE,
                                List.of(new SimpleDeadTime(4), new LeakyBucket(2, 100))));
        long[] fires = {1};
        assertTrue(decision.decide(0, 10, fires));
        assertFalse(decision.decide(0, 14, fires));
        assertTrue(decision.decide(0, 15, fires));
        assertFalse(decision.decide(0, 20, fires));
        assertFalse(decision.decide(0, 109, fires));
        assertTrue(decision.decide(0, 110, fires));
        assertFalse(decision.decide(0, 209, fires));
        assertTrue(decision.decide(0, 210, fires));
        assertEquals(Map.of("simple 4", 1L, "complex 2/100", 3L), decision.lost());
    }

    @Test
    void prescalersKeepTheirPart() {
        SplittableRandom random = new SplittableRandom(2);
        for (int i = 0; i < 1000; i++) {
            long hundredths = 100 + random.nextLong(1L << (1 + random.nextInt(31)));
            FractionalPrescaler prescaler = new FractionalPrescaler(hundredths / 100.0);
            int candidates = random.nextInt(20_000);
            long kept = 0;
            for (int n = 0; n < candidates; n++) {
                kept += prescaler.keeps() ? 1 : 0;
            }
            assertEquals(100L * candidates / hundredths, kept, "prescale " + hundredths / 100.0);
        }
    }

    @Test
    void prescalesOutOfRangeAreRefused() {
        for (double wrong : new double[] {-1, 0.5, 42_949_673, Double.NaN}) {
            IllegalArgumentException failure =
                    assertThrows(
                            IllegalArgumentException.class, () -> new FractionalPrescaler(wrong));
            assertEquals(
                    "prescale: expected 0, or 1 to 42949672.00, got " + wrong,
                    failure.getMessage());
        }
        assertFalse(new FractionalPrescaler(0).keeps());
    }

    @Test
    void countersSaturateAndBeginAnewWithALuminositySection() {
        RateCounters counters = new RateCounters(1);
        for (long i = 0; i < 5; i++) {
            counters.count(0);
        }
        counters.latch();
        assertEquals(5, counters.latched(0));
        assertEquals(0, counters.running(0));

        FinalDecision decision = new FinalDecision(DecisionSetup.of(List.of(1.0, 2.0)));
        for (int bx = 0; bx < 300; bx += 3) {
            decision.decide(0, bx, new long[] {3});
        }
        decision.prescale(List.of(1.0, 4.0));
        decision.orbit(1);
        assertEquals(0, decision.beforePrescale().latched(1));
        decision.orbit(FinalDecision.SECTION_ORBITS);
        assertEquals(100, decision.beforePrescale().latched(1));
        assertEquals(50, decision.afterPrescale().latched(1));
        assertEquals(0, decision.beforePrescale().running(1));
        for (int bx = 0; bx < 300; bx += 3) {
            decision.decide(FinalDecision.SECTION_ORBITS, bx, new long[] {2});
        }
        assertEquals(25, decision.afterPrescale().running(1));
        assertEquals(
                decision.accepts(),
                decision.afterDeadTime().latched(0) + decision.afterDeadTime().running(1));
    }

    @Test
    void masksGapAndVeto() {
        BitSet third = new BitSet();
        third.set(3);
        DecisionSetup setup =
                new DecisionSetup(
                        Collections.nCopies(70, 1.0),
                        Collections.nCopies(70, true),
                        IntStream.range(0, 70).mapToObj(i -> i == 69).toList(),
                        CrossingMasks.ALL.hiding(65, third),
                        new Gap(100, 10),
                        List.of());
        FinalDecision decision = new FinalDecision(setup);
        long[] fires = {0, 2};
        assertFalse(decision.decide(0, 3, fires));
        assertEquals(0, decision.before(1));
        assertTrue(decision.decide(0, 4, fires));
        assertEquals(2, decision.after(1));
        assertFalse(decision.decide(0, 100, fires));
        assertFalse(decision.decide(0, 109, fires));
        assertTrue(decision.decide(0, 110, fires));
        assertFalse(decision.decide(0, 111, new long[] {0, 2 | 1L << 5}));
        assertEquals(1, decision.vetoedByAlgorithms());
        assertEquals(2, decision.accepts());
    }
}
