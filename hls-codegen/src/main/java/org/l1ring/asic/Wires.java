package org.l1ring.asic;

import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;

/** Widths of the wires between modules: of exactly the bits that an interval needs. */
final class Wires {
    private Wires() {}

    /** The type of a step's wire, its binary point right of the lowest bit. */
    static FixedType type(Circuit circuit, int id) {
        return type(circuit.interval(id));
    }

    /** The type of a wire with such values. */
    static FixedType type(Interval interval) {
        int bits = interval.signedBits();
        if (interval.min() < 0) {
            return FixedType.signed(bits, bits);
        }
        int unsigned = Math.max(1, bits - 1);
        return FixedType.unsigned(unsigned, unsigned);
    }

    /** Bits of a step's wire. */
    static int bits(Circuit circuit, int id) {
        return type(circuit, id).width();
    }
}
