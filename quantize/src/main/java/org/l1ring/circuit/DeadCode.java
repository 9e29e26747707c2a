package org.l1ring.circuit;

import java.util.ArrayList;
import java.util.List;

/** Removes the steps that no output needs; leaves the order of the others. */
final class DeadCode {
    private DeadCode() {}

    /** Which steps an output needs. */
    static boolean[] live(List<Circuit.Step> steps, List<Circuit.Output> outputs) {
        boolean[] live = new boolean[steps.size()];
        outputs.forEach(output -> live[output.step()] = true);
        for (int id = steps.size() - 1; id >= 0; id--) {
            if (live[id]) {
                for (int operand : Op.operands(steps.get(id).op())) {
                    live[operand] = true;
                }
            }
        }
        return live;
    }

    static Circuit remove(Circuit circuit) {
        List<Circuit.Step> steps = circuit.steps();
        boolean[] live = live(steps, circuit.outputs());
        int[] map = new int[steps.size()];
        List<Circuit.Step> kept = new ArrayList<>();
        for (int id = 0; id < map.length; id++) {
            if (live[id]) {
                Circuit.Step step = steps.get(id);
                map[id] = kept.size();
                kept.add(new Circuit.Step(Renumbered.of(step.op(), map), step.interval()));
            }
        }
        List<Circuit.Output> outputs =
                circuit.outputs().stream()
                        .map(o -> new Circuit.Output(o.name(), map[o.step()], o.type()))
                        .toList();
        return new Circuit(circuit.name(), circuit.inputs(), kept, outputs);
    }
}
