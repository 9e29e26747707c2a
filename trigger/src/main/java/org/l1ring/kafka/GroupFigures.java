package org.l1ring.kafka;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.l1ring.wire.Fault;

/** What a member of a group has done so far; its threads count here. */
final class GroupFigures {
    private static final int DIGITS = 3;

    final LongAdder slices = new LongAdder();
    final LongAdder crossings = new LongAdder();
    final LongAdder bytes = new LongAdder();
    final LongAdder accepts = new LongAdder();
    final LongAdder workerTransactions = new LongAdder();
    final LongAdder deciderTransactions = new LongAdder();
    final LongAdder retries = new LongAdder();
    final LongAdder rebalances = new LongAdder();
    final LongAdder decidedOrbits = new LongAdder();
    final LongAdder decidedAccepts = new LongAdder();
    final LongAdder lostBlocks = new LongAdder();
    final LongAdder framesMissing = new LongAdder();
    private final Map<Object, Long> lags = new ConcurrentHashMap<>();
    final AtomicLong firstNanos = new AtomicLong();
    final AtomicLong lastNanos = new AtomicLong();
    final Histogram latencyMillis = new ConcurrentHistogram(3_600_000, DIGITS);
    private final Map<Fault, LongAdder> dead = new EnumMap<>(Fault.class);

    GroupFigures() {
        for (Fault fault : Fault.values()) {
            dead.put(fault, new LongAdder());
        }
    }

    /**
     * Notes the records that a worker has before it.
     *
     * @param worker who says so
     * @param records fetched or not
     */
    void lag(Object worker, long records) {
        lags.put(worker, records);
    }

    /** The records that all workers have before them, as they said last. */
    long lag() {
        return lags.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Counts a record that was put aside. */
    void deadLetter(Fault fault) {
        dead.get(fault).increment();
    }

    /** Records put aside, by reason; reasons that did not occur are left out. */
    Map<Fault, Long> deadLetters() {
        Map<Fault, Long> counts = new EnumMap<>(Fault.class);
        dead.forEach((fault, count) -> {
            if (count.sum() > 0) {
                counts.put(fault, count.sum());
            }
        });
        return counts;
    }

    /** Notes that work was done now. */
    void worked() {
        long now = System.nanoTime();
        firstNanos.compareAndSet(0, now);
        lastNanos.set(now);
    }

    /** Seconds from the first to the last work. */
    double seconds() {
        return (lastNanos.get() - firstNanos.get()) * 1e-9;
    }
}
