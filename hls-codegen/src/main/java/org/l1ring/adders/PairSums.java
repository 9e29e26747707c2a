package org.l1ring.adders;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.l1ring.circuit.SignedDigits;

/**
 * Matrices that no search can improve on: each output is at most one sum or difference of two
 * shifted inputs, and no two outputs are of the same pair. Distances of all pairs of many objects
 * are such sums.
 */
final class PairSums {
    private PairSums() {}

    /**
     * The graph of one adder for each pair.
     *
     * @param matrix [inputs][outputs] coefficients
     * @return nothing if some output needs more or two outputs could share
     */
    static Optional<AdderGraph> of(long[][] matrix) {
        int inputs = matrix.length;
        List<AdderGraph.Adder> adders = new ArrayList<>();
        List<AdderGraph.Term> outputs = new ArrayList<>();
        Set<Long> pairs = new HashSet<>();
        for (int o = 0; o < matrix[0].length; o++) {
            List<AdderGraph.Term> terms = new ArrayList<>();
            for (int i = 0; i < inputs; i++) {
                long coefficient = matrix[i][o];
                if (SignedDigits.count(coefficient) > 1 || (coefficient != 0 && terms.size() > 1)) {
                    return Optional.empty();
                }
                if (coefficient != 0) {
                    int shift = Long.numberOfTrailingZeros(coefficient);
                    terms.add(new AdderGraph.Term(i, shift, coefficient < 0));
                }
            }
            if (terms.size() < 2) {
                outputs.add(terms.isEmpty() ? AdderGraph.Term.ZERO : terms.getFirst());
                continue;
            }
            AdderGraph.Term one = terms.get(0);
            AdderGraph.Term other = terms.get(1);
            if (!pairs.add((long) one.value() * inputs + other.value())) {
                return Optional.empty();
            }
            int shift = Math.min(one.shift(), other.shift());
            boolean negative = one.negative() && other.negative();
            outputs.add(new AdderGraph.Term(inputs + adders.size(), shift, negative));
            // What is subtracted comes last.
            boolean swapped = one.negative() && !negative;
            AdderGraph.Term first = less(swapped ? other : one, shift, negative);
            adders.add(new AdderGraph.Adder(first, less(swapped ? one : other, shift, negative)));
        }
        return Optional.of(new AdderGraph(inputs, adders, outputs));
    }

    private static AdderGraph.Term less(AdderGraph.Term term, int shift, boolean negated) {
        return new AdderGraph.Term(term.value(), term.shift() - shift, term.negative() && !negated);
    }
}
