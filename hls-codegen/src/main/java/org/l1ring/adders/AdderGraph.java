package org.l1ring.adders;

import java.util.List;

/**
 * Two-input adders that compute {@code y = x M} for a constant matrix M.
 *
 * <p>Values are numbered: the inputs first, then one for each adder, in an order in which operands
 * come first.
 *
 * @param inputs number of inputs
 * @param adders in their order
 * @param outputs one for each column of the matrix
 */
public record AdderGraph(int inputs, List<Adder> adders, List<Term> outputs) {

    /**
     * A shifted value with a sign: {@code ±value << shift}.
     *
     * @param value number of an input or an adder; -1 for the constant 0
     * @param shift bits, at least 0
     * @param negative whether it is subtracted
     */
    public record Term(int value, int shift, boolean negative) {
        /** The constant 0. */
        static final Term ZERO = new Term(-1, 0, false);

        /** The term for a value. */
        long of(long x) {
            return negative ? -(x << shift) : x << shift;
        }
    }

    /**
     * One adder: {@code left + right}.
     *
     * @param left first operand
     * @param right second operand
     */
    public record Adder(Term left, Term right) {}

    /** Checks the order of the adders. */
    public AdderGraph {
        adders = List.copyOf(adders);
        outputs = List.copyOf(outputs);
        for (int i = 0; i < adders.size(); i++) {
            for (Term term : List.of(adders.get(i).left(), adders.get(i).right())) {
                if (term.value() < 0 || term.value() >= inputs + i || term.shift() < 0) {
                    throw new IllegalStateException("adder " + i + " adds " + term);
                }
            }
        }
        for (Term term : outputs) {
            if (term.value() >= inputs + adders.size()) {
                throw new IllegalStateException("an output is " + term);
            }
        }
    }

    /** The same graph as sums. */
    public SumGraph sums() {
        List<SumGraph.Sum> sums =
                adders.stream()
                        .map(adder -> new SumGraph.Sum(List.of(adder.left(), adder.right())))
                        .toList();
        return new SumGraph(inputs, sums, outputs);
    }

    /** The largest number of adders between an input and an output. */
    public int depth() {
        return sums().depth();
    }

    /**
     * Bits of all adders' results.
     *
     * @param inputBits width of the inputs, signed, at least 1
     * @return the sum over adders of the width that holds every sum of their operands' values
     */
    public long bits(int inputBits) {
        return sums().bits(inputBits);
    }

    /**
     * The outputs for a vector, modulo 2^64.
     *
     * @param x [inputs] integers
     * @return [outputs] integers
     */
    public long[] evaluate(long[] x) {
        return sums().evaluate(x);
    }

    /**
     * The matrix that the graph multiplies by, found by computing it for unit vectors.
     *
     * @return [inputs][outputs] coefficients
     */
    public long[][] matrix() {
        return sums().matrix();
    }

    /**
     * The graph as text: {@code a0 = +x0<<1 - x1<<0} for each adder, {@code out 0 = -a3<<2} for
     * each output, {@code out 1 = 0} for a constant one.
     *
     * @return the lines
     */
    public List<String> lines() {
        return sums().lines();
    }
}
