package org.l1ring.asic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Renumbered;
import org.l1ring.model.ModelException;
import org.l1ring.rtl.DelayModel;

/** Cuts a circuit into cones: a step joins its only reader where time and size allow. */
final class Cones {
    /** Steps of a cone: synthesis of larger ones takes long and they are seldom equal. */
    private static final int MOST_STEPS = 40;

    private final Circuit circuit;
    private final DelayModel delays;
    private final int budgetPicos;
    private final int[] readers;
    private final int[] size;
    private final int[] depth;
    private final boolean[] inner;

    private Cones(Circuit circuit, DelayModel delays, int budgetPicos) {
        this.circuit = circuit;
        this.delays = delays;
        this.budgetPicos = budgetPicos;
        int steps = circuit.steps().size();
        this.readers = new int[steps];
        this.size = new int[steps];
        this.depth = new int[steps];
        this.inner = new boolean[steps];
        for (Circuit.Step step : circuit.steps()) {
            Arrays.stream(Op.operands(step.op())).distinct().forEach(id -> readers[id]++);
        }
        circuit.outputs().forEach(output -> readers[output.step()] += 2);
    }

    /**
     * The cones of a circuit, operands first; constants belong to the cones that read them.
     *
     * @param budgetPicos that a cone may take
     * @throws ModelException if a single step takes longer
     */
    static List<Cone> of(Circuit circuit, DelayModel delays, int budgetPicos) {
        Cones cones = new Cones(circuit, delays, budgetPicos);
        for (int id = 0; id < cones.size.length; id++) {
            cones.grow(id);
        }
        List<Cone> found = new ArrayList<>();
        for (int id = 0; id < cones.size.length; id++) {
            if (!free(circuit.op(id)) && !cones.inner[id]) {
                found.add(cones.cone(id));
            }
        }
        return found;
    }

    /** Inputs are leaves, constants are written wherever they are read. */
    private static boolean free(Op op) {
        return op instanceof Op.Input || op instanceof Op.Constant;
    }

    /** All of the operands that only this step reads join it, or none. */
    private void grow(int id) {
        if (free(circuit.op(id))) {
            return;
        }
        int picos = delays.picos(circuit, id, false);
        if (picos > budgetPicos) {
            throw new ModelException(
                    circuit.name(),
                    "expected logic within %d ps, got %d ps for one %s; lower --clock-mhz"
                            .formatted(
                                    budgetPicos,
                                    picos,
                                    circuit.op(id)
                                            .getClass()
                                            .getSimpleName()
                                            .toLowerCase(Locale.ROOT)));
        }
        int[] own =
                Arrays.stream(Op.operands(circuit.op(id)))
                        .distinct()
                        .filter(operand -> !free(circuit.op(operand)) && readers[operand] == 1)
                        .toArray();
        int joined = 1 + Arrays.stream(own).map(operand -> size[operand]).sum();
        int start = Arrays.stream(own).map(operand -> depth[operand]).max().orElse(0);
        boolean join = joined <= MOST_STEPS && start + picos <= budgetPicos;
        if (join) {
            Arrays.stream(own).forEach(operand -> inner[operand] = true);
        }
        size[id] = join ? joined : 1;
        depth[id] = join ? start + picos : picos;
    }

    private Cone cone(int root) {
        BitSet held = new BitSet();
        BitSet read = new BitSet();
        collect(root, held, read);
        List<Integer> leaves = read.stream().boxed().toList();
        int[] map = new int[root + 1];
        List<Circuit.Port> ports = new ArrayList<>();
        List<Circuit.Step> steps = new ArrayList<>();
        for (int leaf : leaves) {
            Interval interval = circuit.interval(leaf);
            map[leaf] = steps.size();
            steps.add(new Circuit.Step(new Op.Input(ports.size()), interval));
            ports.add(new Circuit.Port("a" + ports.size(), interval, 0));
        }
        for (int id : held.stream().toArray()) {
            map[id] = steps.size();
            steps.add(new Circuit.Step(Renumbered.of(circuit.op(id), map), circuit.interval(id)));
        }
        Circuit.Output output = new Circuit.Output("y", map[root], Wires.type(circuit, root));
        Circuit own = new Circuit(circuit.name() + " cone", ports, steps, List.of(output));
        return new Cone(root, leaves, held.stream().boxed().toList(), own, depth[root]);
    }

    private void collect(int id, BitSet held, BitSet read) {
        held.set(id);
        for (int operand : Op.operands(circuit.op(id))) {
            if (circuit.op(operand) instanceof Op.Constant) {
                held.set(operand);
            } else if (inner[operand]) {
                if (!held.get(operand)) {
                    collect(operand, held, read);
                }
            } else {
                read.set(operand);
            }
        }
    }
}
