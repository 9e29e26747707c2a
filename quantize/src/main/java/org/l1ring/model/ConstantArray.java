package org.l1ring.model;

import java.util.Arrays;
import org.l1ring.fixed.FixedType;

/** Constants of a layer: weights, biases, scales, tables; row-major raw integers of one type. */
public final class ConstantArray {
    private final FixedType type;
    private final int[] shape;
    private final long[] raw;

    /**
     * An array of constants.
     *
     * @param type type of every element
     * @param shape sizes, outermost first
     * @param raw product of shape values, row-major
     */
    public ConstantArray(FixedType type, int[] shape, long[] raw) {
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
        this.raw = raw.clone();
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

    /** Fraction bits of the raw values. */
    public int fraction() {
        return type.fraction();
    }
}
