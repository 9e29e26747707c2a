package org.l1ring.adders;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Renumbered;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.circuit.Terms;

/**
 * Expands the sums of a circuit one by one into balanced trees of two-input adders that share
 * nothing: the version that {@link ExpandSums} is measured against, and the one for multipliers.
 */
public final class SeparateSums {

    /** What the adders of a tree add. */
    public enum Leaves {
        /** A shifted operand for each digit of a coefficient's canonical signed-digit form. */
        DIGITS,
        /** The product of coefficient and operand where it has more than two such digits. */
        PRODUCTS
    }

    /** A value times plus or minus a power of two; coefficients over the sum's operands. */
    private record Node(int step, long factor, Map<Integer, Long> coefficients) {}

    private final Circuit circuit;
    private final Leaves leaves;
    private final List<Circuit.Step> steps = new ArrayList<>();
    private final List<Integer> origins = new ArrayList<>();
    private final int[] map;

    private SeparateSums(Circuit circuit, Leaves leaves) {
        this.circuit = circuit;
        this.leaves = leaves;
        this.map = new int[circuit.steps().size()];
    }

    /**
     * The circuit with its sums expanded, and the way from step to step.
     *
     * @param circuit any circuit
     * @param leaves of the trees
     */
    public static ExpandSums.Expanded trace(Circuit circuit, Leaves leaves) {
        return new SeparateSums(circuit, leaves).run();
    }

    private ExpandSums.Expanded run() {
        for (int id = 0; id < map.length; id++) {
            map[id] =
                    circuit.op(id) instanceof Op.Linear(Terms terms, long bias)
                            ? sum(id, terms, bias)
                            : add(Renumbered.of(circuit.op(id), map), circuit.interval(id), id);
        }
        List<Circuit.Output> outputs =
                circuit.outputs().stream()
                        .map(o -> new Circuit.Output(o.name(), map[o.step()], o.type()))
                        .toList();
        return new ExpandSums.Expanded(
                new Circuit(circuit.name(), circuit.inputs(), steps, outputs),
                Arrays.stream(map).boxed().toList(),
                origins);
    }

    private int add(Op op, Interval interval, int origin) {
        steps.add(new Circuit.Step(op, interval));
        origins.add(origin);
        return steps.size() - 1;
    }

    private int sum(int id, Terms terms, long bias) {
        Deque<Node> nodes = new ArrayDeque<>();
        for (int i = 0; i < terms.size(); i++) {
            leaves(nodes, id, terms.step(i), terms.coefficient(i));
        }
        if (nodes.isEmpty()) {
            return add(new Op.Constant(bias), circuit.interval(id), id);
        }
        // First in, first out: a balanced tree.
        while (nodes.size() > 1) {
            nodes.add(adder(id, nodes.remove(), nodes.remove()));
        }
        Node whole = nodes.remove();
        if (whole.factor() == 1 && bias == 0) {
            return whole.step();
        }
        Terms one = new Terms(new int[] {whole.step()}, new long[] {whole.factor()});
        return add(new Op.Linear(one, bias), circuit.interval(id), id);
    }

    private void leaves(Deque<Node> nodes, int id, int operand, long coefficient) {
        if (leaves == Leaves.PRODUCTS && SignedDigits.count(coefficient) > 2) {
            Terms product = new Terms(new int[] {map[operand]}, new long[] {coefficient});
            Interval interval = circuit.interval(operand).times(coefficient);
            int step = add(new Op.Linear(product, 0), interval, id);
            nodes.add(new Node(step, 1, Map.of(operand, coefficient)));
            return;
        }
        long added = SignedDigits.added(coefficient);
        for (long rest = SignedDigits.powers(coefficient); rest != 0; rest &= rest - 1) {
            long power = Long.lowestOneBit(rest);
            long factor = (added & power) != 0 ? power : -power;
            nodes.add(new Node(map[operand], factor, Map.of(operand, factor)));
        }
    }

    private Node adder(int id, Node left, Node right) {
        boolean negative = left.factor() < 0 && right.factor() < 0;
        long common =
                Math.min(
                        Long.lowestOneBit(Math.abs(left.factor())),
                        Long.lowestOneBit(Math.abs(right.factor())));
        long factor = negative ? -common : common;
        Map<Integer, Long> coefficients = new TreeMap<>(left.coefficients());
        right.coefficients().forEach((step, c) -> coefficients.merge(step, c, Long::sum));
        coefficients.replaceAll((_, c) -> c / factor);
        Interval interval = Interval.of(0);
        for (Map.Entry<Integer, Long> term : coefficients.entrySet()) {
            interval = interval.plus(circuit.interval(term.getKey()).times(term.getValue()));
        }
        long a = left.factor() / factor;
        long b = right.factor() / factor;
        Terms terms = Terms.ofTwo(left.step(), a, right.step(), b);
        Map<Integer, Long> scaled = new TreeMap<>(coefficients);
        scaled.replaceAll((_, c) -> c * factor);
        return new Node(add(new Op.Linear(terms, 0), interval, id), factor, scaled);
    }
}
