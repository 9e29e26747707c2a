package org.l1ring.concentrator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.l1ring.econ.LinkFormat;
import org.l1ring.frame.FrameLayout;

/**
 * The packed frames of a block's crossings as a worker leaves them in the ring: the crossings whose
 * frames did not unpack to what was packed, those whose latent values lost bits, then for each
 * crossing a number of words and the words, of 16 bits each.
 */
final class FrameSlot {
    private static final long HEADER = 2L * Long.BYTES;
    private static final long STRIDE = (long) Short.BYTES * (1 + LinkFormat.MOST_WORDS);

    /** Bytes of a block's frames. */
    static final long BYTES = HEADER + FrameLayout.BLOCK_CROSSINGS * STRIDE;

    private FrameSlot() {}

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

    static void write(MemorySegment slot, int crossing, int[] words, int count) {
        long at = HEADER + crossing * STRIDE;
        slot.set(ValueLayout.JAVA_SHORT, at, (short) count);
        for (int i = 0; i < count; i++) {
            at += Short.BYTES;
            slot.set(ValueLayout.JAVA_SHORT, at, (short) words[i]);
        }
    }

    /** Copies a crossing's words and gives their number. */
    static int read(MemorySegment slot, int crossing, int[] words) {
        long at = HEADER + crossing * STRIDE;
        int count = slot.get(ValueLayout.JAVA_SHORT, at);
        for (int i = 0; i < count; i++) {
            at += Short.BYTES;
            words[i] = Short.toUnsignedInt(slot.get(ValueLayout.JAVA_SHORT, at));
        }
        return count;
    }
}
