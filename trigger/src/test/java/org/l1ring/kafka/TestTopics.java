package org.l1ring.kafka;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.l1ring.wire.WireMessage;

/** Reads and writes whole topics. */
public final class TestTopics {
    private TestTopics() {}

    /** All committed records that a topic has now; those of a partition in their order. */
    public static List<ConsumerRecord<byte[], byte[]>> read(KafkaSettings settings, String topic) {
        List<TopicPartition> partitions = settings.topicPartitions(topic);
        List<ConsumerRecord<byte[], byte[]>> all = new ArrayList<>();
        try (KafkaConsumer<byte[], byte[]> consumer =
                settings.consumer(Map.of(), KafkaSettings.COMMITTED)) {
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            Map<TopicPartition, Long> ends = consumer.endOffsets(partitions);
            long deadline = System.nanoTime() + 60_000_000_000L;
            while (partitions.stream().anyMatch(p -> consumer.position(p) < ends.get(p))) {
                consumer.poll(Duration.ofMillis(200)).forEach(all::add);
                if (System.nanoTime() > deadline) {
                    throw new IllegalStateException(topic + ": " + all.size() + " records in 60 s");
                }
            }
        }
        return all;
    }

    /** All records of a topic, decoded. */
    public static List<WireMessage> messages(KafkaSettings settings, String topic) {
        return read(settings, topic).stream()
                .map(record -> WireMessage.decode(ByteBuffer.wrap(record.value())))
                .toList();
    }

    /** Writes a record. */
    public static void write(
            KafkaSettings settings, String topic, int partition, byte[] key, byte[] value) {
        try (KafkaProducer<byte[], byte[]> producer = settings.producer(Map.of(), Map.of())) {
            producer.send(new ProducerRecord<>(topic, partition, key, value)).get();
        } catch (InterruptedException | ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }
}
