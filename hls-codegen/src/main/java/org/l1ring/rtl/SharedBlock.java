package org.l1ring.rtl;

import java.util.List;

/**
 * Sums that take turns on the same logic: a pipeline of their own is fed with other operands in
 * every one of N clock cycles, its phases.
 *
 * <p>Either every phase gives some sums whole, as for the positions of a convolution, or it gives a
 * part of all of them, which are added up over the phases.
 *
 * @param sums steps of the circuit that it computes
 * @param logic the pipeline that is shared; its columns are the lanes
 * @param lanes what enters in each phase: [lanes][phases]
 * @param results the sums that leave: [phases][outputs of the logic], or a single row of sums that
 *     are added up
 * @param biases of the sums that are added up, in the order of that row
 */
public record SharedBlock(
        List<Integer> sums,
        Pipeline logic,
        List<List<Source>> lanes,
        List<List<Integer>> results,
        List<Long> biases) {

    /** Copies the lists. */
    public SharedBlock {
        sums = List.copyOf(sums);
        lanes = List.copyOf(lanes);
        results = List.copyOf(results);
        biases = List.copyOf(biases);
    }

    /** What a lane carries in one phase. */
    public sealed interface Source permits FromStep, Fixed {}

    /** The value of a step. */
    public record FromStep(int step) implements Source {}

    /** A constant. */
    public record Fixed(long raw) implements Source {}

    /** Number of phases. */
    public int phases() {
        return lanes.isEmpty() ? results.size() : lanes.getFirst().size();
    }

    /** Whether phases are added up. */
    public boolean accumulates() {
        return !biases.isEmpty();
    }

    /** Clock edges from the operands to the last sum: held, chosen, computed, gathered. */
    public int cycles() {
        return logic.latencyCycles() + phases() + 2;
    }
}
