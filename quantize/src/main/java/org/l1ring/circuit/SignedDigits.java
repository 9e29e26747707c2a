package org.l1ring.circuit;

/**
 * Canonical signed digits of a coefficient: the unique sum of powers of two, each added or
 * subtracted, in which no two neighbouring powers occur. It is the shortest such sum.
 *
 * <p>Its powers are the bits in which three times the coefficient and the coefficient differ, by
 * the reasoning of Booth's recoding. Coefficients lie within +-2^62.
 */
public final class SignedDigits {
    private SignedDigits() {}

    /** The digit at {@code 2^level}: -1, 0 or 1. */
    public static int digit(long coefficient, int level) {
        return (int) (added(coefficient) >> level & 1)
                - (int) (subtracted(coefficient) >> level & 1);
    }

    /** Number of digits that are not zero. */
    public static int count(long coefficient) {
        return Long.bitCount(powers(coefficient));
    }

    /** Level of the highest digit, 0 for the coefficient 0. */
    public static int top(long coefficient) {
        return Math.max(0, 63 - Long.numberOfLeadingZeros(powers(coefficient)));
    }

    /** The powers that are added or subtracted, as bits. */
    public static long powers(long coefficient) {
        long half = coefficient >> 1;
        return (coefficient + half) ^ half;
    }

    /** The powers that are added, as bits. */
    public static long added(long coefficient) {
        long half = coefficient >> 1;
        return (coefficient + half) & ~half;
    }

    /** The powers that are subtracted, as bits. */
    public static long subtracted(long coefficient) {
        long half = coefficient >> 1;
        return half & ~(coefficient + half);
    }
}
