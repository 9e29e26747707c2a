package org.l1ring.asic;

import java.util.List;
import java.util.stream.IntStream;

/**
 * What the flips in the registers of one class did.
 *
 * @param kind the class
 * @param flipFlops in it, replicas counted apart
 * @param flips in them
 * @param wrongOutputs flips after which an output was another than without the flip
 * @param wrongStates flips that left a value, as voters see it, another than without the flip
 * @param cycles flips by the clock cycles until all replicas were right; at 0 those that were not
 *     within the window
 */
public record UpsetTally(
        UpsetClass kind,
        long flipFlops,
        long flips,
        long wrongOutputs,
        long wrongStates,
        List<Long> cycles) {
    /** Copies the counts. */
    public UpsetTally {
        cycles = List.copyOf(cycles);
    }

    /** Flips that were gone with the next clock edge. */
    public long healedAtOnce() {
        return cycles.get(1);
    }

    /** Flips that were there at the end of the window. */
    public long unhealed() {
        return cycles.get(0);
    }

    /** The longest time until a flip was gone, of those that went, in clock cycles; 0 for none. */
    public int longestCycles() {
        return IntStream.range(1, cycles.size()).filter(i -> cycles.get(i) > 0).max().orElse(0);
    }

    /** The clock cycles that flips are watched for. */
    public int windowCycles() {
        return cycles.size() - 1;
    }
}
