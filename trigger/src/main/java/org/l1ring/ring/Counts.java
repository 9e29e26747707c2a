package org.l1ring.ring;

import java.util.Arrays;

/** An immutable row of counts. */
public final class Counts {
    private final long[] values;

    private Counts(long[] values) {
        this.values = values;
    }

    /** The first counts of an array, copied. */
    static Counts of(long[] values, int size) {
        return new Counts(Arrays.copyOf(values, size));
    }

    /**
     * The number of counts.
     *
     * @return 0 or more
     */
    public int size() {
        return values.length;
    }

    /**
     * One count.
     *
     * @param index 0 to {@code size() - 1}
     * @return 0 or more
     */
    public long get(int index) {
        return values[index];
    }

    /**
     * The sum of all counts.
     *
     * @return 0 or more
     */
    public long sum() {
        return Arrays.stream(values).sum();
    }

    /**
     * All counts.
     *
     * @return a new array
     */
    public long[] toArray() {
        return values.clone();
    }
}
