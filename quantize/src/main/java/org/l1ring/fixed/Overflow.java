package org.l1ring.fixed;

/**
 * What a cast does with a value outside its type: the five overflow modes of {@code ap_fixed}.
 *
 * <p>Source: Xilinx HLS_arbitrary_Precision_Types, {@code ap_o_mode}.
 */
public enum Overflow {
    /** Clamps to the largest or smallest value. */
    SAT,
    /** Gives zero. */
    SAT_ZERO,
    /** Clamps, the smallest value being minus the largest. */
    SAT_SYM,
    /** Keeps the low bits; with saturation bits N, the top N are forced to the clamped value's. */
    WRAP,
    /** Wraps in sign-magnitude fashion; unsigned types wrap plainly. */
    WRAP_SM
}
