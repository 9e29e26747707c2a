package org.l1ring.circuit;

import java.util.Arrays;

/** The products of a {@link Op.Linear}: distinct steps and their non-zero integer coefficients. */
public final class Terms {
    private final int[] steps;
    private final long[] coefficients;

    /**
     * Terms in the given order.
     *
     * @param steps ids of earlier steps, all different
     * @param coefficients as many non-zero factors
     */
    public Terms(int[] steps, long[] coefficients) {
        if (steps.length != coefficients.length) {
            throw new IllegalArgumentException(
                    "terms: expected as many coefficients as steps, got %d and %d"
                            .formatted(coefficients.length, steps.length));
        }
        this.steps = steps.clone();
        this.coefficients = coefficients.clone();
    }

    /** Two products by ascending step; of one step, their sum. */
    public static Terms ofTwo(int first, long a, int second, long b) {
        if (first == second) {
            return new Terms(new int[] {first}, new long[] {a + b});
        }
        return first < second
                ? new Terms(new int[] {first, second}, new long[] {a, b})
                : new Terms(new int[] {second, first}, new long[] {b, a});
    }

    /** Number of terms. */
    public int size() {
        return steps.length;
    }

    /** Step of a term. */
    public int step(int term) {
        return steps[term];
    }

    /** Coefficient of a term. */
    public long coefficient(int term) {
        return coefficients[term];
    }

    /** The steps, in order. */
    public int[] steps() {
        return steps.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Terms terms
                && Arrays.equals(steps, terms.steps)
                && Arrays.equals(coefficients, terms.coefficients);
    }

    @Override
    public int hashCode() {
        return 31 * Arrays.hashCode(steps) + Arrays.hashCode(coefficients);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < steps.length; i++) {
            text.append(' ').append(coefficients[i]).append("*%").append(steps[i]);
        }
        return text.toString();
    }
}
