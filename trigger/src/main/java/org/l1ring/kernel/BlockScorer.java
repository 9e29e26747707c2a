package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;

/** Scores whole blocks of frames; one instance a thread, allocating only when it is made. */
public interface BlockScorer {

    /**
     * Scores the crossings of a block and compares each score with the threshold.
     *
     * @param frames segment that holds the frames one after the other
     * @param offset of the first frame, in bytes, a multiple of 64
     * @param crossings number of frames, 1..64
     * @param scores 64 native-order 64-bit integers; receives the raw scores at [0, crossings)
     * @return accept mask: bit k is set when the score of crossing k reaches the threshold; bits
     *     from {@code crossings} on are 0
     */
    long score(MemorySegment frames, long offset, int crossings, MemorySegment scores);

    /**
     * Scores blocks, together where that is faster.
     *
     * @param blocks to score, from index 0 on
     * @param count how many
     */
    default void score(ScoredBlock[] blocks, int count) {
        for (int i = 0; i < count; i++) {
            score(blocks[i]);
        }
    }

    /**
     * Scores a block.
     *
     * @param block to score
     */
    default void score(ScoredBlock block) {
        block.decide(
                score(
                        block.frameSegment(),
                        block.frameOffset(),
                        block.crossings(),
                        block.scores().whole()));
    }
}
