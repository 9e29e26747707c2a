package org.l1ring.kafka;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.concurrent.locks.LockSupport;
import org.agrona.concurrent.UnsafeBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.agrona.concurrent.ringbuffer.RingBufferDescriptor;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.report.TopicFigures;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.CrossingBlock;
import org.l1ring.sink.AcceptHeader;
import org.l1ring.sink.AcceptTotals;
import org.l1ring.sink.WhenFull;

/**
 * Sends the accepts of a run, or their frames, to a topic.
 *
 * <p>The deciding thread puts each orbit into a ring of bytes, from which a thread of its own
 * sends. It allocates nothing, and waits for room only if nothing may be dropped.
 */
public final class KafkaSink implements BlockSink {
    private static final int RING_BYTES = 64 << 20;

    /** A ring takes messages of an eighth of its length at most. */
    private static final int LONGEST_PART = 8;

    private static final long FULL_NANOS = 100_000;

    private final SinkContent content;
    private final WhenFull full;
    private final int frameBytes;
    private final OneToOneRingBuffer ring;
    private final UnsafeBuffer message;
    private final MemorySegment messageBytes;
    private final SinkSender sender;
    private int length = OrbitMessage.ACCEPTS_AT;
    private long lostMask;
    private long orbits;
    private long accepts;
    private long lostBlocks;
    private long lostCrossings;
    private long dropped;

    private KafkaSink(
            KafkaSettings settings, String topic, long run, SinkContent content, WhenFull full) {
        this.content = content;
        this.full = full;
        this.frameBytes = content.frameBytes();
        int longest =
                OrbitMessage.ACCEPTS_AT
                        + FrameLayout.ORBIT_CROSSINGS * (OrbitMessage.ACCEPT_BYTES + frameBytes);
        ByteBuffer scratch = ByteBuffer.allocateDirect(longest).order(ByteOrder.LITTLE_ENDIAN);
        this.message = new UnsafeBuffer(scratch);
        this.messageBytes = MemorySegment.ofBuffer(scratch);
        int needed = Integer.highestOneBit(longest) * 2 * LONGEST_PART;
        int capacity = Math.max(RING_BYTES, needed);
        this.ring =
                new OneToOneRingBuffer(
                        new UnsafeBuffer(
                                ByteBuffer.allocateDirect(
                                        capacity + RingBufferDescriptor.TRAILER_LENGTH)));
        this.sender = new SinkSender(settings, topic, run, content, full == WhenFull.WAIT, ring);
    }

    /**
     * A sink of the accept stream.
     *
     * @param settings how to reach the broker
     * @param topic a topic that exists
     * @param run number of the run
     * @param full what happens when the broker does not keep up
     * @param header what the stream says about itself, with one algorithm and one score
     */
    public static KafkaSink accepts(
            KafkaSettings settings, String topic, long run, WhenFull full, AcceptHeader header) {
        return new KafkaSink(settings, topic, run, new SinkContent.Accepts(header), full);
    }

    /**
     * A sink of the frames of accepted crossings.
     *
     * @param settings how to reach the broker
     * @param topic a topic that exists
     * @param run number of the run
     * @param full what happens when the broker does not keep up
     * @param layout layout of the frames
     */
    public static KafkaSink frames(
            KafkaSettings settings, String topic, long run, WhenFull full, FrameLayout layout) {
        SinkContent content = new SinkContent.Frames(layout.digest(), layout.frameBytes());
        return new KafkaSink(settings, topic, run, content, full);
    }

    @Override
    public void block(CrossingBlock block) {
        int first = block.block() * FrameLayout.BLOCK_CROSSINGS;
        for (long mask = block.acceptMask(); mask != 0; mask &= mask - 1) {
            int crossing = Long.numberOfTrailingZeros(mask);
            message.putLong(length, first + crossing, ByteOrder.LITTLE_ENDIAN);
            message.putLong(length + Long.BYTES, block.score(crossing), ByteOrder.LITTLE_ENDIAN);
            length += OrbitMessage.ACCEPT_BYTES;
            if (frameBytes > 0) {
                long frame = block.frameOffset() + (long) crossing * frameBytes;
                MemorySegment.copy(block.frameSegment(), frame, messageBytes, length, frameBytes);
                length += frameBytes;
            }
            accepts++;
        }
    }

    @Override
    public void lost(long orbit, int block) {
        lostMask |= 1L << block;
        lostBlocks++;
        lostCrossings += FrameLayout.crossings(block);
    }

    /**
     * {@inheritDoc}
     *
     * @throws StreamException if the broker refused a record and nothing may be dropped
     */
    @Override
    public void orbitEnded(long orbit) {
        check();
        orbits++;
        if (length > OrbitMessage.ACCEPTS_AT || content.everyOrbit()) {
            message.putLong(OrbitMessage.ORBIT_AT, orbit, ByteOrder.LITTLE_ENDIAN);
            message.putLong(OrbitMessage.LOST_AT, lostMask, ByteOrder.LITTLE_ENDIAN);
            message.putLong(OrbitMessage.ENDED_AT, System.nanoTime(), ByteOrder.LITTLE_ENDIAN);
            while (!ring.write(OrbitMessage.TYPE, message, 0, length)) {
                if (full == WhenFull.DROP) {
                    dropped++;
                    break;
                }
                check();
                LockSupport.parkNanos(FULL_NANOS);
            }
        }
        length = OrbitMessage.ACCEPTS_AT;
        lostMask = 0;
    }

    private void check() {
        StreamException failure = sender.failure();
        if (failure != null) {
            throw failure;
        }
    }

    /**
     * {@inheritDoc}
     *
     * @throws StreamException if the broker refused a record and nothing may be dropped
     */
    @Override
    public void finish() {
        sender.finish(
                new AcceptTotals(
                        orbits,
                        orbits * FrameLayout.ORBIT_CROSSINGS,
                        accepts,
                        lostBlocks,
                        lostCrossings));
    }

    @Override
    public void close() {
        sender.abort();
    }

    /** What was sent; known once the sink is finished or closed. */
    public TopicFigures figures() {
        TopicFigures sent = sender.figures();
        return new TopicFigures(
                sent.topic(),
                sent.content(),
                sent.records(),
                sent.bytes(),
                sent.dropped() + dropped,
                sent.retries(),
                sent.p50Nanos(),
                sent.p99Nanos());
    }
}
