package org.l1ring.ring;

import com.lmax.disruptor.AlertException;
import com.lmax.disruptor.Sequence;
import com.lmax.disruptor.SequenceBarrier;
import com.lmax.disruptor.WaitStrategy;
import java.util.concurrent.locks.LockSupport;

/**
 * Waits for a sequence: spins, then yields, then sleeps for short times, so that more threads than
 * processors can share the work.
 */
final class SpinThenPark implements WaitStrategy {
    private final int spins;
    private final int yields;
    private final long parkNanos;

    SpinThenPark(int spins, int yields, long parkNanos) {
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
        return paced ? new SpinThenPark(50, 50, 10_000) : new SpinThenPark(50, 0, 50_000);
    }

    @Override
    @SuppressWarnings("ThreadPriorityCheck") // yielding is only a hint: sleeping follows
    public long waitFor(
            long sequence, Sequence cursor, Sequence dependentSequence, SequenceBarrier barrier)
            throws AlertException {
        int turn = 0;
        long available;
        while ((available = dependentSequence.get()) < sequence) {
            barrier.checkAlert();
            if (turn < spins) {
                Thread.onSpinWait();
                turn++;
            } else if (turn < spins + yields) {
                Thread.yield();
                turn++;
            } else {
                LockSupport.parkNanos(parkNanos);
            }
        }
        return available;
    }

    @Override
    public void signalAllWhenBlocking() {}
}
