package org.l1ring.bench.results;

/**
 * A cost that grows in proportion: {@code fixed + perUnit * x}, fitted to relative deviations.
 *
 * @param fixed cost at nothing
 * @param perUnit cost of each unit more
 */
public record CostModel(double fixed, double perUnit) {

    /**
     * The line with the least sum of squared relative deviations; neither part is below zero.
     *
     * @param x [points] sizes
     * @param y [points] costs, above 0
     * @throws IllegalArgumentException for fewer than two different sizes
     */
    public static CostModel fit(double[] x, double[] y) {
        double w = 0;
        double wx = 0;
        double wxx = 0;
        double wy = 0;
        double wxy = 0;
        for (int i = 0; i < x.length; i++) {
            double weight = 1 / (y[i] * y[i]);
            w += weight;
            wx += weight * x[i];
            wxx += weight * x[i] * x[i];
            wy += weight * y[i];
            wxy += weight * x[i] * y[i];
        }
        double determinant = w * wxx - wx * wx;
        if (x.length < 2 || !(determinant > 1e-12 * w * wxx)) {
            throw new IllegalArgumentException("cost model: expected two sizes or more");
        }
        double perUnit = (w * wxy - wx * wy) / determinant;
        double fixed = (wy - perUnit * wx) / w;
        if (fixed < 0) {
            return new CostModel(0, wxy / wxx);
        }
        return perUnit < 0 ? new CostModel(wy / w, 0) : new CostModel(fixed, perUnit);
    }

    /** The cost of a size. */
    public double at(double x) {
        return fixed + perUnit * x;
    }
}
