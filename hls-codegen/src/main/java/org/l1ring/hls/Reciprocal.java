package org.l1ring.hls;

import java.math.BigInteger;

/**
 * A division toward zero as a multiplication: {@code a / n = a * factor / 2^shift}.
 *
 * <p>Source: Granlund and Montgomery, Division by invariant integers using multiplication, 1994.
 *
 * @param factor {@code ceil(2^shift / n)}
 * @param shift bits
 */
record Reciprocal(BigInteger factor, int shift) {
    /** The smallest that is exact for all magnitudes up to the one given. */
    static Reciprocal of(int count, BigInteger magnitude) {
        BigInteger n = BigInteger.valueOf(count);
        for (int k = 0; ; k++) {
            BigInteger power = BigInteger.ONE.shiftLeft(k);
            BigInteger factor = power.add(n).subtract(BigInteger.ONE).divide(n);
            BigInteger excess = factor.multiply(n).subtract(power);
            if (magnitude.multiply(excess).compareTo(power) < 0) {
                return new Reciprocal(factor, k);
            }
        }
    }
}
