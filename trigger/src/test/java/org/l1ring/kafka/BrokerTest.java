package org.l1ring.kafka;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Future;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.clients.producer.RecordMetadata;
import org.apache.kafka.common.TopicPartition;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.frame.StreamException;

/** The verb broker: it carries records, and keeps them through a kill and a stop. */
@Timeout(120)
final class BrokerTest {

    @TempDir private Path folder;

    /** Sends records 0 … count − 1 of these bytes and waits until the broker has them. */
    static void produce(KafkaSettings settings, String topic, int count, int bytes)
            throws Exception {
        List<Future<RecordMetadata>> sent = new ArrayList<>();
        try (KafkaProducer<byte[], byte[]> producer = settings.producer(Map.of(), Map.of())) {
            for (int i = 0; i < count; i++) {
                byte[] value = new byte[bytes];
                value[0] = (byte) i;
                sent.add(producer.send(new ProducerRecord<>(topic, key(i), value)));
            }
        }
        for (Future<RecordMetadata> one : sent) {
            one.get();
        }
    }

    /** Reads so many records of partition 0 from its beginning. */
    static List<byte[]> consume(KafkaSettings settings, String topic, int count) {
        List<byte[]> values = new ArrayList<>();
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer = settings.consumer(Map.of(), Map.of())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            while (values.size() < count) {
                for (ConsumerRecord<byte[], byte[]> one :
                        consumer.poll(Duration.ofMillis(200)).records(partition)) {
                    assertArrayEquals(key(values.size()), one.key());
                    values.add(one.value());
                }
            }
        }
        return values;
    }

    private static byte[] key(int number) {
        return Integer.toString(number).getBytes(StandardCharsets.US_ASCII);
    }

    @Test
    void recordsOutliveAKillAndAStop() throws Exception {
        try (TestBroker broker = new TestBroker(folder.resolve("data"))) {
            KafkaSettings settings = broker.settings();
            settings.reach();
            assertEquals(1, settings.topic("frames", 1));
            produce(settings, "frames", 50, 100_000);
            broker.kill();
            broker.restart();
            assertEquals(50, consume(settings, "frames", 50).size());
            assertEquals(143, broker.terminate());
            assertTrue(broker.output().contains("stopped"), broker.output());
            broker.restart();
            assertEquals(1, settings.partitions("frames"));
            assertEquals(49, consume(settings, "frames", 50).get(49)[0]);
        }
    }

    @Test
    void aRecordOfSixteenMebibytesLessItsFrameGoesThrough() throws Exception {
        KafkaSettings settings = TestBroker.shared().settings();
        String topic = TestBroker.newTopic("large");
        assertEquals(3, settings.topic(topic, 3));
        assertEquals(3, settings.topic(topic, 7));
        int bytes = KafkaSettings.LARGEST_RECORD_BYTES - 1000;
        try (KafkaProducer<byte[], byte[]> producer = settings.producer(Map.of(), Map.of())) {
            producer.send(new ProducerRecord<>(topic, 0, key(0), new byte[bytes])).get();
        }
        assertEquals(bytes, consume(settings, topic, 1).getFirst().length);
    }

    @Test
    void anAbsentTopicIsSaid() {
        KafkaSettings settings = TestBroker.shared().settings();
        StreamException failure =
                assertThrows(StreamException.class, () -> settings.partitions("nowhere"));
        assertEquals(
                settings
                        + ": topic nowhere: no such topic; start what writes it, for example"
                        + " l1ring feed -o kafka:nowhere",
                failure.getMessage());
    }
}
