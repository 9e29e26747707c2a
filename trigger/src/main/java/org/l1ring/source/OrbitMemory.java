package org.l1ring.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.l1ring.frame.FrameLayout;

/**
 * A pattern memory of any layout, recorded from the first orbits of another stream. In a layout
 * with {@link FrameLayout#neighbours}, each orbit has its own margins.
 */
public final class OrbitMemory implements OrbitStore, AutoCloseable {
    private final Arena arena = Arena.ofShared();
    private final MemorySegment segment;
    private final FrameLayout layout;
    private final long orbits;

    /** [orbit, block]: bit k is set when frame k of the block has a byte that is not 0. */
    private final long[] filled;

    private OrbitMemory(FrameLayout layout, long orbits) {
        this.layout = layout;
        this.orbits = orbits;
        this.filled = new long[Math.toIntExact(orbits * FrameLayout.ORBIT_BLOCKS)];
        long bytes = orbits * OrbitMargins.orbitBytes(layout);
        this.segment = arena.allocate(bytes, FrameLayout.ALIGNMENT_BYTES);
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
        OrbitMemory memory = new OrbitMemory(source.layout(), orbits);
        try (OrbitReader reader = new OrbitReader(source)) {
            for (long orbit = 0; orbit < orbits; orbit++) {
                if (!reader.read(orbit, memory.segment, memory.blockOffset(orbit, 0))) {
                    memory.close();
                    throw new IllegalArgumentException(
                            "%s: expected %d orbits or more, got %d"
                                    .formatted(source.description(), orbits, orbit));
                }
                memory.complete(orbit);
            }
        }
        return memory;
    }

    /**
     * Takes orbits that lie in memory one behind the other.
     *
     * @param layout of the frames
     * @param frames whole orbits of 3564 frames
     * @return a copy
     */
    static OrbitMemory copyOf(FrameLayout layout, MemorySegment frames) {
        OrbitMemory memory = new OrbitMemory(layout, frames.byteSize() / layout.orbitBytes());
        for (long orbit = 0; orbit < memory.orbits; orbit++) {
            MemorySegment.copy(
                    frames,
                    orbit * layout.orbitBytes(),
                    memory.segment,
                    memory.blockOffset(orbit, 0),
                    layout.orbitBytes());
            memory.complete(orbit);
        }
        return memory;
    }

    /** Adds to an orbit what follows from its frames. */
    private void complete(long orbit) {
        long first = blockOffset(orbit, 0);
        OrbitMargins.fill(layout, segment, first, FrameLayout.ORBIT_CROSSINGS);
        for (int bunch = 0; bunch < FrameLayout.ORBIT_CROSSINGS; bunch++) {
            long frame = first + (long) bunch * layout.frameBytes();
            long bits = 0;
            for (int word = 0; word < layout.frameBytes(); word += Long.BYTES) {
                bits |= segment.get(ValueLayout.JAVA_LONG, frame + word);
            }
            if (bits != 0) {
                filled[index(orbit, bunch / FrameLayout.BLOCK_CROSSINGS)] |=
                        1L << (bunch % FrameLayout.BLOCK_CROSSINGS);
            }
        }
    }

    private static int index(long orbit, int block) {
        return (int) orbit * FrameLayout.ORBIT_BLOCKS + block;
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
        return orbit * OrbitMargins.orbitBytes(layout)
                + layout.marginBytes()
                + block * layout.blockBytes();
    }

    @Override
    public long filled(long orbit, int block) {
        return filled[index(orbit, block)];
    }

    /** Frees the memory; no run may read it any more. */
    @Override
    public void close() {
        arena.close();
    }
}
