package org.l1ring.adders;

/** Two digits that sums may share, packed into a long: {@code first ± second << shift}. */
final class Pattern {
    private static final int VALUE_BITS = 24;
    private static final int VALUE_MASK = (1 << VALUE_BITS) - 1;
    private static final int SHIFT_OFFSET = 128;
    private static final int LOW_BITS = 16;

    private Pattern() {}

    /**
     * A pattern.
     *
     * @param first value, at most {@code second}
     * @param second value
     * @param shift position of the second digit less that of the first, above 0 for equal values
     * @param differ whether the signs differ
     */
    static long of(int first, int second, int shift, boolean differ) {
        return with(first, second, ((long) (shift + SHIFT_OFFSET) << 1) | (differ ? 1 : 0));
    }

    /** A pattern of other values. */
    static long with(int first, int second, long pattern) {
        return ((long) first << (VALUE_BITS + LOW_BITS))
                | ((long) second << LOW_BITS)
                | (pattern & ((1L << LOW_BITS) - 1));
    }

    static int first(long pattern) {
        return (int) (pattern >>> (VALUE_BITS + LOW_BITS));
    }

    static int second(long pattern) {
        return (int) (pattern >>> LOW_BITS) & VALUE_MASK;
    }

    static int shift(long pattern) {
        return ((int) (pattern >>> 1) & 0x7fff) - SHIFT_OFFSET;
    }

    static boolean differ(long pattern) {
        return (pattern & 1) != 0;
    }
}
