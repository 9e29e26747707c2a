package org.l1ring.quality;

import org.l1ring.econ.LinkFrame;

/** What a receiver makes of one crossing; it is filled anew for each. */
final class Received {
    /** Charges of the cells. */
    final double[] charges = new double[LinkFrame.CELLS];

    /** The module's sum as sent, not a number where none is. */
    double sum;

    /** Values that were sent: cells, groups of cells or latent values. */
    int values;

    /** Words of 16 bits that the frame has. */
    int words;

    /** Whether the buffer dropped the content. */
    boolean truncated;
}
