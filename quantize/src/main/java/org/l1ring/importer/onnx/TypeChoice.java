package org.l1ring.importer.onnx;

import java.util.Map;
import java.util.Optional;
import org.l1ring.fixed.FixedType;

/**
 * Types for what the file leaves real.
 *
 * @param type of real values that no sample was seen of, and the width of all
 * @param seen least and largest values of tensors in a sample, by name; empty without a sample
 */
record TypeChoice(FixedType type, Map<String, Span> seen) {
    /** Copies the map. */
    TypeChoice {
        seen = Map.copyOf(seen);
    }

    /** Values from the least to the largest. */
    record Span(double least, double most) {
        Span with(Span other) {
            return new Span(Math.min(least, other.least), Math.max(most, other.most));
        }

        double magnitude() {
            return Math.max(Math.abs(least), Math.abs(most));
        }
    }

    /** The values of a tensor in the sample. */
    Optional<Span> span(String tensor) {
        return Optional.ofNullable(seen.get(tensor));
    }

    int width() {
        return type.width();
    }

    /** The type of a real tensor: wide enough for the sample, else the declared one. */
    FixedType of(String tensor) {
        if (!seen.containsKey(tensor)) {
            return type;
        }
        double most = seen.get(tensor).magnitude();
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
