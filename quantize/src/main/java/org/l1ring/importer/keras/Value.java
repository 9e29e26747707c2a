package org.l1ring.importer.keras;

import java.util.List;

/**
 * A tensor of the graph under construction.
 *
 * @param name its own
 * @param shape extents, the batch of one first; in the order of Keras
 */
record Value(String name, List<Integer> shape) {
    /** Copies the list. */
    Value {
        shape = List.copyOf(shape);
    }

    int rank() {
        return shape.size();
    }

    /** An extent; a negative axis counts from the end. */
    int extent(int axis) {
        return shape.get(axis < 0 ? shape.size() + axis : axis);
    }

    long size() {
        return shape.stream().mapToLong(Integer::longValue).reduce(1, Math::multiplyExact);
    }
}
