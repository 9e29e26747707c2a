package org.l1ring.kafka;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.errors.SaslAuthenticationException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.frame.StreamException;

/** Properties of clients: where they come from, what wins, and what is said of bad ones. */
@Timeout(120)
final class KafkaSettingsTest {

    private static final String PASSWORD = "zEbRa-7351";

    @TempDir private Path folder;

    private Path file(String text) throws IOException {
        return Files.writeString(folder.resolve("kafka.properties"), text);
    }

    private static String reject(Runnable action) {
        StreamException failure = assertThrows(StreamException.class, action::run);
        assertEquals(1, failure.getMessage().lines().count(), failure.getMessage());
        for (Throwable one = failure; one != null; one = one.getCause()) {
            assertFalse(one.toString().contains(PASSWORD), one.toString());
        }
        return failure.getMessage();
    }

    @Test
    void withoutAFileTheBrokerIsHere() {
        assertEquals("localhost:9092", KafkaSettings.read(null).servers());
        assertEquals("Kafka at localhost:9092", KafkaSettings.of(Map.of()).toString());
    }

    @Test
    void aFileNamesServersAndKeepsItsSecrets() throws IOException {
        Path file = file("bootstrap.servers = one:1,two:2\nssl.key.password=" + PASSWORD + "\n");
        assertEquals("one:1,two:2", KafkaSettings.read(file).servers());
        assertEquals("Kafka at one:1,two:2", KafkaSettings.read(file).toString());
    }

    @Test
    void anAbsentFileIsSaid() {
        Path file = folder.resolve("none.properties");
        assertEquals(
                file + ": no such file; expected Kafka properties, lines of name=value",
                reject(() -> KafkaSettings.read(file)));
        assertEquals(
                folder
                        + ": expected a file of Kafka properties that can be read, got IOException;"
                        + " name another",
                reject(() -> KafkaSettings.read(folder)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"password\": \"" + PASSWORD + "\"}",
                "<password>" + PASSWORD + "</password>",
                "sasl.jaas.config=Some required\n\"" + PASSWORD + "\";",
                "a=\\u" + PASSWORD
            })
    void otherTextIsRefusedWithoutShowingIt(String text) throws IOException {
        Path file = file(text);
        assertEquals(
                file
                        + ": expected Kafka properties, lines of name=value, got other text; a"
                        + " value over several lines needs a \\ at the end of each",
                reject(() -> KafkaSettings.read(file)));
    }

    @Test
    void noBrokerIsSaidWithinTenSeconds() {
        String servers = "localhost:" + TestBroker.freePort();
        KafkaSettings settings = KafkaSettings.of(Map.of("bootstrap.servers", servers));
        long start = System.nanoTime();
        assertEquals(
                "Kafka at "
                        + servers
                        + ": no broker (Connection refused); start one with ./l1ring broker, or"
                        + " name yours with bootstrap.servers in --kafka-config",
                reject(settings::reach));
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(13).toNanos());
    }

    @Test
    void aBadAddressIsSaid() {
        KafkaSettings settings = KafkaSettings.of(Map.of("bootstrap.servers", "localhost"));
        assertEquals(
                "Kafka at localhost: cannot make a client: Invalid url in bootstrap.servers:"
                        + " localhost; mend --kafka-config",
                reject(settings::reach));
    }

    @Test
    void aBadJaasTextIsSaidWithoutIt() throws IOException {
        Path file =
                file(
                        "security.protocol=SASL_PLAINTEXT\nsasl.mechanism=PLAIN\n"
                                + "sasl.jaas.config=Login needed password=\""
                                + PASSWORD
                                + "\";\n");
        KafkaSettings settings = KafkaSettings.read(file);
        String reason = reject(() -> settings.producer(Map.of(), Map.of()));
        assertTrue(reason.endsWith("; mend " + file), reason);
    }

    @Test
    void aMessageThatShowsASecretLosesItAndItsCause() {
        KafkaSettings settings =
                KafkaSettings.of(
                        Map.of(
                                "sasl.jaas.config",
                                "Login required username=\"worker\" password=\""
                                        + PASSWORD
                                        + "\";"));
        StreamException failure =
                settings.failure(
                        "cannot send", new SaslAuthenticationException(PASSWORD + " is wrong."));
        assertEquals(
                "Kafka at localhost:9092: authentication failed: [hidden] is wrong; check"
                        + " sasl.mechanism and sasl.jaas.config in --kafka-config",
                failure.getMessage());
        assertEquals(null, failure.getCause());
    }

    @Test
    void theFileBeatsTuningAndTheProgramBeatsTheFile() throws Exception {
        TestBroker broker = TestBroker.shared();
        Map<String, String> given = new HashMap<>();
        given.put("bootstrap.servers", broker.servers());
        given.put("max.poll.records", "1");
        given.put("group.id", "theirs");
        given.put("transactional.id", "theirs");
        KafkaSettings settings = KafkaSettings.of(given);
        String topic = TestBroker.newTopic("settings");
        assertEquals(1, settings.topic(topic, 1));
        // Would need beginTransaction if the file's transactional.id counted.
        BrokerTest.produce(settings, topic, 3, 10);
        TopicPartition partition = new TopicPartition(topic, 0);
        try (KafkaConsumer<byte[], byte[]> consumer =
                settings.consumer(Map.of("max.poll.records", 100), Map.of("group.id", "ours"))) {
            assertEquals("ours", consumer.groupMetadata().groupId());
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            int most = 0;
            long next = 0;
            while (next < 3) {
                most = Math.max(most, consumer.poll(Duration.ofMillis(200)).count());
                next = consumer.position(partition);
            }
            assertEquals(1, most);
        }
    }
}
