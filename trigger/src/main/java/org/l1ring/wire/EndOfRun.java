package org.l1ring.wire;

import java.nio.ByteBuffer;

/**
 * The end of a run; one in every partition of the frames.
 *
 * @param run run, 0 or more
 * @param orbits orbits of the run, 0 or more
 * @param partition partition of the frames that ended, as a worker says it, or -1
 * @param partitions partitions of the frames, as a worker says it, or 0
 */
public record EndOfRun(long run, long orbits, int partition, int partitions)
        implements WireMessage {
    /**
     * Checks that the partition is one of its topic.
     *
     * @throws WireException if it is none, or a number is negative
     */
    public EndOfRun {
        Envelope.expectPlace(run, orbits);
        Envelope.expect("partitions", partitions >= 0, "0 or more", partitions);
        Envelope.expect(
                "partition",
                partition >= -1 && partition < partitions,
                "-1, or 0 or more below " + partitions,
                partition);
    }

    @Override
    public byte[] encode() {
        ByteBuffer bytes = Envelope.begin(MessageType.END_OF_RUN, run, orbits);
        return Envelope.seal(bytes.putInt(partition).putInt(partitions));
    }

    static EndOfRun decode(ByteBuffer bytes) {
        return new EndOfRun(
                Envelope.run(bytes), Envelope.orbit(bytes), bytes.getInt(), bytes.getInt());
    }
}
