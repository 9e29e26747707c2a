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
 * @param operands column numbers, all in {@code lane}, but for conversions and where floats become
 *     integers
 * @param constants what the family needs besides: see the records
 */
record Instruction(
        Family family, Lane lane, int result, List<Integer> operands, Constants constants) {

    /** The form of the fit, 0 without one: the instructions of one program share it. */
    int form() {
        return constants instanceof Fitting(Fit fit, _) ? fit.form() : 0;
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

    /**
     * The sum of ROUNDED in straight-line code: the first operands are those of the products, the
     * others have coefficients.
     */
    record Rounded(List<Product> products, List<Long> coefficients, long bias)
            implements Constants {}

    /** The product {@code (coefficient * x + add) >> shift}, of a shift that is not 0. */
    record Product(long coefficient, long add, int shift) {
        /**
         * The multiple of {@code 2^shift} that is nearest to the coefficient, as multiplier of it.
         */
        long whole() {
            return (coefficient + (1L << (shift - 1))) >> shift;
        }

        /** The rest of this product after that with {@code whole << shift}. */
        Product without(long whole) {
            return new Product(coefficient - (whole << shift), add, shift);
        }

        /** What a float is multiplied by. */
        float scaled() {
            return Math.scalb((float) coefficient, -shift);
        }

        /**
         * What is added to the float, so that the nearest whole number is the result: what is
         * dropped is between -1/2 and 1/2 then, never at its ends.
         */
        float centre() {
            return Math.scalb((float) (2 * add - (1L << shift) + 1), -shift - 1);
        }
    }

    /**
     * The lane arithmetic of FIT.
     *
     * @param early whether the bounds of a clamp are applied before rounding, which then cannot
     *     leave the lane
     */
    record Fitting(Fit fit, boolean early) implements Constants {}

    /** The cast of CAST. */
    record Casting(int drop, FixedType type) implements Constants {}

    /** The entries of TABLE. */
    record Lookup(Contents contents) implements Constants {}
}
