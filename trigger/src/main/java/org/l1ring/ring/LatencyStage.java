package org.l1ring.ring;

/** A stretch of a block's way whose time is recorded. */
public enum LatencyStage {
    /**
     * From the intended arrival of the block's first crossing until the ring publishes the block.
     */
    FILLING,
    /** From publication until the block is scored. */
    SCORING,
    /** From the score until the block is decided, in order, and every sink has taken it. */
    DECIDING,
    /** From the intended arrival of the first crossing until every sink has taken the block. */
    END_TO_END
}
