package org.l1ring.rtl;

import java.util.List;

/**
 * The cell of a recurrent layer as hardware: one step of the sequence goes through it after the
 * other, each when the states of the step before are there.
 *
 * @param logic a pipeline without registers at either end: a step and the states to the step's
 *     result and the next states
 * @param steps of the sequence
 * @param features columns of a step
 * @param units columns of a step's result
 * @param allSteps whether the results of all steps are kept, or that of the last one
 * @param backwards whether the last step of the sequence comes first
 */
public record LoopCell(
        Pipeline logic, int steps, int features, int units, boolean allSteps, boolean backwards) {

    /** Clock cycles from one step to the next. */
    public int cyclesPerStep() {
        return logic.latencyCycles() + 1;
    }

    /** Clock cycles for a sequence: the least between two of them. */
    public int cycles() {
        return steps * cyclesPerStep();
    }

    /** Number of results that leave. */
    int results() {
        return allSteps ? steps * units : units;
    }

    private ModulePorts ports() {
        return ModulePorts.of(logic.circuit());
    }

    /** Ports of a step's elements. */
    List<Signal> stepPorts() {
        return ports().inputs().subList(0, features);
    }

    /** Ports of the states that enter. */
    List<Signal> statePorts() {
        List<Signal> inputs = ports().inputs();
        return inputs.subList(features, inputs.size());
    }

    /** Ports of a step's result. */
    List<Signal> resultPorts() {
        return ports().outputs().subList(0, units);
    }

    /** Ports of the states that leave. */
    List<Signal> nextPorts() {
        List<Signal> outputs = ports().outputs();
        return outputs.subList(units, outputs.size());
    }

    /** Bits of the sequence that is kept. */
    int sequenceBits() {
        return steps * BenchRows.bits(stepPorts());
    }

    /** Bits of the results that are kept. */
    int resultBits() {
        return (allSteps ? steps : 1) * BenchRows.bits(resultPorts());
    }

    /** Bits of the counter of a step's cycles; 0 where there is one cycle. */
    int cycleCounterBits() {
        return counterBits(cyclesPerStep());
    }

    /** Bits of the counter of steps; 0 where there is one step. */
    int stepCounterBits() {
        return counterBits(steps);
    }

    private static int counterBits(int values) {
        return 32 - Integer.numberOfLeadingZeros(values - 1);
    }
}
