package org.l1ring.kernel;

import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Terms;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * Finds products with constants that are rounded one by one before they are summed, as accumulators
 * with few fraction bits have them. Where only sums read them, the sums compute them: {@code
 * (coefficient * x + add) >> shift}, without columns in between.
 */
final class RoundedProducts {
    private static final int MAX_SHIFT = 60;

    private final Circuit circuit;
    private final boolean[] absorbed;
    private final boolean[] absorbing;
    private final boolean straight;

    /**
     * Finds them.
     *
     * @param circuit to look at
     * @param straight for straight-line code, not for loops
     */
    RoundedProducts(Circuit circuit, boolean straight) {
        this.circuit = circuit;
        this.straight = straight;
        int steps = circuit.steps().size();
        absorbed = new boolean[steps];
        absorbing = new boolean[steps];
        int[] uses = new int[steps];
        int[] fused = new int[steps];
        circuit.outputs().forEach(output -> uses[output.step()]++);
        for (int id = 0; id < steps; id++) {
            for (int operand : Op.operands(circuit.op(id))) {
                uses[operand]++;
            }
            if (circuit.op(id) instanceof Op.Linear(Terms terms, long bias)
                    && absorbs(terms, bias)) {
                absorbing[id] = true;
                for (int i = 0; i < terms.size(); i++) {
                    fused[terms.step(i)] += terms.coefficient(i) == 1 ? 1 : 0;
                }
            }
        }
        int[] inside = new int[steps];
        for (int id = 0; id < steps; id++) {
            if (fused[id] > 0 && fused[id] == uses[id] && rounded(id)) {
                absorbed[id] = true;
                inside[((Op.Cast) circuit.op(id)).arg()]++;
            }
        }
        for (int id = 0; id < steps; id++) {
            absorbed[id] |= inside[id] > 0 && inside[id] == uses[id];
        }
    }

    /** Whether the step is computed within the sums that read it. */
    boolean absorbed(int step) {
        return absorbed[step];
    }

    /** Whether the step is a sum with rounded products of its own. */
    boolean absorbing(int step) {
        if (!absorbing[step]) {
            return false;
        }
        for (int operand : Op.operands(circuit.op(step))) {
            if (absorbed[operand]) {
                return true;
            }
        }
        return false;
    }

    /** The step that a rounded product multiplies. */
    int source(int product) {
        return inner(product).terms().step(0);
    }

    /** The coefficient of a rounded product that is shifted by {@code shift} bits. */
    long coefficient(int product, int shift) {
        int drop = ((Op.Cast) circuit.op(product)).drop();
        return Math.multiplyExact(inner(product).terms().coefficient(0), 1L << (shift - drop));
    }

    /** A rounded product by itself. */
    Instruction.Product product(int step) {
        Op.Cast cast = (Op.Cast) circuit.op(step);
        long add = add(cast.quantization(), cast.drop());
        return new Instruction.Product(inner(step).terms().coefficient(0), add, cast.drop());
    }

    private Op.Linear inner(int product) {
        return (Op.Linear) circuit.op(((Op.Cast) circuit.op(product)).arg());
    }

    /** Rounding of a product that is dropped {@code shift} bits. */
    static long add(Quantization mode, int shift) {
        return switch (mode) {
            case RND -> 1L << (shift - 1);
            case RND_MIN_INF -> (1L << (shift - 1)) - 1;
            case TRN, TRN_ZERO, RND_ZERO, RND_INF, RND_CONV -> 0;
        };
    }

    /**
     * Whether a step is a product with a constant, rounded by a constant term, that cannot
     * overflow.
     */
    boolean rounded(int step) {
        if (!(circuit.op(step) instanceof Op.Cast cast) || cast.drop() == 0) {
            return false;
        }
        boolean constantTerm =
                switch (cast.quantization()) {
                    case TRN, RND, RND_MIN_INF -> true;
                    case TRN_ZERO, RND_ZERO, RND_INF, RND_CONV -> false;
                };
        boolean scaling =
                circuit.op(cast.arg()) instanceof Op.Linear(Terms terms, long bias)
                        && terms.size() == 1
                        && bias == 0;
        if (!constantTerm || !scaling || cast.drop() > MAX_SHIFT) {
            return false;
        }
        Interval source = circuit.interval(cast.arg());
        FixedType wide = new FixedType(true, 64, 64, cast.quantization(), Overflow.SAT, 0);
        return new Interval(
                        wide.cast(source.min(), cast.drop()), wide.cast(source.max(), cast.drop()))
                .equals(circuit.interval(step));
    }

    /** Whether at least half of the terms are such products, all rounded alike. */
    private boolean absorbs(Terms terms, long bias) {
        Quantization mode = null;
        int count = 0;
        int shift = 0;
        for (int i = 0; i < terms.size(); i++) {
            if (terms.coefficient(i) == 1 && rounded(terms.step(i))) {
                Op.Cast cast = (Op.Cast) circuit.op(terms.step(i));
                if (mode != null && mode != cast.quantization()) {
                    return false;
                }
                mode = cast.quantization();
                shift = Math.max(shift, cast.drop());
                count++;
            }
        }
        if (count == 0 || 2 * count < terms.size()) {
            return false;
        }
        return straight ? ProductSum.possible(circuit, this, terms, bias) : fits(terms, shift);
    }

    private boolean fits(Terms terms, int shift) {
        for (int i = 0; i < terms.size(); i++) {
            if (terms.coefficient(i) == 1 && rounded(terms.step(i))) {
                Op.Cast cast = (Op.Cast) circuit.op(terms.step(i));
                Interval raw = circuit.interval(cast.arg());
                int bits = raw.signedBits() + shift - cast.drop();
                if (bits > MAX_SHIFT) {
                    return false;
                }
            }
        }
        return true;
    }
}
