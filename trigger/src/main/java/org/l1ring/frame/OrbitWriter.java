package org.l1ring.frame;

import java.lang.foreign.MemorySegment;

/** A file that takes whole orbits of frames, and appears under its name when it is complete. */
public interface OrbitWriter extends AutoCloseable {
    /**
     * Appends one orbit.
     *
     * @param orbit its number, greater than that of the orbit before
     * @param frames memory that holds the orbit's 3564 frames
     * @param offset first byte of the frames
     * @throws java.io.UncheckedIOException if the bytes cannot be written
     */
    void write(long orbit, MemorySegment frames, long offset);

    /**
     * Completes the file and gives it its name.
     *
     * @throws java.io.UncheckedIOException if the bytes cannot be written
     */
    void finish();

    /** Deletes what was written unless the file was finished. */
    @Override
    void close();
}
