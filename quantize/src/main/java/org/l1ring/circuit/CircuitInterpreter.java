package org.l1ring.circuit;

/** Evaluates a circuit one crossing at a time; the reference that all engines are held against. */
public final class CircuitInterpreter {
    private final Circuit circuit;
    private final long[] values;

    /** An interpreter with its own scratch values; not for use by several threads. */
    public CircuitInterpreter(Circuit circuit) {
        this.circuit = circuit;
        this.values = new long[circuit.steps().size()];
    }

    /**
     * Evaluates one crossing.
     *
     * @param inputs [columns] raw values within their ports' intervals
     * @param outputs [outputs] receives raw values
     */
    public void run(long[] inputs, long[] outputs) {
        for (int id = 0; id < values.length; id++) {
            values[id] = evaluate(circuit.op(id), inputs);
        }
        for (int i = 0; i < outputs.length; i++) {
            outputs[i] = values[circuit.outputs().get(i).step()];
        }
    }

    private long evaluate(Op op, long[] inputs) {
        return switch (op) {
            case Op.Input(int column) -> inputs[column];
            case Op.Constant(long raw) -> raw;
            case Op.Linear(Terms terms, long bias) -> {
                long sum = bias;
                for (int i = 0; i < terms.size(); i++) {
                    sum += terms.coefficient(i) * values[terms.step(i)];
                }
                yield sum;
            }
            case Op.Multiply(int left, int right) -> values[left] * values[right];
            case Op.Cast cast -> cast.type().cast(values[cast.arg()], cast.drop());
            case Op.Select(int condition, int whenTrue, int whenFalse) ->
                    values[values[condition] != 0 ? whenTrue : whenFalse];
            case Op.Compare(Op.Relation relation, int left, int right) ->
                    switch (relation) {
                                case LESS -> values[left] < values[right];
                                case LESS_OR_EQUAL -> values[left] <= values[right];
                                case EQUAL -> values[left] == values[right];
                            }
                            ? 1
                            : 0;
            case Op.Logic(Op.Gate gate, int left, int right) ->
                    switch (gate) {
                        case AND -> values[left] & values[right];
                        case OR -> values[left] | values[right];
                        case XOR -> values[left] ^ values[right];
                    };
            case Op.Not(int arg) -> values[arg] ^ 1;
            case Op.Minimum(int left, int right) -> Math.min(values[left], values[right]);
            case Op.Maximum(int left, int right) -> Math.max(values[left], values[right]);
            case Op.Absolute(int arg) -> Math.abs(values[arg]);
            case Op.Table(int arg, Contents contents) -> contents.get((int) values[arg]);
            case Op.Slice(int arg, int low, int width) -> values[arg] >> low & (1L << width) - 1;
            case Op.Concatenate(int high, int low, int lowWidth) ->
                    (values[high] << lowWidth) + values[low];
        };
    }
}
