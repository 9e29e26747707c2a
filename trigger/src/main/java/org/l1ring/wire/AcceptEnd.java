package org.l1ring.wire;

import java.nio.ByteBuffer;

/**
 * Totals of an accept stream: the last record of a run.
 *
 * @param run run, 0 or more
 * @param orbits orbits
 * @param crossings crossings of these orbits, lost ones included
 * @param accepts accepted crossings
 * @param lostBlocks lost blocks
 * @param lostCrossings crossings of the lost blocks
 */
public record AcceptEnd(
        long run, long orbits, long crossings, long accepts, long lostBlocks, long lostCrossings)
        implements WireMessage {
    @Override
    public byte[] encode() {
        ByteBuffer bytes = Envelope.begin(MessageType.ACCEPT_END, run, orbits);
        bytes.putLong(crossings).putLong(accepts).putLong(lostBlocks).putLong(lostCrossings);
        return Envelope.seal(bytes);
    }

    static AcceptEnd decode(ByteBuffer bytes) {
        return new AcceptEnd(
                Envelope.run(bytes),
                Envelope.orbit(bytes),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong(),
                bytes.getLong());
    }
}
