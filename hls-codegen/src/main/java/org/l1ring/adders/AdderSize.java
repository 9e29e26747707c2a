package org.l1ring.adders;

import java.math.BigInteger;
import java.util.List;
import org.l1ring.adders.AdderGraph.Term;

/**
 * What the adders of a graph take, without registers.
 *
 * <p>Widths are those that the coefficients over the inputs need, so that operands which cancel
 * leave narrow results. A row of a ripple-carry adder is a full adder for each bit in which both
 * operands vary, and a half adder where one does and a carry may come in: in the low bits of an
 * operand that is subtracted, below the other one. A third operand is another row of full adders,
 * where three vary. A subtracted operand has an inverter for each of its bits. A value that is
 * negated for an output takes inverters and half adders, but no tables: those of its reader hold
 * it.
 *
 * @param adders of two or three inputs
 * @param lutBits bits in which two operands or three vary: six-input tables, since a device's carry
 *     chain adds even three operands in one table a bit
 * @param fullAdders cells
 * @param halfAdders cells
 * @param inverters cells
 */
public record AdderSize(
        int adders, long lutBits, long fullAdders, long halfAdders, long inverters) {
    /**
     * Areas of FAX1, HAX1 and INVX1 in square micrometres; only their ratios matter.
     *
     * <p>Source: Oklahoma State University's osu018 standard cells, osu018_stdcells.lib.
     */
    private static final double FULL_ADDER = 120;

    private static final double HALF_ADDER = 80;
    private static final double INVERTER = 16;

    /** Area of the cells, in full adders. */
    public double area() {
        return fullAdders
                + (HALF_ADDER * halfAdders) / FULL_ADDER
                + (INVERTER * inverters) / FULL_ADDER;
    }

    /**
     * The size of a graph.
     *
     * @param graph of two- or three-input adders
     * @param inputBits width of the inputs, signed, at least 1
     */
    static AdderSize of(SumGraph graph, int inputBits) {
        return new Count(graph, inputBits).size();
    }

    /** Counts cells adder by adder. */
    private static final class Count {
        private final SumGraph graph;
        private final int inputBits;

        /** Coefficients of every value over the inputs. */
        private final long[][] coefficients;

        private final int[] width;
        private long lutBits;
        private long fullAdders;
        private long halfAdders;
        private long inverters;

        Count(SumGraph graph, int inputBits) {
            this.graph = graph;
            this.inputBits = inputBits;
            coefficients = new long[graph.inputs() + graph.sums().size()][graph.inputs()];
            width = new int[coefficients.length];
        }

        AdderSize size() {
            for (int i = 0; i < graph.inputs(); i++) {
                coefficients[i][i] = 1;
                width[i] = inputBits;
            }
            for (int i = 0; i < graph.sums().size(); i++) {
                adder(graph.inputs() + i, graph.sums().get(i).terms());
            }
            graph.outputs().stream()
                    .filter(Term::negative)
                    .mapToInt(output -> width[output.value()])
                    .forEach(this::negation);
            return new AdderSize(graph.sums().size(), lutBits, fullAdders, halfAdders, inverters);
        }

        private void adder(int value, List<Term> terms) {
            long[] sum = coefficients[value];
            for (Term term : terms) {
                long[] operand = coefficients[term.value()];
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += term.of(operand[i]);
                }
            }
            int bits = width(sum);
            width[value] = bits;
            VaryingBits[] operands = new VaryingBits[terms.size()];
            for (int t = 0; t < operands.length; t++) {
                Term term = terms.get(t);
                int own = width[term.value()];
                // A value that is always 0 has no sign to repeat.
                operands[t] = VaryingBits.of(own, own > 0, term.shift(), bits);
                inverters += term.negative() ? Math.min(own, Math.max(0, bits - term.shift())) : 0;
            }
            boolean carry = false;
            for (int bit = 0; bit < bits; bit++) {
                int varying = 0;
                for (int t = 0; t < operands.length; t++) {
                    boolean varies = operands[t].at(bit);
                    varying += varies ? 1 : 0;
                    carry |= varies && terms.get(t).negative();
                }
                lutBits += varying > 1 ? 1 : 0;
                fullAdders += Math.max(0, varying - 1);
                halfAdders += varying == 1 && carry ? 1 : 0;
                carry |= varying > 1;
            }
        }

        private void negation(int bits) {
            inverters += bits;
            halfAdders += bits;
        }

        /** Bits of a two's complement number that holds every value; 0 for the constant 0. */
        private int width(long[] sum) {
            long plus = 0;
            long minus = 0;
            for (long coefficient : sum) {
                plus += Math.max(0, coefficient);
                minus -= Math.min(0, coefficient);
            }
            if (plus + minus == 0) {
                return 0;
            }
            // -2^(n-1) plus - (2^(n-1) - 1) minus <= value <= (2^(n-1) - 1) plus + 2^(n-1) minus
            BigInteger farthest =
                    BigInteger.valueOf(plus + minus)
                            .shiftLeft(inputBits - 1)
                            .subtract(BigInteger.valueOf(Math.min(plus, minus + 1)));
            return farthest.bitLength() + 1;
        }
    }
}
