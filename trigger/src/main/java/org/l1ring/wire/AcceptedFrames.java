package org.l1ring.wire;

import java.nio.ByteBuffer;

/**
 * Frames of the accepted crossings of an orbit, for what comes after the Level-1 trigger.
 *
 * @param run run, 0 or more
 * @param orbit orbit of the run, from 0
 * @param layoutDigest SHA-256 of the frame layout, in hexadecimal
 * @param frameBytes bytes of a frame
 * @param crossings bunch crossings in 16 bits each, ascending; a view
 * @param frames the frame of each of them; a view
 */
public record AcceptedFrames(
        long run,
        long orbit,
        String layoutDigest,
        int frameBytes,
        ByteBuffer crossings,
        ByteBuffer frames)
        implements WireMessage {
    /**
     * Checks that there is a frame for each crossing.
     *
     * @throws WireException if there is not, or a field is out of its range
     */
    public AcceptedFrames {
        crossings = Envelope.view(crossings);
        frames = Envelope.view(frames);
        Envelope.expectPlace(run, orbit);
        Envelope.expectDigest("layout digest", layoutDigest);
        Envelope.expectFrameBytes(frameBytes);
        long count = AcceptFields.check(crossings);
        Envelope.expectBytes("frames", frames, count * frameBytes);
    }

    /** The number of accepted crossings. */
    public int accepts() {
        return AcceptFields.count(crossings);
    }

    /**
     * The bunch crossing of an accept.
     *
     * @param index 0 to {@code accepts() - 1}
     */
    public int crossing(int index) {
        return AcceptFields.crossing(crossings, index);
    }

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
        String layoutDigest = Envelope.digest(bytes);
        int frameBytes = Envelope.u16(bytes);
        Envelope.endBlock(bytes, MessageType.ACCEPTED_FRAMES);
        return new AcceptedFrames(
                Envelope.run(bytes),
                Envelope.orbit(bytes),
                layoutDigest,
                frameBytes,
                Envelope.take(bytes, "crossings"),
                Envelope.take(bytes, "frames"));
    }
}
