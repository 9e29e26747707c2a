package org.l1ring.kernel;

/**
 * A {@link Fit} of whole numbers kept as floats.
 *
 * <p>Adding {@link #MAGIC} to a float of at most {@link #LARGEST} rounds it to the nearest whole
 * number, halves to even, and leaves that number in the low bits of the sum; bounds are applied to
 * the sum. The other roundings first add a constant that makes halves impossible.
 */
final class FloatFit {
    /** Sums stay below this magnitude: two bits less than the 24 that a float holds. */
    static final long LARGEST = 1L << 22;

    /** 1.5 * 2^23: floats around it are the whole numbers. */
    static final float MAGIC = 0x1.8p23f;

    private FloatFit() {}

    /** Whether a fit of a float sum can be done without leaving floats. */
    static boolean possible(Fit fit) {
        boolean rounding = fit.rounding() != Fit.Rounding.SIGN && fit.shift() <= 22;
        boolean bounded = fit.atLeast() == Long.MIN_VALUE || Math.abs(fit.atLeast()) < LARGEST;
        boolean moved = fit.offset() == 0 || (fit.shift() > 0 && Math.abs(fit.offset()) < LARGEST);
        boolean fits =
                switch (fit.kind()) {
                    case NONE, CLAMP -> true;
                    case EXTEND -> fit.low() >= 64 - 22;
                    case MASK -> fit.high() < LARGEST;
                    case ZERO -> false;
                };
        return rounding && bounded && moved && fits;
    }

    /** Whether the result of a fit is a float again; otherwise it is an integer of 32 bits. */
    static boolean staysFloat(Fit fit) {
        return fit.kind() == Fit.Kind.NONE || fit.kind() == Fit.Kind.CLAMP;
    }

    /** What the argument is multiplied by before it is rounded. */
    static float scale(Fit fit) {
        return Math.scalb(1f, -fit.shift());
    }

    /** Whether the rounding is that of the addition of {@link #MAGIC} itself. */
    static boolean nearest(Fit fit) {
        return fit.rounding() == Fit.Rounding.EVEN || fit.shift() == 0;
    }

    /** What is added to the scaled argument, {@link #MAGIC} apart, so that it rounds as wanted. */
    static float constant(Fit fit) {
        double moved = nearest(fit) ? fit.offset() : fit.offset() + fit.add() - half(fit) + 0.5;
        return (float) (moved / (1L << fit.shift()));
    }

    private static double half(Fit fit) {
        return (1L << fit.shift()) / 2.0;
    }

    /** Smallest result, {@link Long#MIN_VALUE} where there is no bound. */
    static long low(Fit fit) {
        long low = fit.kind() == Fit.Kind.CLAMP ? fit.low() : Long.MIN_VALUE;
        if (fit.atLeast() != Long.MIN_VALUE) {
            low = Math.max(low, rounded(fit, fit.atLeast()));
        }
        return low == Long.MIN_VALUE ? low : Math.max(low, -LARGEST);
    }

    /** Largest result, {@link Long#MAX_VALUE} where there is no bound. */
    static long high(Fit fit) {
        return fit.kind() == Fit.Kind.CLAMP ? Math.min(fit.high(), LARGEST - 1) : Long.MAX_VALUE;
    }

    /** Bits of the sum of {@link #MAGIC} and a whole number. */
    static int bits(long whole) {
        return Float.floatToRawIntBits(MAGIC + (float) whole);
    }

    private static long rounded(Fit fit, long v) {
        long even = fit.rounding() == Fit.Rounding.EVEN ? v >> fit.shift() & 1 : 0;
        return (v + fit.add() + even) >> fit.shift();
    }
}
