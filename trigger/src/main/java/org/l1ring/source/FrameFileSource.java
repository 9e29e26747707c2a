package org.l1ring.source;

import java.nio.file.Path;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameFileReader;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;

/** The orbits of a frame file, replayed once without copying a frame; orbits count from 0 again. */
public final class FrameFileSource implements CrossingSource {
    private final FrameFileReader reader;

    /**
     * Opens a frame file for replay.
     *
     * @param path a {@code .l1f} file
     * @throws StreamException if it is no frame file, or damaged, cut short or of another version
     */
    public FrameFileSource(Path path) {
        this.reader = new FrameFileReader(path);
    }

    /**
     * The number of orbits in the file.
     *
     * @return 0 or more
     */
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
        return reader.header().layout();
    }

    @Override
    public boolean copies() {
        return false;
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
        target.refer(reader.segment(), reader.offset(orbit) + block * layout().blockBytes());
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
