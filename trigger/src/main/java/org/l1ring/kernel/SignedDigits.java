package org.l1ring.kernel;

/**
 * Canonical signed digits of a coefficient: the unique sum of powers of two, each added or
 * subtracted, in which no two neighbouring powers occur. It is the shortest such sum.
 */
final class SignedDigits {
    private SignedDigits() {}

    /** The digit at {@code 2^level}: -1, 0 or 1. */
    static int digit(long coefficient, int level) {
        long added = added(coefficient);
        long subtracted = added - coefficient;
        return (int) (added >> level & 1) - (int) (subtracted >> level & 1);
    }

    /** Number of digits that are not zero. */
    static int count(long coefficient) {
        long added = added(coefficient);
        return Long.bitCount(added) + Long.bitCount(added - coefficient);
    }

    /** Level of the highest digit, 0 for the coefficient 0. */
    static int top(long coefficient) {
        long added = added(coefficient);
        return Math.max(0, 63 - Long.numberOfLeadingZeros(added | (added - coefficient)));
    }

    /**
     * The sum of the powers that are added: those bits of 3c, halved, that c has not; the same
     * reasoning as for Booth's recoding.
     */
    private static long added(long coefficient) {
        long half = coefficient >> 1;
        long sum = coefficient + half;
        return sum & ~half;
    }
}
