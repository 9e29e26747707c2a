package org.l1ring.importer.trees;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import org.l1ring.fixed.FixedType;

/**
 * A comparison of an exact input x with a real bound: {@code x < bound}, or {@code x <= bound}.
 *
 * <p>Libraries round x to a float or double before they compare. The rounding never changes an
 * order, so {@code round(x) <= p} holds up to the middle between p and its upper neighbour, the
 * middle itself included when halves go to p, whose last bit is then zero. Bounds hold that middle;
 * no bit of the threshold is lost.
 *
 * @param bound any size
 * @param inclusive whether the bound itself passes
 */
public record Cut(BigDecimal bound, boolean inclusive) {
    /** Beyond every value of every fixed-point type, and of floats and doubles. */
    private static final BigDecimal FAR = power(1100);

    private static final BigDecimal TWO = BigDecimal.valueOf(2);

    /** {@code (float) x < threshold}. */
    public static Cut less(float threshold) {
        return threshold == Float.NEGATIVE_INFINITY ? never() : atMost(Math.nextDown(threshold));
    }

    /** {@code (float) x <= threshold}. */
    public static Cut atMost(float threshold) {
        if (threshold == Float.POSITIVE_INFINITY) {
            return always();
        }
        boolean even = (Float.floatToRawIntBits(threshold) & 1) == 0;
        return new Cut(
                exact(threshold, Float.MAX_EXPONENT)
                        .add(exact(Math.nextUp(threshold), Float.MAX_EXPONENT))
                        .divide(TWO),
                even);
    }

    /** {@code (double) x < threshold}. */
    public static Cut less(double threshold) {
        return threshold == Double.NEGATIVE_INFINITY ? never() : atMost(Math.nextDown(threshold));
    }

    /** {@code (double) x <= threshold}. */
    public static Cut atMost(double threshold) {
        if (threshold == Double.POSITIVE_INFINITY) {
            return always();
        }
        boolean even = (Double.doubleToRawLongBits(threshold) & 1) == 0;
        return new Cut(
                exact(threshold, Double.MAX_EXPONENT)
                        .add(exact(Math.nextUp(threshold), Double.MAX_EXPONENT))
                        .divide(TWO),
                even);
    }

    /** A comparison with a fixed-point bound, without any rounding of x. */
    static Cut fixed(long raw, FixedType type, boolean inclusive) {
        BigDecimal unit = power(Math.abs(type.fraction()));
        BigDecimal value = BigDecimal.valueOf(raw);
        return new Cut(type.fraction() < 0 ? value.multiply(unit) : value.divide(unit), inclusive);
    }

    private static Cut always() {
        return new Cut(FAR, true);
    }

    private static Cut never() {
        return new Cut(FAR.negate(), false);
    }

    /** The value; an infinity is the power of two after the largest number, as rounding sees it. */
    private static BigDecimal exact(double value, int maximumExponent) {
        if (Double.isInfinite(value)) {
            BigDecimal end = power(maximumExponent + 1);
            return value > 0 ? end : end.negate();
        }
        return new BigDecimal(value);
    }

    /** All digits of a float. */
    static BigDecimal exact(float value) {
        return new BigDecimal(value);
    }

    private static BigDecimal power(int exponent) {
        return new BigDecimal(BigInteger.ONE.shiftLeft(exponent));
    }

    /** Whether no finite input can be on the other side. */
    boolean constant() {
        return bound.abs().compareTo(FAR) == 0;
    }

    /** The largest raw value of a grid that passes; any size, not held within the type. */
    BigInteger lastPassing(FixedType type) {
        BigDecimal unit = power(Math.abs(type.fraction()));
        BigDecimal scaled = type.fraction() < 0 ? bound.divide(unit) : bound.multiply(unit);
        return inclusive
                ? scaled.setScale(0, RoundingMode.FLOOR).toBigIntegerExact()
                : scaled.setScale(0, RoundingMode.CEILING)
                        .toBigIntegerExact()
                        .subtract(BigInteger.ONE);
    }
}
