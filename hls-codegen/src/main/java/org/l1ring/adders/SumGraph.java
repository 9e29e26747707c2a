package org.l1ring.adders;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.adders.AdderGraph.Term;

/**
 * Adders of two or three inputs that compute {@code y = x M} for a constant matrix M.
 *
 * <p>Values are numbered: the inputs first, then one for each adder, in an order in which operands
 * come first.
 *
 * @param inputs number of inputs
 * @param sums the adders in their order
 * @param outputs one for each column of the matrix
 */
public record SumGraph(int inputs, List<Sum> sums, List<Term> outputs) {
    private static final int MOST_TERMS = 3;

    /**
     * One adder: the sum of its terms.
     *
     * @param terms two or three
     */
    public record Sum(List<Term> terms) {
        /** Checks the number of terms. */
        public Sum {
            terms = List.copyOf(terms);
            if (terms.size() < 2 || terms.size() > MOST_TERMS) {
                throw new IllegalStateException("an adder of " + terms.size() + " inputs");
            }
        }
    }

    /** Checks the order of the adders. */
    public SumGraph {
        sums = List.copyOf(sums);
        outputs = List.copyOf(outputs);
        for (int i = 0; i < sums.size(); i++) {
            for (Term term : sums.get(i).terms()) {
                if (term.value() < 0 || term.value() >= inputs + i || term.shift() < 0) {
                    throw new IllegalStateException("adder " + i + " adds " + term);
                }
            }
        }
        for (Term term : outputs) {
            if (term.value() >= inputs + sums.size()) {
                throw new IllegalStateException("an output is " + term);
            }
        }
    }

    /** How many adders have three inputs. */
    public int threeInputAdders() {
        return (int) sums.stream().filter(sum -> sum.terms().size() == MOST_TERMS).count();
    }

    /** The largest number of adders between an input and an output. */
    public int depth() {
        int[] depth = depths();
        return outputs.stream()
                .mapToInt(term -> term.value() < 0 ? 0 : depth[term.value()])
                .max()
                .orElse(0);
    }

    /** The largest number of adders between an input and each value. */
    int[] depths() {
        int[] depth = new int[inputs + sums.size()];
        for (int i = 0; i < sums.size(); i++) {
            for (Term term : sums.get(i).terms()) {
                depth[inputs + i] = Math.max(depth[inputs + i], 1 + depth[term.value()]);
            }
        }
        return depth;
    }

    /**
     * Bits of all adders' results.
     *
     * @param inputBits width of the inputs, signed, at least 1
     * @return the sum over adders of the width that holds every sum of their operands' values
     */
    public long bits(int inputBits) {
        long[] minimum = new long[inputs + sums.size()];
        long[] maximum = new long[inputs + sums.size()];
        for (int i = 0; i < inputs; i++) {
            minimum[i] = -(1L << (inputBits - 1));
            maximum[i] = (1L << (inputBits - 1)) - 1;
        }
        long bits = 0;
        for (int i = 0; i < sums.size(); i++) {
            int v = inputs + i;
            for (Term term : sums.get(i).terms()) {
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
     * What the adders take.
     *
     * @param inputBits width of the inputs, signed, at least 1
     */
    public AdderSize size(int inputBits) {
        return AdderSize.of(this, inputBits);
    }

    /**
     * The outputs for a vector, modulo 2^64.
     *
     * @param x [inputs] integers
     * @return [outputs] integers
     */
    public long[] evaluate(long[] x) {
        long[] values = new long[inputs + sums.size()];
        System.arraycopy(x, 0, values, 0, inputs);
        for (int i = 0; i < sums.size(); i++) {
            for (Term term : sums.get(i).terms()) {
                values[inputs + i] += term.of(values[term.value()]);
            }
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
     * The graph as text: {@code a7 = +x0<<1 - a3<<0 + x2<<4} for each adder, {@code out 0 = -a3<<2}
     * for each output, {@code out 1 = 0} for a constant one.
     *
     * @return the lines
     */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < sums.size(); i++) {
            StringBuilder line = new StringBuilder("a%d =".formatted(i));
            String gap = "";
            for (Term term : sums.get(i).terms()) {
                String text = text(term);
                line.append(' ').append(text.charAt(0)).append(gap).append(text.substring(1));
                gap = " ";
            }
            lines.add(line.toString());
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
