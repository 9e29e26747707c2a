package org.l1ring.ring;

import java.lang.foreign.MemorySegment;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScores;
import org.l1ring.kernel.ScoredBlock;

/**
 * One block of consecutive crossings of one orbit, as it travels through a slot of the ring: place
 * in the stream, frames, scores, decision, and the times of its stages.
 *
 * <p>A sink may read it only during the call that hands it over; the slot is used again afterwards.
 */
public final class CrossingBlock implements ScoredBlock {
    private final BlockFrames frames;
    private final BlockScores scores;
    private final MemorySegment algorithms;
    private long sequence;
    private long orbit;
    private int block;
    private int crossings;
    private long acceptMask;
    long arrivalNanos;
    long publishedNanos;
    long scoredNanos;

    CrossingBlock(
            MemorySegment storage,
            FrameLayout layout,
            MemorySegment scores,
            MemorySegment algorithms) {
        this.algorithms = algorithms;
        this.frames = new BlockFrames(storage, layout);
        this.scores = new BlockScores(scores);
    }

    void place(long newSequence, long newOrbit, int newBlock) {
        sequence = newSequence;
        orbit = newOrbit;
        block = newBlock;
        crossings = FrameLayout.crossings(newBlock);
    }

    @Override
    public MemorySegment algorithms() {
        return algorithms;
    }

    /** Takes the decision of the scorer, or of the first sink of a menu; other sinks read it. */
    @Override
    public void decide(long mask) {
        acceptMask = mask;
    }

    BlockFrames frames() {
        return frames;
    }

    @Override
    public BlockScores scores() {
        return scores;
    }

    /**
     * The number under which the ring published the block; lost blocks have none.
     *
     * @return 0 for the first block of the run
     */
    public long sequence() {
        return sequence;
    }

    /**
     * The orbit of the block's crossings.
     *
     * @return 0 for the first orbit of the stream
     */
    public long orbit() {
        return orbit;
    }

    /**
     * The block's number in its orbit; crossing k of the block is bunch crossing {@code 64 * block
     * + k}.
     *
     * @return 0 to 55
     */
    public int block() {
        return block;
    }

    /**
     * The number of crossings of the block.
     *
     * @return 64, or 44 in the last block of an orbit
     */
    @Override
    public int crossings() {
        return crossings;
    }

    /**
     * The crossings that are accepted.
     *
     * @return bit k for crossing k; bits from {@link #crossings} on are 0
     */
    public long acceptMask() {
        return acceptMask;
    }

    /**
     * The score of one crossing.
     *
     * @param crossing 0 to {@code crossings() - 1}
     * @return the raw score
     */
    public long score(int crossing) {
        return scores.get(crossing);
    }

    @Override
    public long filled() {
        return frames.filled();
    }

    /**
     * The memory that holds the block's frames.
     *
     * @return a segment, of which the block is a part
     */
    @Override
    public MemorySegment frameSegment() {
        return frames.segment();
    }

    /**
     * The place of the block's first frame in {@link #frameSegment}.
     *
     * @return byte offset, a multiple of 64
     */
    @Override
    public long frameOffset() {
        return frames.offset();
    }
}
