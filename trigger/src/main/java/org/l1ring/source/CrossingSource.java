package org.l1ring.source;

import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;

/**
 * A stream of bunch crossings, handed out block by block.
 *
 * <p>One thread calls {@link #begin} for every orbit from 0 on, in order, and then {@link #load}
 * for the orbit's blocks in ascending order; blocks that dead time swallows are left out, and a
 * warm-up may begin again at orbit 0. The content of a block depends on its orbit and place only,
 * so that a stream is the same at any pace. Nothing may be allocated per block. The caller of the
 * run closes the source.
 */
public interface CrossingSource extends AutoCloseable {
    /**
     * The layout of the frames.
     *
     * @return one layout for the whole stream
     */
    FrameLayout layout();

    /**
     * Whether blocks, or some of them, are written into the storage of the ring's slots; if not,
     * all are references into memory that the source owns.
     *
     * @return true if {@link #load} uses {@link BlockFrames#own}
     */
    boolean copies();

    /**
     * Begins an orbit.
     *
     * @param orbit orbit of the stream, from 0
     * @return false if the stream has ended before this orbit
     */
    boolean begin(long orbit);

    /**
     * Hands out one block of the orbit begun last, with its neighbouring frames if the layout has
     * them (see {@link BlockFrames}).
     *
     * @param orbit orbit of the stream, from 0
     * @param block block of the orbit, 0 to 55
     * @param target receives the block's frames
     */
    void load(long orbit, int block, BlockFrames target);

    /**
     * What the stream is, in words that depend on nothing but its content.
     *
     * @return one line
     */
    String description();

    /**
     * Lets a {@link #begin} that waits for crossings return false; any thread may call this. A
     * stream that begins again at orbit 0 waits again.
     */
    default void stop() {}

    /** Frees what the source holds. */
    @Override
    default void close() {}
}
