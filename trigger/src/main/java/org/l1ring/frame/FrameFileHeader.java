package org.l1ring.frame;

/**
 * What a frame file says about itself.
 *
 * @param layout layout of the frames
 * @param source what the frames are, in words
 * @param scheme name of the filling scheme, empty if there is none
 * @param seed the seed that the frames were generated from
 */
public record FrameFileHeader(FrameLayout layout, String source, String scheme, long seed) {
    /** The first eight bytes of a frame file. */
    public static final String MAGIC = "L1RFRAME";

    /** Version of the binary layout that is written and read. */
    static final int VERSION = 1;

    /** First four bytes of an orbit record: the letters ORBT. */
    static final int ORBIT_MARK = 0x5442524f;

    /** First four bytes of the trailer: the letters TAIL. */
    static final int TRAILER_MARK = 0x4c494154;

    /** Bytes of an orbit record before its frames, and of the trailer. */
    static final int RECORD_BYTES = 64;
}
