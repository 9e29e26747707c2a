package org.l1ring.wire;

import java.nio.ByteBuffer;

/**
 * The accepted crossings of a slice.
 *
 * @param origin which crossings were scored
 * @param circuitDigest SHA-256 of the circuit that scored, in hexadecimal
 * @param threshold raw score from which a crossing is accepted
 * @param producedMillis when the slice was produced, in milliseconds since 1970
 * @param partition partition that the slice came from, 0 to {@code partitions - 1}
 * @param partitions partitions of its topic
 * @param frameBytes bytes of a frame, a multiple of 64; 0 if no frames were wanted
 * @param model name of the model
 * @param score name of the score
 * @param crossings bunch crossings in 16 bits each, ascending, all of the slice; a view
 * @param scores a raw score in 64 bits for each of them; a view
 * @param frames the frame of each of them, or nothing; a view
 */
public record ScoredSlice(
        SliceOrigin origin,
        String circuitDigest,
        long threshold,
        long producedMillis,
        int partition,
        int partitions,
        int frameBytes,
        String model,
        String score,
        ByteBuffer crossings,
        ByteBuffer scores,
        ByteBuffer frames)
        implements WireMessage {
    /**
     * Checks that there is a score, and a frame if there are any, for each crossing.
     *
     * @throws WireException if there is not, or a field is out of its range
     */
    public ScoredSlice {
        crossings = Envelope.view(crossings);
        scores = Envelope.view(scores);
        frames = Envelope.view(frames);
        Envelope.expectDigest("circuit digest", circuitDigest);
        Envelope.expect(
                "partition",
                partition >= 0 && partition < partitions,
                "0 or more below " + partitions,
                partition);
        if (frameBytes != 0) {
            Envelope.expectFrameBytes(frameBytes);
        }
        long count = AcceptFields.check(crossings, origin);
        Envelope.expectBytes("scores", scores, count * Long.BYTES);
        Envelope.expectBytes("frames", frames, count * frameBytes);
    }

    @Override
    public long run() {
        return origin.run();
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

    /**
     * The raw score of an accept.
     *
     * @param index 0 to {@code accepts() - 1}
     */
    public long score(int index) {
        return scores.getLong(index * Long.BYTES);
    }

    @Override
    public byte[] encode() {
        byte[] source = Envelope.utf8(origin.source());
        byte[] scheme = Envelope.utf8(origin.scheme());
        byte[] modelName = Envelope.utf8(model);
        byte[] scoreName = Envelope.utf8(score);
        ByteBuffer bytes =
                Envelope.begin(
                        MessageType.SCORED_SLICE,
                        origin.run(),
                        origin.orbit(),
                        source.length,
                        scheme.length,
                        modelName.length,
                        scoreName.length,
                        crossings.limit(),
                        scores.limit(),
                        frames.limit());
        origin.put(bytes);
        Envelope.putDigest(bytes, circuitDigest);
        bytes.putLong(threshold).putLong(producedMillis);
        bytes.putInt(partition).putInt(partitions).putShort((short) frameBytes);
        Envelope.endBlock(bytes, MessageType.SCORED_SLICE);
        Envelope.put(bytes, source);
        Envelope.put(bytes, scheme);
        Envelope.put(bytes, modelName);
        Envelope.put(bytes, scoreName);
        Envelope.put(bytes, crossings);
        Envelope.put(bytes, scores);
        Envelope.put(bytes, frames);
        return Envelope.seal(bytes);
    }

    static ScoredSlice decode(ByteBuffer bytes) {
        ByteBuffer variable = bytes.duplicate().order(bytes.order());
        Envelope.endBlock(variable, MessageType.SCORED_SLICE);
        SliceOrigin origin = SliceOrigin.take(bytes, variable);
        ScoredSlice slice =
                new ScoredSlice(
                        origin,
                        Envelope.digest(bytes),
                        bytes.getLong(),
                        bytes.getLong(),
                        bytes.getInt(),
                        bytes.getInt(),
                        Envelope.u16(bytes),
                        Envelope.takeText(variable, "model"),
                        Envelope.takeText(variable, "score"),
                        Envelope.take(variable, "crossings"),
                        Envelope.take(variable, "scores"),
                        Envelope.take(variable, "frames"));
        bytes.position(variable.position());
        return slice;
    }
}
