package org.l1ring.wire;

import java.nio.ByteBuffer;

/**
 * The accepted crossings of a slice.
 *
 * @param origin which crossings were scored
 * @param circuitDigest SHA-256 of the circuit that scored, in hexadecimal
 * @param threshold raw score from which a crossing is accepted
 * @param producedMillis when the slice was produced, in milliseconds since 1970
 * @param partition partition that the slice came from
 * @param partitions partitions of its topic
 * @param frameBytes bytes of a frame, 0 if {@code frames} is empty because none were wanted
 * @param model name of the model
 * @param score name of the score
 * @param crossings bunch crossings in 16 bits each, ascending
 * @param scores a raw score in 64 bits for each of them
 * @param frames the frame of each of them, or nothing
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

    @Override
    public long run() {
        return origin.run();
    }

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
        ByteBuffer variable = Envelope.endBlock(bytes.duplicate(), MessageType.SCORED_SLICE);
        variable.order(bytes.order());
        SliceOrigin origin = SliceOrigin.take(bytes, variable);
        String circuitDigest = Envelope.digest(bytes);
        long threshold = bytes.getLong();
        long producedMillis = bytes.getLong();
        int partition = bytes.getInt();
        int partitions = bytes.getInt();
        Envelope.expect(
                "partition",
                partition >= 0 && partition < partitions,
                "below " + partitions,
                partition);
        int frameBytes = Envelope.u16(bytes);
        String model = Envelope.takeText(variable, "model");
        String score = Envelope.takeText(variable, "score");
        ByteBuffer crossings = AcceptFields.crossings(variable, origin);
        int count = crossings.limit() / Short.BYTES;
        ByteBuffer scores = Envelope.take(variable, "scores", (long) count * Long.BYTES);
        ByteBuffer frames = Envelope.take(variable, "frames", (long) count * frameBytes);
        bytes.position(variable.position());
        return new ScoredSlice(
                origin,
                circuitDigest,
                threshold,
                producedMillis,
                partition,
                partitions,
                frameBytes,
                model,
                score,
                crossings,
                scores,
                frames);
    }
}
