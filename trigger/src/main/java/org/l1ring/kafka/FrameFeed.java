package org.l1ring.kafka;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.time.Duration;
import java.util.BitSet;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.ring.Rate;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.OrbitReader;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.SliceOrigin;
import org.l1ring.wire.WireMessage;

/**
 * Writes a run into a topic: slices of orbits, dealt to the partitions in turn, and the end of the
 * run into each of them.
 */
public final class FrameFeed implements AutoCloseable {
    /** Frames before and after a slice, for what looks back or ahead. */
    private static final int CONTEXT = 2;

    private final KafkaSettings settings;
    private final Options options;
    private final FrameFileHeader header;
    private final String layoutDigest;
    private final int frameBytes;
    private final int partitions;
    private final int slices;
    private final KafkaProducer<byte[], byte[]> producer;
    private final AtomicReference<Exception> failure = new AtomicReference<>();
    private final BitSet begun = new BitSet();
    private volatile boolean stopping;
    private boolean ended;
    private long bytes;

    /**
     * Where a run goes, and how.
     *
     * @param topic name of the topic
     * @param partitions partitions of a topic that does not exist yet, 1 or more
     * @param run number of the run, 0 or more
     * @param slice crossings of a slice: a multiple of 64, or 3564
     * @param suppress whether to leave out empty crossings
     */
    public record Options(String topic, int partitions, long run, int slice, boolean suppress) {
        /** Checks the numbers. */
        public Options {
            if (partitions < 1 || partitions > 1024) {
                throw new IllegalArgumentException(
                        "--partitions: expected 1 to 1024, got " + partitions);
            }
            if (run < 0) {
                throw new IllegalArgumentException("--run: expected 0 or more, got " + run);
            }
            boolean blocks = slice > 0 && slice % FrameLayout.BLOCK_CROSSINGS == 0;
            if (slice > FrameLayout.ORBIT_CROSSINGS
                    || (!blocks && slice != FrameLayout.ORBIT_CROSSINGS)) {
                throw new IllegalArgumentException(
                        "--slice: expected a multiple of 64 up to 3520, or 3564 for a whole orbit,"
                                + " got "
                                + slice);
            }
        }

        /**
         * These options with another run.
         *
         * @param newRun number of the run, 0 or more
         * @return the options
         */
        public Options withRun(long newRun) {
            return new Options(topic, partitions, newRun, slice, suppress);
        }
    }

    /**
     * Makes a topic ready for a run.
     *
     * @param settings how to reach the broker
     * @param options where the run goes, and how
     * @param header what the run says about itself
     * @throws StreamException if no broker answers
     */
    public FrameFeed(KafkaSettings settings, Options options, FrameFileHeader header) {
        this.settings = settings;
        this.options = options;
        this.header = header;
        this.layoutDigest = header.layout().digest();
        this.frameBytes = header.layout().frameBytes();
        this.slices = Math.ceilDiv(FrameLayout.ORBIT_CROSSINGS, options.slice());
        settings.reach();
        this.partitions = settings.topic(options.topic(), options.partitions());
        this.producer =
                settings.producer(
                        KafkaSettings.PATIENT,
                        Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"));
    }

    /** The partitions of the topic. */
    public int partitions() {
        return partitions;
    }

    /** The bytes of the records sent so far. */
    public long bytes() {
        return bytes;
    }

    /** Ends the run at the next orbit; any thread may call this. */
    public void stop() {
        stopping = true;
    }

    /**
     * Sends a run and its end, and waits until the broker has all of it.
     *
     * @param source the crossings, read from orbit 0 on
     * @param orbits at most so many
     * @param rate pace
     * @param progress told the number of orbits sent after each of them
     * @return orbits sent
     * @throws StreamException if the broker did not take a record
     */
    public long send(CrossingSource source, long orbits, Rate rate, LongConsumer progress) {
        long first = (long) CONTEXT * frameBytes;
        long end = first + header.layout().orbitBytes();
        double orbitNanos = rate.paced() ? FrameLayout.ORBIT_CROSSINGS * rate.crossingNanos() : 0;
        try (Arena arena = Arena.ofConfined();
                OrbitReader reader = new OrbitReader(source)) {
            MemorySegment now = arena.allocate(end + first, FrameLayout.ALIGNMENT_BYTES);
            MemorySegment next = arena.allocate(end + first, FrameLayout.ALIGNMENT_BYTES);
            boolean more = orbits > 0 && reader.read(0, now, first);
            long started = System.nanoTime();
            long orbit = 0;
            while (more && !stopping) {
                more = orbit + 1 < orbits && reader.read(orbit + 1, next, first);
                if (more) {
                    MemorySegment.copy(next, first, now, end, first);
                    MemorySegment.copy(now, end - first, next, 0, first);
                }
                await(started + (long) ((orbit + 1) * orbitNanos));
                send(orbit, now, more);
                progress.accept(++orbit);
                MemorySegment sent = now;
                now = next;
                next = sent;
            }
            end(orbit);
            return orbit;
        } catch (KafkaException e) {
            throw refused(e);
        }
    }

    private void await(long due) {
        for (long left = due - System.nanoTime(); left > 0 && !stopping; ) {
            LockSupport.parkNanos(Math.min(left, 100_000_000));
            left = due - System.nanoTime();
        }
    }

    /** Sends an orbit that lies between two frames of its neighbours. */
    private void send(long orbit, MemorySegment frames, boolean more) {
        for (int slice = 0; slice < slices; slice++) {
            int first = slice * options.slice();
            int crossings = Math.min(options.slice(), FrameLayout.ORBIT_CROSSINGS - first);
            int leading = orbit > 0 || slice > 0 ? CONTEXT : 0;
            int trailing = more || slice < slices - 1 ? CONTEXT : 0;
            SliceOrigin origin =
                    new SliceOrigin(
                            options.run(),
                            orbit,
                            slice,
                            slices,
                            first,
                            crossings,
                            header.seed(),
                            layoutDigest,
                            header.source(),
                            header.scheme());
            OrbitSlice record =
                    OrbitSlice.pack(
                            origin,
                            frameBytes,
                            leading,
                            trailing,
                            options.suppress(),
                            frames.asSlice((long) (CONTEXT + first - leading) * frameBytes));
            send((int) ((orbit * slices + slice) % partitions), orbit, record);
        }
    }

    private void end(long orbits) {
        for (int partition = 0; partition < partitions; partition++) {
            send(partition, orbits, new EndOfRun(options.run(), orbits, -1, 0));
        }
        producer.flush();
        check();
        ended = true;
    }

    private void send(int partition, long orbit, WireMessage message) {
        check();
        byte[] key = WireMessage.key(options.run(), orbit);
        byte[] value = message.encode();
        bytes += key.length + value.length;
        Future<RecordMetadata> sent =
                producer.send(
                        new ProducerRecord<>(options.topic(), partition, key, value),
                        (_, e) -> {
                            if (e != null) {
                                failure.compareAndSet(null, e);
                            }
                        });
        if (!begun.get(partition)) {
            awaitFirst(sent);
            begun.set(partition);
        }
    }

    /**
     * A broker takes the records of a producer that it does not know yet from any of them on: when
     * a new partition refuses the first one, as not ready, and takes the second, the first can
     * never follow.
     */
    private void awaitFirst(Future<RecordMetadata> sent) {
        try {
            sent.get(KafkaSettings.PATIENT_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw refused(e);
        } catch (ExecutionException | TimeoutException e) {
            throw refused(e);
        }
    }

    private void check() {
        Exception cause = failure.get();
        if (cause != null) {
            throw refused(cause);
        }
    }

    private StreamException refused(Exception cause) {
        return settings.failure(
                "kafka:%s: run %d: the broker did not take a record"
                        .formatted(options.topic(), options.run()),
                cause);
    }

    /** Closes the producer; a run that was not ended stays without end. */
    @Override
    public void close() {
        producer.close(ended ? Duration.ofSeconds(10) : Duration.ZERO);
    }
}
