package org.l1ring.sliced;

import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.Overflow;

/**
 * Bits [low, low + width) of an input word, at most 16, as a signed or unsigned number.
 *
 * @param column input column of the circuit
 * @param low lowest bit
 * @param width number of bits
 * @param signed whether its highest bit is a sign
 */
record Field(int column, int low, int width, boolean signed) {

    /** The field that a step of a circuit is, if it is one. */
    static Optional<Field> of(Circuit circuit, int step) {
        return switch (circuit.op(step)) {
            case Op.Slice(int arg, int low, int width)
                    when width < Short.SIZE && circuit.op(arg) instanceof Op.Input(int column) ->
                    Optional.of(new Field(column, low, width, false));
            case Op.Cast cast
                    when cast.drop() == 0
                            && cast.signed()
                            && cast.overflow() == Overflow.WRAP
                            && cast.saturationBits() == 0
                            && circuit.op(cast.arg()) instanceof Op.Slice slice
                            && slice.width() == cast.width()
                            && cast.width() <= Short.SIZE
                            && circuit.op(slice.arg()) instanceof Op.Input(int column) ->
                    Optional.of(new Field(column, slice.low(), slice.width(), true));
            default -> Optional.empty();
        };
    }

    /** The least value. */
    long minimum() {
        return signed ? -(1L << (width - 1)) : 0;
    }

    /** The greatest value. */
    long maximum() {
        return (1L << (signed ? width - 1 : width)) - 1;
    }
}
