package org.l1ring.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** A block of frames at a fixed place in memory, for whoever scores blocks outside a ring. */
public final class PlacedBlock implements ScoredBlock {
    private final MemorySegment frames;
    private final long offset;
    private final BlockScores scores;
    private int crossings;
    private long filled = -1;
    private long mask;

    /**
     * A block.
     *
     * @param arena gives the memory of the scores
     * @param frames segment that holds the frames
     * @param offset of the first frame, in bytes, a multiple of 64
     * @param crossings number of frames, 1..64
     */
    public PlacedBlock(Arena arena, MemorySegment frames, long offset, int crossings) {
        this.frames = frames;
        this.offset = offset;
        this.scores = new BlockScores(arena.allocate(BlockScores.BYTES, Lane.BLOCK));
        this.crossings = crossings;
    }

    /**
     * Says what the block's frames are now.
     *
     * @param newCrossings number of frames, 1..64
     * @param newFilled bit k is 0 only when all bytes of frame k are known to be 0
     */
    public void hold(int newCrossings, long newFilled) {
        crossings = newCrossings;
        filled = newFilled;
    }

    @Override
    public MemorySegment frameSegment() {
        return frames;
    }

    @Override
    public long frameOffset() {
        return offset;
    }

    @Override
    public long filled() {
        return filled;
    }

    @Override
    public int crossings() {
        return crossings;
    }

    @Override
    public BlockScores scores() {
        return scores;
    }

    @Override
    public void decide(long newMask) {
        mask = newMask;
    }

    /** The decision received last: bit k is set when crossing k is accepted. */
    public long mask() {
        return mask;
    }
}
