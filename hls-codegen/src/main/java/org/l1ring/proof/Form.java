package org.l1ring.proof;

import java.math.BigInteger;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.IntFunction;

/**
 * An exact weighted sum {@code constant + sum terms[leaf] * leaf}.
 *
 * @param terms non-zero coefficients by the leaf's step
 * @param constant integer
 */
record Form(SortedMap<Integer, BigInteger> terms, BigInteger constant) {

    static Form of(BigInteger constant) {
        return new Form(new TreeMap<>(), constant);
    }

    static Form leaf(int step) {
        return new Form(new TreeMap<>(Map.of(step, BigInteger.ONE)), BigInteger.ZERO);
    }

    /** {@code this + factor * other}. */
    Form plus(BigInteger factor, Form other) {
        if (factor.signum() == 0) {
            return this;
        }
        SortedMap<Integer, BigInteger> sum = new TreeMap<>(terms);
        other.terms.forEach((leaf, coefficient) -> {
            BigInteger total =
                    sum.getOrDefault(leaf, BigInteger.ZERO).add(factor.multiply(coefficient));
            if (total.signum() == 0) {
                sum.remove(leaf);
            } else {
                sum.put(leaf, total);
            }
        });
        return new Form(sum, constant.add(factor.multiply(other.constant)));
    }

    /** The exact range: leaves are independent. */
    Range range(IntFunction<Range> leaves) {
        Range range = new Range(constant, constant);
        for (Map.Entry<Integer, BigInteger> term : terms.entrySet()) {
            range = range.plus(term.getValue(), leaves.apply(term.getKey()));
        }
        return range;
    }

    /** Whether all coefficients are equal modulo a power of two, hence the sums' low bits. */
    boolean congruent(Form other, int bits) {
        Form difference = plus(BigInteger.ONE.negate(), other);
        return divisible(difference.constant, bits)
                && difference.terms.values().stream().allMatch(c -> divisible(c, bits));
    }

    private static boolean divisible(BigInteger value, int bits) {
        return value.signum() == 0 || value.getLowestSetBit() >= bits;
    }

    /** The sum as text, with leaves as {@code v<step>}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder();
        terms.forEach((leaf, c) -> text.append("%+d*v%d ".formatted(c, leaf)));
        return text + "%+d".formatted(constant);
    }
}
