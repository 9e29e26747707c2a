package org.l1ring.adders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Renumbered;
import org.l1ring.circuit.Terms;

/**
 * Expands the sums of a circuit into two-input adders that share subexpressions: any circuit to one
 * whose every {@link Op.Linear} is one adder, a shift, or an adder of a constant.
 *
 * <p>Sums are expanded together when they read common steps and lie at the same distance from the
 * inputs, counted in sums: the sums of a layer. Every adder's interval is that of its coefficients
 * over the steps that the sums read, so no adder is wider than its values need.
 */
public final class ExpandSums {
    private final Circuit circuit;
    private final int depthSlack;
    private final int[] blockOf;
    private final List<List<Integer>> blocks = new ArrayList<>();
    private final List<Circuit.Step> steps = new ArrayList<>();
    private final List<Integer> origins = new ArrayList<>();
    private final int[] map;

    /**
     * A circuit with its sums expanded.
     *
     * @param circuit with the same outputs for every input
     * @param steps [steps of the original] the step here with the same value
     * @param origins [steps here] the original step that a step serves
     */
    public record Expanded(Circuit circuit, List<Integer> steps, List<Integer> origins) {
        /** Copies the lists. */
        public Expanded {
            steps = List.copyOf(steps);
            origins = List.copyOf(origins);
        }
    }

    private ExpandSums(Circuit circuit, int depthSlack) {
        this.circuit = circuit;
        this.depthSlack = depthSlack;
        this.blockOf = new int[circuit.steps().size()];
        this.map = new int[circuit.steps().size()];
        Arrays.fill(blockOf, -1);
        Arrays.fill(map, -1);
    }

    /**
     * The circuit with its sums expanded.
     *
     * @param circuit any circuit
     * @param depthSlack levels of adders beyond the fewest that a block of sums may have, or {@link
     *     AdderSearch#FREE}
     * @return a circuit with the same outputs for every input
     */
    public static Circuit expand(Circuit circuit, int depthSlack) {
        return trace(circuit, depthSlack).circuit();
    }

    /** The same, with the way from step to step. */
    public static Expanded trace(Circuit circuit, int depthSlack) {
        return new ExpandSums(circuit, depthSlack).run();
    }

    private Expanded run() {
        findBlocks();
        for (int id = 0; id < map.length; id++) {
            emit(id);
        }
        List<Circuit.Output> outputs =
                circuit.outputs().stream()
                        .map(o -> new Circuit.Output(o.name(), map[o.step()], o.type()))
                        .toList();
        return new Expanded(
                new Circuit(circuit.name(), circuit.inputs(), steps, outputs),
                Arrays.stream(map).boxed().toList(),
                origins);
    }

    /** Sums of one level that share steps, directly or over others. */
    private void findBlocks() {
        int[] level = new int[map.length];
        Map<Integer, List<Integer>> levels = new TreeMap<>();
        for (int id = 0; id < map.length; id++) {
            for (int operand : Op.operands(circuit.op(id))) {
                level[id] = Math.max(level[id], level[operand]);
            }
            if (circuit.op(id) instanceof Op.Linear) {
                level[id]++;
                levels.computeIfAbsent(level[id], _ -> new ArrayList<>()).add(id);
            }
        }
        for (List<Integer> sums : levels.values()) {
            int[] leader = new int[map.length];
            Arrays.setAll(leader, i -> i);
            for (int sum : sums) {
                for (int operand : Op.operands(circuit.op(sum))) {
                    leader[find(leader, operand)] = find(leader, sum);
                }
            }
            Map<Integer, List<Integer>> parts = new LinkedHashMap<>();
            for (int sum : sums) {
                parts.computeIfAbsent(find(leader, sum), _ -> new ArrayList<>()).add(sum);
            }
            for (List<Integer> part : parts.values()) {
                part.forEach(sum -> blockOf[sum] = blocks.size());
                blocks.add(part);
            }
        }
    }

    private static int find(int[] leader, int id) {
        int at = id;
        while (leader[at] != at) {
            leader[at] = leader[leader[at]];
            at = leader[at];
        }
        return at;
    }

    /** Emits a step once its operands are there; a sum with all of its block. */
    private void emit(int id) {
        if (map[id] >= 0) {
            return;
        }
        List<Integer> together = blockOf[id] < 0 ? List.of(id) : blocks.get(blockOf[id]);
        for (int one : together) {
            for (int operand : Op.operands(circuit.op(one))) {
                emit(operand);
            }
        }
        if (blockOf[id] < 0) {
            map[id] = add(Renumbered.of(circuit.op(id), map), circuit.interval(id), id);
        } else {
            expand(together);
        }
    }

    private int add(Op op, Interval interval, int origin) {
        origins.add(origin);
        steps.add(new Circuit.Step(op, interval));
        return steps.size() - 1;
    }

    private void expand(List<Integer> sums) {
        List<Integer> operands =
                sums.stream()
                        .flatMapToInt(sum -> Arrays.stream(Op.operands(circuit.op(sum))))
                        .distinct()
                        .sorted()
                        .boxed()
                        .toList();
        long[][] matrix = new long[operands.size()][sums.size()];
        for (int o = 0; o < sums.size(); o++) {
            Terms terms = ((Op.Linear) circuit.op(sums.get(o))).terms();
            for (int i = 0; i < terms.size(); i++) {
                matrix[operands.indexOf(terms.step(i))][o] += terms.coefficient(i);
            }
        }
        int depth =
                depthSlack == AdderSearch.FREE
                        ? AdderSearch.FREE
                        : AdderSearch.leastDepth(matrix) + depthSlack;
        AdderGraph graph = AdderSearch.find(matrix, depth);
        List<long[]> coefficients = new ArrayList<>();
        List<Integer> values = new ArrayList<>();
        for (int i = 0; i < operands.size(); i++) {
            long[] unit = new long[operands.size()];
            unit[i] = 1;
            coefficients.add(unit);
            values.add(map[operands.get(i)]);
        }
        for (AdderGraph.Adder adder : graph.adders()) {
            long[] sum = new long[operands.size()];
            for (AdderGraph.Term term : List.of(adder.left(), adder.right())) {
                for (int i = 0; i < sum.length; i++) {
                    sum[i] += factor(term) * coefficients.get(term.value())[i];
                }
            }
            coefficients.add(sum);
            values.add(adder(adder, values, range(operands, sum, 0), sums.getFirst()));
        }
        for (int o = 0; o < sums.size(); o++) {
            int sum = sums.get(o);
            map[sum] = output(graph.outputs().get(o), values, sum);
        }
    }

    private static long factor(AdderGraph.Term term) {
        return (term.negative() ? -1L : 1L) << term.shift();
    }

    private int adder(AdderGraph.Adder adder, List<Integer> values, Interval interval, int origin) {
        int left = values.get(adder.left().value());
        int right = values.get(adder.right().value());
        long a = factor(adder.left());
        long b = factor(adder.right());
        Terms terms =
                left == right
                        ? new Terms(new int[] {left}, new long[] {a + b})
                        : left < right
                                ? new Terms(new int[] {left, right}, new long[] {a, b})
                                : new Terms(new int[] {right, left}, new long[] {b, a});
        return add(new Op.Linear(terms, 0), interval, origin);
    }

    private Interval range(List<Integer> operands, long[] coefficients, long bias) {
        Interval range = Interval.of(bias);
        for (int i = 0; i < coefficients.length; i++) {
            if (coefficients[i] != 0) {
                range = range.plus(circuit.interval(operands.get(i)).times(coefficients[i]));
            }
        }
        return range;
    }

    /** A sum from its last adder: shifted, negated and its bias added where needed. */
    private int output(AdderGraph.Term term, List<Integer> values, int sum) {
        long bias = ((Op.Linear) circuit.op(sum)).bias();
        if (term.value() < 0) {
            return add(new Op.Constant(bias), circuit.interval(sum), sum);
        }
        int value = values.get(term.value());
        if (bias == 0 && factor(term) == 1) {
            return value;
        }
        Terms terms = new Terms(new int[] {value}, new long[] {factor(term)});
        return add(new Op.Linear(terms, bias), circuit.interval(sum), sum);
    }
}
