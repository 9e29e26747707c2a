package org.l1ring.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;

/** Reads a stream orbit by orbit into one piece of memory. */
public final class OrbitReader implements AutoCloseable {
    private final CrossingSource source;
    private final FrameLayout layout;
    private final Arena arena = Arena.ofConfined();
    private final BlockFrames frames;

    /**
     * A reader of a stream; only the thread that makes it may use it.
     *
     * @param source the stream, which stays the caller's
     */
    public OrbitReader(CrossingSource source) {
        this.source = source;
        this.layout = source.layout();
        long storageBytes = source.copies() ? layout.slotBytes() : 0;
        this.frames =
                new BlockFrames(arena.allocate(storageBytes, FrameLayout.ALIGNMENT_BYTES), layout);
    }

    /**
     * Copies an orbit.
     *
     * @param orbit orbit of the stream, in the order in which a source is read
     * @param target receives the orbit's 3564 frames
     * @param offset byte of the first frame in {@code target}
     * @return false if the stream has ended before this orbit
     */
    public boolean read(long orbit, MemorySegment target, long offset) {
        if (!source.begin(orbit)) {
            return false;
        }
        for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
            source.load(orbit, block, frames);
            MemorySegment.copy(
                    frames.segment(),
                    frames.offset(),
                    target,
                    offset + block * layout.blockBytes(),
                    (long) FrameLayout.crossings(block) * layout.frameBytes());
        }
        return true;
    }

    @Override
    public void close() {
        arena.close();
    }
}
