package org.l1ring.source;

import java.nio.file.Path;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameFileReader;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;

/**
 * The orbits of a frame file, replayed once; orbits count from 0 again. Frames are not copied, but
 * for an orbit's first and last block in a layout with {@link FrameLayout#neighbours}.
 */
public final class FrameFileSource implements FiniteSource {
    private final FrameFileReader reader;
    private final FrameLayout layout;
    private final boolean copies;

    /**
     * Opens a frame file for replay.
     *
     * @param path a {@code .l1f} file
     * @throws StreamException if it is no frame file, or damaged, cut short or of another version
     */
    public FrameFileSource(Path path) {
        this.reader = new FrameFileReader(path);
        this.layout = reader.header().layout();
        this.copies = layout.neighbours() > 0;
    }

    @Override
    public long orbits() {
        return reader.orbits();
    }

    /**
     * What the file says about itself.
     *
     * @return the header
     */
    public FrameFileHeader header() {
        return reader.header();
    }

    @Override
    public FrameLayout layout() {
        return layout;
    }

    @Override
    public boolean copies() {
        return copies;
    }

    /**
     * {@inheritDoc}
     *
     * @throws StreamException if the orbit's record is damaged
     */
    @Override
    public boolean begin(long orbit) {
        if (orbit >= reader.orbits()) {
            return false;
        }
        reader.checkOrbit(orbit);
        return true;
    }

    @Override
    public void load(long orbit, int block, BlockFrames target) {
        long first = reader.offset(orbit);
        if (copies && (block == 0 || block == FrameLayout.ORBIT_BLOCKS - 1)) {
            OrbitMargins.load(layout, reader.segment(), first, block, target);
        } else {
            target.refer(reader.segment(), first + block * layout.blockBytes());
        }
    }

    @Override
    public String description() {
        return reader.header().source();
    }

    @Override
    public void close() {
        reader.close();
    }
}
