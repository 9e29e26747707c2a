package org.l1ring.decision;

import java.util.Arrays;
import java.util.List;
import java.util.stream.LongStream;

/**
 * Counters of algorithms that are read out once a luminosity section: 32 bits each, which stay at
 * their maximum rather than begin anew.
 */
public final class RateCounters {
    /** Where a counter stays. */
    public static final long MAXIMUM = 0xffff_ffffL;

    private final long[] running;
    private final long[] latched;
    private final long[] ended;

    /**
     * Counters at zero.
     *
     * @param algorithms how many
     */
    public RateCounters(int algorithms) {
        this.running = new long[algorithms];
        this.latched = new long[algorithms];
        this.ended = new long[algorithms];
    }

    /**
     * Counts an algorithm.
     *
     * @param algorithm its index
     */
    public void count(int algorithm) {
        count(algorithm, 1);
    }

    /**
     * Counts an algorithm several times.
     *
     * @param algorithm its index
     * @param times 0 or more
     */
    public void count(int algorithm, int times) {
        running[algorithm] = Math.min(MAXIMUM, running[algorithm] + times);
    }

    /** Begins a luminosity section: what was counted can be read, and counting begins at zero. */
    public void latch() {
        System.arraycopy(running, 0, latched, 0, running.length);
        for (int i = 0; i < running.length; i++) {
            ended[i] += running[i];
        }
        Arrays.fill(running, 0);
    }

    /**
     * The count of the luminosity section that ended last.
     *
     * @param algorithm its index
     * @return 0 to {@link #MAXIMUM}
     */
    public long latched(int algorithm) {
        return latched[algorithm];
    }

    /**
     * The count of the luminosity section that goes on.
     *
     * @param algorithm its index
     * @return 0 to {@link #MAXIMUM}
     */
    public long running(int algorithm) {
        return running[algorithm];
    }

    /**
     * The count of all luminosity sections so far.
     *
     * @param algorithm its index
     * @return 0 or more
     */
    public long total(int algorithm) {
        return ended[algorithm] + running[algorithm];
    }

    /** All counts of the luminosity section that goes on, by algorithm. */
    public List<Long> running() {
        return LongStream.of(running).boxed().toList();
    }

    /** All counts of the luminosity section that ended last, by algorithm. */
    public List<Long> latched() {
        return LongStream.of(latched).boxed().toList();
    }
}
