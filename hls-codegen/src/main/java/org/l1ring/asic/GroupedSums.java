package org.l1ring.asic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Renumbered;
import org.l1ring.circuit.Terms;

/**
 * Makes long sums sums of sums, so that a dense layer consists of equal parts that synthesis makes
 * once; leaves no sum of more than {@link #MOST_TERMS} terms.
 */
final class GroupedSums {
    private static final int MOST_TERMS = 24;
    private static final int GROUP = 16;

    private final List<Circuit.Step> steps = new ArrayList<>();

    private GroupedSums() {}

    /** The circuit with short sums. */
    static Circuit of(Circuit circuit) {
        GroupedSums sums = new GroupedSums();
        int[] map = new int[circuit.steps().size()];
        for (int id = 0; id < map.length; id++) {
            Op op = Renumbered.of(circuit.op(id), map);
            if (op instanceof Op.Linear(Terms terms, long bias)) {
                op = sums.shortened(terms, bias);
            }
            map[id] = sums.add(op, circuit.interval(id));
        }
        List<Circuit.Output> outputs =
                circuit.outputs().stream()
                        .map(o -> new Circuit.Output(o.name(), map[o.step()], o.type()))
                        .toList();
        return new Circuit(circuit.name(), circuit.inputs(), sums.steps, outputs);
    }

    private int add(Op op, Interval interval) {
        steps.add(new Circuit.Step(op, interval));
        return steps.size() - 1;
    }

    private Op shortened(Terms terms, long bias) {
        if (terms.size() <= MOST_TERMS) {
            return new Op.Linear(terms, bias);
        }
        // Products first: the bias of a layer comes after whole groups.
        int[] order =
                IntStream.range(0, terms.size())
                        .boxed()
                        .sorted(Comparator.comparing(i -> !product(terms.step(i))))
                        .mapToInt(Integer::intValue)
                        .toArray();
        int[] args = Arrays.stream(order).map(terms::step).toArray();
        long[] coefficients = Arrays.stream(order).mapToLong(terms::coefficient).toArray();
        while (args.length > MOST_TERMS) {
            int[] sums = new int[(args.length + GROUP - 1) / GROUP];
            long[] factors = new long[sums.length];
            for (int i = 0; i < sums.length; i++) {
                int from = i * GROUP;
                int to = Math.min(args.length, from + GROUP);
                boolean single = to == from + 1;
                sums[i] = single ? args[from] : group(args, coefficients, from, to);
                factors[i] = single ? coefficients[from] : 1;
            }
            args = sums;
            coefficients = factors;
        }
        return new Op.Linear(new Terms(args, coefficients), bias);
    }

    private boolean product(int id) {
        return steps.get(id).op() instanceof Op.Multiply;
    }

    private int group(int[] args, long[] coefficients, int from, int to) {
        Interval interval = Interval.of(0);
        for (int i = from; i < to; i++) {
            Interval term = steps.get(args[i]).interval().times(coefficients[i]);
            interval = interval.plus(term);
        }
        Terms terms =
                new Terms(
                        Arrays.copyOfRange(args, from, to),
                        Arrays.copyOfRange(coefficients, from, to));
        return add(new Op.Linear(terms, 0), interval);
    }
}
