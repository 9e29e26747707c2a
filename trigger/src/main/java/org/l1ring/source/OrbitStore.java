package org.l1ring.source;

import java.lang.foreign.MemorySegment;

/**
 * Whole orbits of frames in memory, 64-byte aligned, each with its neighbouring frames if the
 * layout has them (see {@link org.l1ring.frame.BlockFrames}).
 */
public interface OrbitStore {
    /**
     * The memory that holds the frames.
     *
     * @return a segment that stays unchanged and open while a run reads it
     */
    MemorySegment segment();

    /**
     * The number of orbits in the store.
     *
     * @return at least 1
     */
    long orbits();

    /**
     * The place of a block in {@link #segment}.
     *
     * @param orbit 0 to {@code orbits() - 1}
     * @param block block of the orbit, 0 to 55
     * @return byte offset of its first frame, a multiple of 64
     */
    long blockOffset(long orbit, int block);

    /**
     * The frames of a block that may hold something.
     *
     * @param orbit 0 to {@code orbits() - 1}
     * @param block 0 to 55
     * @return bit k is 0 only when all bytes of frame k are 0
     */
    default long filled(long orbit, int block) {
        return -1;
    }
}
