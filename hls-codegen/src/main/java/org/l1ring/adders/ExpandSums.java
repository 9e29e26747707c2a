package org.l1ring.adders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
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
    private final int expandedBlocks;
    private final int[] blockOf;
    private final List<List<Integer>> blocks = new ArrayList<>();
    private final List<Circuit.Step> steps = new ArrayList<>();
    private final List<Integer> origins = new ArrayList<>();
    private final int[] map;

    /** By matrix: the positions of a layer and the steps of a cell have equal ones. */
    private final Map<String, AdderGraph> graphs = new HashMap<>();

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

    private ExpandSums(Circuit circuit, int depthSlack, List<List<Integer>> kept) {
        this.circuit = circuit;
        this.depthSlack = depthSlack;
        this.blockOf = new int[circuit.steps().size()];
        this.map = new int[circuit.steps().size()];
        Set<Integer> whole = kept.stream().flatMap(List::stream).collect(Collectors.toSet());
        for (List<Integer> block : SumBlocks.of(circuit)) {
            List<Integer> rest = block.stream().filter(sum -> !whole.contains(sum)).toList();
            if (!rest.isEmpty()) {
                blocks.add(rest);
            }
        }
        this.expandedBlocks = blocks.size();
        blocks.addAll(kept);
        Arrays.fill(blockOf, -1);
        Arrays.fill(map, -1);
        for (int block = 0; block < blocks.size(); block++) {
            for (int sum : blocks.get(block)) {
                blockOf[sum] = block;
            }
        }
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
        return trace(circuit, depthSlack, List.of());
    }

    /**
     * The same but for some sums, which stay as they are.
     *
     * @param kept groups of sums of one level each; the steps of a group follow each other
     */
    public static Expanded trace(Circuit circuit, int depthSlack, List<List<Integer>> kept) {
        return new ExpandSums(circuit, depthSlack, kept).run();
    }

    private Expanded run() {
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
            return;
        }
        if (blockOf[id] >= expandedBlocks) {
            for (int one : together) {
                map[one] = add(Renumbered.of(circuit.op(one), map), circuit.interval(one), one);
            }
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
        AdderGraph graph = graphs.computeIfAbsent(Arrays.deepToString(matrix), _ -> graph(matrix));
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

    private AdderGraph graph(long[][] matrix) {
        int depth =
                depthSlack == AdderSearch.FREE
                        ? AdderSearch.FREE
                        : AdderSearch.leastDepth(matrix) + depthSlack;
        return AdderSearch.find(matrix, depth);
    }

    private static long factor(AdderGraph.Term term) {
        return (term.negative() ? -1L : 1L) << term.shift();
    }

    private int adder(AdderGraph.Adder adder, List<Integer> values, Interval interval, int origin) {
        int left = values.get(adder.left().value());
        int right = values.get(adder.right().value());
        long a = factor(adder.left());
        long b = factor(adder.right());
        return add(new Op.Linear(Terms.ofTwo(left, a, right, b), 0), interval, origin);
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
