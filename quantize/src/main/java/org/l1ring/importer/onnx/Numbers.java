package org.l1ring.importer.onnx;

/** The kinds of numbers that matter: what a quantizer of ONNX's own saturates to. */
enum Numbers {
    /** Real numbers of any precision. */
    REAL(0, 0),
    /** Signed bytes. */
    INT8(Byte.MIN_VALUE, Byte.MAX_VALUE),
    /** Unsigned bytes. */
    UINT8(0, 0xff),
    /** Signed integers of 16 bits. */
    INT16(Short.MIN_VALUE, Short.MAX_VALUE),
    /** Unsigned integers of 16 bits. */
    UINT16(0, 0xffff),
    /** All wider integers. */
    WHOLE(Integer.MIN_VALUE, Integer.MAX_VALUE);

    private final long least;
    private final long most;

    Numbers(long least, long most) {
        this.least = least;
        this.most = most;
    }

    long least() {
        return least;
    }

    long most() {
        return most;
    }
}
