package org.l1ring.importer.hls4ml;

import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/** A type of the C++ text. */
sealed interface CppType {

    /**
     * {@code ap_[u]fixed} or {@code ap_[u]int}.
     *
     * @param whole whether it is an integer type, whose casts from fixed point go toward zero
     */
    record Fixed(
            boolean signed,
            int width,
            int integer,
            Quantization quantization,
            Overflow overflow,
            int saturationBits,
            boolean whole)
            implements CppType {

        /** As models have it, values only: the modes as declared. */
        FixedType type(Token at) {
            if (width < 1 || width > FixedType.MAX_WIDTH) {
                throw at.error("expected a type of 1 to 64 bits, got " + width + " bits");
            }
            try {
                return new FixedType(
                        signed, width, integer, quantization, overflow, saturationBits);
            } catch (IllegalArgumentException e) {
                throw at.error(e.getMessage());
            }
        }

        /** What a cast from fixed point to the type does. */
        FixedType cast(Token at) {
            FixedType type = type(at);
            return whole ? type.with(Quantization.TRN_ZERO, overflow) : type;
        }

        int fraction() {
            return width - integer;
        }
    }

    /** {@code nnet::array<element, size>}. */
    record Packed(Fixed element, int size) implements CppType {}

    /** A pair of sign and exponent: {@code nnet::exponent_type}s of power-of-two weights. */
    record Other(String name) implements CppType {}
}
