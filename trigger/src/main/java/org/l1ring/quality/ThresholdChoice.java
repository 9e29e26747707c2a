package org.l1ring.quality;

/**
 * Chooses the common threshold of threshold sum on a number of links: the lowest for which the
 * buffer drops at most a stated part of the crossings of a sample.
 */
final class ThresholdChoice {
    /** Most crossings that may be dropped, as a part of all. */
    static final double MOST_DROPPED = 0.001;

    private static final int CROSSINGS = 10_000;

    private final long[][] sample = new long[CROSSINGS][];
    private final long highest;

    /**
     * Generates the sample.
     *
     * @param options of the comparison
     */
    ThresholdChoice(ComparisonOptions options) {
        ModuleSample module =
                new ModuleSample(options.seedOf(ComparisonOptions.Sample.THRESHOLDS), options);
        long largest = 0;
        for (int crossing = 0; crossing < CROSSINGS; crossing++) {
            module.next();
            sample[crossing] = module.charges().clone();
            for (long charge : sample[crossing]) {
                largest = Math.max(largest, charge);
            }
        }
        highest = largest + 1;
    }

    /**
     * The threshold on a number of links.
     *
     * @param links 1 to 13
     * @return least charge that is sent
     */
    long lowest(int links) {
        long fits = highest;
        long overflows = -1;
        while (fits - overflows > 1) {
            long middle = (fits + overflows) / 2;
            if (dropped(links, middle) <= MOST_DROPPED) {
                fits = middle;
            } else {
                overflows = middle;
            }
        }
        return fits;
    }

    private double dropped(int links, long threshold) {
        CellChannel channel = CellChannel.threshold(links, threshold);
        Received received = new Received();
        int dropped = 0;
        for (int crossing = 0; crossing < CROSSINGS; crossing++) {
            channel.send(sample[crossing], crossing, received);
            dropped += received.truncated ? 1 : 0;
        }
        return (double) dropped / CROSSINGS;
    }
}
