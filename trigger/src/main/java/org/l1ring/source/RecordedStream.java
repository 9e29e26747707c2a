package org.l1ring.source;

import org.l1ring.frame.FrameLayout;

/** A stream that was recorded elsewhere, and what it says about itself. */
public interface RecordedStream {
    /**
     * What messages call it.
     *
     * @return a few words
     */
    String name();

    /**
     * Tells which layout its frames have.
     *
     * @return the digest of a {@link FrameLayout}
     */
    String layoutDigest();

    /**
     * The filling scheme.
     *
     * @return its name, empty if there is none
     */
    String scheme();

    /**
     * The seed.
     *
     * @return any number
     */
    long seed();

    /**
     * Opens the stream; the caller closes it.
     *
     * @param layout the layout of {@link #layoutDigest}
     */
    CrossingSource open(FrameLayout layout);
}
