package org.l1ring.adders;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.adders.AdderGraph.Term;
import org.l1ring.adders.SumGraph.Sum;

/**
 * Merges adders into three-input adders: an adder whose result is read once goes into its reader,
 * where neither has another one merged with it.
 *
 * <p>Results read once make a forest of the adders, and the pairs that are merged a matching in it.
 * From the leaves on, an adder takes one of its children that is free; no matching is larger, and
 * of two free children the deeper one is taken.
 *
 * <p>An FPGA's carry chain adds three operands in one six-input table a bit. Source: M. Kumm et
 * al., "Multiple constant multiplication with ternary adders", FPL 2013.
 */
public final class ThreeInput {
    private ThreeInput() {}

    /**
     * A graph with as many adders merged as possible.
     *
     * @param graph of two-input adders
     * @return a graph of the same matrix, no deeper
     */
    public static SumGraph merge(AdderGraph graph) {
        int inputs = graph.inputs();
        int[] merged = matching(graph);
        boolean[] gone = new boolean[merged.length];
        for (int child : merged) {
            if (child >= 0) {
                gone[child] = true;
            }
        }
        int[] place = new int[merged.length];
        List<Sum> sums = new ArrayList<>();
        for (int v = 0; v < merged.length; v++) {
            if (v < inputs) {
                place[v] = v;
            } else if (!gone[v]) {
                List<Term> terms = new ArrayList<>();
                for (Term operand : operands(graph, v)) {
                    if (operand.value() == merged[v]) {
                        for (Term inner : operands(graph, operand.value())) {
                            terms.add(renumbered(through(inner, operand), place));
                        }
                    } else {
                        terms.add(renumbered(operand, place));
                    }
                }
                place[v] = inputs + sums.size();
                sums.add(new Sum(terms));
            }
        }
        List<Term> outputs = graph.outputs().stream().map(o -> renumbered(o, place)).toList();
        return new SumGraph(inputs, sums, outputs);
    }

    /** The child that each adder takes, -1 for none. */
    private static int[] matching(AdderGraph graph) {
        int inputs = graph.inputs();
        int[] readers = new int[inputs + graph.adders().size()];
        for (Term output : graph.outputs()) {
            if (output.value() >= 0) {
                readers[output.value()]++;
            }
        }
        for (int v = inputs; v < readers.length; v++) {
            operands(graph, v).forEach(operand -> readers[operand.value()]++);
        }
        int[] depth = graph.sums().depths();
        int[] merged = new int[readers.length];
        for (int v = 0; v < readers.length; v++) {
            merged[v] = -1;
            if (v >= inputs) {
                for (Term operand : operands(graph, v)) {
                    int child = operand.value();
                    boolean free = child >= inputs && readers[child] == 1 && merged[child] < 0;
                    if (free && (merged[v] < 0 || depth[child] > depth[merged[v]])) {
                        merged[v] = child;
                    }
                }
            }
        }
        return merged;
    }

    private static List<Term> operands(AdderGraph graph, int value) {
        AdderGraph.Adder adder = graph.adders().get(value - graph.inputs());
        return List.of(adder.left(), adder.right());
    }

    /** A term of a term. */
    private static Term through(Term inner, Term outer) {
        return new Term(
                inner.value(), inner.shift() + outer.shift(), inner.negative() != outer.negative());
    }

    private static Term renumbered(Term term, int[] place) {
        return term.value() < 0
                ? term
                : new Term(place[term.value()], term.shift(), term.negative());
    }
}
