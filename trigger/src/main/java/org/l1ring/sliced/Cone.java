package org.l1ring.sliced;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Renumbered;
import org.l1ring.fixed.FixedType;

/**
 * Steps with all that they are computed from, down to fields and input words, as a circuit of its
 * own. Cones of the same shape are equal circuits: steps are numbered as they are reached.
 *
 * @param circuit one output for each step that was asked for
 * @param inputs what its columns are
 */
record Cone(Circuit circuit, List<Column> inputs) {

    /** An input of a cone. */
    sealed interface Column {}

    /** A field, by its number. */
    record FieldColumn(int field) implements Column {}

    /** A whole input word, by its column in the circuit that the cone is a part of. */
    record WordColumn(int column) implements Column {}

    /**
     * The cone of some steps.
     *
     * @param sliced whose steps these are
     * @param steps that become outputs
     * @param fields whether fields are columns; else words alone
     */
    static Cone of(SlicedCircuit sliced, List<Integer> steps, boolean fields) {
        Circuit whole = sliced.circuit();
        List<Circuit.Port> ports = new ArrayList<>();
        List<Column> inputs = new ArrayList<>();
        List<Circuit.Step> inside = new ArrayList<>();
        Map<Column, Integer> columns = new HashMap<>();
        int[] map = new int[whole.steps().size()];
        Arrays.fill(map, -1);
        Deque<Integer> open = new ArrayDeque<>();
        for (int root : steps) {
            open.push(root);
            while (!open.isEmpty()) {
                int step = open.peek();
                Column column = column(sliced, step, fields);
                if (map[step] >= 0 || (column == null && !ready(whole, step, map, open))) {
                    if (map[step] >= 0) {
                        open.pop();
                    }
                    continue;
                }
                open.pop();
                map[step] = inside.size();
                Op op =
                        column == null
                                ? Renumbered.of(whole.op(step), map)
                                : input(column, columns);
                if (columns.size() > inputs.size()) {
                    inputs.add(column);
                    ports.add(new Circuit.Port("x" + ports.size(), whole.interval(step), 0));
                }
                inside.add(new Circuit.Step(op, whole.interval(step)));
            }
        }
        List<Circuit.Output> outputs = new ArrayList<>();
        for (int root : steps) {
            FixedType type = FixedType.signed(64, 64);
            outputs.add(new Circuit.Output("y" + outputs.size(), map[root], type));
        }
        return new Cone(new Circuit("cone", ports, inside, outputs), inputs);
    }

    private static Column column(SlicedCircuit sliced, int step, boolean fields) {
        if (sliced.circuit().op(step) instanceof Op.Input(int column)) {
            return new WordColumn(column);
        }
        return fields
                ? sliced.field(step).map(field -> (Column) new FieldColumn(field)).orElse(null)
                : null;
    }

    private static Op input(Column column, Map<Column, Integer> columns) {
        return new Op.Input(columns.computeIfAbsent(column, _ -> columns.size()));
    }

    /** Whether all operands have been reached; else puts those that have not on the stack. */
    private static boolean ready(Circuit whole, int step, int[] map, Deque<Integer> open) {
        boolean ready = true;
        int[] operands = Op.operands(whole.op(step));
        for (int i = operands.length - 1; i >= 0; i--) {
            if (map[operands[i]] < 0) {
                open.push(operands[i]);
                ready = false;
            }
        }
        return ready;
    }
}
