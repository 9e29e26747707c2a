package org.l1ring.importer.onnx;

import java.util.Map;
import org.l1ring.fixed.FixedType;

/**
 * Types for what the file leaves real.
 *
 * @param type of real values that no sample was seen of, and the width of all
 * @param largest largest magnitude of tensors in a sample, by name; empty without a sample
 */
record TypeChoice(FixedType type, Map<String, Double> largest) {
    /** Copies the map. */
    TypeChoice {
        largest = Map.copyOf(largest);
    }

    int width() {
        return type.width();
    }

    /** The type of a real tensor: wide enough for the sample, else the declared one. */
    FixedType of(String tensor) {
        Double most = largest.get(tensor);
        if (most == null) {
            return type;
        }
        int bits = most == 0 ? 0 : Math.getExponent(most) + 1;
        return new FixedType(
                type.signed(),
                type.width(),
                bits + (type.signed() ? 1 : 0),
                type.quantization(),
                type.overflow(),
                type.saturationBits());
    }
}
