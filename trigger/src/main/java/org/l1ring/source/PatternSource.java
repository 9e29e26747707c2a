package org.l1ring.source;

import java.lang.foreign.MemorySegment;
import org.l1ring.feed.PatternMemory;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;

/** A stream that repeats the orbits of a pattern memory without copying a frame. */
public final class PatternSource implements CrossingSource {
    private final OrbitStore store;
    private final FrameLayout layout;
    private final String description;

    /**
     * A stream without end from a pattern memory.
     *
     * @param store the orbits, which the caller keeps open while the stream runs
     * @param layout layout of the frames in {@code store}
     * @param description what the stream is, one line
     */
    public PatternSource(OrbitStore store, FrameLayout layout, String description) {
        if (store.orbits() < 1) {
            throw new IllegalArgumentException(
                    "pattern memory: expected one orbit or more, got none");
        }
        this.store = store;
        this.layout = layout;
        this.description = description;
    }

    /**
     * A stream without end from the simulated feed's pattern memory.
     *
     * @param memory the orbits, which the caller keeps open while the stream runs
     * @return the stream
     */
    public static PatternSource of(PatternMemory memory) {
        FrameLayout layout = memory.words() ? FrameLayout.TRIGGER_WORDS : FrameLayout.OBJECTS;
        String description = describe(SimulatedSource.describe(memory.options()), memory.orbits());
        return new PatternSource(new Feed(memory), layout, description);
    }

    /**
     * A repeated stream in words.
     *
     * @param stream what is repeated
     * @param orbits how many orbits of it
     */
    public static String describe(String stream, long orbits) {
        return "%s, %d orbits repeated".formatted(stream, orbits);
    }

    /** The feed's pattern memory as a store. */
    private record Feed(PatternMemory memory) implements OrbitStore {
        @Override
        public MemorySegment segment() {
            return memory.segment();
        }

        @Override
        public long orbits() {
            return memory.orbits();
        }

        @Override
        public long blockOffset(long orbit, int block) {
            return memory.blockOffset(orbit, block);
        }

        @Override
        public long filled(long orbit, int block) {
            return memory.filled(orbit, block);
        }
    }

    @Override
    public FrameLayout layout() {
        return layout;
    }

    @Override
    public boolean copies() {
        return false;
    }

    @Override
    public boolean begin(long orbit) {
        return true;
    }

    @Override
    public void load(long orbit, int block, BlockFrames target) {
        long stored = orbit % store.orbits();
        target.refer(
                store.segment(), store.blockOffset(stored, block), store.filled(stored, block));
    }

    @Override
    public String description() {
        return description;
    }
}
