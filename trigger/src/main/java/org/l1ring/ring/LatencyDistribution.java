package org.l1ring.ring;

import org.HdrHistogram.Histogram;

/**
 * The latencies of one stage over the blocks of a run, in nanoseconds, three significant digits.
 *
 * <p>In a paced run time counts from the intended arrival, so that a stall shows in every block
 * that it delayed; without pacing, from the moment at which the ring had room.
 */
public final class LatencyDistribution {
    private final Histogram histogram;

    LatencyDistribution(Histogram histogram) {
        this.histogram = histogram;
    }

    /**
     * The number of blocks recorded.
     *
     * @return 0 or more
     */
    public long count() {
        return histogram.getTotalCount();
    }

    /**
     * The latency that a given part of the blocks does not exceed.
     *
     * @param percentile 0 to 100
     * @return nanoseconds; 0 if nothing was recorded
     */
    public long nanosAt(double percentile) {
        return count() == 0 ? 0 : histogram.getValueAtPercentile(percentile);
    }

    /**
     * The greatest latency.
     *
     * @return nanoseconds; 0 if nothing was recorded
     */
    public long maxNanos() {
        return histogram.getMaxValue();
    }

    /**
     * The mean latency.
     *
     * @return nanoseconds; 0 if nothing was recorded
     */
    public double meanNanos() {
        return count() == 0 ? 0 : histogram.getMean();
    }
}
