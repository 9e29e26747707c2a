package org.l1ring.wire;

import java.nio.ByteBuffer;

/**
 * Frames of the accepted crossings of an orbit, for what comes after the Level-1 trigger.
 *
 * @param run run, 0 or more
 * @param orbit orbit of the run, from 0
 * @param layoutDigest SHA-256 of the frame layout, in hexadecimal
 * @param frameBytes bytes of a frame
 * @param crossings bunch crossings in 16 bits each, ascending
 * @param frames the frame of each of them
 */
public record AcceptedFrames(
        long run,
        long orbit,
        String layoutDigest,
        int frameBytes,
        ByteBuffer crossings,
        ByteBuffer frames)
        implements WireMessage {
    @Override
    public byte[] encode() {
        ByteBuffer bytes =
                Envelope.begin(
                        MessageType.ACCEPTED_FRAMES, run, orbit, crossings.limit(), frames.limit());
        Envelope.putDigest(bytes, layoutDigest);
        bytes.putShort((short) frameBytes);
        Envelope.endBlock(bytes, MessageType.ACCEPTED_FRAMES);
        Envelope.put(bytes, crossings);
        Envelope.put(bytes, frames);
        return Envelope.seal(bytes);
    }

    static AcceptedFrames decode(ByteBuffer bytes) {
        long orbit = Envelope.orbit(bytes);
        Envelope.expect("orbit", orbit >= 0, "0 or more", orbit);
        String layoutDigest = Envelope.digest(bytes);
        int frameBytes = Envelope.u16(bytes);
        Envelope.endBlock(bytes, MessageType.ACCEPTED_FRAMES);
        ByteBuffer crossings = AcceptFields.crossings(bytes);
        long count = crossings.limit() / Short.BYTES;
        return new AcceptedFrames(
                Envelope.run(bytes),
                orbit,
                layoutDigest,
                frameBytes,
                crossings,
                Envelope.take(bytes, "frames", count * frameBytes));
    }
}
