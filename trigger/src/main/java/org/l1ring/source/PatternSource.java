package org.l1ring.source;

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
        target.refer(store.segment(), store.blockOffset(orbit % store.orbits(), block));
    }

    @Override
    public String description() {
        return description;
    }
}
