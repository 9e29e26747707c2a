package org.l1ring.feed.physics;

/**
 * An integral spectrum: the expected number N(pT) of objects above pT in one crossing, monotone
 * cubic in (log pT, log N) through given points and straight beyond them; inverted by a table.
 *
 * <p>Objects of a crossing in falling order are N^-1 of the arrival times of a unit Poisson
 * process, so P(leading above pT) = 1 - exp(-N(pT)). Interpolation after Fritsch and Carlson, SIAM
 * J. Numer. Anal. 17 (1980) 238.
 */
final class Spectrum {
    private static final int NODE_BITS = 5;
    private static final int SHIFT = 52 - NODE_BITS;
    private static final int LOWEST_EXPONENT = -44;
    private static final int HIGHEST_EXPONENT = 5;
    private static final long BASE = (long) (1023 + LOWEST_EXPONENT) << NODE_BITS;
    private static final double PART = 1.0 / (1L << SHIFT);

    private final double[] pt;
    private final double smallest = Math.scalb(1.0, LOWEST_EXPONENT);
    private final double largest;

    /**
     * @param points pairs (pT in GeV, objects above it in a crossing), pT rising, numbers falling
     */
    Spectrum(double... points) {
        int count = points.length / 2;
        double[] x = new double[count];
        double[] y = new double[count];
        for (int i = 0; i < count; i++) {
            // Inverse function: x = -log N rises with y = log pT.
            x[i] = -StrictMath.log(points[2 * i + 1]);
            y[i] = StrictMath.log(points[2 * i]);
            if (i > 0 && (x[i] <= x[i - 1] || y[i] <= y[i - 1])) {
                throw new IllegalStateException("spectrum: points must be strictly monotone");
            }
        }
        double[] slope = slopes(x, y);
        largest = points[1];
        pt = new double[((HIGHEST_EXPONENT - LOWEST_EXPONENT) << NODE_BITS) + 2];
        for (int i = 0; i < pt.length; i++) {
            double number = Double.longBitsToDouble((BASE + i) << SHIFT);
            pt[i] = StrictMath.exp(value(x, y, slope, -StrictMath.log(number)));
        }
    }

    /** Objects above the spectrum's lowest pT in a crossing. */
    double total() {
        return largest;
    }

    /**
     * pT above which the spectrum expects a number of objects.
     *
     * @param number objects in a crossing, positive
     * @return pT in GeV, 0 when the number is beyond the spectrum's end
     */
    double pt(double number) {
        if (number > largest) {
            return 0;
        }
        long bits = Double.doubleToRawLongBits(Math.max(number, smallest));
        int node = (int) ((bits >>> SHIFT) - BASE);
        double part = (bits & ((1L << SHIFT) - 1)) * PART;
        return pt[node] + part * (pt[node + 1] - pt[node]);
    }

    private static double[] slopes(double[] x, double[] y) {
        int last = x.length - 1;
        double[] secant = new double[last];
        for (int i = 0; i < last; i++) {
            secant[i] = (y[i + 1] - y[i]) / (x[i + 1] - x[i]);
        }
        double[] slope = new double[last + 1];
        slope[0] = secant[0];
        slope[last] = secant[last - 1];
        for (int i = 1; i < last; i++) {
            // The harmonic mean keeps every piece monotone.
            slope[i] = 2 * secant[i - 1] * secant[i] / (secant[i - 1] + secant[i]);
        }
        return slope;
    }

    private static double value(double[] x, double[] y, double[] slope, double at) {
        int last = x.length - 1;
        if (at <= x[0]) {
            return y[0] + slope[0] * (at - x[0]);
        }
        if (at >= x[last]) {
            return y[last] + slope[last] * (at - x[last]);
        }
        int i = 0;
        while (at > x[i + 1]) {
            i++;
        }
        double width = x[i + 1] - x[i];
        double t = (at - x[i]) / width;
        double s = 1 - t;
        return y[i] * s * s * (1 + 2 * t)
                + y[i + 1] * t * t * (3 - 2 * t)
                + width * s * t * (slope[i] * s - slope[i + 1] * t);
    }
}
