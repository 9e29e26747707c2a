package org.l1ring.feed.physics;

/**
 * Elementary functions by tables and straight lines, fast and the same on every machine; the tables
 * are built with {@link StrictMath}.
 */
final class Tables {
    private static final int LOG_BITS = 10;
    private static final double[] LOG_MANTISSA = new double[(1 << LOG_BITS) + 1];
    private static final double LN2 = StrictMath.log(2);
    private static final double[] CIRCLE = new double[4097];
    private static final double[] ARC = new double[2050];

    static {
        for (int i = 0; i < LOG_MANTISSA.length; i++) {
            LOG_MANTISSA[i] = StrictMath.log(1 + (double) i / (1 << LOG_BITS));
        }
        for (int i = 0; i < CIRCLE.length; i++) {
            CIRCLE[i] = StrictMath.cos(2 * StrictMath.PI * i / (CIRCLE.length - 1));
        }
        for (int i = 0; i < ARC.length; i++) {
            ARC[i] = StrictMath.atan((double) i / (ARC.length - 2)) / (2 * StrictMath.PI);
        }
    }

    private Tables() {}

    /** Natural logarithm of a positive normal number, absolute error below 2e-7. */
    static double logarithm(double value) {
        long bits = Double.doubleToRawLongBits(value);
        int exponent = (int) (bits >>> 52) - 1023;
        int node = (int) (bits >>> (52 - LOG_BITS)) & ((1 << LOG_BITS) - 1);
        double part = (bits & ((1L << (52 - LOG_BITS)) - 1)) * (1.0 / (1L << (52 - LOG_BITS)));
        double low = LOG_MANTISSA[node];
        return exponent * LN2 + low + part * (LOG_MANTISSA[node + 1] - low);
    }

    /** Cosine of a turn in [0, 1), that is of 2 pi turn. */
    static double cosine(double turn) {
        double place = turn * (CIRCLE.length - 1);
        int node = (int) place;
        double low = CIRCLE[node];
        return low + (place - node) * (CIRCLE[node + 1] - low);
    }

    /** Sine of a turn in [0, 1). */
    static double sine(double turn) {
        return cosine(turn < 0.25 ? turn + 0.75 : turn - 0.25);
    }

    /** Direction of a vector in turns, 0 to below 1; 0 for the null vector. */
    static double turn(double x, double y) {
        double ax = Math.abs(x);
        double ay = Math.abs(y);
        double large = Math.max(ax, ay);
        if (!(large > 0)) {
            return 0;
        }
        double place = Math.min(ax, ay) / large * (ARC.length - 2);
        int node = (int) place;
        double octant = ARC[node] + (place - node) * (ARC[node + 1] - ARC[node]);
        double quadrant = ay > ax ? 0.25 - octant : octant;
        double half = x < 0 ? 0.5 - quadrant : quadrant;
        double turn = y < 0 ? 1 - half : half;
        return turn < 1 ? turn : 0;
    }
}
