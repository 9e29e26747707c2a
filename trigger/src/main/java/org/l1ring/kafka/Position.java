package org.l1ring.kafka;

import java.util.Comparator;

/**
 * How far a partition of the frames has come.
 *
 * @param run run of its latest record
 * @param index slices of the run before that record's, or {@link #END} at the end of the run
 */
record Position(long run, long index) implements Comparable<Position> {
    /** Index of the end of a run. */
    static final long END = Long.MAX_VALUE;

    private static final Comparator<Position> ORDER =
            Comparator.comparingLong(Position::run).thenComparingLong(Position::index);

    @Override
    public int compareTo(Position other) {
        return ORDER.compare(this, other);
    }
}
