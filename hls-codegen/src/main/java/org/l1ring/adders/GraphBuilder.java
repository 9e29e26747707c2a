package org.l1ring.adders;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.PriorityQueue;
import org.l1ring.adders.AdderGraph.Adder;
import org.l1ring.adders.AdderGraph.Term;

/** Puts adders together, sums as trees. */
final class GraphBuilder {
    /** What a tree of a sum adds first. */
    enum Order {
        /** What is ready first. */
        READY,
        /** The smallest that the limit of depth allows, so that adders are narrow. */
        SMALL
    }

    /**
     * A term of a sum.
     *
     * @param top bits of its largest value for inputs up to 1
     */
    private record Ready(Term term, int depth, int top, int order) {}

    private final int inputs;
    private final Order order;
    private final List<Adder> adders = new ArrayList<>();
    private final List<Integer> depths = new ArrayList<>();

    /** Bounds of values for inputs up to 1. */
    private final List<Long> bounds = new ArrayList<>();

    GraphBuilder(int inputs, Order order) {
        this.inputs = inputs;
        this.order = order;
        for (int i = 0; i < inputs; i++) {
            depths.add(0);
            bounds.add(1L);
        }
    }

    /** An adder's value. */
    int add(Term left, Term right) {
        adders.add(new Adder(left, right));
        depths.add(1 + Math.max(depths.get(left.value()), depths.get(right.value())));
        bounds.add(bound(left) + bound(right));
        return depths.size() - 1;
    }

    private long bound(Term term) {
        return bounds.get(term.value()) << term.shift();
    }

    private Ready ready(Term term, int number) {
        int top = Long.SIZE - Long.numberOfLeadingZeros(bound(term));
        return new Ready(term, depths.get(term.value()), top, number);
    }

    /**
     * A sum.
     *
     * @param limit of the sum over its terms of 2^depth, a power of two or {@link Long#MAX_VALUE}
     */
    Term sum(List<Term> terms, long limit) {
        return order == Order.READY ? readyFirst(terms) : smallFirst(terms, limit);
    }

    private Term readyFirst(List<Term> terms) {
        PriorityQueue<Ready> queue =
                new PriorityQueue<>(
                        Comparator.comparingInt(Ready::depth).thenComparingInt(Ready::order));
        int number = 0;
        for (Term term : terms) {
            queue.add(ready(term, number++));
        }
        while (queue.size() > 1) {
            Term left = queue.remove().term();
            Term right = queue.remove().term();
            queue.add(ready(sum(left, right), number++));
        }
        return queue.isEmpty() ? Term.ZERO : queue.remove().term();
    }

    private Term smallFirst(List<Term> terms, long limit) {
        Comparator<Ready> small =
                Comparator.comparingInt(Ready::top)
                        .thenComparingInt(Ready::depth)
                        .thenComparingInt(Ready::order);
        List<Ready> left = new ArrayList<>();
        long weight = 0;
        for (Term term : terms) {
            left.add(ready(term, left.size()));
            weight += limit == Long.MAX_VALUE ? 0 : 1L << left.getLast().depth();
        }
        int number = left.size();
        left.sort(small);
        while (left.size() > 1) {
            long slack = limit - weight;
            int larger = 1;
            int smaller = 0;
            // The two of least depth always fit.
            while (extraWeight(left.get(smaller), left.get(larger)) > slack) {
                smaller++;
                if (smaller == larger) {
                    larger++;
                    smaller = 0;
                }
            }
            Ready second = left.remove(larger);
            Ready first = left.remove(smaller);
            weight += limit == Long.MAX_VALUE ? 0 : extraWeight(first, second);
            boolean swapped = first.term().negative() && !second.term().negative();
            Term sum =
                    swapped ? sum(second.term(), first.term()) : sum(first.term(), second.term());
            Ready result = ready(sum, number++);
            int place = Collections.binarySearch(left, result, small);
            left.add(-1 - place, result);
        }
        return left.isEmpty() ? Term.ZERO : left.getFirst().term();
    }

    /** What the sum of two terms has more than they. */
    private static long extraWeight(Ready first, Ready second) {
        int deeper = Math.min(60, Math.max(first.depth(), second.depth()));
        return (1L << deeper) - (1L << Math.min(60, Math.min(first.depth(), second.depth())));
    }

    /** Common shifts and a leading minus go behind the adder. */
    private Term sum(Term left, Term right) {
        int shift = Math.min(left.shift(), right.shift());
        boolean negative = left.negative();
        int value =
                add(
                        new Term(left.value(), left.shift() - shift, false),
                        new Term(
                                right.value(),
                                right.shift() - shift,
                                right.negative() != negative));
        return new Term(value, shift, negative);
    }

    AdderGraph build(List<Term> outputs) {
        return new AdderGraph(inputs, adders, outputs);
    }

    /** The graph of an elimination. */
    static AdderGraph of(Elimination elimination, Differences differences, Order order) {
        GraphBuilder builder = new GraphBuilder(differences.rest().length, order);
        elimination.valueAdders().forEach(adder -> builder.add(adder.left(), adder.right()));
        Term[] outputs = new Term[differences.parent().length];
        for (int o : differences.order()) {
            List<Term> terms = new ArrayList<>(elimination.sum(o));
            if (differences.parent()[o] >= 0) {
                Term parent = outputs[differences.parent()[o]];
                terms.add(
                        new Term(
                                parent.value(),
                                parent.shift() + differences.shift()[o],
                                parent.negative() != differences.negative()[o]));
            }
            outputs[o] = builder.sum(terms, differences.limit(o));
        }
        return builder.build(List.of(outputs));
    }

    /**
     * The graph that multiplies by the transposed matrix: every edge turned round, so that forks
     * become sums.
     */
    static AdderGraph transposed(AdderGraph graph, Order order) {
        int values = graph.inputs() + graph.adders().size();
        List<List<Term>> uses = new ArrayList<>();
        for (int i = 0; i < values; i++) {
            uses.add(new ArrayList<>());
        }
        for (int o = 0; o < graph.outputs().size(); o++) {
            Term output = graph.outputs().get(o);
            if (output.value() >= 0) {
                uses.get(output.value()).add(new Term(o, output.shift(), output.negative()));
            }
        }
        GraphBuilder builder = new GraphBuilder(graph.outputs().size(), order);
        Term[] turned = new Term[values];
        for (int v = values - 1; v >= 0; v--) {
            turned[v] = builder.sum(uses.get(v), Long.MAX_VALUE);
            if (v >= graph.inputs()) {
                Adder adder = graph.adders().get(v - graph.inputs());
                for (Term operand : List.of(adder.left(), adder.right())) {
                    Term flow = turned[v];
                    uses.get(operand.value())
                            .add(
                                    new Term(
                                            flow.value(),
                                            flow.shift() + operand.shift(),
                                            flow.negative() != operand.negative()));
                }
            }
        }
        List<Term> outputs = new ArrayList<>();
        for (int i = 0; i < graph.inputs(); i++) {
            outputs.add(turned[i]);
        }
        return builder.build(outputs);
    }
}
