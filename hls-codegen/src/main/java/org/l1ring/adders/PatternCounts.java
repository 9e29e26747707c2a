package org.l1ring.adders;

import java.util.Arrays;

/** Counts patterns: a hash table that is emptied by what was put in. */
final class PatternCounts {
    private static final long SPREAD = 0x9E3779B97F4A7C15L;

    private long[] keys = new long[1 << 10];
    private int[] counts = new int[1 << 10];
    private int[] used = new int[1 << 10];
    private int size;

    void add(long pattern) {
        counts[place(pattern)]++;
        if (2 * size > keys.length) {
            grow();
        }
    }

    int size() {
        return size;
    }

    long pattern(int index) {
        return keys[used[index]];
    }

    int count(int index) {
        return counts[used[index]];
    }

    void clear() {
        for (int i = 0; i < size; i++) {
            counts[used[i]] = 0;
        }
        size = 0;
    }

    private int place(long pattern) {
        int mask = keys.length - 1;
        int at = (int) ((pattern * SPREAD) >>> Long.numberOfLeadingZeros(mask)) & mask;
        while (counts[at] != 0 && keys[at] != pattern) {
            at = (at + 1) & mask;
        }
        if (counts[at] == 0) {
            keys[at] = pattern;
            used[size++] = at;
        }
        return at;
    }

    private void grow() {
        long[] oldKeys = keys;
        int[] oldCounts = counts;
        int[] old = Arrays.copyOf(used, size);
        keys = new long[2 * oldKeys.length];
        counts = new int[keys.length];
        used = new int[keys.length];
        size = 0;
        for (int at : old) {
            counts[place(oldKeys[at])] = oldCounts[at];
        }
    }
}
