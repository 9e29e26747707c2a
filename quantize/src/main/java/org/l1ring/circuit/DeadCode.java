package org.l1ring.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Removes the steps that no output needs; leaves the order of the others. */
final class DeadCode {
    private DeadCode() {}

    static Circuit remove(Circuit circuit) {
        List<Circuit.Step> steps = circuit.steps();
        boolean[] live = new boolean[steps.size()];
        circuit.outputs().forEach(output -> live[output.step()] = true);
        for (int id = steps.size() - 1; id >= 0; id--) {
            if (live[id]) {
                for (int operand : Op.operands(steps.get(id).op())) {
                    live[operand] = true;
                }
            }
        }
        int[] map = new int[steps.size()];
        List<Circuit.Step> kept = new ArrayList<>();
        for (int id = 0; id < map.length; id++) {
            if (live[id]) {
                Circuit.Step step = steps.get(id);
                map[id] = kept.size();
                kept.add(new Circuit.Step(renumber(step.op(), map), step.interval()));
            }
        }
        List<Circuit.Output> outputs =
                circuit.outputs().stream()
                        .map(o -> new Circuit.Output(o.name(), map[o.step()], o.type()))
                        .toList();
        return new Circuit(circuit.name(), circuit.inputs(), kept, outputs);
    }

    private static Op renumber(Op op, int[] map) {
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
