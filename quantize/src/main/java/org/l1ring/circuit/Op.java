package org.l1ring.circuit;

import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * What one step of a {@link Circuit} computes from the raw integers of earlier steps.
 *
 * <p>Steps are plain integers: binary points are spent by the lowering, which aligns operands by
 * powers of two in the coefficients of {@link Linear}, and drops bits only in {@link Cast}.
 */
public sealed interface Op {

    /** An input column of the circuit, as its raw integer. */
    record Input(int column) implements Op {}

    /** A raw integer. */
    record Constant(long raw) implements Op {}

    /** {@code sum coefficient * step + bias}, exact. */
    record Linear(Terms terms, long bias) implements Op {}

    /** The exact product of two steps. */
    record Multiply(int left, int right) implements Op {}

    /**
     * Drops {@code drop} low bits by the quantization mode, then fits the rest to {@code signed},
     * {@code width} bits by the overflow mode.
     *
     * @param arg step
     * @param drop bits, 0..63
     * @param quantization how bits are dropped
     * @param signed two's complement when true
     * @param width bits of the result, 1..64
     * @param overflow what happens to a value that does not fit
     * @param saturationBits N of the wrapping overflow modes
     */
    record Cast(
            int arg,
            int drop,
            Quantization quantization,
            boolean signed,
            int width,
            Overflow overflow,
            int saturationBits)
            implements Op {
        /** The destination, with its binary point right of the lowest bit. */
        public FixedType type() {
            return new FixedType(signed, width, width, quantization, overflow, saturationBits);
        }
    }

    /** {@code condition != 0 ? whenTrue : whenFalse}. */
    record Select(int condition, int whenTrue, int whenFalse) implements Op {}

    /** 1 when the relation holds, else 0. */
    record Compare(Relation relation, int left, int right) implements Op {}

    /** Bitwise operation on two bits, each 0 or 1. */
    record Logic(Gate gate, int left, int right) implements Op {}

    /** The inverse of a bit: 1 for 0 and 0 for 1. */
    record Not(int arg) implements Op {}

    /** The smaller of two steps. */
    record Minimum(int left, int right) implements Op {}

    /** The larger of two steps. */
    record Maximum(int left, int right) implements Op {}

    /** The magnitude. */
    record Absolute(int arg) implements Op {}

    /** The entry at index {@code arg}, whose interval lies within the table. */
    record Table(int arg, Contents contents) implements Op {}

    /** Bits [low, low + width) of the two's complement of a step, as an unsigned number. */
    record Slice(int arg, int low, int width) implements Op {}

    /** {@code high * 2^lowWidth + low}, {@code low} unsigned of that many bits. */
    record Concatenate(int high, int low, int lowWidth) implements Op {}

    /** Relations of {@link Compare}. */
    enum Relation {
        /** left &lt; right. */
        LESS,
        /** left &le; right. */
        LESS_OR_EQUAL,
        /** left = right. */
        EQUAL
    }

    /** Gates of {@link Logic}. */
    enum Gate {
        /** Both. */
        AND,
        /** Either. */
        OR,
        /** Exactly one. */
        XOR
    }

    /** Ids of the earlier steps that an operation reads, in order. */
    static int[] operands(Op op) {
        return switch (op) {
            case Input _, Constant _ -> new int[0];
            case Linear linear -> linear.terms().steps();
            case Multiply(int left, int right) -> new int[] {left, right};
            case Cast cast -> new int[] {cast.arg()};
            case Select(int condition, int whenTrue, int whenFalse) ->
                    new int[] {condition, whenTrue, whenFalse};
            case Compare(_, int left, int right) -> new int[] {left, right};
            case Logic(_, int left, int right) -> new int[] {left, right};
            case Not(int arg) -> new int[] {arg};
            case Minimum(int left, int right) -> new int[] {left, right};
            case Maximum(int left, int right) -> new int[] {left, right};
            case Absolute(int arg) -> new int[] {arg};
            case Table(int arg, _) -> new int[] {arg};
            case Slice(int arg, _, _) -> new int[] {arg};
            case Concatenate(int high, int low, _) -> new int[] {high, low};
        };
    }
}
