package org.l1ring.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.l1ring.frame.FrameLayout;

/** A pattern memory of any layout, recorded from the first orbits of another stream. */
public final class OrbitMemory implements OrbitStore, AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    private final FrameLayout layout;
    private final long orbits;

    private OrbitMemory(FrameLayout layout, long orbits) {
        this.layout = layout;
        this.orbits = orbits;
        this.segment = arena.allocate(orbits * layout.orbitBytes(), FrameLayout.ALIGNMENT_BYTES);
    }

    /**
     * Records the first orbits of a stream.
     *
     * @param source the stream, read from orbit 0
     * @param orbits number of orbits, at least 1
     * @return the recorded orbits
     * @throws IllegalArgumentException if the stream is shorter
     */
    public static OrbitMemory record(CrossingSource source, long orbits) {
        FrameLayout layout = source.layout();
        OrbitMemory memory = new OrbitMemory(layout, orbits);
        try (OrbitReader reader = new OrbitReader(source)) {
            for (long orbit = 0; orbit < orbits; orbit++) {
                if (!reader.read(orbit, memory.segment, memory.blockOffset(orbit, 0))) {
                    memory.close();
                    throw new IllegalArgumentException(
                            "%s: expected %d orbits or more, got %d"
                                    .formatted(source.description(), orbits, orbit));
                }
            }
        }
        return memory;
    }

    /**
     * The layout of the frames.
     *
     * @return the layout of the recorded stream
     */
    public FrameLayout layout() {
        return layout;
    }

    @Override
    public MemorySegment segment() {
        return segment;
    }

    @Override
    public long orbits() {
        return orbits;
    }

    @Override
    public long blockOffset(long orbit, int block) {
        return orbit * layout.orbitBytes() + block * layout.blockBytes();
    }

    /** Frees the memory; no run may read it any more. */
    @Override
    public void close() {
        arena.close();
    }
}
