package org.l1ring.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import org.apache.kafka.clients.consumer.CloseOptions;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.CooperativeStickyAssignor;
import org.apache.kafka.clients.producer.Producer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.l1ring.wire.Fault;
import org.l1ring.wire.WireException;
import org.l1ring.wire.WireMessage;

/**
 * Makes the clients of a group's members.
 *
 * @param settings properties of all clients
 * @param options what the member does
 */
record GroupClients(KafkaSettings settings, GroupOptions options) {
    /** A member that is silent for so long has left the group. */
    private static final int SESSION_MILLIS = 6000;

    private static final int HEARTBEAT_MILLIS = 1500;

    /** A transaction that lasts longer is aborted; readers of committed records wait for it. */
    private static final int TRANSACTION_MILLIS = 10_000;

    /** Longest wait of a call for the broker. */
    private static final int BLOCK_MILLIS = 15_000;

    /** New topics and partitions are seen after this time at the latest. */
    private static final int METADATA_MILLIS = 3000;

    /** Frames worth a transaction: some 18 whole orbits of Level-1 objects. */
    private static final int FRAMES_BYTES = 8 << 20;

    private static final int FRAMES_MILLIS = 60;

    private static final Duration CLOSE = Duration.ofSeconds(2);

    Producer<byte[], byte[]> producer(String transactionalId) {
        return settings.producer(
                Map.of(
                        ProducerConfig.TRANSACTION_TIMEOUT_CONFIG,
                        TRANSACTION_MILLIS,
                        ProducerConfig.MAX_BLOCK_MS_CONFIG,
                        BLOCK_MILLIS),
                Map.of(ProducerConfig.TRANSACTIONAL_ID_CONFIG, transactionalId));
    }

    /** A consumer of frames: it waits a little for many, as each batch costs a transaction. */
    Consumer<byte[], byte[]> frames() {
        return consumer(
                options.group(),
                Map.of(
                        ConsumerConfig.FETCH_MIN_BYTES_CONFIG,
                        FRAMES_BYTES,
                        ConsumerConfig.FETCH_MAX_WAIT_MS_CONFIG,
                        FRAMES_MILLIS));
    }

    /** A consumer of scored slices. */
    Consumer<byte[], byte[]> scored() {
        return consumer(options.deciders(), Map.of());
    }

    private Consumer<byte[], byte[]> consumer(String group, Map<String, ?> tuning) {
        Map<String, Object> all = new HashMap<>(tuning);
        all.put(ConsumerConfig.SESSION_TIMEOUT_MS_CONFIG, SESSION_MILLIS);
        all.put(ConsumerConfig.HEARTBEAT_INTERVAL_MS_CONFIG, HEARTBEAT_MILLIS);
        all.put(ConsumerConfig.METADATA_MAX_AGE_CONFIG, METADATA_MILLIS);
        all.put(ConsumerConfig.DEFAULT_API_TIMEOUT_MS_CONFIG, BLOCK_MILLIS);
        all.put(
                ConsumerConfig.PARTITION_ASSIGNMENT_STRATEGY_CONFIG,
                CooperativeStickyAssignor.class.getName());
        all.put(ConsumerConfig.ALLOW_AUTO_CREATE_TOPICS_CONFIG, false);
        Map<String, Object> fixed = new HashMap<>(KafkaSettings.COMMITTED);
        fixed.put(ConsumerConfig.GROUP_ID_CONFIG, group);
        return settings.consumer(all, fixed);
    }

    /**
     * Reads a record.
     *
     * @throws WireException if it is damaged, or has no value
     */
    static WireMessage decode(ConsumerRecord<byte[], byte[]> record) {
        if (record.value() == null) {
            throw new WireException(Fault.NOT_A_RECORD, "record: expected a value, got none");
        }
        return WireMessage.decode(ByteBuffer.wrap(record.value()));
    }

    /** What to say of a record that belongs to another topic. */
    static WireException unexpected(String expected, WireMessage got) {
        return new WireException(
                Fault.NOT_A_RECORD,
                "record: expected %s, got %s".formatted(expected, got.getClass().getSimpleName()));
    }

    /** Sends within a transaction, whose end says whether it went well. */
    @SuppressWarnings("FutureReturnValueIgnored")
    static void send(Producer<byte[], byte[]> producer, ProducerRecord<byte[], byte[]> record) {
        producer.send(record);
    }

    /** Closes clients whatever their state; an open transaction is aborted by the next producer. */
    static void close(Consumer<?, ?> consumer, Producer<?, ?> producer) {
        try {
            consumer.close(CloseOptions.timeout(CLOSE));
        } catch (KafkaException _) {
            // what it had to say was said by the call that failed
        } finally {
            producer.close(CLOSE);
        }
    }
}
