package org.l1ring.kafka;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import org.agrona.DirectBuffer;

/**
 * An orbit on its way from the deciding thread to the thread that sends it: orbit, lost blocks and
 * time in 64 bits each, then crossing and score in 64 bits each and perhaps the frame of every
 * accept.
 */
final class OrbitMessage {
    /** Type of the message in the ring. */
    static final int TYPE = 1;

    /** Place of the orbit. */
    static final int ORBIT_AT = 0;

    /** Place of the lost blocks. */
    static final int LOST_AT = 8;

    /** Place of the time at which the orbit ended, in ns. */
    static final int ENDED_AT = 16;

    /** Place of the first accept. */
    static final int ACCEPTS_AT = 24;

    /** Bytes of an accept before its frame. */
    static final int ACCEPT_BYTES = 16;

    private final int stride;
    private DirectBuffer buffer;
    private int offset;
    private int accepts;

    /** Messages whose accepts have frames of so many bytes, or none if 0. */
    OrbitMessage(int frameBytes) {
        this.stride = ACCEPT_BYTES + frameBytes;
    }

    /** Shows a message. */
    void wrap(DirectBuffer newBuffer, int newOffset, int length) {
        buffer = newBuffer;
        offset = newOffset;
        accepts = (length - ACCEPTS_AT) / stride;
    }

    long orbit() {
        return buffer.getLong(offset + ORBIT_AT, ByteOrder.LITTLE_ENDIAN);
    }

    long lostBlocks() {
        return buffer.getLong(offset + LOST_AT, ByteOrder.LITTLE_ENDIAN);
    }

    long endedNanos() {
        return buffer.getLong(offset + ENDED_AT, ByteOrder.LITTLE_ENDIAN);
    }

    int accepts() {
        return accepts;
    }

    private int accept(int index) {
        return offset + ACCEPTS_AT + index * stride;
    }

    int crossing(int index) {
        return (int) buffer.getLong(accept(index), ByteOrder.LITTLE_ENDIAN);
    }

    long score(int index) {
        return buffer.getLong(accept(index) + Long.BYTES, ByteOrder.LITTLE_ENDIAN);
    }

    /** Appends the frame of an accept. */
    void frame(int index, ByteBuffer target) {
        int bytes = stride - ACCEPT_BYTES;
        int at = target.position();
        buffer.getBytes(accept(index) + ACCEPT_BYTES, target, at, bytes);
        target.position(at + bytes);
    }
}
