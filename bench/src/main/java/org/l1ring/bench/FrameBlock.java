package org.l1ring.bench;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import org.l1ring.circuit.Interval;
import org.l1ring.frame.FieldAccess;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.PlacedBlock;

/** Blocks of random frames to score. */
final class FrameBlock {
    private static final Arena ARENA = Arena.ofAuto();

    private FrameBlock() {}

    /** A block of frames somewhere in memory. */
    static PlacedBlock at(MemorySegment frames, long offset, int crossings) {
        return new PlacedBlock(ARENA, frames, offset, crossings);
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
    static PlacedBlock[] blocks(MemorySegment frames, FrameLayout layout, int crossings) {
        PlacedBlock[] blocks = new PlacedBlock[crossings / FrameLayout.BLOCK_CROSSINGS];
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] = at(frames, i * layout.blockBytes(), FrameLayout.BLOCK_CROSSINGS);
        }
        return blocks;
    }
}
