package org.l1ring.bench.kafka;

import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.ConsumerConfig;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerConfig;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.l1ring.kafka.CommittedRecords;
import org.l1ring.kafka.KafkaSettings;

/**
 * Kafka's own clients, with our settings and our records and nothing else to do: what feeds and
 * workers are measured against.
 */
public final class RawClient {
    private static final Duration POLL = Duration.ofMillis(200);
    private static final int COMMIT_MILLIS = 200;

    private final KafkaSettings settings;

    private RawClient(KafkaSettings settings) {
        this.settings = settings;
    }

    /**
     * Produces or consumes until it is killed.
     *
     * @param words {@code produce CONFIG TOPIC SAMPLE}, which sends the records of the topic SAMPLE
     *     again and again, or {@code consume CONFIG TOPIC GROUP}
     */
    public static void main(String[] words) {
        RawClient client = new RawClient(KafkaSettings.read(Path.of(words[1])));
        switch (words[0]) {
            case "produce" -> client.produce(words[2], words[3]);
            case "consume" -> client.consume(words[2], words[3]);
            default -> throw new IllegalArgumentException("expected produce or consume");
        }
    }

    @SuppressWarnings("FutureReturnValueIgnored") // The probe counts what the broker has.
    private void produce(String topic, String sample) {
        List<byte[]> records = new ArrayList<>();
        new CommittedRecords(settings, sample).forEach((_, value) -> records.add(value));
        int partitions = settings.partitions(topic);
        byte[] key = new byte[16];
        try (KafkaProducer<byte[], byte[]> producer =
                settings.producer(
                        Map.of(), Map.of(ProducerConfig.ENABLE_IDEMPOTENCE_CONFIG, "true"))) {
            for (long i = 0; ; i++) {
                byte[] value = records.get((int) (i % records.size()));
                producer.send(new ProducerRecord<>(topic, (int) (i % partitions), key, value));
            }
        }
    }

    private void consume(String topic, String group) {
        Map<String, Object> fixed =
                Map.of(
                        ConsumerConfig.GROUP_ID_CONFIG,
                        group,
                        ConsumerConfig.AUTO_OFFSET_RESET_CONFIG,
                        "earliest",
                        ConsumerConfig.ISOLATION_LEVEL_CONFIG,
                        "read_committed",
                        ConsumerConfig.ENABLE_AUTO_COMMIT_CONFIG,
                        true,
                        ConsumerConfig.AUTO_COMMIT_INTERVAL_MS_CONFIG,
                        COMMIT_MILLIS);
        try (KafkaConsumer<byte[], byte[]> consumer = settings.consumer(Map.of(), fixed)) {
            consumer.subscribe(List.of(topic));
            while (!Thread.currentThread().isInterrupted()) {
                consumer.poll(POLL);
            }
        }
    }
}
