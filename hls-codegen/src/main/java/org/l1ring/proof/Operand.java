package org.l1ring.proof;

import java.math.BigInteger;

/**
 * What a vector of bits holds: {@code constant + factor * node}, modulo two to the power of its
 * width.
 *
 * @param constant integer
 * @param factor integer
 * @param node leaf or adder, null for a constant
 */
record Operand(BigInteger constant, BigInteger factor, Node node) {

    /** A value that sums read, or an adder of sums. */
    sealed interface Node permits Leaf, Adder {
        /** The value as a sum over leaves. */
        Form form();

        /** All values, exact. */
        Range range();
    }

    /**
     * The result of a step that is no sum.
     *
     * @param step of the expanded circuit
     * @param bits roots, lowest first
     * @param range its interval
     */
    record Leaf(int step, Bits bits, Range range) implements Node {
        @Override
        public Form form() {
            return Form.leaf(step);
        }
    }

    /**
     * An adder cell that computes {@code left + right}.
     *
     * @param name for people; no two cells share it
     * @param width bits of its result
     * @param signed whether its result is read as two's complement
     * @param left what it adds
     * @param right what it adds; negated for a subtraction
     * @param form its exact sum
     * @param range of the sum
     */
    record Adder(
            String name,
            int width,
            boolean signed,
            Operand left,
            Operand right,
            Form form,
            Range range)
            implements Node {
        boolean wraps() {
            return !range.fits(width, signed);
        }

        /** Whether it is the same cell; what it reads is not gone through again and again. */
        @Override
        public boolean equals(Object other) {
            return other instanceof Adder adder && name.equals(adder.name);
        }

        @Override
        public int hashCode() {
            return name.hashCode();
        }
    }

    static Operand of(BigInteger constant) {
        return new Operand(constant, BigInteger.ZERO, null);
    }

    static Operand of(Node node) {
        return new Operand(BigInteger.ZERO, BigInteger.ONE, node);
    }

    /** {@code by * this + offset}. */
    Operand scaled(BigInteger by, BigInteger offset) {
        return new Operand(constant.multiply(by).add(offset), factor.multiply(by), node);
    }

    Form form() {
        Form form = Form.of(constant);
        return node == null ? form : form.plus(factor, node.form());
    }

    Range range() {
        Range range = new Range(constant, constant);
        return node == null ? range : range.plus(factor, node.range());
    }
}
