package org.l1ring.wire;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * A record of a stream between machines; docs/wire-format.md has its bytes.
 *
 * <p>Every record checks its fields when it is made. Its fields of variable length are
 * little-endian buffers that begin at 0 and are read by index.
 */
public sealed interface WireMessage
        permits OrbitSlice,
                EndOfRun,
                ScoredSlice,
                AcceptStart,
                OrbitAccepts,
                AcceptEnd,
                AcceptedFrames {

    /**
     * The run that the record belongs to.
     *
     * @return 0 or more
     */
    long run();

    /**
     * The record's bytes, with length and checksum.
     *
     * @return a new array
     */
    byte[] encode();

    /**
     * Reads a record.
     *
     * @param record from its position to its limit; fields of the result are views of it
     * @return the record
     * @throws WireException if it is damaged or not of this version of the schema
     */
    static WireMessage decode(ByteBuffer record) {
        ByteBuffer bytes = Envelope.open(record);
        WireMessage message =
                switch (Envelope.type(bytes)) {
                    case ORBIT_SLICE -> OrbitSlice.decode(bytes);
                    case END_OF_RUN -> EndOfRun.decode(bytes);
                    case SCORED_SLICE -> ScoredSlice.decode(bytes);
                    case ACCEPT_START -> AcceptStart.decode(bytes);
                    case ORBIT_ACCEPTS -> OrbitAccepts.decode(bytes);
                    case ACCEPT_END -> AcceptEnd.decode(bytes);
                    case ACCEPTED_FRAMES -> AcceptedFrames.decode(bytes);
                };
        Envelope.expect("record", !bytes.hasRemaining(), "its end", bytes.remaining() + " bytes");
        return message;
    }

    /**
     * Memory for a field.
     *
     * @param bytes its length
     * @return a little-endian buffer
     */
    static ByteBuffer buffer(int bytes) {
        return ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    }

    /**
     * The key of a record: its run and orbit, both little-endian in 64 bits.
     *
     * @param run its run
     * @param orbit its orbit; 0 in the record that starts an accept stream, the number of orbits in
     *     records that end a run
     * @return 16 bytes
     */
    static byte[] key(long run, long orbit) {
        ByteBuffer key = ByteBuffer.allocate(2 * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        return key.putLong(run).putLong(orbit).array();
    }
}
