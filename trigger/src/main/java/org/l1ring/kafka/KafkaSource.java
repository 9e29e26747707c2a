package org.l1ring.kafka;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.OrbitMargins;

/**
 * Replays one run of a topic in the order of its orbits. A thread of its own reads ahead by a
 * bounded number of orbits. A replay is strict: a record that is damaged, missing or of another
 * layout ends it.
 */
public final class KafkaSource implements CrossingSource {
    private static final long MEMORY_BYTES = 64L << 20;
    private static final int MAXIMUM_ORBITS = 256;

    private final TopicRun run;
    private final FrameLayout layout;
    private final int slots;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment memory;
    private volatile RunReplay replay;

    /** A run whose frames have the given layout. */
    KafkaSource(TopicRun run, FrameLayout layout) {
        this.run = run;
        this.layout = layout;
        this.slots = Math.clamp(MEMORY_BYTES / layout.orbitBytes(), 4, MAXIMUM_ORBITS);
        this.memory = arena.allocate(slots * layout.orbitBytes(), FrameLayout.ALIGNMENT_BYTES);
    }

    @Override
    public FrameLayout layout() {
        return layout;
    }

    @Override
    public boolean copies() {
        return true;
    }

    /**
     * {@inheritDoc} Waits for the orbit if the feed has not sent it yet.
     *
     * @throws StreamException if a record is damaged, missing or of another layout
     */
    @Override
    public boolean begin(long orbit) {
        if (orbit == 0) {
            closeReplay();
            replay = new RunReplay(run, layout, memory, slots);
        }
        return replay.await(orbit);
    }

    @Override
    public void load(long orbit, int block, BlockFrames target) {
        OrbitMargins.load(layout, memory, orbit % slots * layout.orbitBytes(), block, target);
    }

    @Override
    public String description() {
        return run.description();
    }

    @Override
    public void stop() {
        RunReplay current = replay;
        if (current != null) {
            current.stop();
        }
    }

    private void closeReplay() {
        if (replay != null) {
            replay.close();
        }
    }

    @Override
    public void close() {
        closeReplay();
        arena.close();
    }
}
