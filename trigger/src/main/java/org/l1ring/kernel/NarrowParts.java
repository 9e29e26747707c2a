package org.l1ring.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntPredicate;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.circuit.Terms;

/**
 * A wide sum as sums of some of its terms each, which 16-bit lanes hold: twice as many additions at
 * once as in 32-bit lanes.
 */
final class NarrowParts {
    /** Additions that a part costs besides its own: it is widened and added. */
    private static final int PART = 6;

    /** Additions that a multiply-add of half as many floats costs. */
    private static final double PRODUCT = 1.5;

    /** Additions that the conversion to floats costs a sum, with several sums to share it. */
    private static final double CONVERSION = 0.5;

    /** Some terms of a sum. */
    record Part(List<Integer> steps, List<Long> coefficients) {
        private Part() {
            this(new ArrayList<>(), new ArrayList<>());
        }
    }

    private NarrowParts() {}

    /**
     * The parts of a sum; none when that is not faster than a sum of floats.
     *
     * @param circuit that the sum is in
     * @param terms of the sum
     * @param floats whether a step is kept as floats
     */
    static List<Part> of(Circuit circuit, Terms terms, IntPredicate floats) {
        List<Part> parts = new ArrayList<>();
        Interval sum = Interval.of(0);
        double cost = 0;
        for (int i = 0; i < terms.size(); i++) {
            long coefficient = terms.coefficient(i);
            Interval x = circuit.interval(terms.step(i));
            Interval product = x.times(coefficient);
            if (Lane.of(x) != Lane.I16 || Lane.of(product) != Lane.I16) {
                return List.of();
            }
            if (parts.isEmpty() || Lane.of(sum.plus(product)) != Lane.I16) {
                parts.add(new Part());
                sum = Interval.of(0);
                cost += PART;
            }
            sum = sum.plus(product);
            parts.getLast().steps().add(terms.step(i));
            parts.getLast().coefficients().add(coefficient);
            cost += Math.min(2, SignedDigits.count(coefficient));
            cost -= PRODUCT + (floats.test(terms.step(i)) ? 0 : CONVERSION);
        }
        return cost <= 0 ? parts : List.of();
    }
}
