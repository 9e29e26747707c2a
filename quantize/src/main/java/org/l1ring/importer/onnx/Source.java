package org.l1ring.importer.onnx;

import java.math.BigInteger;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;

/**
 * A value of the model under construction: an input or a layer's result.
 *
 * @param name its own
 * @param size elements
 * @param types of the elements
 */
record Source(String name, int size, ElementTypes types) {

    /** The most fraction bits of any element. */
    int fraction() {
        return types.types().stream().mapToInt(FixedType::fraction).max().orElseThrow();
    }

    /** The least raw value that an element may have, at {@link #fraction} bits. */
    BigInteger least(int index) {
        FixedType type = types.get(index);
        return BigInteger.valueOf(type.minimumRaw()).shiftLeft(fraction() - type.fraction());
    }

    /** The largest raw value that an element may have, at {@link #fraction} bits. */
    BigInteger most(int index) {
        FixedType type = types.get(index);
        return BigInteger.valueOf(type.maximumRaw()).shiftLeft(fraction() - type.fraction());
    }
}
