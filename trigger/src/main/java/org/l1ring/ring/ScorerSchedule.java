package org.l1ring.ring;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScorer;

/**
 * Which scorer serves from which orbit on; every worker changes over at exactly that orbit, so that
 * weights can be swapped in a running stream and the decisions do not depend on the workers.
 */
public final class ScorerSchedule {
    private final List<Entry> entries;
    private final long menuBytes;

    /**
     * A scorer and its first orbit.
     *
     * @param fromOrbit first orbit that it scores
     * @param scorers makes one scorer for each worker, on the thread that starts the run
     */
    record Entry(long fromOrbit, Supplier<? extends BlockScorer> scorers) {}

    private ScorerSchedule(List<Entry> entries, long menuBytes) {
        this.entries = List.copyOf(entries);
        this.menuBytes = menuBytes;
    }

    /**
     * One menu for the whole stream.
     *
     * @param scorers makes one scorer for each worker
     * @param algorithms bits that it finds in each crossing
     * @param scores raw scores that it finds in each crossing
     * @return the schedule
     */
    public static ScorerSchedule ofMenu(
            Supplier<? extends BlockScorer> scorers, int algorithms, int scores) {
        long bytes = Long.BYTES * (algorithms + (long) scores * FrameLayout.BLOCK_CROSSINGS);
        return new ScorerSchedule(List.of(new Entry(0, scorers)), bytes);
    }

    /**
     * One scorer for the whole stream, which leaves results of its own in each block.
     *
     * @param scorers makes one scorer for each worker
     * @param resultBytes memory of a block for them
     * @return the schedule
     */
    public static ScorerSchedule ofResults(
            Supplier<? extends BlockScorer> scorers, long resultBytes) {
        return new ScorerSchedule(List.of(new Entry(0, scorers)), resultBytes);
    }

    /**
     * One scorer for the whole stream.
     *
     * @param scorers makes one scorer for each worker
     * @return the schedule
     */
    public static ScorerSchedule of(Supplier<? extends BlockScorer> scorers) {
        return new ScorerSchedule(List.of(new Entry(0, scorers)), 0);
    }

    /**
     * This schedule with another scorer at its end.
     *
     * @param orbit first orbit of the other scorer, above that of the one before
     * @param scorers makes one scorer for each worker
     * @return the longer schedule
     * @throws IllegalArgumentException if the orbit is not above that of the one before
     */
    public ScorerSchedule then(long orbit, Supplier<? extends BlockScorer> scorers) {
        if (orbit <= entries.getLast().fromOrbit()) {
            throw new IllegalArgumentException(
                    "scorer schedule: expected an orbit above %d, got %d"
                            .formatted(entries.getLast().fromOrbit(), orbit));
        }
        List<Entry> longer = new ArrayList<>(entries);
        longer.add(new Entry(orbit, scorers));
        return new ScorerSchedule(longer, menuBytes);
    }

    /** Bytes that a block needs for what a menu finds in it. */
    long menuBytes() {
        return menuBytes;
    }

    List<Entry> entries() {
        return entries;
    }
}
