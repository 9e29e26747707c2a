package org.l1ring.circuit;

import java.util.Arrays;
import org.l1ring.fixed.FixedType;

/**
 * Evaluates a circuit step by step, each as its operation is defined; the reference that all
 * engines are held against.
 *
 * <p>A step is evaluated for a few crossings at a time, so that large circuits do not pay for
 * finding it again and again.
 */
public final class CircuitInterpreter {
    private static final int BATCH = 16;

    private final Circuit circuit;
    private final Op[] ops;

    /** Destination of each cast, null at other steps. */
    private final FixedType[] types;

    /** Values of step s at [s * BATCH, (s + 1) * BATCH). */
    private final long[] values;

    /** An interpreter with its own scratch values; not for use by several threads. */
    public CircuitInterpreter(Circuit circuit) {
        this.circuit = circuit;
        int steps = circuit.steps().size();
        this.ops = circuit.steps().stream().map(Circuit.Step::op).toArray(Op[]::new);
        this.types = new FixedType[steps];
        Arrays.setAll(types, id -> ops[id] instanceof Op.Cast cast ? cast.type() : null);
        this.values = new long[Math.multiplyExact(steps, BATCH)];
    }

    /**
     * Evaluates one crossing.
     *
     * @param inputs [columns] raw values within their ports' intervals
     * @param outputs [outputs] receives raw values
     */
    public void run(long[] inputs, long[] outputs) {
        run(inputs, 0, 1, outputs);
    }

    /**
     * Evaluates crossings one after the other in flat arrays.
     *
     * @param inputs [crossings][columns] raw values within their ports' intervals
     * @param from first crossing
     * @param to crossing after the last
     * @param outputs [crossings][outputs] receives raw values
     */
    public void run(long[] inputs, int from, int to, long[] outputs) {
        int columns = circuit.inputs().size();
        int results = circuit.outputs().size();
        for (int start = from; start < to; start += BATCH) {
            int rows = Math.min(BATCH, to - start);
            for (int id = 0; id < ops.length; id++) {
                if (ops[id] instanceof Op.Input(int column)) {
                    for (int row = 0; row < rows; row++) {
                        values[id * BATCH + row] = inputs[(start + row) * columns + column];
                    }
                } else {
                    evaluate(id, rows);
                }
            }
            for (int i = 0; i < results; i++) {
                int step = circuit.outputs().get(i).step();
                for (int row = 0; row < rows; row++) {
                    outputs[(start + row) * results + i] = values[step * BATCH + row];
                }
            }
        }
    }

    private void evaluate(int id, int rows) {
        if (ops[id] instanceof Op.Linear(Terms terms, long bias)) {
            Arrays.fill(values, id * BATCH, id * BATCH + rows, bias);
            for (int i = 0; i < terms.size(); i++) {
                long coefficient = terms.coefficient(i);
                int source = terms.step(i) * BATCH;
                for (int row = 0; row < rows; row++) {
                    values[id * BATCH + row] += coefficient * values[source + row];
                }
            }
            return;
        }
        for (int row = 0; row < rows; row++) {
            values[id * BATCH + row] = evaluate(id, ops[id], row);
        }
    }

    private long value(int step, int row) {
        return values[step * BATCH + row];
    }

    private long evaluate(int id, Op op, int row) {
        return switch (op) {
            case Op.Input _, Op.Linear _ ->
                    throw new IllegalStateException("step " + id + " is evaluated by its run");
            case Op.Constant(long raw) -> raw;
            case Op.Multiply(int left, int right) -> value(left, row) * value(right, row);
            case Op.Cast cast -> types[id].cast(value(cast.arg(), row), cast.drop());
            case Op.Select(int condition, int whenTrue, int whenFalse) ->
                    value(value(condition, row) != 0 ? whenTrue : whenFalse, row);
            case Op.Compare(Op.Relation relation, int left, int right) ->
                    compare(relation, value(left, row), value(right, row)) ? 1 : 0;
            case Op.Logic(Op.Gate gate, int left, int right) ->
                    switch (gate) {
                        case AND -> value(left, row) & value(right, row);
                        case OR -> value(left, row) | value(right, row);
                        case XOR -> value(left, row) ^ value(right, row);
                    };
            case Op.Not(int arg) -> value(arg, row) ^ 1;
            case Op.Minimum(int left, int right) -> Math.min(value(left, row), value(right, row));
            case Op.Maximum(int left, int right) -> Math.max(value(left, row), value(right, row));
            case Op.Absolute(int arg) -> Math.abs(value(arg, row));
            case Op.Table(int arg, Contents contents) -> contents.get((int) value(arg, row));
            case Op.Slice(int arg, int low, int width) ->
                    value(arg, row) >> low & ((1L << width) - 1);
            case Op.Concatenate(int high, int low, int lowWidth) ->
                    (value(high, row) << lowWidth) + value(low, row);
        };
    }

    private static boolean compare(Op.Relation relation, long left, long right) {
        return switch (relation) {
            case LESS -> left < right;
            case LESS_OR_EQUAL -> left <= right;
            case EQUAL -> left == right;
        };
    }
}
