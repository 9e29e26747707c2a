package org.l1ring.rates;

/** In how many crossings two algorithms fire together, after crossing masks, before prescales. */
public final class OverlapCounts {
    private final int algorithms;
    private final long[] pairs;
    private final int[] firing;

    /**
     * Counts at zero.
     *
     * @param algorithms how many
     */
    public OverlapCounts(int algorithms) {
        this.algorithms = algorithms;
        this.pairs = new long[Math.multiplyExact(algorithms, algorithms)];
        this.firing = new int[algorithms];
    }

    /** Counts the crossing that a column counted last. */
    void add(ColumnCounts column) {
        int count = 0;
        for (int w = 0; w < Math.ceilDiv(algorithms, Long.SIZE); w++) {
            for (long rest = column.maskedWord(w); rest != 0; rest &= rest - 1) {
                firing[count++] = w * Long.SIZE + Long.numberOfTrailingZeros(rest);
            }
        }
        for (int i = 0; i < count; i++) {
            for (int j = i; j < count; j++) {
                pairs[firing[i] * algorithms + firing[j]]++;
            }
        }
    }

    /** The number of algorithms. */
    public int algorithms() {
        return algorithms;
    }

    /** Crossings in which both fire; of an algorithm with itself, those in which it fires. */
    public long together(int one, int other) {
        return pairs[Math.min(one, other) * algorithms + Math.max(one, other)];
    }

    /** The part of an algorithm's crossings in which another fires, too; 0 without any. */
    public double part(int one, int other) {
        long all = together(one, one);
        return all == 0 ? 0 : (double) together(one, other) / all;
    }
}
