package org.l1ring.wire;

import java.nio.ByteBuffer;

/**
 * What an accept stream says about itself: the first record of a run.
 *
 * @param run run, 0 or more
 * @param circuitDigest SHA-256 of the circuit that scored, in hexadecimal
 * @param header the header of an accept file, as docs/stream-formats.md has it; a view
 */
public record AcceptStart(long run, String circuitDigest, ByteBuffer header)
        implements WireMessage {
    /**
     * Checks run and digest; what the header says is not looked at.
     *
     * @throws WireException if one is wrong
     */
    public AcceptStart {
        header = Envelope.view(header);
        Envelope.expectPlace(run, 0);
        Envelope.expectDigest("circuit digest", circuitDigest);
    }

    @Override
    public byte[] encode() {
        ByteBuffer bytes = Envelope.begin(MessageType.ACCEPT_START, run, 0, header.limit());
        Envelope.putDigest(bytes, circuitDigest);
        Envelope.put(bytes, header);
        return Envelope.seal(bytes);
    }

    static AcceptStart decode(ByteBuffer bytes) {
        Envelope.expect("orbit", Envelope.orbit(bytes) == 0, "0", Envelope.orbit(bytes));
        return new AcceptStart(
                Envelope.run(bytes), Envelope.digest(bytes), Envelope.take(bytes, "header"));
    }
}
