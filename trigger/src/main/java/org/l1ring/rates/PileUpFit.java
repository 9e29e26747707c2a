package org.l1ring.rates;

import java.util.List;

/**
 * The rate of an algorithm as {@code a mu + b mu^2} of the pile-up: real objects of single
 * collisions and what overlapping collisions make together.
 *
 * @param a in kHz
 * @param aError standard deviation of a
 * @param b in kHz
 * @param bError standard deviation of b
 * @param covariance of a and b
 * @param chiSquare sum of the squared distances in units of the errors
 * @param freedom points less 2
 */
public record PileUpFit(
        double a,
        double aError,
        double b,
        double bError,
        double covariance,
        double chiSquare,
        int freedom) {

    /**
     * A rate at one pile-up.
     *
     * @param pileUp mean number of collisions, above 0
     * @param rate in kHz; its error is above 0
     */
    public record Point(double pileUp, Measured rate) {}

    /**
     * The weighted least-squares fit, which is exact for two points.
     *
     * @param points two or more, of at least two different pile-ups
     * @throws IllegalArgumentException when they do not fix both terms
     */
    public static PileUpFit of(List<Point> points) {
        double s2 = 0;
        double s3 = 0;
        double s4 = 0;
        double r1 = 0;
        double r2 = 0;
        for (Point point : points) {
            double mu = point.pileUp();
            double weight = 1 / (point.rate().error() * point.rate().error());
            s2 += weight * mu * mu;
            s3 += weight * mu * mu * mu;
            s4 += weight * mu * mu * mu * mu;
            r1 += weight * mu * point.rate().value();
            r2 += weight * mu * mu * point.rate().value();
        }
        double determinant = s2 * s4 - s3 * s3;
        if (!(determinant > 1e-12 * s2 * s4)) {
            throw new IllegalArgumentException(
                    "pile-up fit: expected rates at two different pile-ups or more, got %d; give more"
                            .formatted(points.size()));
        }
        double a = (s4 * r1 - s3 * r2) / determinant;
        double b = (s2 * r2 - s3 * r1) / determinant;
        double chiSquare = 0;
        for (Point point : points) {
            double mu = point.pileUp();
            double distance = (point.rate().value() - a * mu - b * mu * mu) / point.rate().error();
            chiSquare += distance * distance;
        }
        return new PileUpFit(
                a,
                Math.sqrt(s4 / determinant),
                b,
                Math.sqrt(s2 / determinant),
                -s3 / determinant,
                points.size() == 2 ? 0 : chiSquare,
                points.size() - 2);
    }

    /** The fitted rate at a pile-up with its error, in kHz. */
    public Measured at(double pileUp) {
        double square = pileUp * pileUp;
        double variance =
                square * aError * aError
                        + square * square * bError * bError
                        + 2 * square * pileUp * covariance;
        return new Measured(a * pileUp + b * square, Math.sqrt(Math.max(0, variance)));
    }
}
