package org.l1ring.frame;

import java.lang.foreign.MemorySegment;

/**
 * The frames of one block: a place in memory that a source owns (no copy), or storage of the ring's
 * own slot which a source fills.
 *
 * <p>In a layout with {@link FrameLayout#neighbours}, the frames of as many crossings before the
 * block's first and after its last lie directly beside the block's frames, in the same memory.
 * Beyond the ends of the orbit these are frames of zeros, but for the external conditions, which
 * are those at the orbit's other end, as if the orbit repeated.
 *
 * <p>A source calls {@link #refer} or writes into {@link #own}; nothing here allocates.
 */
public final class BlockFrames {
    private final MemorySegment storage;
    private final long first;
    private MemorySegment segment;
    private long offset;
    private long filled = -1;

    /**
     * The frames of one slot.
     *
     * @param storage {@link FrameLayout#slotBytes} bytes, 64-byte aligned, or none for a source
     *     that refers to memory of its own
     * @param layout of the frames
     */
    public BlockFrames(MemorySegment storage, FrameLayout layout) {
        this.storage = storage;
        this.first = layout.marginBytes();
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
        refer(segment, offset, -1);
    }

    /**
     * Lets the block be frames in the source's memory, of which some are known to be empty.
     *
     * @param newSegment memory that holds the frames
     * @param newOffset first byte of the block's frames, a multiple of 64
     * @param newFilled bit k is 0 only when all bytes of frame k are 0
     */
    public void refer(MemorySegment newSegment, long newOffset, long newFilled) {
        segment = newSegment;
        offset = newOffset;
        filled = newFilled;
    }

    /**
     * Lets the block be the frames in the slot's own storage.
     *
     * @return the storage; the source fills its bytes from {@link #offset} on, and the neighbours
     *     on both sides; its old content is undefined
     */
    public MemorySegment own() {
        segment = storage;
        offset = first;
        filled = -1;
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
     * The frames that may hold something.
     *
     * @return bit k is 0 only when all bytes of frame k are 0
     */
    public long filled() {
        return filled;
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
