package org.l1ring.source;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.file.Path;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.scouting.ScoutingReader;

/**
 * The orbits of a raw file of L1 scouting as trigger words, replayed once; orbits count from 0
 * again, whatever their numbers in the file.
 */
public final class ScoutingSource implements FiniteSource {
    private static final FrameLayout LAYOUT = FrameLayout.TRIGGER_WORDS;

    private final ScoutingReader reader;
    private final String description;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment words =
            arena.allocate(LAYOUT.orbitBytes(), FrameLayout.ALIGNMENT_BYTES);

    /**
     * Opens a file for replay.
     *
     * @param file a raw file
     * @throws StreamException if it is no raw file, or damaged, cut short or of another version
     */
    public ScoutingSource(Path file) {
        this.reader = new ScoutingReader(file);
        this.description =
                reader.orbits() == 0
                        ? "L1 scouting without orbits"
                        : "L1 scouting from orbit " + reader.orbitNumber(0);
    }

    @Override
    public long orbits() {
        return reader.orbits();
    }

    @Override
    public FrameLayout layout() {
        return LAYOUT;
    }

    @Override
    public boolean copies() {
        return true;
    }

    /**
     * {@inheritDoc}
     *
     * @throws StreamException if an event of the orbit is damaged
     */
    @Override
    public boolean begin(long orbit) {
        if (orbit >= reader.orbits()) {
            return false;
        }
        reader.read(orbit, words, 0);
        return true;
    }

    @Override
    public void load(long orbit, int block, BlockFrames target) {
        OrbitMargins.load(LAYOUT, words, 0, block, target);
    }

    @Override
    public String description() {
        return description;
    }

    @Override
    public void close() {
        reader.close();
        arena.close();
    }
}
