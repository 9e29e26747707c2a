package org.l1ring.bench.results;

import java.util.Arrays;
import org.l1ring.circuit.Circuit;
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
 */
@SuppressWarnings("ArrayRecordComponent") // three counters each, copied on the way in
public record OperationCount(long[] products, long[] others, long[] operands) {
    private static final int LANES = 3;

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
                new OperationCount(new long[LANES], new long[LANES], new long[LANES]);
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
                    }
                }
                case Op.Multiply _ -> {
                    count.products[lane]++;
                    count.operands[lane] += 2;
                }
                default -> count.others[lane]++;
            }
        }
        return count;
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
