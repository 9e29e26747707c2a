package org.l1ring.model;

import java.util.Arrays;
import org.l1ring.fixed.FixedType;

/**
 * Constants of a layer: weights, biases, scales, tables; row-major raw integers of one type, and
 * maybe the real numbers behind them.
 */
public final class ConstantArray {
    private final FixedType type;
    private final int[] shape;
    private final long[] raw;
    private final double[] real;

    /**
     * An array of constants.
     *
     * @param type type of every element
     * @param shape sizes, outermost first
     * @param raw product of shape values, row-major
     */
    public ConstantArray(FixedType type, int[] shape, long[] raw) {
        this(type, shape, raw, new double[0]);
    }

    /**
     * An array of constants that were real numbers before they got a type.
     *
     * @param type type of every element
     * @param shape sizes, outermost first
     * @param raw product of shape values, row-major
     * @param real the numbers themselves, as many; or none
     */
    public ConstantArray(FixedType type, int[] shape, long[] raw, double[] real) {
        long size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        if (size != raw.length) {
            throw new IllegalArgumentException(
                    "constants: shape %s holds %d values, got %d"
                            .formatted(Arrays.toString(shape), size, raw.length));
        }
        this.type = type;
        this.shape = shape.clone();
        if (real.length != 0 && real.length != raw.length) {
            throw new IllegalArgumentException(
                    "constants: expected %d real values or none, got %d"
                            .formatted(raw.length, real.length));
        }
        this.raw = raw.clone();
        this.real = real.clone();
    }

    /** Type of every element. */
    public FixedType type() {
        return type;
    }

    /** Sizes, outermost first. */
    public int[] shape() {
        return shape.clone();
    }

    /** Number of values. */
    public int size() {
        return raw.length;
    }

    /** Raw value at a flat, row-major index. */
    public long raw(int index) {
        return raw[index];
    }

    /** Whether the real numbers behind the raw values are known. */
    public boolean hasReal() {
        return real.length != 0;
    }

    /** The real number at a flat, row-major index; without one, the value of the raw integer. */
    public double real(int index) {
        return real.length == 0 ? type.toReal(raw[index]) : real[index];
    }

    /** Fraction bits of the raw values. */
    public int fraction() {
        return type.fraction();
    }
}
