package org.l1ring.adders;

/**
 * The bits {@code [from, to)} of an adder's operand that are not constant: below are the zeros of a
 * shift, above those of a value that is never negative.
 *
 * <p>A bit of an adder costs a table where two operands vary. Below, the one that varies passes
 * through; above, it is the carry's alone.
 *
 * @param from lowest bit
 * @param to bit behind the highest, at most the width of the adder
 */
public record VaryingBits(int from, int to) {

    /**
     * The bits of a shifted value.
     *
     * @param width of the value, in bits
     * @param signed whether its sign repeats up to the top of the adder
     * @param shift bits
     * @param bits width of the adder
     */
    public static VaryingBits of(int width, boolean signed, int shift, int bits) {
        return new VaryingBits(shift, signed ? bits : Math.min(bits, shift + width));
    }

    /** How many bits vary in both operands. */
    public int common(VaryingBits other) {
        return Math.max(0, Math.min(to, other.to) - Math.max(from, other.from));
    }

    /** Whether a bit varies. */
    boolean at(int bit) {
        return from <= bit && bit < to;
    }
}
