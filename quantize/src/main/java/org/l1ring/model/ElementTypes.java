package org.l1ring.model;

import java.util.List;
import org.l1ring.fixed.FixedType;

/**
 * The types of a tensor's elements: one for all, or one an element.
 *
 * @param types one entry for all elements, or one for each
 */
public record ElementTypes(List<FixedType> types) {

    /** Copies the list. */
    public ElementTypes {
        types = List.copyOf(types);
        if (types.isEmpty()) {
            throw new IllegalArgumentException("element types: expected at least one type");
        }
    }

    /** The same type for every element. */
    public static ElementTypes all(FixedType type) {
        return new ElementTypes(List.of(type));
    }

    /** The type of element {@code index}. */
    public FixedType get(int index) {
        return types.size() == 1 ? types.get(0) : types.get(index);
    }

    /** Whether one type serves all elements. */
    public boolean uniform() {
        return types.size() == 1;
    }
}
