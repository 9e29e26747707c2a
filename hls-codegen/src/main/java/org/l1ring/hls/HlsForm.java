package org.l1ring.hls;

/** How products with constants are written. */
public enum HlsForm {
    /** Loops of multiplications with weights held in arrays. */
    MULTIPLIERS,
    /** Straight lines of shifts and additions from adder graphs; weights are kept beside them. */
    ADDERS
}
