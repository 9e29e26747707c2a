package org.l1ring.feed.physics;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.l1ring.feed.lhc.FillingScheme;

/** Random numbers, tables and spectra do what their names say. */
class RandomAndSpectrumTest {
    private static final int DRAWS = 400_000;

    @Test
    void distributionsHaveTheirMoments() {
        CrossingRandom random = new CrossingRandom();
        random.begin(1, 2, 3);
        double[] sums = new double[6];
        for (int i = 0; i < DRAWS; i++) {
            double uniform = random.uniform();
            double gaussian = random.gaussian();
            sums[0] += uniform;
            sums[1] += random.exponential();
            sums[2] += gaussian;
            sums[3] += gaussian * gaussian;
            sums[4] += random.below(10);
            sums[5] += uniform > 0 && uniform < 1 ? 0 : 1;
        }
        assertEquals(0.5, sums[0] / DRAWS, 0.003);
        assertEquals(1, sums[1] / DRAWS, 0.008);
        assertEquals(0, sums[2] / DRAWS, 0.008);
        assertEquals(1, sums[3] / DRAWS, 0.008);
        assertEquals(4.5, sums[4] / DRAWS, 0.03);
        assertEquals(0, sums[5]);
    }

    @Test
    void streamsOfNeighboursDiffer() {
        CrossingRandom random = new CrossingRandom();
        random.begin(1, 2, 3);
        long first = random.bits();
        random.begin(1, 2, 4);
        assertNotEquals(first, random.bits());
        random.begin(1, 3, 3);
        assertNotEquals(first, random.bits());
        random.begin(2, 2, 3);
        assertNotEquals(first, random.bits());
        random.begin(1, 2, 3);
        assertEquals(first, random.bits());
    }

    @Test
    void tablesFollowTheFunctions() {
        for (int i = 1; i < 5000; i++) {
            double x = i * 0.0137;
            assertEquals(Math.log(x), Tables.logarithm(x), 2e-7);
            double turn = i / 5000.0;
            assertEquals(Math.cos(2 * Math.PI * turn), Tables.cosine(turn), 1e-6);
            assertEquals(Math.sin(2 * Math.PI * turn), Tables.sine(turn), 1e-6);
            assertEquals(turn, Tables.turn(Tables.cosine(turn), Tables.sine(turn)), 1e-6);
        }
        assertEquals(0, Tables.turn(0, 0));
    }

    @Test
    void spectrumGoesThroughItsPointsAndFalls() {
        Spectrum spectrum = new Spectrum(5, 2, 20, 0.3, 60, 1e-3, 200, 1e-6);
        assertEquals(5, spectrum.pt(2), 0.03);
        assertEquals(20, spectrum.pt(0.3), 0.1);
        assertEquals(60, spectrum.pt(1e-3), 0.3);
        assertEquals(200, spectrum.pt(1e-6), 1);
        assertEquals(0, spectrum.pt(2.01));
        double last = 0;
        for (double number = 2; number > 1e-12; number *= 0.97) {
            double pt = spectrum.pt(number);
            assertTrue(pt > last);
            last = pt;
        }
        assertTrue(Double.isFinite(spectrum.pt(1e-300)));
    }

    @Test
    void collisionsArePoissonAboutTheBunchMean() {
        for (double mean : new double[] {0.5, 8, 60, 200}) {
            PileUp pileUp = new PileUp(FillingScheme.parse("(0,1)"), 1, mean, 0, 1);
            CrossingRandom random = new CrossingRandom();
            random.begin(9, 9, 9);
            double sum = 0;
            double square = 0;
            for (int i = 0; i < DRAWS; i++) {
                double n = pileUp.draw(0, random.uniform());
                sum += n;
                square += n * n;
            }
            double average = sum / DRAWS;
            assertEquals(mean, average, 0.01 * mean);
            assertEquals(mean, square / DRAWS - average * average, 0.02 * mean);
        }
        assertEquals(0, new PileUp(FillingScheme.standard(), 1, 0, 0.1, 1).draw(69, 0.999999));
    }
}
