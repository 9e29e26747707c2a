package org.l1ring.bench.results;

import java.util.Arrays;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Terms;
import org.l1ring.fixed.Overflow;

/**
 * The arithmetic of one crossing of a circuit by the width of integer that it needs: 16, 32 or 64
 * bits, the narrowest that holds a step's interval and its operands, or the bits that its readers
 * look at where all of them wrap.
 *
 * @param products [3] terms with another factor than 1 and -1, and products of values
 * @param others [3] terms with factor 1 or -1, and one operation for each step of another kind
 * @param operands [3] operands of sums and products
 * @param inFloat products of 32 bits in sums that 32-bit floating point adds exactly, in any order
 */
@SuppressWarnings("ArrayRecordComponent") // three counters each, copied on the way in
public record OperationCount(long[] products, long[] others, long[] operands, long inFloat) {
    private static final int LANES = 3;
    private static final double FLOAT_EXACT = 1 << 24;

    /** Copies the counts. */
    public OperationCount {
        products = products.clone();
        others = others.clone();
        operands = operands.clone();
    }

    /** The counts of a circuit. */
    public static OperationCount of(Circuit circuit) {
        int steps = circuit.steps().size();
        int[] needed = neededBits(circuit);
        OperationCount count =
                new OperationCount(new long[LANES], new long[LANES], new long[LANES], 0);
        long inFloat = 0;
        for (int id = 0; id < steps; id++) {
            Op op = circuit.op(id);
            int lane = lane(Math.min(circuit.interval(id).signedBits(), needed[id]));
            for (int operand : Op.operands(op)) {
                if (!(op instanceof Op.Cast)) {
                    int bits = circuit.interval(operand).signedBits();
                    lane = Math.max(lane, lane(Math.min(bits, needed[operand])));
                }
            }
            switch (op) {
                case Op.Input _, Op.Constant _ -> {}
                case Op.Linear(Terms terms, _) -> {
                    for (int i = 0; i < terms.size(); i++) {
                        boolean product = Math.abs(terms.coefficient(i)) != 1;
                        (product ? count.products : count.others)[lane]++;
                        count.operands[lane]++;
                        inFloat += product && lane == 1 && exact(circuit, id) ? 1 : 0;
                    }
                }
                case Op.Multiply _ -> {
                    count.products[lane]++;
                    count.operands[lane] += 2;
                }
                default -> count.others[lane]++;
            }
        }
        return new OperationCount(count.products, count.others, count.operands, inFloat);
    }

    /** Whether every partial sum of a step is an integer that a 32-bit float holds. */
    private static boolean exact(Circuit circuit, int id) {
        if (!(circuit.op(id) instanceof Op.Linear(Terms terms, long bias))) {
            return false;
        }
        double largest = Math.abs((double) bias);
        for (int i = 0; i < terms.size(); i++) {
            Interval range = circuit.interval(terms.step(i));
            double size = Math.max(Math.abs((double) range.min()), Math.abs((double) range.max()));
            largest += size * Math.abs((double) terms.coefficient(i));
        }
        return largest <= FLOAT_EXACT;
    }

    /** Bits of each step that its readers look at, 64 unless all of them wrap. */
    private static int[] neededBits(Circuit circuit) {
        int[] needed = new int[circuit.steps().size()];
        for (int id = 0; id < needed.length; id++) {
            Op op = circuit.op(id);
            boolean wraps =
                    op instanceof Op.Cast cast
                            && cast.overflow() == Overflow.WRAP
                            && cast.saturationBits() == 0;
            int bits = wraps ? Math.min(64, ((Op.Cast) op).drop() + ((Op.Cast) op).width()) : 64;
            for (int operand : Op.operands(op)) {
                needed[operand] = Math.max(needed[operand], bits);
            }
        }
        circuit.outputs().forEach(output -> needed[output.step()] = 64);
        return needed;
    }

    private static int lane(int bits) {
        return bits <= 16 ? 0 : bits <= 32 ? 1 : 2;
    }

    /** Multiply-adds of all widths: terms of sums and products of values. */
    public long multiplyAdds() {
        return Arrays.stream(operands).sum();
    }
}
