package org.l1ring.ring;

/**
 * Takes the decided blocks of a run in the order of the stream.
 *
 * <p>One thread makes all calls: for each orbit {@link #block} or {@link #lost} for each of its 56
 * blocks, then {@link #orbitEnded}; after the last orbit {@link #finish}, and always {@link #close}
 * at the end. A run that failed is closed without being finished. Nothing may be allocated per
 * block.
 */
public interface BlockSink extends AutoCloseable {
    /**
     * Takes a decided block.
     *
     * @param block the block, valid during this call only
     */
    void block(CrossingBlock block);

    /**
     * Takes notice of a block lost to dead time.
     *
     * @param orbit its orbit
     * @param block its number in the orbit, 0 to 55
     */
    default void lost(long orbit, int block) {}

    /**
     * Takes notice that all blocks of an orbit have been handed over.
     *
     * @param orbit the orbit
     */
    default void orbitEnded(long orbit) {}

    /** Completes what the sink made; the run has ended well. */
    default void finish() {}

    /** Frees what the sink holds, and removes what it made unless it was finished. */
    @Override
    default void close() {}
}
