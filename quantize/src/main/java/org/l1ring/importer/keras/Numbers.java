package org.l1ring.importer.keras;

import java.util.Arrays;
import java.util.function.DoubleUnaryOperator;
import org.l1ring.model.ModelException;

/** An array of a file, row-major. */
final class Numbers {
    private final int[] shape;
    private final double[] values;

    Numbers(int[] shape, double[] values) {
        long size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        if (size != values.length) {
            throw new IllegalArgumentException(
                    "expected %d values of shape %s, got %d"
                            .formatted(size, Arrays.toString(shape), values.length));
        }
        this.shape = shape.clone();
        this.values = values.clone();
    }

    static Numbers of(double... values) {
        return new Numbers(new int[] {values.length}, values);
    }

    int[] shape() {
        return shape.clone();
    }

    int rank() {
        return shape.length;
    }

    int extent(int axis) {
        return shape[axis < 0 ? shape.length + axis : axis];
    }

    int size() {
        return values.length;
    }

    double get(int index) {
        return values[index];
    }

    double[] values() {
        return values.clone();
    }

    Numbers reshaped(int... newShape) {
        return new Numbers(newShape, values);
    }

    Numbers each(DoubleUnaryOperator rule) {
        return new Numbers(shape, Arrays.stream(values).map(rule).toArray());
    }

    /** The axes in another order. */
    Numbers transposed(int... order) {
        int[] outer = new int[order.length];
        int[] steps = new int[order.length];
        int[] own = new int[order.length];
        int step = 1;
        for (int axis = order.length - 1; axis >= 0; axis--) {
            own[axis] = step;
            step *= shape[axis];
        }
        for (int axis = 0; axis < order.length; axis++) {
            outer[axis] = shape[order[axis]];
            steps[axis] = own[order[axis]];
        }
        double[] moved = new double[values.length];
        for (int i = 0; i < moved.length; i++) {
            int rest = i;
            int at = 0;
            for (int axis = order.length - 1; axis >= 0; axis--) {
                at += rest % outer[axis] * steps[axis];
                rest /= outer[axis];
            }
            moved[i] = values[at];
        }
        return new Numbers(outer, moved);
    }

    /**
     * Columns of a matrix, or elements of a list: a range of the last axis.
     *
     * @param start first
     * @param count how many
     */
    Numbers columns(int start, int count) {
        int width = extent(-1);
        int rows = width == 0 ? 0 : values.length / width;
        double[] part = new double[rows * count];
        for (int i = 0; i < part.length; i++) {
            part[i] = values[i / count * width + start + i % count];
        }
        int[] partShape = shape.clone();
        partShape[partShape.length - 1] = count;
        return new Numbers(partShape, part);
    }

    /** Checks the shape; a negative extent stands for any. */
    Numbers require(String where, int... expected) {
        boolean fits = shape.length == expected.length;
        for (int i = 0; fits && i < expected.length; i++) {
            fits = expected[i] < 0 || shape[i] == expected[i];
        }
        if (!fits) {
            throw new ModelException(
                    where,
                    "expected shape %s, got %s; the weights may belong to another model"
                            .formatted(
                                    Arrays.toString(expected).replace("-1", "any"),
                                    Arrays.toString(shape)));
        }
        return this;
    }
}
