package org.l1ring.importer.onnx;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;
import org.l1ring.fixed.FixedType;

/** Signs of scaled values as comparisons on the values' own grid. */
final class Thresholds {
    private Thresholds() {}

    /**
     * A signal that is below zero where another one is: {@code a * x + b} has the sign of {@code x
     * - t} or {@code t - x} with a threshold t on the grid of x, whatever a and b.
     */
    static Signal sign(Signal x) {
        if (x.plain()) {
            return x;
        }
        double[] sign = new double[x.size()];
        double[] threshold = new double[x.size()];
        for (int i = 0; i < x.size(); i++) {
            boolean constant = x.place(i) < 0;
            FixedType type = x.source().types().get(Math.max(x.place(i), 0));
            double a = constant ? 0 : x.scale(i);
            sign[i] = Math.signum(a);
            threshold[i] = threshold(a, x.bias(i), type);
        }
        return x.bare()
                .times(new Tensor(x.shape(), sign, false), new Tensor(x.shape(), threshold, false));
    }

    /** What is added to x, or to -x, so that the sum is below zero where {@code a * x + b} is. */
    private static double threshold(double a, double b, FixedType type) {
        int fraction = type.fraction();
        if (!Double.isFinite(a) || !Double.isFinite(b)) {
            throw new IllegalArgumentException("expected finite constants before a sign");
        }
        if (a == 0) {
            return b >= 0 ? 0 : -1;
        }
        BigDecimal grid =
                fraction >= 0
                        ? BigDecimal.TWO.pow(fraction)
                        : BigDecimal.ONE.divide(BigDecimal.TWO.pow(-fraction));
        // For a > 0: x >= -b / a; for a < 0: -x >= -b / |a|; each as a border on the grid.
        BigDecimal border =
                new BigDecimal(b)
                        .negate()
                        .multiply(grid)
                        .divide(
                                new BigDecimal(Math.abs(a)),
                                new MathContext(60, RoundingMode.CEILING));
        // A border beyond all values of the type is as good as one just beyond them.
        BigDecimal beyond = BigDecimal.TWO.pow(type.width() + 1);
        double steps =
                border.setScale(0, RoundingMode.CEILING)
                        .max(beyond.negate())
                        .min(beyond)
                        .doubleValue();
        return -Math.scalb(steps, -fraction);
    }
}
