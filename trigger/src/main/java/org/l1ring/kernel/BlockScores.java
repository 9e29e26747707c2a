package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The raw scores of a block, as the scorer left them: one integer for each crossing that it scored,
 * one after the other, and one score for all the others.
 */
public final class BlockScores {
    /** Bytes for the scores of a block. */
    public static final long BYTES = (long) Long.BYTES * Lane.BLOCK;

    private final MemorySegment memory;
    private long scored;
    private int bytes;
    private long others;

    /**
     * Scores, all of them 0.
     *
     * @param memory {@link #BYTES} bytes
     */
    public BlockScores(MemorySegment memory) {
        this.memory = memory;
        form(0, Long.BYTES, 0);
    }

    /**
     * Says what the memory holds.
     *
     * @param newScored bit k is set when there is a score for crossing k
     * @param newBytes of a score in memory, a native-order signed integer: 2, 4 or 8
     * @param newOthers the score of all other crossings
     */
    void form(long newScored, int newBytes, long newOthers) {
        scored = newScored;
        bytes = newBytes;
        others = newOthers;
    }

    /** Where the scores are. */
    MemorySegment memory() {
        return memory;
    }

    /** The memory for one 64-bit integer a crossing. */
    public MemorySegment whole() {
        form(-1, Long.BYTES, 0);
        return memory;
    }

    /**
     * The score of a crossing.
     *
     * @param crossing 0 to 63
     * @return the raw score
     */
    public long get(int crossing) {
        if ((scored >>> crossing & 1) == 0) {
            return others;
        }
        int at = Long.bitCount(scored & ~(-1L << crossing));
        return switch (bytes) {
            case Short.BYTES -> memory.getAtIndex(ValueLayout.JAVA_SHORT, at);
            case Integer.BYTES -> memory.getAtIndex(ValueLayout.JAVA_INT, at);
            default -> memory.getAtIndex(ValueLayout.JAVA_LONG, at);
        };
    }
}
