package org.l1ring.wire;

import java.nio.ByteBuffer;

/**
 * The accepts of an orbit, in the order of the orbits of a run; an orbit without accepts has a
 * record too.
 *
 * @param run run, 0 or more
 * @param orbit orbit of the run, from 0
 * @param circuitDigest SHA-256 of the circuit that scored, in hexadecimal
 * @param lostBlocks bit b is set when block b was lost
 * @param words 64-bit words of one set of algorithm bits
 * @param scoreCount scores of an accept
 * @param crossings bunch crossings in 16 bits each, ascending
 * @param before algorithm bits before prescales, {@code words} words for each of them
 * @param after algorithm bits after prescales, likewise
 * @param scores raw scores in 64 bits, {@code scoreCount} for each of them
 */
public record OrbitAccepts(
        long run,
        long orbit,
        String circuitDigest,
        long lostBlocks,
        int words,
        int scoreCount,
        ByteBuffer crossings,
        ByteBuffer before,
        ByteBuffer after,
        ByteBuffer scores)
        implements WireMessage {

    /** The number of accepted crossings. */
    public int accepts() {
        return crossings.limit() / Short.BYTES;
    }

    /**
     * The bunch crossing of an accept.
     *
     * @param index 0 to {@code accepts() - 1}
     */
    public int crossing(int index) {
        return Short.toUnsignedInt(crossings.getShort(index * Short.BYTES));
    }

    @Override
    public byte[] encode() {
        ByteBuffer bytes =
                Envelope.begin(
                        MessageType.ORBIT_ACCEPTS,
                        run,
                        orbit,
                        crossings.limit(),
                        before.limit(),
                        after.limit(),
                        scores.limit());
        Envelope.putDigest(bytes, circuitDigest);
        bytes.putLong(lostBlocks).putShort((short) words).putShort((short) scoreCount);
        Envelope.endBlock(bytes, MessageType.ORBIT_ACCEPTS);
        Envelope.put(bytes, crossings);
        Envelope.put(bytes, before);
        Envelope.put(bytes, after);
        Envelope.put(bytes, scores);
        return Envelope.seal(bytes);
    }

    static OrbitAccepts decode(ByteBuffer bytes) {
        long orbit = Envelope.orbit(bytes);
        Envelope.expect("orbit", orbit >= 0, "0 or more", orbit);
        String circuitDigest = Envelope.digest(bytes);
        long lost = bytes.getLong();
        int words = Envelope.u16(bytes);
        int scoreCount = Envelope.u16(bytes);
        Envelope.endBlock(bytes, MessageType.ORBIT_ACCEPTS);
        ByteBuffer crossings = AcceptFields.crossings(bytes);
        long longs = (long) crossings.limit() / Short.BYTES * Long.BYTES;
        return new OrbitAccepts(
                Envelope.run(bytes),
                orbit,
                circuitDigest,
                lost,
                words,
                scoreCount,
                crossings,
                Envelope.take(bytes, "bits before", longs * words),
                Envelope.take(bytes, "bits after", longs * words),
                Envelope.take(bytes, "scores", longs * scoreCount));
    }
}
