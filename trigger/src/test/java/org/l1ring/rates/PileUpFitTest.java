package org.l1ring.rates;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

/** The fit of rates against pile-up. */
final class PileUpFitTest {
    private static final double A = 0.1208;
    private static final double B = 0.00123;

    private static PileUpFit.Point point(double mu, double rate, double error) {
        return new PileUpFit.Point(mu, new Measured(rate, error));
    }

    @Test
    void exactRatesGiveTheirTerms() {
        List<PileUpFit.Point> points = new ArrayList<>();
        for (double mu : List.of(20.0, 30.0, 45.0, 60.0)) {
            points.add(point(mu, A * mu + B * mu * mu, 0.01 * mu));
        }
        PileUpFit fit = PileUpFit.of(points);
        assertEquals(A, fit.a(), 1e-12);
        assertEquals(B, fit.b(), 1e-14);
        assertEquals(0, fit.chiSquare(), 1e-12);
        assertEquals(2, fit.freedom());
        assertEquals(A * 50 + B * 2500, fit.at(50).value(), 1e-12);
    }

    /** Terms of scattered rates scatter as their errors and their covariance say. */
    @Test
    void scatteredRatesGiveTermsWithinTheirErrors() {
        RandomGenerator random = new SplittableRandom(7);
        int samples = 2000;
        double squaresA = 0;
        double squaresB = 0;
        double product = 0;
        double chi = 0;
        double squaresRate = 0;
        PileUpFit fit = null;
        for (int sample = 0; sample < samples; sample++) {
            List<PileUpFit.Point> points = new ArrayList<>();
            for (double mu = 20; mu <= 60; mu += 10) {
                double error = 0.05 + 0.004 * mu;
                double rate = A * mu + B * mu * mu + error * random.nextGaussian();
                points.add(point(mu, rate, error));
            }
            fit = PileUpFit.of(points);
            squaresA += Math.pow(fit.a() - A, 2) / samples;
            squaresB += Math.pow(fit.b() - B, 2) / samples;
            product += (fit.a() - A) * (fit.b() - B) / samples;
            chi += fit.chiSquare() / samples;
            squaresRate += Math.pow(fit.at(80).value() - A * 80 - B * 6400, 2) / samples;
        }
        assertEquals(1, Math.sqrt(squaresA) / fit.aError(), 0.06);
        assertEquals(1, Math.sqrt(squaresB) / fit.bError(), 0.06);
        assertEquals(1, product / fit.covariance(), 0.1);
        assertEquals(3, chi, 0.25);
        assertEquals(1, Math.sqrt(squaresRate) / fit.at(80).error(), 0.06);
        assertTrue(fit.covariance() < 0);
    }

    @Test
    void oneMorePrecisePointWeighsMore() {
        List<PileUpFit.Point> points =
                List.of(point(10, 1, 1e-4), point(20, 4, 1e-4), point(30, 100, 10));
        assertEquals(0.01, PileUpFit.of(points).b(), 1e-4);
    }

    @Test
    void onePileUpIsNotEnough() {
        List<PileUpFit.Point> points = List.of(point(20, 3, 1), point(20, 4, 1));
        assertEquals(
                "pile-up fit: expected rates at two different pile-ups or more, got 2; give more",
                assertThrows(IllegalArgumentException.class, () -> PileUpFit.of(points))
                        .getMessage());
    }
}
