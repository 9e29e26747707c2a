package org.l1ring.circuit;

import java.util.Arrays;

/** Operations on steps that got other ids. */
public final class Renumbered {
    private Renumbered() {}

    /**
     * The operation with other operands.
     *
     * @param op an operation
     * @param map new ids by old ones
     */
    public static Op of(Op op, int[] map) {
        return switch (op) {
            case Op.Input _, Op.Constant _ -> op;
            case Op.Linear(Terms terms, long bias) -> {
                long[] coefficients = new long[terms.size()];
                Arrays.setAll(coefficients, terms::coefficient);
                int[] args = Arrays.stream(terms.steps()).map(step -> map[step]).toArray();
                yield new Op.Linear(new Terms(args, coefficients), bias);
            }
            case Op.Multiply(int left, int right) -> new Op.Multiply(map[left], map[right]);
            case Op.Cast c ->
                    new Op.Cast(
                            map[c.arg()],
                            c.drop(),
                            c.quantization(),
                            c.signed(),
                            c.width(),
                            c.overflow(),
                            c.saturationBits());
            case Op.Select(int condition, int whenTrue, int whenFalse) ->
                    new Op.Select(map[condition], map[whenTrue], map[whenFalse]);
            case Op.Compare(Op.Relation relation, int left, int right) ->
                    new Op.Compare(relation, map[left], map[right]);
            case Op.Logic(Op.Gate gate, int left, int right) ->
                    new Op.Logic(gate, map[left], map[right]);
            case Op.Not(int arg) -> new Op.Not(map[arg]);
            case Op.Minimum(int left, int right) -> new Op.Minimum(map[left], map[right]);
            case Op.Maximum(int left, int right) -> new Op.Maximum(map[left], map[right]);
            case Op.Absolute(int arg) -> new Op.Absolute(map[arg]);
            case Op.Table(int arg, Contents contents) -> new Op.Table(map[arg], contents);
            case Op.Slice(int arg, int low, int width) -> new Op.Slice(map[arg], low, width);
            case Op.Concatenate(int high, int low, int lowWidth) ->
                    new Op.Concatenate(map[high], map[low], lowWidth);
        };
    }
}
