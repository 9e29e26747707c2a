package org.l1ring.frame;

import java.lang.foreign.MemorySegment;

/**
 * The frames of one block: a place in memory that a source owns (no copy), or storage of the ring's
 * own slot which a source fills.
 *
 * <p>A source calls {@link #refer} or writes into {@link #own}; nothing here allocates.
 */
public final class BlockFrames {
    private final MemorySegment storage;
    private MemorySegment segment;
    private long offset;

    /**
     * The frames of one slot.
     *
     * @param storage one block of frames, 64-byte aligned, or of length 0 for a source that refers
     *     to memory of its own
     */
    public BlockFrames(MemorySegment storage) {
        this.storage = storage;
        this.segment = storage;
    }

    /**
     * Lets the block be frames in the source's memory, which must stay unchanged while the run
     * lasts.
     *
     * @param segment memory that holds the frames
     * @param offset first byte of the block's frames, a multiple of 64
     */
    public void refer(MemorySegment segment, long offset) {
        this.segment = segment;
        this.offset = offset;
    }

    /**
     * Lets the block be the frames in the slot's own storage.
     *
     * @return the storage, whose bytes from 0 on the source fills; its old content is undefined
     */
    public MemorySegment own() {
        segment = storage;
        offset = 0;
        return storage;
    }

    /**
     * The memory that holds the frames.
     *
     * @return a segment, of which the block is a part
     */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * The place of the block's first frame in {@link #segment}.
     *
     * @return byte offset, a multiple of 64
     */
    public long offset() {
        return offset;
    }
}
