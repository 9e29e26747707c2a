package org.l1ring.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.l1ring.circuit.Interval;
import org.l1ring.frame.FieldAccess;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScores;
import org.l1ring.kernel.ScoredBlock;

/** A block of random frames to score. */
final class FrameBlock implements ScoredBlock {
    private static final Arena ARENA = Arena.ofAuto();

    private final MemorySegment frames;
    private final long offset;
    private final int crossings;
    private final BlockScores scores = new BlockScores(ARENA.allocate(BlockScores.BYTES, 64));
    private long mask;

    FrameBlock(MemorySegment frames, long offset, int crossings) {
        this.frames = frames;
        this.offset = offset;
        this.crossings = crossings;
    }

    /** Frames of a layout with fields drawn from a range, 64-byte aligned. */
    static MemorySegment random(FrameLayout layout, Interval range, int crossings) {
        MemorySegment frames = ARENA.allocate((long) crossings * layout.frameBytes(), 64);
        SplittableRandom random = new SplittableRandom(1);
        for (int k = 0; k < crossings; k++) {
            for (int i = 0; i < layout.fields(); i++) {
                long raw = random.nextLong(range.min(), range.max() + 1);
                FieldAccess.set(frames, (long) k * layout.frameBytes(), layout, i, raw);
            }
        }
        return frames;
    }

    /** Whole blocks over frames that follow each other. */
    static FrameBlock[] blocks(MemorySegment frames, FrameLayout layout, int crossings) {
        FrameBlock[] blocks = new FrameBlock[crossings / FrameLayout.BLOCK_CROSSINGS];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] =
                    new FrameBlock(frames, i * layout.blockBytes(), FrameLayout.BLOCK_CROSSINGS);
        }
        return blocks;
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

    /** The decision received last. */
    long mask() {
        return mask;
    }
}
