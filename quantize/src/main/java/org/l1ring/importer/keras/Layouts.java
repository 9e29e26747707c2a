package org.l1ring.importer.keras;

import java.util.ArrayList;
import java.util.List;

/** Orders of axes. */
final class Layouts {
    private Layouts() {}

    /** From channels last to channels second. */
    static List<Integer> first(int rank) {
        List<Integer> order = new ArrayList<>(List.of(0, rank - 1));
        for (int axis = 1; axis < rank - 1; axis++) {
            order.add(axis);
        }
        return order;
    }

    /** From channels second to channels last. */
    static List<Integer> last(int rank) {
        List<Integer> order = new ArrayList<>(List.of(0));
        for (int axis = 2; axis < rank; axis++) {
            order.add(axis);
        }
        order.add(1);
        return order;
    }
}
