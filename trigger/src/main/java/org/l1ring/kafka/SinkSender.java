package org.l1ring.kafka;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import org.HdrHistogram.Histogram;
import org.agrona.MutableDirectBuffer;
import org.agrona.concurrent.ringbuffer.OneToOneRingBuffer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.Metric;
import org.l1ring.frame.StreamException;
import org.l1ring.report.TopicFigures;
import org.l1ring.sink.AcceptTotals;
import org.l1ring.wire.WireMessage;

/** The thread that sends to a topic what a sink has put into its ring. */
final class SinkSender {
    /** How long the end of a run that must not wait may take. */
    private static final long FLUSH_NANOS = 10_000_000_000L;

    private static final long IDLE_NANOS = 500_000;
    private static final int BATCH = 64;
    private static final long LONGEST_NANOS = 3_600_000_000_000L;

    /** A new partition may refuse the first request and take the next; so there is one. */
    private static final Map<String, ?> FIXED =
            Map.of(
                    ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG,
                    "true",
                    ProducerConfig.MAX_IN_FLIGHT_REQUESTS_PER_CONNECTION,
                    1);

    private final KafkaSettings settings;
    private final String topic;
    private final long run;
    private final SinkContent content;
    private final boolean patient;
    private final OneToOneRingBuffer ring;
    private final OrbitMessage message;
    private final KafkaProducer<byte[], byte[]> producer;
    private final Thread thread;
    private final Histogram latency = new Histogram(LONGEST_NANOS, 3);
    private volatile AcceptTotals totals;
    private volatile boolean aborted;
    private volatile StreamException failure;
    private volatile TopicFigures figures;
    private long records;
    private long bytes;
    private long dropped;

    /**
     * A sender, which begins at once.
     *
     * @param settings how to reach the broker
     * @param topic name of the topic
     * @param run number of the run
     * @param content what becomes of the orbits
     * @param patient whether nothing may be dropped
     * @param ring where the orbits come from
     */
    SinkSender(
            KafkaSettings settings,
            String topic,
            long run,
            SinkContent content,
            boolean patient,
            OneToOneRingBuffer ring) {
        this.settings = settings;
        this.topic = topic;
        this.run = run;
        this.content = content;
        this.patient = patient;
        this.ring = ring;
        this.message = new OrbitMessage(content.frameBytes());
        this.producer = settings.producer(KafkaSettings.PATIENT, FIXED);
        this.thread = Thread.ofPlatform().daemon().name("l1ring kafka sink").unstarted(this::run);
        begin();
    }

    /**
     * Gets to know the topic, and the broker the producer, before the run begins: what comes then
     * expires in time even if the broker goes away at once.
     */
    private void begin() {
        try {
            producer.partitionsFor(topic);
            Optional<WireMessage> start = content.start(run);
            if (start.isPresent()) {
                send(start.get(), 0, System.nanoTime(), 0)
                        .get(KafkaSettings.PATIENT_SECONDS, TimeUnit.SECONDS);
            }
        } catch (KafkaException | ExecutionException | TimeoutException e) {
            producer.close(Duration.ZERO);
            throw settings.failure("kafka:" + topic + ": cannot be written", e);
        } catch (InterruptedException e) {
            producer.close(Duration.ZERO);
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a sink begins", e);
        }
        thread.start();
    }

    private void run() {
        try {
            while (goesOn()) {
                if (ring.read(this::orbit, BATCH) == 0) {
                    AcceptTotals all = totals;
                    if (all != null && ring.size() == 0) {
                        sendEnd(all);
                        return;
                    }
                    LockSupport.parkNanos(IDLE_NANOS);
                }
            }
        } catch (KafkaException e) {
            refused(e);
        } catch (RuntimeException | Error e) {
            failure = new StreamException("kafka:" + topic + ": " + e, e);
            throw e;
        }
    }

    private void sendEnd(AcceptTotals all) {
        Optional<WireMessage> end = content.end(run, all);
        if (end.isPresent()) {
            Future<RecordMetadata> _ = send(end.get(), all.orbits(), System.nanoTime(), 0);
        }
    }

    private boolean goesOn() {
        return !aborted && failure == null;
    }

    private void orbit(int type, MutableDirectBuffer buffer, int index, int length) {
        if (!goesOn()) {
            drop(1);
            return;
        }
        message.wrap(buffer, index, length);
        try {
            Future<RecordMetadata> _ =
                    send(content.orbit(run, message), message.orbit(), message.endedNanos(), 1);
        } catch (KafkaException e) {
            drop(1);
            refused(e);
        }
    }

    private Future<RecordMetadata> send(
            WireMessage record, long orbit, long endedNanos, int orbits) {
        byte[] key = WireMessage.key(run, orbit);
        byte[] value = record.encode();
        return producer.send(
                new ProducerRecord<>(topic, key, value),
                (_, e) -> answered(key.length + value.length, endedNanos, orbits, e));
    }

    private synchronized void answered(int recordBytes, long endedNanos, int orbits, Exception e) {
        if (e == null) {
            records++;
            bytes += recordBytes;
            latency.recordValue(Math.clamp(System.nanoTime() - endedNanos, 0, LONGEST_NANOS));
        } else {
            dropped += orbits;
            refused(e);
        }
    }

    /** A run that must not wait goes on without the record. */
    private void refused(Exception e) {
        if (patient && failure == null && !aborted) {
            failure =
                    settings.failure(
                            "kafka:%s: run %d: the broker did not take a record"
                                    .formatted(topic, run),
                            e);
        }
    }

    private synchronized void drop(long orbits) {
        dropped += orbits;
    }

    /** Why nothing more is sent, or null. */
    StreamException failure() {
        return failure;
    }

    /** Sends what is left and the end of the run. */
    void finish(AcceptTotals all) {
        long begun = System.nanoTime();
        totals = all;
        join(patient ? 0 : FLUSH_NANOS);
        long left = Math.max(0, FLUSH_NANOS - (System.nanoTime() - begun));
        end(patient ? Duration.ofMillis(Long.MAX_VALUE) : Duration.ofNanos(left));
        StreamException cause = failure;
        if (cause != null) {
            throw cause;
        }
    }

    /** Ends without sending what is left. */
    void abort() {
        if (figures == null) {
            end(Duration.ZERO);
        }
    }

    private void end(Duration patience) {
        if (thread.isAlive()) {
            aborted = true;
            thread.interrupt();
            join(0);
        }
        double retries = 0;
        for (Metric metric : producer.metrics().values()) {
            if (metric.metricName().name().equals("record-retry-total")
                    && metric.metricName().group().equals("producer-metrics")
                    && metric.metricValue() instanceof Double value) {
                retries = value;
            }
        }
        producer.close(failure == null ? patience : Duration.ZERO);
        while (ring.size() > 0) {
            ring.read((_, _, _, _) -> drop(1));
        }
        synchronized (this) {
            boolean any = latency.getTotalCount() > 0;
            figures =
                    new TopicFigures(
                            topic,
                            content.name(),
                            records,
                            bytes,
                            dropped,
                            (long) retries,
                            any ? latency.getValueAtPercentile(50) : 0,
                            any ? latency.getValueAtPercentile(99) : 0);
        }
    }

    /** Waits for the thread's end; 0 for as long as it takes. */
    private void join(long nanos) {
        long begun = System.nanoTime();
        boolean interrupted = false;
        while (thread.isAlive() && (nanos == 0 || System.nanoTime() - begun < nanos)) {
            try {
                thread.join(Duration.ofMillis(100));
            } catch (InterruptedException _) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** What was sent; known once the sender has ended. */
    TopicFigures figures() {
        TopicFigures known = figures;
        if (known == null) {
            throw new IllegalStateException("kafka:" + topic + ": the sink is still at work");
        }
        return known;
    }
}
