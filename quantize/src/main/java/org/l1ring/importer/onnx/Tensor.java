package org.l1ring.importer.onnx;

import java.util.Arrays;

/** Numbers of a graph, row-major; those of every ONNX type are held as doubles. */
final class Tensor {
    /** Most elements that a tensor may have. */
    static final int MAX_ELEMENTS = 1 << 22;

    private final int[] shape;
    private final double[] values;
    private final Numbers numbers;

    /**
     * A tensor.
     *
     * @param shape extents, outermost first; none for a single number
     * @param values row-major
     * @param numbers their kind in the file
     */
    Tensor(int[] shape, double[] values, Numbers numbers) {
        if (size(shape) != values.length) {
            throw new IllegalArgumentException(
                    "expected %d values for shape %s, got %d"
                            .formatted(size(shape), Arrays.toString(shape), values.length));
        }
        this.shape = shape.clone();
        this.values = values;
        this.numbers = numbers;
    }

    Tensor(int[] shape, double[] values, boolean whole) {
        this(shape, values, whole ? Numbers.WHOLE : Numbers.REAL);
    }

    static Tensor of(double value) {
        return new Tensor(new int[0], new double[] {value}, false);
    }

    /**
     * The number of elements of a shape.
     *
     * @throws IllegalArgumentException when an extent is negative or there are too many
     */
    static int size(int[] shape) {
        long size = 1;
        for (int extent : shape) {
            size *= extent;
            if (extent < 0 || size > MAX_ELEMENTS) {
                throw new IllegalArgumentException(
                        "expected at most %d elements, got shape %s"
                                .formatted(MAX_ELEMENTS, Arrays.toString(shape)));
            }
        }
        return (int) size;
    }

    int[] shape() {
        return shape.clone();
    }

    int rank() {
        return shape.length;
    }

    /** An extent; a negative axis counts from the end. */
    int extent(int axis) {
        return shape[axis(axis)];
    }

    /** The axis that a number of the file means. */
    int axis(long axis) {
        return axis(axis, shape.length);
    }

    static int axis(long axis, int rank) {
        if (axis < -rank || axis >= rank) {
            throw new IllegalArgumentException(
                    "expected an axis of %d dimensions, got %d".formatted(rank, axis));
        }
        return (int) (axis < 0 ? axis + rank : axis);
    }

    int size() {
        return values.length;
    }

    double get(int index) {
        return values[index];
    }

    /** The values; not to be changed. */
    double[] values() {
        return values;
    }

    boolean whole() {
        return numbers != Numbers.REAL;
    }

    Numbers numbers() {
        return numbers;
    }

    /** The values as integers, each held within those of 64 bits. */
    long[] longs() {
        return Arrays.stream(values).mapToLong(value -> (long) value).toArray();
    }

    /** The values as integers of 32 bits, for shapes. */
    int[] integers() {
        return Arrays.stream(values).mapToInt(value -> (int) value).toArray();
    }

    Tensor reshaped(int... newShape) {
        return new Tensor(newShape, values, numbers);
    }

    /** The same shape and kind with other values. */
    Tensor with(double[] newValues) {
        return new Tensor(shape, newValues, numbers);
    }

    /** The distance in values between neighbours along each axis. */
    static int[] strides(int[] shape) {
        int[] strides = new int[shape.length];
        int step = 1;
        for (int axis = shape.length - 1; axis >= 0; axis--) {
            strides[axis] = step;
            step *= shape[axis];
        }
        return strides;
    }

    /** The shape that two shapes are stretched to. */
    static int[] broadcast(int[] left, int[] right) {
        int rank = Math.max(left.length, right.length);
        int[] common = new int[rank];
        for (int i = 1; i <= rank; i++) {
            int a = i <= left.length ? left[left.length - i] : 1;
            int b = i <= right.length ? right[right.length - i] : 1;
            if (a != b && a != 1 && b != 1) {
                throw new IllegalArgumentException(
                        "expected shapes that fit each other, got %s and %s"
                                .formatted(Arrays.toString(left), Arrays.toString(right)));
            }
            common[rank - i] = a == 1 ? b : a;
        }
        size(common);
        return common;
    }

    /** This tensor stretched to a larger shape. */
    Tensor stretched(int... target) {
        if (Arrays.equals(shape, target)) {
            return this;
        }
        if (!Arrays.equals(broadcast(shape, target), target)) {
            throw new IllegalArgumentException(
                    "expected a shape that fits %s, got %s"
                            .formatted(Arrays.toString(target), Arrays.toString(shape)));
        }
        int[] own = strides(shape);
        int[] outer = strides(target);
        double[] result = new double[size(target)];
        for (int i = 0; i < result.length; i++) {
            int at = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                int targetAxis = target.length - shape.length + axis;
                int place = i / outer[targetAxis] % target[targetAxis];
                at += shape[axis] == 1 ? 0 : place * own[axis];
            }
            result[i] = values[at];
        }
        return new Tensor(target, result, numbers);
    }
}
