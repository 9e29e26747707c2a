package org.l1ring.kafka;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.header.Headers;
import org.l1ring.wire.WireException;

/** A record that cannot be used, as it came, with the reason in its headers. */
final class DeadLetter {
    private DeadLetter() {}

    /**
     * The record to be put aside.
     *
     * @param topic of dead letters
     * @param record as it came
     * @param cause why it cannot be used
     */
    static ProducerRecord<byte[], byte[]> of(
            String topic, ConsumerRecord<byte[], byte[]> record, WireException cause) {
        ProducerRecord<byte[], byte[]> letter =
                new ProducerRecord<>(topic, null, record.timestamp(), record.key(), record.value());
        Headers headers = letter.headers();
        add(headers, "l1ring-fault", cause.fault().name());
        add(headers, "l1ring-reason", cause.getMessage());
        add(headers, "l1ring-topic", record.topic());
        add(headers, "l1ring-partition", String.valueOf(record.partition()));
        add(headers, "l1ring-offset", String.valueOf(record.offset()));
        return letter;
    }

    private static void add(Headers headers, String name, String value) {
        headers.add(name, value.getBytes(StandardCharsets.UTF_8));
    }
}
