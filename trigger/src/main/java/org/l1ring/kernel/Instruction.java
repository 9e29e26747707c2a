package org.l1ring.kernel;

import java.util.List;
import org.l1ring.circuit.Contents;
import org.l1ring.fixed.FixedType;

/**
 * One column computed from others.
 *
 * @param family the loop that does it
 * @param lane width that it runs in and that its result is kept in
 * @param result column number
 * @param operands column numbers, all in {@code lane} (but for WIDEN and NARROW)
 * @param constants what the family needs besides: see the records
 */
record Instruction(
        Family family, Lane lane, int result, List<Integer> operands, Constants constants) {

    /** The form of the fit, 0 without one: the instructions of one program share it. */
    int form() {
        return constants instanceof Fitting(Fit fit) ? fit.form() : 0;
    }

    /** Constants of an instruction. */
    sealed interface Constants {}

    /** No constants. */
    record None() implements Constants {}

    /** Coefficients of LINEAR, one an operand, and its bias. */
    record Weights(List<Long> coefficients, long bias) implements Constants {}

    /**
     * The sum of ROUNDED: the first {@code rounded} operands are shifted one by one, the others are
     * not.
     */
    record RoundedWeights(Weights weights, int rounded, long add, int shift) implements Constants {}

    /** The lane arithmetic of FIT. */
    record Fitting(Fit fit) implements Constants {}

    /** The cast of CAST. */
    record Casting(int drop, FixedType type) implements Constants {}

    /** The entries of TABLE. */
    record Lookup(Contents contents) implements Constants {}
}
