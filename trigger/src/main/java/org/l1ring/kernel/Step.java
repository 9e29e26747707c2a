package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;

/** A part of a kernel's plan: fills some columns from others. */
interface Step {
    /**
     * Fills columns.
     *
     * @param memory all columns
     * @param blocks 1 or 2: how many blocks of crossings
     */
    void run(MemorySegment memory, int blocks);
}
