package org.l1ring.kafka;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.l1ring.frame.StreamException;

/**
 * What a topic holds at this moment: its committed records from the oldest on, in the order of each
 * partition.
 */
public final class CommittedRecords {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final long PATIENCE_NANOS = 30_000_000_000L;

    private final KafkaSettings settings;
    private final String topic;

    /** Takes records. */
    @FunctionalInterface
    public interface Visitor {
        /**
         * Takes a record.
         *
         * @param place where it is, for messages
         * @param value its value
         */
        void take(String place, byte[] value);
    }

    /**
     * The records of a topic.
     *
     * @param settings how to reach the broker
     * @param topic a topic
     */
    public CommittedRecords(KafkaSettings settings, String topic) {
        this.settings = settings;
        this.topic = topic;
    }

    /**
     * Goes once through all records that are there when it begins.
     *
     * @param visitor is shown every record
     * @throws StreamException if no broker answers, or there is no such topic
     */
    public void forEach(Visitor visitor) {
        settings.reach();
        List<TopicPartition> partitions = settings.topicPartitions(topic);
        try (KafkaConsumer<byte[], byte[]> consumer =
                settings.consumer(Map.of(), KafkaSettings.COMMITTED)) {
            consumer.assign(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            consumer.seekToBeginning(partitions);
            long since = System.nanoTime();
            while (!done(consumer, ends)) {
                int taken = 0;
                for (ConsumerRecord<byte[], byte[]> record : consumer.poll(POLL)) {
                    taken++;
                    TopicPartition partition = new TopicPartition(topic, record.partition());
                    if (record.offset() < ends.get(partition)) {
                        visitor.take(place(record), value(record));
                    }
                }
                since = taken > 0 ? System.nanoTime() : since;
                if (System.nanoTime() - since > PATIENCE_NANOS) {
                    throw new StreamException(
                            "kafka:%s: expected records up to offsets %s, got none for 30 s; %s"
                                    .formatted(topic, ends.values(), "look at the broker"));
                }
            }
        } catch (KafkaException e) {
            throw settings.failure("cannot read topic " + topic, e);
        }
    }

    private static boolean done(
            KafkaConsumer<byte[], byte[]> consumer, Map<TopicPartition, Long> ends) {
        return ends.entrySet().stream()
                .allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    private static String place(ConsumerRecord<byte[], byte[]> record) {
        return "kafka:%s: partition %d, offset %d"
                .formatted(record.topic(), record.partition(), record.offset());
    }

    private static byte[] value(ConsumerRecord<byte[], byte[]> record) {
        return record.value() == null ? new byte[0] : record.value();
    }
}
