package org.l1ring.sink;

import java.nio.file.Path;
import org.l1ring.frame.FrameLayout;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.CrossingBlock;

/**
 * Writes the accept stream ({@code .l1a}) of a run.
 *
 * <p>The stream's one algorithm is the model's threshold, with prescale 1, and its one score the
 * model's. The file gets its name when the run has ended well; otherwise nothing is left.
 */
public final class AcceptWriter implements BlockSink {
    private final AcceptFile file;

    /**
     * Begins an accept stream.
     *
     * @param path the name that the whole file is to have
     * @param header what the stream says about itself, with one algorithm and one score
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public AcceptWriter(Path path, AcceptHeader header) {
        if (header.algorithms().size() != 1 || header.scores().size() != 1) {
            throw new IllegalArgumentException(
                    "accept stream: expected one algorithm and one score, got %d and %d"
                            .formatted(header.algorithms().size(), header.scores().size()));
        }
        this.file = new AcceptFile(path, header);
    }

    @Override
    public void block(CrossingBlock block) {
        int first = block.block() * FrameLayout.BLOCK_CROSSINGS;
        for (long mask = block.acceptMask(); mask != 0; mask &= mask - 1) {
            int crossing = Long.numberOfTrailingZeros(mask);
            file.accept(first + crossing, block.score(crossing));
        }
    }

    @Override
    public void lost(long orbit, int block) {
        file.lost(1L << block);
    }

    @Override
    public void orbitEnded(long orbit) {
        file.endOrbit();
    }

    @Override
    public void finish() {
        file.finish();
    }

    @Override
    public void close() {
        file.close();
    }
}
