package org.l1ring.adders;

import java.util.ArrayList;
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
        /** What is ready first, and of that the smallest, so that adders are narrow. */
        READY_THEN_SMALL,
        /** The smallest; trees may be deep. */
        SMALL;

        private Comparator<Ready> comparator() {
            Comparator<Ready> ready = Comparator.comparingInt(Ready::depth);
            Comparator<Ready> small = Comparator.comparingInt(Ready::top);
            Comparator<Ready> first =
                    switch (this) {
                        case READY -> ready;
                        case READY_THEN_SMALL -> ready.thenComparing(small);
                        case SMALL -> small.thenComparing(ready);
                    };
            return first.thenComparingInt(Ready::order);
        }
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

    /** A sum; of least depth for the depths of its terms where the ready ones come first. */
    Term sum(List<Term> terms) {
        PriorityQueue<Ready> queue = new PriorityQueue<>(order.comparator());
        int number = 0;
        for (Term term : terms) {
            queue.add(ready(term, number++));
        }
        while (queue.size() > 1) {
            Term first = queue.remove().term();
            Term second = queue.remove().term();
            boolean swapped = order != Order.READY && first.negative() && !second.negative();
            Term left = swapped ? second : first;
            Term right = swapped ? first : second;
            // Common shifts and a leading minus go behind the adder.
            int shift = Math.min(left.shift(), right.shift());
            boolean negative = left.negative();
            int value =
                    add(
                            new Term(left.value(), left.shift() - shift, false),
                            new Term(
                                    right.value(),
                                    right.shift() - shift,
                                    right.negative() != negative));
            queue.add(ready(new Term(value, shift, negative), number++));
        }
        return queue.isEmpty() ? Term.ZERO : queue.remove().term();
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
            outputs[o] = builder.sum(terms);
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
            turned[v] = builder.sum(uses.get(v));
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
