package org.l1ring.ring;

import java.util.Arrays;

/**
 * A histogram of raw scores over the whole 64-bit range: exact below 64 in magnitude, then 32 bins
 * an octave (3 % wide at most). One thread adds; nothing is allocated after construction.
 */
public final class ScoreSpectrum {
    private static final int SUB_BITS = 5;
    private static final int SUB_BINS = 1 << SUB_BITS;
    private static final int LINEAR = 2 * SUB_BINS;

    /** Bins of one sign; bins run from {@code -SIDE_BINS} to {@code SIDE_BINS - 1}. */
    public static final int SIDE_BINS = LINEAR + (Long.SIZE - 1 - SUB_BITS - 1) * SUB_BINS;

    private final long[] counts = new long[2 * SIDE_BINS];
    private long total;

    /** An empty spectrum. */
    public ScoreSpectrum() {}

    /**
     * Counts a score.
     *
     * @param raw the raw score
     */
    public void add(long raw) {
        counts[SIDE_BINS + bin(raw)]++;
        total++;
    }

    /**
     * The bin of a score; greater scores never have lower bins.
     *
     * @param raw the raw score
     * @return {@code -SIDE_BINS} to {@code SIDE_BINS - 1}; negative for negative scores
     */
    public static int bin(long raw) {
        return raw < 0 ? -1 - magnitudeBin(~raw) : magnitudeBin(raw);
    }

    private static int magnitudeBin(long magnitude) {
        if (magnitude < LINEAR) {
            return (int) magnitude;
        }
        int shift = Long.SIZE - 1 - Long.numberOfLeadingZeros(magnitude) - SUB_BITS;
        return shift * SUB_BINS + (int) (magnitude >>> shift);
    }

    /**
     * The least score of a bin; its greatest is one less than the least of the next.
     *
     * @param bin {@code -SIDE_BINS} to {@code SIDE_BINS - 1}
     * @return the raw score
     */
    public static long lowest(int bin) {
        return bin < 0 ? ~highestMagnitude(-1 - bin) : lowestMagnitude(bin);
    }

    private static long lowestMagnitude(int bin) {
        if (bin < LINEAR) {
            return bin;
        }
        int shift = bin / SUB_BINS - 1;
        return (long) (bin - shift * SUB_BINS) << shift;
    }

    private static long highestMagnitude(int bin) {
        return bin == SIDE_BINS - 1 ? Long.MAX_VALUE : lowestMagnitude(bin + 1) - 1;
    }

    /**
     * The scores counted in a bin.
     *
     * @param bin {@code -SIDE_BINS} to {@code SIDE_BINS - 1}
     * @return 0 or more
     */
    public long count(int bin) {
        return counts[SIDE_BINS + bin];
    }

    /**
     * The number of scores counted.
     *
     * @return 0 or more
     */
    public long total() {
        return total;
    }

    /**
     * The scores in the bins from that of a given score on, an upper bound of those that reach it.
     *
     * @param raw the raw score
     * @return 0 to {@code total()}
     */
    public long countFrom(long raw) {
        return Arrays.stream(counts, SIDE_BINS + bin(raw), counts.length).sum();
    }

    void copyInto(ScoreSpectrum target) {
        System.arraycopy(counts, 0, target.counts, 0, counts.length);
        target.total = total;
    }
}
