package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kafka.TestBroker;
import org.l1ring.kafka.TopicStreams;
import org.l1ring.kafka.TopicStreams.Way;
import org.l1ring.wire.EndOfRun;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.WireMessage;

/** The verb dump on topics of a real broker. */
@Timeout(120)
final class TopicDumpTest {
    @TempDir private Path folder;

    private final TestBroker broker = TestBroker.shared();
    private final String topic = TestBroker.newTopic("dump");

    private Object[] dump(Object... options) throws IOException {
        Path config = folder.resolve("kafka.properties");
        Files.writeString(config, "bootstrap.servers=" + broker.servers() + "\n");
        List<Object> words = new ArrayList<>(List.of("dump", "kafka:" + topic));
        words.addAll(List.of("--kafka-config", config));
        Collections.addAll(words, options);
        return words.toArray();
    }

    private Path send(long run, int orbits, int partitions, Way way) {
        Path file = folder.resolve("made-" + run + ".l1a");
        List<WireMessage> records = TopicStreams.accepts(run, orbits, file);
        TopicStreams.send(broker, topic, partitions, TopicStreams.encoded(records), way);
        return file;
    }

    @Test
    void newestRunIsDumpedAndSavedAsItsFile() throws IOException {
        Path older = send(7, 40, 1, Way.PLAIN);
        Path made = send(8, 50, 1, Way.COMMITTED);
        send(9, 30, 1, Way.ABORTED);
        Path saved = folder.resolve("saved.l1a");
        String text = Verb.succeed(dump("--save", saved));
        assertArrayEquals(Files.readAllBytes(made), Files.readAllBytes(saved));
        assertEquals(Verb.succeed("dump", made) + "run        8, ended\n", text);
        assertEquals(Verb.succeed("dump", made, "--csv"), Verb.succeed(dump("--csv")));
        assertEquals(
                Verb.succeed("dump", older, "--csv", "--orbits", "3..20"),
                Verb.succeed(dump("--csv", "--run", "7", "--orbits", "3..20")));
        assertEquals(
                "kafka:%s: expected run 9, got runs [7, 8]; choose one of them".formatted(topic),
                Verb.reject(dump("--run", "9")));
    }

    @Test
    void acceptsOfARunComeBackAsItsFile() throws IOException {
        Path config = folder.resolve("run.properties");
        Files.writeString(config, "bootstrap.servers=" + broker.servers() + "\n");
        Path run = folder.resolve("run");
        List<Object> words = new ArrayList<>(List.of("run", "--quiet", "--output", run));
        words.addAll(List.of("--orbits", "30", "--rate", "max", "--threshold", "100"));
        words.addAll(List.of("--sink", "kafka:" + topic, "--kafka-config", config));
        Verb.succeed(words.toArray());
        Path saved = folder.resolve("saved.l1a");
        Verb.succeed(dump("--save", saved));
        Path made = run.resolve("accepts.l1a");
        assertArrayEquals(Files.readAllBytes(made), Files.readAllBytes(saved));
        assertTrue(Files.size(saved) > 2000, "has accepts");
    }

    @Test
    void orbitsOfSeveralPartitionsComeInOrder() throws IOException {
        Path made = send(1, 500, 3, Way.GZIP);
        Path saved = folder.resolve("saved.l1a");
        Verb.succeed(dump("--save", saved, "--csv"));
        assertArrayEquals(Files.readAllBytes(made), Files.readAllBytes(saved));
    }

    @Test
    void runWithoutEndIsShownButNotSaved() throws IOException {
        Path made = folder.resolve("made.l1a");
        List<byte[]> records = TopicStreams.encoded(TopicStreams.accepts(4, 20, made));
        TopicStreams.send(broker, topic, 1, records.subList(0, 21), Way.PLAIN);
        assertEquals(
                Verb.succeed("dump", made) + "run        4, not ended\n", Verb.succeed(dump()));
        Path saved = folder.resolve("saved.l1a");
        assertEquals(
                "kafka:%s: run 4: expected its end to save it, got none; wait for its end"
                        .formatted(topic),
                Verb.reject(dump("--save", saved)));
        assertFalse(Files.exists(saved));
        TopicStreams.send(broker, topic, 1, records, Way.PLAIN);
        Verb.succeed(dump("--save", saved));
        assertArrayEquals(Files.readAllBytes(made), Files.readAllBytes(saved), "started again");
    }

    @Test
    void lostAndDamagedRecordsAreReported() throws IOException {
        Path made = folder.resolve("made.l1a");
        List<byte[]> records =
                new ArrayList<>(TopicStreams.encoded(TopicStreams.accepts(4, 20, made)));
        records.remove(6);
        TopicStreams.send(broker, topic, 1, records, Way.PLAIN);
        assertEquals(
                "kafka:%s: run 4: expected orbit 5, got orbit 6; the topic has lost records"
                        .formatted(topic),
                Verb.reject(dump()));
        byte[] damaged = records.get(3).clone();
        damaged[40] ^= 1;
        TopicStreams.send(broker, topic, 1, List.of(damaged), Way.PLAIN);
        String line = Verb.reject(dump());
        assertEquals(
                "kafka:%s: partition 0, offset 21: CORRUPT: record: expected checksum"
                        .formatted(topic),
                line.substring(0, line.indexOf("checksum") + 8));
    }

    @Test
    void framesAreCounted() throws IOException {
        List<byte[]> records = new ArrayList<>(TopicStreams.encoded(TopicStreams.frames(11, 3)));
        records.remove(2);
        byte[] noise = new byte[100];
        new Random(1).nextBytes(noise);
        records.add(noise);
        records.add(new byte[3]);
        records.add(new EndOfRun(12, 5, -1, 0).encode());
        TopicStreams.send(broker, topic, 2, records, Way.PLAIN);
        String text = Verb.succeed(dump());
        long bytes = records.subList(0, 5).stream().mapToLong(record -> record.length).sum();
        int left = leftOut(records);
        assertEquals(
                """
                records    EndOfRun 2, OrbitSlice 5
                run        11, ended after 3 orbits
                frames     64 bytes, layout %s
                source     τ pairs
                scheme     2760 bunches
                seed       -5
                orbits     0 to 2
                slices     5 of 6, 2 an orbit
                crossings  8900, %d empty frames left out
                bytes      %d
                run        12, ended after 5 orbits
                faults     TRUNCATED 1, NOT_A_RECORD 1
                """
                        .formatted(FrameLayout.columns(3, -9, 9).digest(), left, bytes),
                text.substring(0, text.indexOf("first ")));
        assertEquals(
                "kafka:%s: expected accepts, got none; leave out --csv and --save for a summary"
                        .formatted(topic),
                Verb.reject(dump("--csv")));
    }

    /** Frames left out of the slices that leave any out; all of them have 1793 frames. */
    private static int leftOut(List<byte[]> records) {
        int left = 0;
        for (byte[] record : records.subList(0, 5)) {
            OrbitSlice slice = (OrbitSlice) WireMessage.decode(ByteBuffer.wrap(record));
            left += slice.suppressed() ? 1793 - slice.frames().limit() / 64 : 0;
        }
        return left;
    }

    @Test
    void absentTopicIsOneLine() throws IOException {
        String line = Verb.reject(dump());
        assertTrue(line.contains(topic), line);
        assertEquals(
                "--run, --save and --kafka-config go with a topic; write kafka:TOPIC; see l1ring"
                        + " dump --help",
                Verb.reject("dump", "a.l1a", "--run", "3"));
    }
}
