package org.l1ring.kafka;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.RecordedStream;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.WireException;
import org.l1ring.wire.WireMessage;

/**
 * A run in a topic of frames: where it begins, and what its first slice says about it. Runs follow
 * each other in the order of their numbers.
 */
public final class TopicRun implements RecordedStream {
    private static final Duration POLL = Duration.ofMillis(100);
    private static final int LAST_RECORDS = 4;
    private static final long ANSWER_NANOS = 10_000_000_000L;

    /**
     * Bounds what one answer of a broker brings, and so the memory of a consumer, and how long it
     * takes: who seeks while the broker waits for more records waits with it.
     */
    private static final Map<String, ?> TUNING =
            Map.of(
                    ConsumerConfig.MAX_PARTITION_FETCH_BYTES_CONFIG,
                    2 << 20,
                    ConsumerConfig.MAX_POLL_RECORDS_CONFIG,
                    16,
                    ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                    20);

    private final KafkaSettings settings;
    private final String topic;
    private final long run;
    private final Map<TopicPartition, Long> starts;
    private final OrbitSlice first;
    private final Patience patience;

    private TopicRun(
            KafkaSettings settings,
            String topic,
            long run,
            Map<TopicPartition, Long> starts,
            OrbitSlice first,
            Patience patience) {
        this.settings = settings;
        this.topic = topic;
        this.run = run;
        this.starts = starts;
        this.first = first;
        this.patience = patience;
    }

    /**
     * Finds a run; waits for a feed if it has not begun yet.
     *
     * @param settings how to reach the broker
     * @param topic a topic that exists
     * @param run its number; if there is none, the greatest number in the topic
     * @param log told once when nothing comes for half a minute
     * @return the run
     * @throws StreamException if no broker answers, the topic does not exist, or a record that
     *     should tell about the run is damaged
     */
    public static TopicRun find(
            KafkaSettings settings, String topic, OptionalLong run, Consumer<String> log) {
        settings.reach();
        List<TopicPartition> partitions = settings.topicPartitions(topic);
        Patience patience = new Patience("kafka:" + topic, log);
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings)) {
            OptionalLong number = run;
            while (number.isEmpty()) {
                number = newest(consumer, partitions);
                if (number.isEmpty()) {
                    patience.nothing("no run in it yet");
                    sleep();
                }
            }
            Map<TopicPartition, Long> starts = new HashMap<>();
            for (TopicPartition partition : partitions) {
                starts.put(partition, start(consumer, partition, number.getAsLong()));
            }
            OrbitSlice first = firstSlice(consumer, starts, number.getAsLong(), patience);
            patience.something();
            return new TopicRun(settings, topic, number.getAsLong(), starts, first, patience);
        } catch (KafkaException e) {
            throw settings.failure("kafka:" + topic + ": cannot be read", e);
        }
    }

    private static void sleep() {
        try {
            Thread.sleep(200);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while waiting for a run", e);
        }
    }

    static KafkaConsumer<byte[], byte[]> consumer(KafkaSettings settings) {
        return settings.consumer(TUNING, KafkaSettings.COMMITTED);
    }

    /**
     * The newest run of a topic.
     *
     * @param settings how to reach the broker
     * @param topic that exists
     * @return its number, if there is any
     * @throws StreamException if no broker answers
     */
    public static OptionalLong newest(KafkaSettings settings, String topic) {
        try (KafkaConsumer<byte[], byte[]> consumer = consumer(settings)) {
            return newest(consumer, settings.topicPartitions(topic));
        } catch (KafkaException e) {
            throw settings.failure("kafka:" + topic + ": cannot be read", e);
        }
    }

    /** The greatest run of the last records of all partitions. */
    private static OptionalLong newest(
            KafkaConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions) {
        OptionalLong newest = OptionalLong.empty();
        for (TopicPartition partition : partitions) {
            consumer.assign(List.of(partition));
            long begin = consumer.beginningOffsets(List.of(partition)).get(partition);
            long end = consumer.endOffsets(List.of(partition)).get(partition);
            consumer.seek(partition, Math.max(begin, end - LAST_RECORDS));
            long deadline = System.nanoTime() + ANSWER_NANOS;
            while (consumer.position(partition) < end) {
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    newest = OptionalLong.of(Math.max(newest.orElse(0), run(record)));
                }
                silent(partition, deadline);
            }
        }
        return newest;
    }

    private static void silent(TopicPartition partition, long deadline) {
        if (System.nanoTime() - deadline > 0) {
            throw new StreamException(
                    "kafka:%s, partition %d: expected an answer within 10 s, got none; is the broker there?"
                            .formatted(partition.topic(), partition.partition()));
        }
    }

    /** The offset of the first record of a run, or of a later one; the end if there is none. */
    private static long start(
            KafkaConsumer<byte[], byte[]> consumer, TopicPartition partition, long run) {
        consumer.assign(List.of(partition));
        long low = consumer.beginningOffsets(List.of(partition)).get(partition);
        long high = consumer.endOffsets(List.of(partition)).get(partition);
        while (low < high) {
            long middle = (low + high) >>> 1;
            consumer.seek(partition, middle);
            ConsumerRecord<byte[], byte[]> record = null;
            long deadline = System.nanoTime() + ANSWER_NANOS;
            while (record == null && consumer.position(partition) < high) {
                for (ConsumerRecord<byte[], byte[]> polled : consumer.poll(POLL)) {
                    record = record == null ? polled : record;
                }
                silent(partition, deadline);
            }
            if (record == null || run(record) >= run) {
                high = middle;
            } else {
                low = record.offset() + 1;
            }
        }
        return low;
    }

    private static OrbitSlice firstSlice(
            KafkaConsumer<byte[], byte[]> consumer,
            Map<TopicPartition, Long> starts,
            long run,
            Patience patience) {
        consumer.assign(starts.keySet());
        starts.forEach(consumer::seek);
        while (true) {
            for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                if (run(record) != run) {
                    continue;
                }
                switch (decode(record)) {
                    case OrbitSlice slice -> {
                        return slice;
                    }
                    case EndOfRun end when end.orbits() == 0 ->
                            throw fault(record, "run " + run + " has no orbits; feed it some");
                    case WireMessage _ -> {}
                }
            }
            patience.nothing("run " + run + " has not begun");
        }
    }

    /** The run of a record, by its key. */
    static long run(ConsumerRecord<byte[], byte[]> record) {
        byte[] key = record.key();
        if (key == null || key.length != 2 * Long.BYTES) {
            return decode(record).run();
        }
        return ByteBuffer.wrap(key).order(ByteOrder.LITTLE_ENDIAN).getLong();
    }

    static WireMessage decode(ConsumerRecord<byte[], byte[]> record) {
        byte[] value = record.value();
        try {
            return WireMessage.decode(ByteBuffer.wrap(value == null ? new byte[0] : value));
        } catch (WireException e) {
            throw fault(record, e.fault() + ", " + e.getMessage());
        }
    }

    /** What a replay, which is strict, says about a record. */
    static StreamException fault(ConsumerRecord<byte[], byte[]> record, String what) {
        return new StreamException(
                "kafka:%s, partition %d, offset %d: %s"
                        .formatted(record.topic(), record.partition(), record.offset(), what));
    }

    KafkaSettings settings() {
        return settings;
    }

    /** Where to begin to read each partition. */
    Map<TopicPartition, Long> starts() {
        return starts;
    }

    Patience patience() {
        return patience;
    }

    /** The number of the run. */
    public long run() {
        return run;
    }

    @Override
    public String name() {
        return "kafka:" + topic;
    }

    /** What the crossings are, in words. */
    public String description() {
        return first.origin().source();
    }

    @Override
    public String layoutDigest() {
        return first.origin().layoutDigest();
    }

    @Override
    public String scheme() {
        return first.origin().scheme();
    }

    @Override
    public long seed() {
        return first.origin().seed();
    }

    @Override
    public CrossingSource open(FrameLayout layout) {
        return new KafkaSource(this, layout);
    }
}
