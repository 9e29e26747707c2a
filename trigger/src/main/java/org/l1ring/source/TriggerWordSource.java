package org.l1ring.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.OrbitGenerator;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;

/** The simulated feed as the Global Trigger's own words, every crossing generated anew. */
public final class TriggerWordSource implements CrossingSource {
    private static final FrameLayout LAYOUT = FrameLayout.TRIGGER_WORDS;

    private final OrbitGenerator generator;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment words =
            arena.allocate(LAYOUT.orbitBytes(), FrameLayout.ALIGNMENT_BYTES);

    /**
     * A simulated stream without end.
     *
     * @param options what the stream is made of
     */
    public TriggerWordSource(FeedOptions options) {
        this.generator = new OrbitGenerator(options);
    }

    @Override
    public FrameLayout layout() {
        return LAYOUT;
    }

    @Override
    public boolean copies() {
        return true;
    }

    @Override
    public boolean begin(long orbit) {
        generator.fillWords(orbit, words, 0);
        return true;
    }

    @Override
    public void load(long orbit, int block, BlockFrames target) {
        OrbitMargins.load(LAYOUT, words, 0, block, target);
    }

    @Override
    public String description() {
        return SimulatedSource.describe(generator.options()) + ", every crossing anew";
    }

    @Override
    public void close() {
        arena.close();
    }
}
