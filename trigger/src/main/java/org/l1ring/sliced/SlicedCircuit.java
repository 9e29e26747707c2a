package org.l1ring.sliced;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Terms;

/**
 * A circuit taken apart: gates over bits; below them, windows on fields of the input words; and
 * leaves, the bits that are computed from numbers.
 */
final class SlicedCircuit {
    private static final Interval BIT = new Interval(0, 1);

    /** Runs of set entries up to which a table of bits is made of windows. */
    private static final int MOST_RUNS = 8;

    private final Circuit circuit;
    private final int[] object;
    private final BitSet[] objects;
    private final BitGraph graph = new BitGraph();
    private final List<Field> fields = new ArrayList<>();
    private final Map<Field, Integer> fieldNumbers = new HashMap<>();
    private final List<Source> sources = new ArrayList<>();
    private final Map<Source, Integer> sourceNodes = new HashMap<>();
    private final int[] nodes;

    /** A bit that no gate makes. */
    sealed interface Source {}

    /** A window on a field. */
    record Test(Window window) implements Source {}

    /** A step of the circuit that is computed from numbers. */
    record Leaf(int step) implements Source {}

    /** How a bit of the circuit is made. */
    private enum Form {
        CONSTANT,
        FIELD,
        GATE,
        SELECT,
        WINDOW,
        COUNT,
        TABLE,
        LEAF
    }

    /**
     * Takes a circuit apart.
     *
     * @param circuit to take apart
     * @param object what each input column is a part of: columns of one object have one number
     */
    SlicedCircuit(Circuit circuit, int[] object) {
        this.circuit = circuit;
        this.object = object.clone();
        int steps = circuit.steps().size();
        objects = new BitSet[steps];
        nodes = new int[steps];
        Arrays.fill(nodes, -1);
        for (int step = 0; step < steps; step++) {
            objects[step] = new BitSet();
            if (circuit.op(step) instanceof Op.Input(int column)) {
                objects[step].set(object[column]);
            }
            for (int operand : Op.operands(circuit.op(step))) {
                objects[step].or(objects[operand]);
            }
        }
        boolean[] wanted = wanted();
        for (int step = 0; step < steps; step++) {
            if (wanted[step]) {
                nodes[step] = node(step);
            }
        }
    }

    Circuit circuit() {
        return circuit;
    }

    BitGraph graph() {
        return graph;
    }

    /** The fields that are read. */
    List<Field> fields() {
        return fields;
    }

    /** What the sources of the graph are, by their numbers. */
    List<Source> sources() {
        return sources;
    }

    /** The objects that a step depends on. */
    BitSet objects(int step) {
        return objects[step];
    }

    /** The object that a window looks at. */
    BitSet objects(Window window) {
        BitSet one = new BitSet();
        one.set(object[fields.get(window.field()).column()]);
        return one;
    }

    /** The node of an output; nothing when the output is a number. */
    Optional<Integer> output(int column) {
        int node = nodes[circuit.outputs().get(column).step()];
        return node < 0 ? Optional.empty() : Optional.of(node);
    }

    /** The number of the field that a step is. */
    Optional<Integer> field(int step) {
        return Field.of(circuit, step).map(this::number);
    }

    private int number(Field field) {
        return fieldNumbers.computeIfAbsent(
                field,
                _ -> {
                    fields.add(field);
                    return fields.size() - 1;
                });
    }

    private boolean isBit(int step) {
        return BIT.contains(circuit.interval(step));
    }

    /** The bits that outputs need as nodes. */
    private boolean[] wanted() {
        boolean[] wanted = new boolean[nodes.length];
        for (Circuit.Output output : circuit.outputs()) {
            wanted[output.step()] = isBit(output.step());
        }
        for (int step = nodes.length - 1; step >= 0; step--) {
            if (!wanted[step]) {
                continue;
            }
            switch (form(step)) {
                case CONSTANT, FIELD, WINDOW, TABLE, LEAF -> {}
                case GATE, SELECT -> want(wanted, Op.operands(circuit.op(step)));
                case COUNT -> want(wanted, count(step).orElseThrow().terms().steps());
            }
        }
        return wanted;
    }

    private static void want(boolean[] wanted, int[] steps) {
        for (int step : steps) {
            wanted[step] = true;
        }
    }

    private Form form(int step) {
        if (circuit.interval(step).constant()) {
            return Form.CONSTANT;
        }
        if (Field.of(circuit, step).isPresent()) {
            return Form.FIELD;
        }
        return switch (circuit.op(step)) {
            case Op.Constant _ -> Form.CONSTANT;
            case Op.Logic _, Op.Not _ -> Form.GATE;
            case Op.Select(_, int whenTrue, int whenFalse) ->
                    isBit(whenTrue) && isBit(whenFalse) && isBit(Op.operands(circuit.op(step))[0])
                            ? Form.SELECT
                            : Form.LEAF;
            case Op.Compare compare -> {
                int tested = tested(compare);
                if (tested < 0) {
                    yield Form.LEAF;
                }
                if (Field.of(circuit, tested).isPresent()) {
                    yield Form.WINDOW;
                }
                yield count(step).isPresent() ? Form.COUNT : Form.LEAF;
            }
            case Op.Table(int arg, Contents contents) ->
                    Field.of(circuit, arg).isPresent() && runs(contents).size() <= MOST_RUNS
                            ? Form.TABLE
                            : Form.LEAF;
            case Op.Input _,
                    Op.Linear _,
                    Op.Multiply _,
                    Op.Cast _,
                    Op.Minimum _,
                    Op.Maximum _,
                    Op.Absolute _,
                    Op.Slice _,
                    Op.Concatenate _ ->
                    Form.LEAF;
        };
    }

    /** The step that is compared with a constant; -1 if there is none. */
    private int tested(Op.Compare compare) {
        boolean left = circuit.interval(compare.left()).constant();
        boolean right = circuit.interval(compare.right()).constant();
        return left == right ? -1 : left ? compare.right() : compare.left();
    }

    /** The sum of bits that a comparison is about. */
    private Optional<Op.Linear> count(int step) {
        if (circuit.op(step) instanceof Op.Compare compare
                && tested(compare) >= 0
                && circuit.op(tested(compare)) instanceof Op.Linear linear) {
            Terms terms = linear.terms();
            for (int i = 0; i < terms.size(); i++) {
                if (terms.coefficient(i) != 1 || !isBit(terms.step(i))) {
                    return Optional.empty();
                }
            }
            return Optional.of(linear);
        }
        return Optional.empty();
    }

    /** The least and the greatest value that a comparison with a constant lets pass. */
    private long[] passing(Op.Compare compare, long least, long most) {
        boolean constantLeft = circuit.interval(compare.left()).constant();
        long constant = circuit.interval(constantLeft ? compare.left() : compare.right()).min();
        long open = compare.relation() == Op.Relation.LESS ? 1 : 0;
        boolean equal = compare.relation() == Op.Relation.EQUAL;
        long clamped = Math.clamp(constant, least - 2, most + 2);
        return new long[] {
            equal || constantLeft ? Math.max(least, clamped + open) : least,
            equal || !constantLeft ? Math.min(most, clamped - open) : most
        };
    }

    private int node(int step) {
        Op op = circuit.op(step);
        return switch (form(step)) {
            case CONSTANT -> circuit.interval(step).min() == 0 ? BitGraph.ZERO : BitGraph.ONE;
            case FIELD -> {
                int field = field(step).orElseThrow();
                yield window(field, 1, 1);
            }
            case GATE -> gate(op);
            case SELECT -> {
                int[] operands = Op.operands(op);
                int condition = nodes[operands[0]];
                yield graph.or(
                        graph.and(condition, nodes[operands[1]]),
                        graph.and(graph.not(condition), nodes[operands[2]]));
            }
            case WINDOW -> compared((Op.Compare) op);
            case COUNT -> counted(step, (Op.Compare) op);
            case TABLE -> {
                Op.Table table = (Op.Table) op;
                int any = BitGraph.ZERO;
                for (Interval run : runs(table.contents())) {
                    int field = field(table.arg()).orElseThrow();
                    any = graph.or(any, window(field, run.min(), run.max()));
                }
                yield any;
            }
            case LEAF -> source(new Leaf(step));
        };
    }

    private int gate(Op op) {
        return switch (op) {
            case Op.Not(int arg) -> graph.not(nodes[arg]);
            case Op.Logic(Op.Gate gate, int left, int right) ->
                    switch (gate) {
                        case AND -> both(nodes[left], nodes[right]);
                        case OR -> graph.or(nodes[left], nodes[right]);
                        case XOR -> graph.xor(nodes[left], nodes[right]);
                    };
            default -> throw new IllegalStateException(op + " is no gate");
        };
    }

    /** Both bits; two windows on one field are one. */
    private int both(int a, int b) {
        Optional<Window> left = test(a);
        Optional<Window> right = test(b);
        if (left.isPresent() && right.isPresent() && left.get().field() == right.get().field()) {
            long low = Math.max(left.get().low(), right.get().low());
            long high = Math.min(left.get().high(), right.get().high());
            return window(left.get().field(), low, high);
        }
        return graph.and(a, b);
    }

    private Optional<Window> test(int node) {
        BitGraph.Node source = graph.node(node);
        return source.kind() == BitGraph.Kind.SOURCE
                        && sources.get(source.left()) instanceof Test(Window window)
                ? Optional.of(window)
                : Optional.empty();
    }

    private int compared(Op.Compare compare) {
        int field = field(tested(compare)).orElseThrow();
        long[] passing = passing(compare, fields.get(field).minimum(), fields.get(field).maximum());
        return window(field, passing[0], passing[1]);
    }

    private int counted(int step, Op.Compare compare) {
        Op.Linear sum = count(step).orElseThrow();
        int[] bits = Arrays.stream(sum.terms().steps()).map(bit -> nodes[bit]).toArray();
        long bias = sum.bias();
        long[] passing = passing(compare, bias, bias + bits.length);
        if (passing[0] > passing[1]) {
            return BitGraph.ZERO;
        }
        return graph.and(
                graph.atLeast(bits, passing[0] - bias),
                graph.not(graph.atLeast(bits, passing[1] - bias + 1)));
    }

    private int window(int field, long low, long high) {
        if (low > high) {
            return BitGraph.ZERO;
        }
        boolean all = low <= fields.get(field).minimum() && high >= fields.get(field).maximum();
        return all ? BitGraph.ONE : source(new Test(new Window(field, low, high)));
    }

    private int source(Source source) {
        return sourceNodes.computeIfAbsent(
                source,
                _ -> {
                    sources.add(source);
                    return graph.source(sources.size() - 1);
                });
    }

    /** The runs of set entries of a table of bits. */
    private static List<Interval> runs(Contents contents) {
        List<Interval> runs = new ArrayList<>();
        for (int i = 0; i < contents.size(); i++) {
            if (contents.get(i) != 0) {
                int first = i;
                while (i + 1 < contents.size() && contents.get(i + 1) != 0) {
                    i++;
                }
                runs.add(new Interval(first, i));
            }
        }
        return runs;
    }
}
