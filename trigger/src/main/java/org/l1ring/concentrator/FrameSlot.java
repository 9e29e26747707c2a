package org.l1ring.concentrator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.l1ring.frame.FrameLayout;

/**
 * The packed frames of a block's crossings as a worker leaves them in the ring: the crossings whose
 * frames did not unpack to what was packed, those whose latent values were not sent exactly, then
 * for each crossing a number of words and room for the words, of 16 bits each.
 *
 * @param stride shorts of a crossing
 */
record FrameSlot(int stride) {
    private static final long HEADER = 2L * Long.BYTES;

    /** Bytes of a block's frames. */
    long bytes() {
        return HEADER + (long) FrameLayout.BLOCK_CROSSINGS * stride * Short.BYTES;
    }

    /** Begins a block. */
    static void begin(MemorySegment slot) {
        slot.set(ValueLayout.JAVA_LONG, 0, 0);
        slot.set(ValueLayout.JAVA_LONG, Long.BYTES, 0);
    }

    static void countMismatch(MemorySegment slot) {
        slot.set(ValueLayout.JAVA_LONG, 0, mismatches(slot) + 1);
    }

    static void countCut(MemorySegment slot) {
        slot.set(ValueLayout.JAVA_LONG, Long.BYTES, cut(slot) + 1);
    }

    static long mismatches(MemorySegment slot) {
        return slot.get(ValueLayout.JAVA_LONG, 0);
    }

    static long cut(MemorySegment slot) {
        return slot.get(ValueLayout.JAVA_LONG, Long.BYTES);
    }

    /**
     * Puts crossings into a slot.
     *
     * @param frames {@link #stride} shorts a crossing
     * @param from crossing in {@code frames}
     * @param slot of the block
     * @param crossing of the block
     * @param count crossings
     */
    void store(short[] frames, int from, MemorySegment slot, int crossing, int count) {
        long at = HEADER + (long) crossing * stride * Short.BYTES;
        MemorySegment.copy(frames, from * stride, slot, ValueLayout.JAVA_SHORT, at, count * stride);
    }

    /**
     * Takes the first crossings out of a slot.
     *
     * @param slot of the block
     * @param frames {@link #stride} shorts a crossing
     * @param count crossings
     */
    void load(MemorySegment slot, short[] frames, int count) {
        MemorySegment.copy(slot, ValueLayout.JAVA_SHORT, HEADER, frames, 0, count * stride);
    }

    /** Puts the words of a crossing into an array of frames. */
    void write(short[] frames, int crossing, int[] words, int count) {
        int at = crossing * stride;
        frames[at] = (short) count;
        for (int i = 0; i < count; i++) {
            frames[at + 1 + i] = (short) words[i];
        }
    }

    /** Copies a crossing's words and gives their number. */
    int read(short[] frames, int crossing, int[] words) {
        int at = crossing * stride;
        int count = frames[at];
        for (int i = 0; i < count; i++) {
            words[i] = frames[at + 1 + i] & 0xffff;
        }
        return count;
    }
}
