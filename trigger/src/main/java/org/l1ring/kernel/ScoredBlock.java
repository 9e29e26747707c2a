package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;

/**
 * A block of frames on its way through a {@link BlockScorer}.
 *
 * <p>In a layout with {@link org.l1ring.frame.FrameLayout#neighbours}, n of them, the frames of the
 * n crossings before the block's first and after its last lie directly before {@link #frameOffset}
 * and behind the block's last frame, in the same segment; beyond the ends of the orbit as {@link
 * org.l1ring.frame.BlockFrames} says.
 */
public interface ScoredBlock {

    /** The segment that holds the frames. */
    MemorySegment frameSegment();

    /** Byte offset of the first frame. */
    long frameOffset();

    /** Bit k is 0 only when all bytes of frame k are known to be 0. */
    default long filled() {
        return -1;
    }

    /** Number of frames, 1..64. */
    int crossings();

    /**
     * Receives what a menu finds: for each algorithm a 64-bit word, whose bit k is set when it
     * fires in crossing k; then for each score 64 raw values.
     *
     * @return memory for these, none where no menu scores
     */
    default MemorySegment algorithms() {
        return MemorySegment.NULL;
    }

    /** Receives the raw scores. */
    BlockScores scores();

    /**
     * Receives the decision.
     *
     * @param mask bit k is set when crossing k is accepted
     */
    void decide(long mask);
}
