package org.l1ring.kafka;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.l1ring.frame.FrameLayout;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.Fault;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.SliceOrigin;
import org.l1ring.wire.WireException;

/**
 * Brings scored slices back into the order of runs and orbits.
 *
 * <p>An orbit is decided when all its slices are there, or when those that are missing can come no
 * more: every partition of the frames has gone past them, and slices of one partition come in
 * order. Nothing here depends on time, so that a stream has one result only.
 */
final class OrbitOrder {
    /** Three years of LHC. */
    private static final long MOST_ORBITS = 1L << 40;

    private static final int MOST_PARTITIONS = 10_000;

    private final Output output;
    private final TreeMap<Long, Run> waiting = new TreeMap<>();
    private final List<Position> seen = new ArrayList<>();
    private final long handled;
    private long run;
    private long next;
    private boolean open;

    /** Where decided orbits go. */
    interface Output {
        /** Takes the next orbit. */
        void orbit(OrderedOrbit orbit);

        /**
         * Takes the end of a run.
         *
         * @param run the run
         * @param orbits its number of orbits
         */
        void end(long run, long orbits);
    }

    /** What is known of a run that has not ended. */
    private static final class Run {
        final TreeMap<Long, Parts> orbits = new TreeMap<>();
        Optional<SliceOrigin> origin = Optional.empty();
        int slices;
        long end = -1;
        long endOffset = Long.MAX_VALUE;
    }

    /** The slices of an orbit by their number, and the offset of each. */
    private static final class Parts {
        final Map<Integer, ScoredSlice> slices = new TreeMap<>();
        final Map<Integer, Long> offsets = new HashMap<>();
    }

    /**
     * An order that begins where another one stopped.
     *
     * @param state what the other one had decided
     * @param output receives orbits and ends of runs in order
     */
    OrbitOrder(DeciderState state, Output output) {
        this.output = output;
        this.run = state.run();
        this.next = state.next();
        this.open = state.open();
        this.handled = state.handled();
        this.seen.addAll(state.seen());
    }

    /** The run that was begun last, or -1. */
    long run() {
        return run;
    }

    /** The next orbit of the run, or the number of its orbits if it has ended. */
    long next() {
        return next;
    }

    /** Whether the run has begun and not ended. */
    boolean open() {
        return open;
    }

    /** How far each partition of the frames has come; null for one that nothing is known of. */
    List<Position> seen() {
        return new ArrayList<>(seen);
    }

    /**
     * The offset from which the records that still wait can be read again.
     *
     * @param position the offset after the last one that was read
     */
    long resume(long position) {
        long least = position;
        for (Run each : waiting.values()) {
            least = Math.min(least, each.endOffset);
            for (Parts parts : each.orbits.values()) {
                for (long offset : parts.offsets.values()) {
                    least = Math.min(least, offset);
                }
            }
        }
        return least;
    }

    /**
     * Notes that a partition of the frames has come to a slice.
     *
     * @param slice of that partition
     */
    void passed(ScoredSlice slice) {
        see(slice.partition(), slice.partitions(), new Position(slice.run(), index(slice)));
    }

    /**
     * Takes a scored slice.
     *
     * @param slice the slice
     * @param offset its offset in the topic of scored slices
     * @throws WireException if its place is taken already; nothing has changed then, but for what
     *     {@link #passed} notes
     */
    void slice(ScoredSlice slice, long offset) {
        passed(slice);
        long orbit = slice.origin().orbit();
        if (slice.run() < run || (slice.run() == run && (!open || orbit < next))) {
            throw new WireException(
                    Fault.ALREADY_DECIDED,
                    "orbit %d of run %d: expected orbit %d of run %d or later"
                            .formatted(orbit, slice.run(), next, run));
        }
        Run its = waiting.computeIfAbsent(slice.run(), _ -> new Run());
        if (its.slices != 0 && its.slices != slice.origin().slices()) {
            throw new WireException(
                    Fault.MALFORMED,
                    "orbit %d of run %d: expected %d slices, got %d"
                            .formatted(orbit, slice.run(), its.slices, slice.origin().slices()));
        }
        its.slices = slice.origin().slices();
        its.origin = Optional.of(slice.origin());
        Parts parts = its.orbits.computeIfAbsent(orbit, _ -> new Parts());
        int number = slice.origin().slice();
        if (parts.slices.containsKey(number)) {
            throw new WireException(
                    Fault.ALREADY_DECIDED,
                    "slice %d of orbit %d of run %d came before"
                            .formatted(number, orbit, slice.run()));
        }
        parts.slices.put(number, slice);
        parts.offsets.put(number, offset);
    }

    /**
     * Takes the end of a run in one partition of the frames.
     *
     * @param end as a worker says it, with partition
     * @param offset its offset in the topic of scored slices
     */
    void end(EndOfRun end, long offset) {
        if (end.partition() < 0 || end.partition() >= end.partitions()) {
            throw new WireException(
                    Fault.MALFORMED,
                    "end of run %d: expected a partition below %d, got %d"
                            .formatted(end.run(), end.partitions(), end.partition()));
        }
        see(end.partition(), end.partitions(), new Position(end.run(), Position.END));
        if (end.run() > run || (end.run() == run && open)) {
            Run its = waiting.computeIfAbsent(end.run(), _ -> new Run());
            its.end = Math.max(its.end, end.orbits());
            its.endOffset = Math.min(its.endOffset, offset);
        }
    }

    private static long index(ScoredSlice slice) {
        if (slice.origin().orbit() > MOST_ORBITS) {
            throw new WireException(
                    Fault.MALFORMED,
                    "orbit: expected 0 to %d, got %d"
                            .formatted(MOST_ORBITS, slice.origin().orbit()));
        }
        return slice.origin().orbit() * slice.origin().slices() + slice.origin().slice();
    }

    private void see(int partition, int partitions, Position position) {
        if (partitions > MOST_PARTITIONS) {
            throw new WireException(
                    Fault.MALFORMED,
                    "partitions: expected 1 to %d, got %d".formatted(MOST_PARTITIONS, partitions));
        }
        // a later run may come from a topic that was made anew
        while (seen.size() > partitions && position.run() > run) {
            seen.removeLast();
        }
        while (seen.size() < partitions) {
            seen.add(null);
        }
        Position before = seen.get(partition);
        if (before == null || before.compareTo(position) < 0) {
            seen.set(partition, position);
        }
    }

    /**
     * Decides what can be decided. Nothing can while records are read again that another decider
     * had seen: what it left waiting is not all here yet, though it knew of later ones.
     *
     * @param position the offset after the record that was taken last
     * @param most orbits to decide at most
     * @return whether more can be decided
     */
    boolean advance(long position, int most) {
        for (int i = 0; i < most; i++) {
            if (position < handled || !(open ? goOn() : begin())) {
                return false;
            }
        }
        return true;
    }

    /** Begins the next run once no earlier one can come. */
    private boolean begin() {
        if (waiting.isEmpty()) {
            return false;
        }
        long first = waiting.firstKey();
        if (!passed(new Position(first, -1))) {
            return false;
        }
        run = first;
        next = 0;
        open = true;
        return true;
    }

    /** Whether every partition of the frames has gone past a place. */
    private boolean passed(Position place) {
        for (Position each : seen) {
            if (each == null || each.compareTo(place) <= 0) {
                return false;
            }
        }
        return !seen.isEmpty();
    }

    private boolean goOn() {
        Run its = waiting.computeIfAbsent(run, _ -> new Run());
        Parts parts = its.orbits.get(next);
        boolean whole = parts != null && parts.slices.size() == its.slices;
        boolean ended = its.end >= 0 && next >= its.end;
        boolean left = its.end < 0 && its.orbits.isEmpty() && passed(new Position(run + 1, -1));
        if (!whole && (ended || left)) {
            waiting.remove(run);
            open = false;
            output.end(run, next);
            return true;
        }
        if (!whole && !passed(lastOf(its, next))) {
            return false;
        }
        its.orbits.remove(next);
        List<ScoredSlice> slices = parts == null ? List.of() : List.copyOf(parts.slices.values());
        output.orbit(new OrderedOrbit(run, next, lost(slices), its.origin, slices));
        next++;
        return true;
    }

    /** The place of the last slice of an orbit; of the orbit itself if its slices are unknown. */
    private Position lastOf(Run its, long orbit) {
        if (its.slices == 0) {
            return new Position(run, Position.END - 1);
        }
        return new Position(run, (orbit + 1) * its.slices - 1);
    }

    private static long lost(List<ScoredSlice> slices) {
        long lost = FrameLayout.ALL_BLOCKS;
        for (ScoredSlice slice : slices) {
            lost &= ~slice.origin().blockMask();
        }
        return lost;
    }
}
