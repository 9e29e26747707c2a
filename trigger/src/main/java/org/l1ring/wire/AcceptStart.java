package org.l1ring.wire;

import java.nio.ByteBuffer;

/**
 * What an accept stream says about itself: the first record of a run.
 *
 * @param run run, 0 or more
 * @param circuitDigest SHA-256 of the circuit that scored, in hexadecimal
 * @param header the header of an accept file, as docs/stream-formats.md has it
 */
public record AcceptStart(long run, String circuitDigest, ByteBuffer header)
        implements WireMessage {
    @Override
    public byte[] encode() {
        ByteBuffer bytes = Envelope.begin(MessageType.ACCEPT_START, run, 0, header.limit());
        Envelope.putDigest(bytes, circuitDigest);
        Envelope.put(bytes, header);
        return Envelope.seal(bytes);
    }

    static AcceptStart decode(ByteBuffer bytes) {
        return new AcceptStart(
                Envelope.run(bytes), Envelope.digest(bytes), Envelope.take(bytes, "header"));
    }
}
