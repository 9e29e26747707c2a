package org.l1ring.importer.onnx;

import java.util.Arrays;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;

/** Types for the constants of a graph. */
final class Constants {
    /** Constants that need no more bits than this keep them all. */
    static final int MAX_EXACT_BITS = 24;

    private static final int MANTISSA_BITS = 52;
    private static final int FURTHEST_BIT = 256;

    private Constants() {}

    /**
     * The constants in the narrowest type that holds them exactly, or rounded to a width if that
     * takes more than {@link #MAX_EXACT_BITS} bits; then the real numbers are kept beside.
     *
     * @param width bits for those that are rounded
     */
    static ConstantArray typed(double[] values, int[] shape, int width) {
        for (double value : values) {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException(
                        "expected finite constants, got " + value + "; the file may be damaged");
            }
        }
        boolean signed = Arrays.stream(values).anyMatch(value -> value < 0);
        int lowest = Integer.MAX_VALUE;
        int highest = -FURTHEST_BIT;
        for (double value : values) {
            if (value != 0) {
                lowest = Math.min(lowest, lowestBit(value));
                highest = Math.max(highest, Math.getExponent(value));
            }
        }
        if (lowest == Integer.MAX_VALUE) {
            return new ConstantArray(FixedType.unsigned(1, 1), shape, new long[values.length]);
        }
        int sign = signed ? 1 : 0;
        int bits = highest - lowest + 1 + sign;
        boolean exact = bits <= MAX_EXACT_BITS && Math.abs(lowest) < FURTHEST_BIT;
        if (!exact && Math.abs(highest) >= FURTHEST_BIT) {
            throw new IllegalArgumentException(
                    "expected constants within 2^-256 to 2^256, got larger or smaller ones");
        }
        FixedType type =
                exact
                        ? new FixedType(
                                signed,
                                bits,
                                highest + 1 + sign,
                                Quantization.TRN,
                                Overflow.WRAP,
                                0)
                        : new FixedType(
                                signed,
                                width,
                                highest + 1 + sign,
                                Quantization.RND_CONV,
                                Overflow.SAT,
                                0);
        long[] raw = Arrays.stream(values).mapToLong(type::fromReal).toArray();
        return exact
                ? new ConstantArray(type, shape, raw)
                : new ConstantArray(type, shape, raw, values);
    }

    /** Whether constants keep all their bits in a type. */
    static boolean exact(double[] values) {
        int lowest = Integer.MAX_VALUE;
        int highest = -FURTHEST_BIT;
        boolean signed = false;
        for (double value : values) {
            if (!Double.isFinite(value)) {
                return false;
            }
            if (value != 0) {
                lowest = Math.min(lowest, lowestBit(value));
                highest = Math.max(highest, Math.getExponent(value));
            }
            signed |= value < 0;
        }
        return lowest == Integer.MAX_VALUE
                || (highest - lowest + (signed ? 2 : 1) <= MAX_EXACT_BITS
                        && Math.abs(lowest) < FURTHEST_BIT);
    }

    /** The exponent of the lowest bit that is one. */
    private static int lowestBit(double value) {
        int exponent = Math.max(Math.getExponent(value), Double.MIN_EXPONENT);
        long mantissa = (long) Math.scalb(Math.abs(value), MANTISSA_BITS - exponent);
        return exponent - MANTISSA_BITS + Long.numberOfTrailingZeros(mantissa);
    }

    /**
     * The exponent of a power of two.
     *
     * @return the exponent, or {@link Integer#MIN_VALUE} for any other number
     */
    static int exponent(double value) {
        boolean power = value > 0 && Math.scalb(1.0, Math.getExponent(value)) == value;
        return power ? Math.getExponent(value) : Integer.MIN_VALUE;
    }
}
