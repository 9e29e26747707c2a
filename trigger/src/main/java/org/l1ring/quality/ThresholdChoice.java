package org.l1ring.quality;

/**
 * The common threshold of threshold sum on a number of links: the lowest for which the buffer drops
 * at most a stated part of the crossings of a sample.
 */
final class ThresholdChoice {
    /** Most crossings that may be dropped, as a part of all. */
    static final double MOST_DROPPED = 0.001;

    private static final int CROSSINGS = 20_000;
    private static final long HIGHEST = 1L << 22;

    private ThresholdChoice() {}

    /**
     * The threshold.
     *
     * @param links 1 to 13
     * @param options of the comparison, whose sample for thresholds is taken
     * @return least charge that is sent
     */
    static long lowest(int links, ComparisonOptions options) {
        long fits = HIGHEST;
        long overflows = -1;
        while (fits - overflows > 1) {
            long middle = (fits + overflows) / 2;
            if (dropped(links, middle, options) <= MOST_DROPPED) {
                fits = middle;
            } else {
                overflows = middle;
            }
        }
        return fits;
    }

    private static double dropped(int links, long threshold, ComparisonOptions options) {
        ModuleSample module =
                new ModuleSample(options.seedOf(ComparisonOptions.Sample.THRESHOLDS), options);
        Channel channel = CellChannel.threshold(links, threshold);
        Received received = new Received();
        int dropped = 0;
        for (int crossing = 0; crossing < CROSSINGS; crossing++) {
            module.next();
            channel.send(module, crossing, received);
            dropped += received.truncated ? 1 : 0;
        }
        return (double) dropped / CROSSINGS;
    }
}
