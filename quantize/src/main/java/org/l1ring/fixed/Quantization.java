package org.l1ring.fixed;

/**
 * How a cast drops fraction bits: the seven quantization modes of {@code ap_fixed}.
 *
 * <p>Source: Xilinx HLS_arbitrary_Precision_Types, {@code ap_q_mode}.
 */
public enum Quantization {
    /** Truncation toward minus infinity: the dropped bits are lost. */
    TRN,
    /** Truncation toward zero. */
    TRN_ZERO,
    /** To nearest, halves toward plus infinity. */
    RND,
    /** To nearest, halves toward zero. */
    RND_ZERO,
    /** To nearest, halves toward minus infinity. */
    RND_MIN_INF,
    /** To nearest, halves away from zero. */
    RND_INF,
    /** To nearest, halves to even (convergent rounding). */
    RND_CONV;

    /**
     * Drops fraction bits of a raw value: {@code round(raw / 2^drop)}.
     *
     * @param raw any raw value; {@code |raw| + 2^drop} must fit a long
     * @param drop number of bits dropped, 0..62
     * @return the quantized raw value
     */
    public long drop(long raw, int drop) {
        if (drop == 0) {
            return raw;
        }
        long half = 1L << (drop - 1);
        long sign = raw >> 63;
        return switch (this) {
            case TRN -> raw >> drop;
            case TRN_ZERO -> (raw + (sign & ((1L << drop) - 1))) >> drop;
            case RND -> (raw + half) >> drop;
            case RND_ZERO -> (raw + half - 1 - sign) >> drop;
            case RND_MIN_INF -> (raw + half - 1) >> drop;
            case RND_INF -> (raw + half + sign) >> drop;
            case RND_CONV -> (raw + half - 1 + ((raw >> drop) & 1)) >> drop;
        };
    }
}
