package org.l1ring.hls;

import org.l1ring.model.ElementTypes;

/**
 * An array of the C++ text.
 *
 * @param variable its name
 * @param typeName name of the type of its elements
 * @param storage the type of its elements, which holds the values of all
 * @param types the elements' own types
 * @param size elements
 */
record Tensor(String variable, String typeName, CppType storage, ElementTypes types, int size) {

    /** Whether one cast gives all elements. */
    static boolean castsAlike(ElementTypes types) {
        return types.uniform() && types.get(0).width() > 0;
    }
}
