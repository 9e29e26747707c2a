package org.l1ring.circuit;

import java.util.Arrays;
import java.util.stream.Collectors;

/** The raw entries of a lookup table. */
public final class Contents {
    private final long[] raw;
    private final int hash;

    /**
     * A table of N entries.
     *
     * @param raw [N] raw values
     */
    public Contents(long[] raw) {
        this.raw = raw.clone();
        this.hash = Arrays.hashCode(raw);
    }

    /** Number of entries. */
    public int size() {
        return raw.length;
    }

    /** An entry. */
    public long get(int index) {
        return raw[index];
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Contents contents && Arrays.equals(raw, contents.raw);
    }

    @Override
    public int hashCode() {
        return hash;
    }

    @Override
    public String toString() {
        return Arrays.stream(raw).mapToObj(Long::toString).collect(Collectors.joining(" "));
    }
}
