package org.l1ring.rates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.BitSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.decision.CrossingMasks;
import org.l1ring.decision.DecisionSetup;

/** The definitions of rates on bits made by hand and by chance. */
final class ColumnCountsTest {
    private static final double TINY = 1e-12;

    private static DecisionSetup setup(
            List<Double> prescales, List<Boolean> finor, List<Boolean> veto) {
        return new DecisionSetup(
                prescales,
                finor,
                veto,
                CrossingMasks.ALL,
                DecisionSetup.Gap.NONE,
                DecisionSetup.RULES);
    }

    private static ColumnCounts count(DecisionSetup setup, long... crossings) {
        ColumnCounts counts = new ColumnCounts("column", setup);
        for (int bx = 0; bx < crossings.length; bx++) {
            counts.add(bx, crossings, bx);
        }
        return counts;
    }

    private static void assertCount(double value, double error, Measured actual) {
        assertEquals(value, actual.value(), TINY);
        assertEquals(error, actual.error(), TINY);
    }

    /** Trigger rules would veto neighbours: they do not act on rates. */
    @Test
    void totalPureAndProportionalOfHandMadeBits() {
        DecisionSetup setup = DecisionSetup.of(List.of(1.0, 1.0, 1.0, 0.0));
        ColumnCounts counts = count(setup, 0b001, 0b011, 0b111, 0b010, 0, 0b1000, 0b1100);
        assertEquals(7, counts.crossings());
        assertCount(3, Math.sqrt(3), counts.total(0));
        assertCount(3, Math.sqrt(3), counts.total(1));
        assertCount(2, Math.sqrt(2), counts.total(2));
        assertCount(2, Math.sqrt(2), counts.before(3));
        assertCount(0, 0, counts.total(3));
        assertCount(1, 1, counts.pure(0));
        assertCount(1, 1, counts.pure(1));
        assertCount(1, 1, counts.pure(2));
        double ninth = 1.0 / 9;
        assertCount(1 + 0.5 + 1.0 / 3, Math.sqrt(1 + 0.25 + ninth), counts.proportional(0));
        assertCount(1 + 0.5 + 1.0 / 3, Math.sqrt(1 + 0.25 + ninth), counts.proportional(1));
        assertCount(1 + 1.0 / 3, Math.sqrt(1 + ninth), counts.proportional(2));
        assertCount(5, Math.sqrt(5), counts.accepted());
    }

    @Test
    void whatIsOutsideTheFinalOrAcceptsNothingAndVetoesTakeCrossings() {
        DecisionSetup setup =
                setup(
                        List.of(1.0, 1.0, 1.0),
                        List.of(true, false, true),
                        List.of(false, false, true));
        ColumnCounts counts = count(setup, 0b001, 0b011, 0b010, 0b101, 0b100);
        assertCount(2, Math.sqrt(2), counts.accepted());
        assertEquals(2, counts.vetoed());
        assertCount(3, Math.sqrt(3), counts.total(0));
        assertCount(2, Math.sqrt(2), counts.total(1));
        assertCount(2, Math.sqrt(2), counts.pure(0));
        assertCount(0, 0, counts.pure(1));
        assertCount(0, 0, counts.proportional(1));
        assertCount(0, 0, counts.pure(2));
    }

    @Test
    void maskedCrossingsDoNotCount() {
        BitSet hidden = new BitSet();
        hidden.set(1);
        DecisionSetup all = DecisionSetup.of(List.of(1.0));
        DecisionSetup setup =
                new DecisionSetup(
                        all.prescales(),
                        all.finor(),
                        all.veto(),
                        CrossingMasks.ALL.hiding(0, hidden),
                        all.calibration(),
                        List.of());
        assertCount(2, Math.sqrt(2), count(setup, 1, 1, 1).before(0));
    }

    /** Of n crossings floor(n/p) are kept; over many samples they scatter as their errors say. */
    @ParameterizedTest(name = "prescale {0}")
    @ValueSource(doubles = {2, 2.5, 17, 100})
    void prescaledCountsScatterAsTheirErrorsSay(double prescale) {
        SplittableRandom random = new SplittableRandom(5);
        int samples = 400;
        double squares = 0;
        double errors = 0;
        for (int sample = 0; sample < samples; sample++) {
            ColumnCounts counts =
                    new ColumnCounts("column", DecisionSetup.of(List.of(prescale, 1.0)));
            int crossings = 20_000;
            for (int i = 0; i < crossings; i++) {
                long bit = random.nextInt(10) == 0 ? 1 : 0;
                counts.add(i % 3564, new long[] {bit}, 0);
            }
            double before = counts.before(0).value();
            assertEquals(Math.floor(before / prescale + 1e-9), counts.total(0).value());
            // Rounding down takes half a crossing on average.
            double distance = counts.total(0).value() + 0.5 - 0.1 * crossings / prescale;
            squares += distance * distance / samples;
            errors += counts.total(0).error() * counts.total(0).error() / samples;
        }
        assertEquals(1, squares / errors, 0.25);
    }

    /** Bits of which one in eight is set. */
    private static long rarely(SplittableRandom random) {
        long half = random.nextLong();
        long quarter = half & random.nextLong();
        return quarter & random.nextLong();
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3})
    void proportionalRatesAddUpToTheFinalOr(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        int algorithms = 100;
        List<Double> prescales =
                random.doubles(algorithms, 1, 5)
                        .map(value -> value > 4 ? 0 : value)
                        .boxed()
                        .toList();
        ColumnCounts counts = new ColumnCounts("column", DecisionSetup.of(prescales));
        OverlapCounts overlaps = new OverlapCounts(algorithms);
        long both = 0;
        for (int i = 0; i < 3000; i++) {
            long[] bits = {rarely(random), rarely(random) & ((1L << (algorithms - 64)) - 1)};
            counts.add(i % 3564, bits, 0);
            overlaps.add(counts);
            both += (bits[0] >> 7) & (bits[1] >> 13) & 1;
        }
        double sum = 0;
        double pure = 0;
        for (int i = 0; i < algorithms; i++) {
            sum += counts.proportional(i).value();
            pure += counts.pure(i).value();
            assertTrue(counts.proportional(i).value() <= counts.total(i).value() + TINY);
            assertTrue(counts.pure(i).value() <= counts.proportional(i).value() + TINY);
            assertEquals(counts.before(i).value(), (double) overlaps.together(i, i));
        }
        assertEquals(counts.accepted().value(), sum, 1e-6);
        assertTrue(pure < sum);
        assertEquals(both, overlaps.together(7, 77));
        assertEquals(both, overlaps.together(77, 7));
        assertEquals((double) both / counts.before(77).value(), overlaps.part(77, 7), TINY);
    }
}
