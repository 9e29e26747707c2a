package org.l1ring.ring;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a sequence: spins, then yields, then sleeps for short times, so that more threads than
 * processors can share the work.
 *
 * <p>Yielding is the quicker way as long as the processors belong to this run; where others compete
 * for them, a thread that yields gets its turn milliseconds later, while one that slept is woken
 * soon. So a yield that took long makes all threads of the run sleep instead for a while. Measured
 * on two cores at 40 MHz, 2026-11: half of all blocks within 8 to 20 us on quiet ones; with five
 * busy threads of others beside it 0.2 to 0.5 ms, where yielding alone lost up to half of the
 * stream.
 */
final class SpinThenPark implements WaitStrategy {
    /**
     * Sleep of threads in an unpaced run, short against the time that a ring of 8192 blocks lasts.
     * Waking costs up to 15 us of processor time in a virtual machine, so it should be rare.
     */
    static final long FULL_RING_NANOS = 500_000;

    /** Blocks in the ring from which a run is behind: their work takes longer than a sleep. */
    static final long BEHIND = 512;

    /** Sleep of threads that wait for others while a run is behind. */
    static final long BEHIND_NANOS = 200_000;

    private static final long LONG_YIELD_NANOS = 1_000_000;
    private static final long CROWDED_NANOS = 200_000_000;

    private final int spins;
    private final int yields;
    private final long parkNanos;
    private volatile long crowdedUntil = System.nanoTime();

    private SpinThenPark(int spins, int yields, long parkNanos) {
        this.spins = spins;
        this.yields = yields;
        this.parkNanos = parkNanos;
    }

    /**
     * The strategy for a run on this machine. A paced stream wants its blocks soon; without pacing
     * there is always work, and what counts is that waiting threads leave the processors to those
     * that have some.
     */
    static SpinThenPark forRun(boolean paced, int threads) {
        if (threads <= Runtime.getRuntime().availableProcessors()) {
            return new SpinThenPark(20_000, 1_000, 10_000);
        }
        return paced ? new SpinThenPark(50, 50, 10_000) : new SpinThenPark(10, 0, FULL_RING_NANOS);
    }

    @Override
    public long waitFor(
            long sequence, Sequence cursor, Sequence dependentSequence, SequenceBarrier barrier)
            throws AlertException {
        int turn = 0;
        long available = dependentSequence.get();
        while (available < sequence) {
            barrier.checkAlert();
            if (cursor.get() - sequence > BEHIND) {
                LockSupport.parkNanos(Math.max(parkNanos, BEHIND_NANOS));
            } else if (turn < spins) {
                Thread.onSpinWait();
            } else if (turn < spins + yields) {
                yieldOrPark();
            } else {
                LockSupport.parkNanos(parkNanos);
            }
            turn += turn < spins + yields ? 1 : 0;
            available = dependentSequence.get();
        }
        return available;
    }

    /** Gives the processor away for the shortest time that does not cost more than it is worth. */
    @SuppressWarnings("ThreadPriorityCheck") // yielding is only a hint: sleeping follows
    void yieldOrPark() {
        long before = System.nanoTime();
        if (before - crowdedUntil < 0) {
            LockSupport.parkNanos(parkNanos);
            return;
        }
        Thread.yield();
        long after = System.nanoTime();
        if (after - before > LONG_YIELD_NANOS) {
            crowdedUntil = after + CROWDED_NANOS;
        }
    }

    @Override
    public void signalAllWhenBlocking() {}
}
