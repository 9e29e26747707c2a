package org.l1ring.source;

import java.lang.foreign.MemorySegment;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;

/**
 * The neighbouring frames at the ends of an orbit, for layouts with {@link FrameLayout#neighbours}:
 * zeros, but for the external conditions, which are those at the orbit's other end, as if the orbit
 * repeated. The Global Trigger's test vectors demand it.
 */
public final class OrbitMargins {
    private static final FrameLayout WORDS = FrameLayout.TRIGGER_WORDS;
    private static final long EXTERNALS_AT =
            (long) WORDS.fieldNames().indexOf("EXTERNAL0") * WORDS.fieldBytes();
    private static final long EXTERNALS_BYTES = 8L * WORDS.fieldBytes();
    private static final int LAST_BLOCK = FrameLayout.ORBIT_BLOCKS - 1;

    private OrbitMargins() {}

    /**
     * The bytes of an orbit and its neighbouring frames on both sides.
     *
     * @param layout of the frames
     * @return a multiple of 64
     */
    public static long orbitBytes(FrameLayout layout) {
        return layout.orbitBytes() + 2 * layout.marginBytes();
    }

    /**
     * Writes the frames before and after an orbit, or a part of one that stands for it, in memory.
     *
     * @param layout of the frames
     * @param memory holds the orbit, with room for its neighbours on both sides
     * @param offset byte of the orbit's first frame
     * @param crossings of the orbit, 1 to 3564
     */
    public static void fill(FrameLayout layout, MemorySegment memory, long offset, int crossings) {
        for (int i = 1; i <= layout.neighbours(); i++) {
            repeat(layout, memory, offset, -i, Math.floorMod(-i, crossings));
            repeat(layout, memory, offset, crossings - 1 + i, (i - 1) % crossings);
        }
    }

    private static void repeat(
            FrameLayout layout, MemorySegment memory, long offset, int crossing, int like) {
        long to = offset + (long) crossing * layout.frameBytes();
        copyFrame(layout, memory, offset + (long) like * layout.frameBytes(), memory, to);
    }

    /**
     * Copies a block of an orbit into a slot's own storage, with its neighbours.
     *
     * @param layout of the frames
     * @param memory holds the orbit's 3564 frames, whatever lies around them
     * @param offset byte of the orbit's first frame
     * @param block block of the orbit, 0 to 55
     * @param target receives the frames
     */
    public static void load(
            FrameLayout layout, MemorySegment memory, long offset, int block, BlockFrames target) {
        MemorySegment slot = target.own();
        long margin = layout.marginBytes();
        long bytes = (long) FrameLayout.crossings(block) * layout.frameBytes();
        long before = block == 0 ? 0 : margin;
        long after = block == LAST_BLOCK ? 0 : margin;
        long from = offset + block * layout.blockBytes() - before;
        MemorySegment.copy(memory, from, slot, target.offset() - before, before + bytes + after);
        if (block == 0) {
            long last = offset + layout.orbitBytes() - margin;
            copy(layout, memory, last, slot, target.offset() - margin);
        }
        if (block == LAST_BLOCK) {
            copy(layout, memory, offset, slot, target.offset() + bytes);
        }
    }

    /** Frames that have nothing but the external conditions of others. */
    private static void copy(
            FrameLayout layout, MemorySegment from, long fromOffset, MemorySegment to, long at) {
        if (layout.neighbours() == 0) {
            return;
        }
        for (long frame = 0; frame < layout.marginBytes(); frame += layout.frameBytes()) {
            copyFrame(layout, from, fromOffset + frame, to, at + frame);
        }
    }

    private static void copyFrame(
            FrameLayout layout, MemorySegment from, long fromOffset, MemorySegment to, long at) {
        to.asSlice(at, layout.frameBytes()).fill((byte) 0);
        long externals = fromOffset + EXTERNALS_AT;
        MemorySegment.copy(from, externals, to, at + EXTERNALS_AT, EXTERNALS_BYTES);
    }
}
