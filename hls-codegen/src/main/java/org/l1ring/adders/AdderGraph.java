package org.l1ring.adders;

import java.util.ArrayList;
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

        private long of(long x) {
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

    /** The largest number of adders between an input and an output. */
    public int depth() {
        int[] depth = new int[inputs + adders.size()];
        for (int i = 0; i < adders.size(); i++) {
            Adder adder = adders.get(i);
            depth[inputs + i] =
                    1 + Math.max(depth[adder.left().value()], depth[adder.right().value()]);
        }
        return outputs.stream()
                .mapToInt(term -> term.value() < 0 ? 0 : depth[term.value()])
                .max()
                .orElse(0);
    }

    /**
     * Bits of all adders' results.
     *
     * @param inputBits width of the inputs, signed, at least 1
     * @return the sum over adders of the width that holds every value of theirs
     */
    public long bits(int inputBits) {
        long[] minimum = new long[inputs + adders.size()];
        long[] maximum = new long[inputs + adders.size()];
        for (int i = 0; i < inputs; i++) {
            minimum[i] = -(1L << (inputBits - 1));
            maximum[i] = (1L << (inputBits - 1)) - 1;
        }
        long bits = 0;
        for (int i = 0; i < adders.size(); i++) {
            int v = inputs + i;
            for (Term term : List.of(adders.get(i).left(), adders.get(i).right())) {
                long one = term.of(minimum[term.value()]);
                long other = term.of(maximum[term.value()]);
                minimum[v] += Math.min(one, other);
                maximum[v] += Math.max(one, other);
            }
            bits += 65 - Long.numberOfLeadingZeros(Math.max(~minimum[v], maximum[v]));
        }
        return bits;
    }

    /**
     * The outputs for a vector, modulo 2^64.
     *
     * @param x [inputs] integers
     * @return [outputs] integers
     */
    public long[] evaluate(long[] x) {
        long[] values = new long[inputs + adders.size()];
        System.arraycopy(x, 0, values, 0, inputs);
        for (int i = 0; i < adders.size(); i++) {
            Adder adder = adders.get(i);
            values[inputs + i] =
                    adder.left().of(values[adder.left().value()])
                            + adder.right().of(values[adder.right().value()]);
        }
        return outputs.stream()
                .mapToLong(term -> term.value() < 0 ? 0 : term.of(values[term.value()]))
                .toArray();
    }

    /**
     * The matrix that the graph multiplies by, found by computing it for unit vectors.
     *
     * @return [inputs][outputs] coefficients
     */
    public long[][] matrix() {
        long[][] matrix = new long[inputs][];
        for (int i = 0; i < inputs; i++) {
            long[] unit = new long[inputs];
            unit[i] = 1;
            matrix[i] = evaluate(unit);
        }
        return matrix;
    }

    /**
     * The graph as text: {@code a0 = +x0<<1 - x1<<0} for each adder, {@code out 0 = -a3<<2} for
     * each output, {@code out 1 = 0} for a constant one.
     *
     * @return the lines
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < adders.size(); i++) {
            Term left = adders.get(i).left();
            Term right = adders.get(i).right();
            lines.add(
                    "a%d = %s %s %s"
                            .formatted(
                                    i,
                                    text(left),
                                    right.negative() ? "-" : "+",
                                    text(right).substring(1)));
        }
        for (int i = 0; i < outputs.size(); i++) {
            lines.add("out %d = %s".formatted(i, text(outputs.get(i))));
        }
        return lines;
    }

    private String text(Term term) {
        if (term.value() < 0) {
            return "0";
        }
        String name = term.value() < inputs ? "x" + term.value() : "a" + (term.value() - inputs);
        return (term.negative() ? "-" : "+") + name + "<<" + term.shift();
    }
}
