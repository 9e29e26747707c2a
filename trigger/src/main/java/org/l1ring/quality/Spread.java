package org.l1ring.quality;

/**
 * What a figure was over crossings.
 *
 * @param count of crossings
 * @param mean of the figure, not a number if the count is 0
 * @param deviation standard deviation about the mean
 */
record Spread(long count, double mean, double deviation) {
    /** Root of the mean square. */
    double rms() {
        return Math.hypot(mean, deviation);
    }

    /** Standard deviation of the mean. */
    double error() {
        return deviation / Math.sqrt((double) count);
    }
}
