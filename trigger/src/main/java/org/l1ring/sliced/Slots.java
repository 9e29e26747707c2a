package org.l1ring.sliced;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.HashMap;
import java.util.Map;

/** Where in memory the bits of nodes are: 512 crossings, 64 bytes each. */
final class Slots {
    /** Crossings of a slot. */
    static final int CROSSINGS = 512;

    /** Bytes of a slot. */
    static final int BYTES = CROSSINGS / Byte.SIZE;

    /** Words of a slot. */
    static final int WORDS = CROSSINGS / Long.SIZE;

    private final Map<Integer, Integer> offsets = new HashMap<>();

    /** Fills a slot with one word. */
    static void fill(MemorySegment memory, long slot, long word) {
        for (int at = 0; at < BYTES; at += Long.BYTES) {
            memory.set(ValueLayout.JAVA_LONG, slot + at, word);
        }
    }

    boolean has(int node) {
        return offsets.containsKey(node);
    }

    /** Byte offset of a node's slot. */
    int of(int node) {
        return offsets.get(node);
    }

    /** A new slot for a node; its byte offset. */
    int add(int node) {
        int offset = bytes();
        offsets.put(node, offset);
        return offset;
    }

    /** Bytes of all slots. */
    int bytes() {
        return Math.multiplyExact(offsets.size(), BYTES);
    }
}
