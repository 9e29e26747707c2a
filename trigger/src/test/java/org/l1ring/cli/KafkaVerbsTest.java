package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.kafka.TestBroker;
import org.l1ring.kafka.TestTopics;
import org.l1ring.sink.AcceptReader;
import org.l1ring.sink.AcceptRecords;
import org.l1ring.wire.AcceptStart;
import org.l1ring.wire.AcceptedFrames;
import org.l1ring.wire.WireMessage;

/** The verbs feed and run with topics. */
@Timeout(180)
final class KafkaVerbsTest {
    private static final TestBroker BROKER = TestBroker.shared();
    private static final String THRESHOLD = "16036";

    @TempDir private Path folder;
    private Path config;

    @BeforeEach
    void writeConfig() throws IOException {
        config = folder.resolve("kafka.properties");
        Files.writeString(config, "bootstrap.servers=" + BROKER.servers() + "\n");
    }

    private byte[] run(String name, Object... options) throws IOException {
        Path output = folder.resolve(name);
        Object[] words = new Object[options.length + 6];
        words[0] = "run";
        words[1] = "--quiet";
        words[2] = "--output";
        words[3] = output;
        words[4] = "--threshold";
        words[5] = THRESHOLD;
        System.arraycopy(options, 0, words, 6, options.length);
        Verb.succeed(words);
        return Files.readAllBytes(output.resolve("accepts.l1a"));
    }

    @Test
    void runFromATopicEqualsTheRunInOneProcess() throws IOException {
        String topic = "kafka:" + TestBroker.newTopic("frames");
        Verb.succeed(
                "feed",
                "--quiet",
                "-o",
                topic,
                "--kafka-config",
                config,
                "--orbits",
                "300",
                "--repeat",
                "256",
                "--zero-suppress",
                "--slice",
                "640",
                "--partitions",
                "3");
        byte[] direct = run("direct", "--orbits", "300");
        byte[] replayed = run("replayed", "--source", topic, "--kafka-config", config);
        assertArrayEquals(direct, replayed);
    }

    @Test
    void fileAndTopicGiveTheSameAcceptsEverywhere() throws IOException {
        Path file = folder.resolve("frames.l1f");
        Verb.succeed(
                "feed", "--quiet", "-o", file, "--orbits", "40", "--repeat", "8", "--seed", "3");
        String topic = "kafka:" + TestBroker.newTopic("frames");
        Verb.succeed(
                "feed",
                "--quiet",
                "--from",
                file,
                "-o",
                topic,
                "--kafka-config",
                config,
                "--partitions",
                "1",
                "--run",
                "77");
        String accepts = TestBroker.newTopic("accepts");
        String frames = TestBroker.newTopic("accepted");
        byte[] fromFile =
                run(
                        "file",
                        "--source",
                        file,
                        "--kafka-config",
                        config,
                        "--sink",
                        "kafka:" + accepts,
                        "--run",
                        "5");
        byte[] fromTopic =
                run(
                        "topic",
                        "--source",
                        topic,
                        "--kafka-config",
                        config,
                        "--rate",
                        "0.5",
                        "--sink-frames",
                        "kafka:" + frames);
        assertArrayEquals(fromFile, fromTopic);
        List<WireMessage> sent = TestTopics.messages(BROKER.settings(), accepts);
        assertEquals(42, sent.size());
        AcceptStart start = (AcceptStart) sent.getFirst();
        assertEquals(5, start.run());
        try (AcceptReader reader = new AcceptReader(folder.resolve("file/accepts.l1a"))) {
            assertEquals(reader.header(), AcceptRecords.header(start));
            assertEquals(3, reader.header().seed());
            assertTrue(reader.header().source().endsWith(", 8 orbits repeated"));
            assertFalse(reader.header().scheme().isEmpty());
        }
        List<WireMessage> kept = TestTopics.messages(BROKER.settings(), frames);
        assertTrue(kept.stream().allMatch(m -> m instanceof AcceptedFrames && m.run() == 77));
        checkReport(fromTopic, frames, kept.size());
    }

    private void checkReport(byte[] ignored, String topic, int records) throws IOException {
        Path output = folder.resolve("topic");
        JsonNode kafka =
                new ObjectMapper().readTree(output.resolve("report.json").toFile()).get("kafka");
        assertEquals(1, kafka.size());
        assertEquals(topic, kafka.get(0).get("topic").textValue());
        assertEquals(records, kafka.get(0).get("records").intValue());
        assertEquals(0, kafka.get(0).get("dropped").intValue());
        assertTrue(kafka.get(0).get("bytes").longValue() > 0);
        assertTrue(kafka.get(0).get("latencyNanos").get("p99").longValue() > 0);
        assertTrue(Files.readString(output.resolve("report.html")).contains("Sent to Kafka"));
    }

    @Test
    void frameFilesHoldRepeatedOrbits() throws IOException {
        Path once = folder.resolve("once.l1f");
        Path twice = folder.resolve("twice.l1f");
        Path words = folder.resolve("words.l1f");
        Verb.succeed("feed", "--quiet", "-o", once, "--orbits", "2");
        Verb.succeed("feed", "--quiet", "-o", twice, "--orbits", "5", "--repeat", "2");
        Verb.succeed(
                "feed", "--quiet", "-o", words, "--orbits", "3", "--repeat", "2", "--layout", "gt");
        String all = Verb.succeed("dump", once, "--csv", "--orbits", "1..1");
        String again = Verb.succeed("dump", twice, "--csv", "--orbits", "3..3");
        assertEquals(all.replace("\n1,", "\n3,"), again);
        assertTrue(Verb.succeed("dump", twice).contains(", 2 orbits repeated"));
        String first = Verb.succeed("dump", words, "--csv", "--orbits", "0..0");
        String third = Verb.succeed("dump", words, "--csv", "--orbits", "2..2");
        assertEquals(first.replace("\n0,", "\n2,"), third);
    }

    @Test
    void otherLayoutIsRefused() {
        String topic = "kafka:" + TestBroker.newTopic("words");
        Verb.succeed(
                "feed",
                "--quiet",
                "-o",
                topic,
                "--kafka-config",
                config,
                "--orbits",
                "2",
                "--layout",
                "gt");
        String said =
                Verb.reject(
                        "run",
                        "--quiet",
                        "--source",
                        topic,
                        "--kafka-config",
                        config,
                        "-o",
                        folder.resolve("out"));
        assertTrue(
                said.startsWith(topic + ": expected frames of layout columns ")
                        && said.endsWith("; use frames made for this model"),
                said);
        assertFalse(Files.exists(folder.resolve("out")));
    }

    private String rejectRun(Object... options) {
        Object[] words = new Object[options.length + 4];
        words[0] = "run";
        words[1] = "--quiet";
        words[2] = "--output";
        words[3] = folder.resolve("none");
        System.arraycopy(options, 0, words, 4, options.length);
        String said = Verb.reject(words);
        assertFalse(Files.exists(folder.resolve("none")));
        return said;
    }

    @Test
    void badArgumentsAreOneLine() throws IOException {
        assertEquals(
                "topic: expected kafka: and 1 to 249 letters, digits, dots, underscores or"
                        + " hyphens, got kafka:a/b; write kafka:frames for example",
                Verb.reject("feed", "-o", "kafka:a/b"));
        assertEquals(
                "topic: expected kafka: and 1 to 249 letters, digits, dots, underscores or"
                        + " hyphens, got accepts; write kafka:frames for example",
                rejectRun("--sink", "accepts"));
        assertEquals(
                "--slice: expected a multiple of 64 up to 3520, or 3564 for a whole orbit, got 100",
                Verb.reject("feed", "-o", "kafka:a", "--slice", "100"));
        assertEquals(
                "--partitions: expected 1 to 1024, got 0",
                Verb.reject("feed", "-o", "kafka:a", "--partitions", "0"));
        assertEquals(
                "--slice: expected a topic to write to, got a file; use -o kafka:TOPIC",
                Verb.reject("feed", "-o", folder.resolve("a.l1f"), "--slice", "64"));
        assertEquals(
                "--sink-full: expected a sink, got none; add --sink kafka:TOPIC",
                rejectRun("--sink-full", "drop"));
        assertEquals(
                "--run: expected a topic, got none; add --source kafka:TOPIC or --sink kafka:TOPIC",
                rejectRun("--run", "3"));
        assertEquals(
                "--sink, --sink-frames: expected each topic once, got kafka:a again; name another",
                rejectRun("--sink", "kafka:a", "--sink-frames", "kafka:a"));
        Path nobody = folder.resolve("nobody.properties");
        Files.writeString(nobody, "bootstrap.servers=localhost:1\n");
        String absent = rejectRun("--sink", "kafka:a", "--kafka-config", nobody);
        assertTrue(absent.contains("localhost:1") && absent.contains("no broker"), absent);
        String topic = TestBroker.newTopic("absent");
        String missing = rejectRun("--source", "kafka:" + topic, "--kafka-config", config);
        assertTrue(missing.contains("topic " + topic + ": no such topic"), missing);
    }
}
