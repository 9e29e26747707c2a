package org.l1ring.bench.kafka;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.function.BiConsumer;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.LogDirDescription;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.ConsumerRecords;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;
import org.l1ring.kafka.KafkaSettings;

/** Sees from outside how far a stream has come. */
final class Probe implements AutoCloseable {
    private final Admin admin;
    private final KafkaConsumer<byte[], byte[]> reader;
    private long decided;

    /**
     * A probe.
     *
     * @param accepts topic whose committed records are counted, or null
     */
    Probe(KafkaSettings settings, String accepts) {
        this.admin = settings.admin();
        if (accepts == null) {
            reader = null;
            return;
        }
        settings.topic(accepts, 1);
        reader = settings.consumer(Map.of(), KafkaSettings.COMMITTED);
        reader.assign(List.of(new TopicPartition(accepts, 0)));
    }

    /** Records in a topic without transactions. */
    long produced(String topic, int partitions) throws InterruptedException {
        Map<TopicPartition, OffsetSpec> latest = new HashMap<>();
        for (int i = 0; i < partitions; i++) {
            latest.put(new TopicPartition(topic, i), OffsetSpec.latest());
        }
        try {
            return admin.listOffsets(latest).all().get().values().stream()
                    .mapToLong(end -> end.offset())
                    .sum();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Records that a group has committed. */
    long consumed(String group) throws InterruptedException {
        try {
            return admin
                    .listConsumerGroupOffsets(group)
                    .partitionsToOffsetAndMetadata()
                    .get()
                    .values()
                    .stream()
                    .mapToLong(OffsetAndMetadata::offset)
                    .sum();
        } catch (ExecutionException e) {
            return 0; // the group has not begun
        }
    }

    /** Orbits whose accepts are there. */
    long decided() {
        if (reader != null) {
            for (ConsumerRecord<byte[], byte[]> _ : reader.poll(Duration.ofMillis(1))) {
                decided++;
            }
        }
        return decided;
    }

    /** Notes when orbits came that had not been there. */
    void arrivals(Map<Long, Long> millis) {
        ConsumerRecords<byte[], byte[]> records = reader.poll(Duration.ofMillis(50));
        long now = System.currentTimeMillis();
        for (ConsumerRecord<byte[], byte[]> record : records) {
            millis.putIfAbsent(orbit(record), now);
        }
    }

    private static long orbit(ConsumerRecord<byte[], byte[]> record) {
        return ByteBuffer.wrap(record.key()).order(ByteOrder.LITTLE_ENDIAN).getLong(Long.BYTES);
    }

    /** Tells the orbit of every record of a topic, and the time when it was produced. */
    void timestamps(String topic, int partitions, BiConsumer<Long, Long> visitor)
            throws InterruptedException {
        List<TopicPartition> all = new ArrayList<>();
        for (int i = 0; i < partitions; i++) {
            all.add(new TopicPartition(topic, i));
        }
        reader.assign(all);
        reader.seekToBeginning(all);
        for (long left = produced(topic, partitions); left > 0; ) {
            for (ConsumerRecord<byte[], byte[]> record : reader.poll(Duration.ofMillis(100))) {
                visitor.accept(orbit(record), record.timestamp());
                left--;
            }
        }
    }

    /** The topics that are there. */
    Set<String> topics() throws InterruptedException {
        try {
            return admin.listTopics().names().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Bytes of a topic in the broker's log. */
    long logBytes(String topic) throws InterruptedException {
        try {
            long sum = 0;
            for (LogDirDescription folder :
                    admin.describeLogDirs(List.of(1)).allDescriptions().get().get(1).values()) {
                for (var replica : folder.replicaInfos().entrySet()) {
                    boolean its = replica.getKey().topic().equals(topic);
                    sum += its ? replica.getValue().size() : 0;
                }
            }
            return sum;
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Removes topics, as far as they are there. */
    void remove(List<String> topics) throws InterruptedException {
        try {
            List<String> there = new ArrayList<>(topics);
            there.retainAll(topics());
            admin.deleteTopics(there).all().get();
        } catch (ExecutionException e) {
            throw new IllegalStateException(e);
        }
    }

    @Override
    public void close() {
        admin.close();
        if (reader != null) {
            reader.close();
        }
    }
}
