package org.l1ring.wire;

import java.nio.ByteBuffer;
import org.l1ring.frame.FrameLayout;

/**
 * The accepts of an orbit, in the order of the orbits of a run; an orbit without accepts has a
 * record too.
 *
 * @param run run, 0 or more
 * @param orbit orbit of the run, from 0
 * @param circuitDigest SHA-256 of the circuit that scored, in hexadecimal
 * @param lostBlocks bit b is set when block b was lost, 0 to 55
 * @param words 64-bit words of one set of algorithm bits, 0 to 8
 * @param scoreCount scores of an accept, 0 to 512
 * @param crossings bunch crossings in 16 bits each, ascending, none in a lost block; a view
 * @param before algorithm bits before prescales, {@code words} words for each of them; a view
 * @param after algorithm bits after prescales, likewise
 * @param scores raw scores in 64 bits, {@code scoreCount} for each of them; a view
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
    private static final int MOST_WORDS = 8;
    private static final int MOST_SCORES = 512;

    /**
     * Checks that there are bits and scores for each crossing.
     *
     * @throws WireException if there are not, or a field is out of its range
     */
    public OrbitAccepts {
        crossings = Envelope.view(crossings);
        before = Envelope.view(before);
        after = Envelope.view(after);
        scores = Envelope.view(scores);
        Envelope.expectPlace(run, orbit);
        Envelope.expectDigest("circuit digest", circuitDigest);
        boolean blocks = lostBlocks >>> FrameLayout.ORBIT_BLOCKS == 0;
        Envelope.expect("lost blocks", blocks, "bits 0 to 55", Long.toHexString(lostBlocks));
        Envelope.expect("words", words >= 0 && words <= MOST_WORDS, "0 to 8", words);
        Envelope.expect(
                "scores of an accept",
                scoreCount >= 0 && scoreCount <= MOST_SCORES,
                "0 to 512",
                scoreCount);
        int count = AcceptFields.check(crossings);
        for (int i = 0; lostBlocks != 0 && i < count; i++) {
            int crossing = AcceptFields.crossing(crossings, i);
            int block = crossing / FrameLayout.BLOCK_CROSSINGS;
            Envelope.expect(
                    "crossing", (lostBlocks >>> block & 1) == 0, "none in a lost block", crossing);
        }
        long longs = (long) count * Long.BYTES;
        Envelope.expectBytes("bits before", before, longs * words);
        Envelope.expectBytes("bits after", after, longs * words);
        Envelope.expectBytes("scores", scores, longs * scoreCount);
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
        String circuitDigest = Envelope.digest(bytes);
        long lost = bytes.getLong();
        int words = Envelope.u16(bytes);
        int scoreCount = Envelope.u16(bytes);
        Envelope.endBlock(bytes, MessageType.ORBIT_ACCEPTS);
        return new OrbitAccepts(
                Envelope.run(bytes),
                Envelope.orbit(bytes),
                circuitDigest,
                lost,
                words,
                scoreCount,
                Envelope.take(bytes, "crossings"),
                Envelope.take(bytes, "bits before"),
                Envelope.take(bytes, "bits after"),
                Envelope.take(bytes, "scores"));
    }
}
