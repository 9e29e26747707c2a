package org.l1ring.ring;

import com.lmax.disruptor.RingBuffer;
import java.io.UncheckedIOException;
import java.util.concurrent.locks.LockSupport;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.source.CrossingSource;

/**
 * Brings the source's blocks into the ring: as fast as there is room, or each when its last
 * crossing has been filled. Blocks that are due while the ring is full, or that come later than the
 * ring is long, are lost: they are never published, and the decider sees the gap.
 */
final class SourceLoop {
    /** Blocks claimed at a time, a quarter of an orbit. */
    private static final int BATCH = FrameLayout.ORBIT_BLOCKS / 4;

    /** Sleeping takes this much longer than asked for: timer slack of Linux, 50 us. */
    private static final long SLEEP_SLACK_NANOS = 60_000;

    /** Time between the decision to start and the first crossing. */
    private static final long LEAD_NANOS = 1_000_000;

    private final CrossingSource source;
    private final RingBuffer<CrossingBlock> ring;
    private final RunState state;
    private final SpinThenPark waiting;
    private final long endOrbit;
    private final boolean paced;
    private final double crossingNanos;
    private final long ringNanos;
    private long position;
    private boolean ended;
    private volatile long startNanos;

    SourceLoop(
            CrossingSource source,
            RingBuffer<CrossingBlock> ring,
            RunState state,
            PipelineOptions options,
            SpinThenPark waiting) {
        this.source = source;
        this.ring = ring;
        this.state = state;
        this.waiting = waiting;
        this.endOrbit = options.orbits();
        this.paced = options.rate().paced();
        this.crossingNanos = options.rate().crossingNanos();
        this.ringNanos =
                (long) (ring.getBufferSize() * FrameLayout.BLOCK_CROSSINGS * crossingNanos);
    }

    /** The block after the last one of the run, counted from the first of orbit 0. */
    long endPosition() {
        return position;
    }

    long startNanos() {
        return startNanos;
    }

    /** Whether the run came to its end by itself. */
    boolean ended() {
        return ended;
    }

    /** Ends the waiting for crossings that are not there yet. */
    void stop() {
        source.stop();
    }

    /** Streams until the last orbit, the end of the source, a stop or a failure. */
    void run() {
        // the first crossing of a stream that is not there yet is awaited before the clock runs
        boolean begun = !state.stopping() && source.begin(0);
        startNanos = System.nanoTime() + (paced ? LEAD_NANOS : 0);
        long orbit = 0;
        while (begun && !state.stopping()) {
            int block = 0;
            while (block < FrameLayout.ORBIT_BLOCKS && !state.failed()) {
                // a stopped run brings its last orbit to the end without pacing
                block += paced && !state.stopping() ? paced(orbit, block) : unpaced(orbit, block);
            }
            orbit++;
            position = orbit * FrameLayout.ORBIT_BLOCKS;
            begun = orbit < endOrbit && !state.stopping() && source.begin(orbit);
        }
        ended = orbit == endOrbit || !state.stopping();
    }

    private int unpaced(long orbit, int block) {
        int blocks = Math.min(BATCH, FrameLayout.ORBIT_BLOCKS - block);
        if (!ring.hasAvailableCapacity(blocks)) {
            waitForRoom();
        }
        long last = ring.next(blocks);
        long now = System.nanoTime();
        long first = last - blocks + 1;
        for (int i = 0; i < blocks; i++) {
            fill(first + i, orbit, block + i).arrivalNanos = now;
        }
        publish(first, last);
        return blocks;
    }

    /**
     * Waits until a quarter of the ring is free: waking for every batch costs more than the batch.
     */
    private void waitForRoom() {
        while (!ring.hasAvailableCapacity(ring.getBufferSize() / 4)) {
            LockSupport.parkNanos(SpinThenPark.FULL_RING_NANOS);
        }
    }

    /** Brings in or loses the blocks that are due, at least one; returns their number. */
    private int paced(long orbit, int block) {
        long now = System.nanoTime();
        for (long due = due(orbit, block); now < due; now = System.nanoTime()) {
            if (state.stopping()) {
                return 0;
            }
            pause(due - now);
        }
        int blocks = 1;
        int most = Math.min(BATCH, FrameLayout.ORBIT_BLOCKS - block);
        while (blocks < most && due(orbit, block + blocks) <= now) {
            blocks++;
        }
        int room = (int) Math.min(blocks, ring.remainingCapacity());
        if (room == 0 || now - due(orbit, block) > ringNanos) {
            return 1;
        }
        long last = ring.next(room);
        long first = last - room + 1;
        for (int i = 0; i < room; i++) {
            long crossing = crossing(orbit, block + i);
            fill(first + i, orbit, block + i).arrivalNanos =
                    startNanos + (long) (crossing * crossingNanos);
        }
        publish(first, last);
        return room;
    }

    private CrossingBlock fill(long sequence, long orbit, int block) {
        CrossingBlock slot = ring.get(sequence);
        slot.place(sequence, orbit, block);
        source.load(orbit, block, slot.frames());
        return slot;
    }

    private void publish(long first, long last) {
        long now = System.nanoTime();
        for (long sequence = first; sequence <= last; sequence++) {
            ring.get(sequence).publishedNanos = now;
        }
        ring.publish(first, last);
    }

    private static long crossing(long orbit, int block) {
        return orbit * FrameLayout.ORBIT_CROSSINGS + (long) block * FrameLayout.BLOCK_CROSSINGS;
    }

    /** When the block's last crossing has been filled. */
    private long due(long orbit, int block) {
        long end = crossing(orbit, block) + FrameLayout.crossings(block);
        return startNanos + (long) (end * crossingNanos);
    }

    private void pause(long nanos) {
        if (ring.getBufferSize() - ring.remainingCapacity() > SpinThenPark.BEHIND) {
            // The others have work for longer than a sleep takes: the processors are theirs.
            LockSupport.parkNanos(SpinThenPark.BEHIND_NANOS);
        } else if (nanos > 2 * SLEEP_SLACK_NANOS) {
            LockSupport.parkNanos(Math.min(nanos - SLEEP_SLACK_NANOS, 100_000_000));
        } else {
            waiting.yieldOrPark();
        }
    }

    /** What a run reports: bad files and failed writing as they are, all else with its place. */
    static RuntimeException failure(String where, Throwable cause) {
        return switch (cause) {
            case StreamException e -> e;
            case UncheckedIOException e -> e;
            default -> new PipelineException(where + ": " + cause, cause);
        };
    }
}
