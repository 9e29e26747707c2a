package org.l1ring.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** Places of columns in memory; the place of a column that is done serves another of its lane. */
final class Slots {
    private final List<ArrayDeque<Long>> free = new ArrayList<>();
    private long bytes;

    Slots() {
        for (int i = 0; i < Lane.values().length; i++) {
            free.add(new ArrayDeque<>());
        }
    }

    /** Byte offset for a column. */
    long take(Lane lane) {
        ArrayDeque<Long> spare = free.get(lane.ordinal());
        if (!spare.isEmpty()) {
            return spare.pop();
        }
        long offset = bytes;
        bytes += lane.columnBytes();
        return offset;
    }

    /** Gives a place back. */
    void give(Lane lane, long offset) {
        free.get(lane.ordinal()).push(offset);
    }

    /** Bytes of all places. */
    long bytes() {
        return bytes;
    }
}
