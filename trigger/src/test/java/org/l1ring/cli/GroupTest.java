package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.kafka.TestBroker;
import org.l1ring.kafka.TestTopics;
import org.l1ring.wire.AcceptedFrames;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.WireMessage;

/** Groups from one topic to another decide as a run in one process does, bit for bit. */
@Timeout(180)
class GroupTest {
    private static final int ORBITS = 300;

    @TempDir private static Path shared;
    @TempDir private Path folder;
    private static byte[] expected;
    private static String frames;

    /** One stream in a topic of four partitions, and what a run in one process makes of it. */
    @BeforeAll
    static void feed() throws IOException {
        Path run = shared.resolve("run");
        Verb.succeed("run", "--model", "built-in", "--orbits", "" + ORBITS, "-o", run, "-q");
        expected = Files.readAllBytes(run.resolve("accepts.l1a"));
        frames = TestBroker.newTopic("frames");
        config(shared);
        feed(frames, ORBITS, "--slice", "1280");
    }

    private static void feed(String topic, int orbits, String... more) {
        List<Object> words =
                new ArrayList<>(
                        List.of(
                                "feed",
                                "-o",
                                "kafka:" + topic,
                                "--orbits",
                                "" + orbits,
                                "--repeat",
                                "256",
                                "-q",
                                "--kafka-config",
                                shared.resolve("kafka.properties")));
        words.addAll(List.of(more));
        Verb.succeed(words.toArray());
    }

    private static void config(Path folder) throws IOException {
        Files.writeString(
                folder.resolve("kafka.properties"),
                "bootstrap.servers=" + TestBroker.shared().servers() + "\n");
    }

    private Object[] member(String from, String to, Object... more) {
        List<Object> words =
                new ArrayList<>(
                        List.of(
                                "run",
                                "--source",
                                "kafka:" + from,
                                "--sink",
                                "kafka:" + to,
                                "--kafka-config",
                                shared.resolve("kafka.properties"),
                                "-o",
                                folder.resolve("out"),
                                "-q"));
        words.addAll(List.of(more));
        return words.toArray();
    }

    private byte[] saved(String accepts) throws IOException {
        Path file = folder.resolve(accepts + ".l1a");
        Verb.succeed(
                "dump",
                "kafka:" + accepts,
                "--save",
                file,
                "-q",
                "--kafka-config",
                shared.resolve("kafka.properties"));
        return Files.readAllBytes(file);
    }

    @ParameterizedTest
    @CsvSource({"1", "3"})
    void decidesAsOneProcessDoes(String workers) throws IOException {
        String accepts = TestBroker.newTopic("accepts");
        String out = Verb.succeed(member(frames, accepts, "--workers", workers));
        assertTrue(out.contains("decided      300 orbits"), out);
        assertArrayEquals(expected, saved(accepts));
        String report = Files.readString(folder.resolve("out/report.json"));
        assertTrue(report.contains("\"crossings\" : 1069200"), report);
    }

    @Test
    void membersShareTheWorkAndAStandbyDecidesOn() throws IOException {
        String accepts = TestBroker.newTopic("accepts");
        try (VerbProcess one =
                        new VerbProcess(
                                folder.resolve("one.log"),
                                List.of(),
                                member(frames, accepts, "--engine", "scalar", "--workers", "1"));
                VerbProcess two =
                        new VerbProcess(
                                folder.resolve("two.log"),
                                List.of(),
                                member(frames, accepts, "--engine", "scalar", "--workers", "1"))) {
            assertEquals(0, one.waitFor(120), one.output());
            assertEquals(0, two.waitFor(120), two.output());
        }
        assertArrayEquals(expected, saved(accepts));
    }

    @Test
    void acceptedFramesAreThoseOfTheAcceptedCrossings() throws IOException {
        String accepts = TestBroker.newTopic("accepts");
        String kept = TestBroker.newTopic("kept");
        Verb.succeed(member(frames, accepts, "--sink-frames", "kafka:" + kept));
        assertArrayEquals(expected, saved(accepts));
        long count = 0;
        for (ConsumerRecord<byte[], byte[]> record : all(kept)) {
            AcceptedFrames its =
                    (AcceptedFrames) WireMessage.decode(ByteBuffer.wrap(record.value()));
            assertEquals(128, its.frameBytes());
            for (int i = 0; i < its.frames().limit() / 128; i++) {
                // every accepted crossing has something in its frame
                boolean filled = false;
                for (int b = 0; b < 128; b++) {
                    filled |= its.frames().get(i * 128 + b) != 0;
                }
                assertTrue(filled);
                count++;
            }
        }
        String printed = Verb.succeed("dump", shared.resolve("run/accepts.l1a"));
        assertTrue(printed.contains("accepts    " + count), printed + count);
    }

    /** A thousand damaged copies among the good records: each is put aside, the rest unharmed. */
    @Test
    void damagedRecordsArePutAside() throws IOException {
        String dirty = TestBroker.newTopic("dirty");
        String accepts = TestBroker.newTopic("accepts");
        TestBroker.shared().settings().topic(dirty, 4);
        Random random = new Random(5);
        int damaged = 0;
        List<ConsumerRecord<byte[], byte[]>> good = all(frames);
        try (KafkaProducer<byte[], byte[]> producer =
                TestBroker.shared().settings().producer(Map.of(), Map.of())) {
            for (ConsumerRecord<byte[], byte[]> record : good) {
                while (damaged < 1000 && random.nextInt(9) < 5) {
                    send(producer, dirty, record, WireDamage.damage(record.value(), random));
                    damaged++;
                }
                send(producer, dirty, record, record.value());
            }
            for (; damaged < 1000; damaged++) {
                ConsumerRecord<byte[], byte[]> record = good.getLast();
                send(producer, dirty, record, WireDamage.damage(record.value(), random));
            }
            producer.flush();
        }
        String out = Verb.succeed(member(dirty, accepts));
        assertArrayEquals(expected, saved(accepts));
        Map<String, Integer> faults = new TreeMap<>();
        for (ConsumerRecord<byte[], byte[]> letter : all(dirty + ".dead")) {
            faults.merge(header(letter, "l1ring-fault"), 1, Integer::sum);
            assertEquals(dirty, header(letter, "l1ring-topic"));
            assertTrue(header(letter, "l1ring-reason").contains("expected"));
        }
        assertEquals(1000, faults.values().stream().mapToInt(Integer::intValue).sum(), out);
        assertTrue(faults.keySet().containsAll(List.of("CORRUPT", "TRUNCATED")), "" + faults);
        assertTrue(faults.containsKey("SCHEMA_VERSION"), "" + faults);
    }

    @SuppressWarnings("FutureReturnValueIgnored") // the producer is flushed
    private static void send(
            KafkaProducer<byte[], byte[]> producer,
            String topic,
            ConsumerRecord<byte[], byte[]> record,
            byte[] value) {
        producer.send(new ProducerRecord<>(topic, record.partition(), record.key(), value));
    }

    /** Slices that another model scored, or that came before, are put aside by the decider. */
    @Test
    void slicesOfAnotherModelArePutAside() throws IOException {
        String again = TestBroker.newTopic("again");
        String accepts = TestBroker.newTopic("accepts");
        feed(again, ORBITS);
        TestBroker.shared().settings().topic(again + "-to-" + accepts + ".scored", 1);
        ConsumerRecord<byte[], byte[]> record =
                all(again).stream().filter(each -> each.partition() == 0).findFirst().orElseThrow();
        OrbitSlice first = (OrbitSlice) WireMessage.decode(ByteBuffer.wrap(record.value()));
        ByteBuffer none = ByteBuffer.allocate(0);
        ScoredSlice other =
                new ScoredSlice(
                        first.origin(),
                        "0".repeat(64),
                        5,
                        0,
                        0,
                        4,
                        0,
                        "other",
                        "score",
                        none,
                        none,
                        none);
        try (KafkaProducer<byte[], byte[]> producer =
                TestBroker.shared().settings().producer(Map.of(), Map.of())) {
            send(producer, again + "-to-" + accepts + ".scored", record, other.encode());
            producer.flush();
        }
        Verb.succeed(member(again, accepts));
        assertArrayEquals(expected, saved(accepts));
        List<ConsumerRecord<byte[], byte[]>> letters = all(again + ".dead");
        assertEquals(1, letters.size());
        assertEquals("MODEL", header(letters.getFirst(), "l1ring-fault"));
        assertEquals(
                again + "-to-" + accepts + ".scored", header(letters.getFirst(), "l1ring-topic"));
    }

    /** A decider that comes when a second run has been scored decides it, and does not go. */
    @Test
    void aLateDeciderFindsTheSecondRun() throws IOException, InterruptedException {
        String two = TestBroker.newTopic("two");
        String accepts = TestBroker.newTopic("accepts");
        feed(two, 20, "--run", "7");
        Verb.succeed(member(two, accepts));
        assertEquals(
                "--run: expected a number above that of the newest run in kafka:%s, 7, got 7"
                        .formatted(two),
                Verb.reject(
                        "feed",
                        "-o",
                        "kafka:" + two,
                        "--run",
                        "7",
                        "--kafka-config",
                        shared.resolve("kafka.properties")));
        feed(two, 20, "--run", "8");
        Path log = folder.resolve("worker.log");
        List<Object> words =
                new ArrayList<>(
                        List.of(member(two, accepts, "--role", "worker", "--engine", "scalar")));
        words.remove("-q");
        try (VerbProcess worker = new VerbProcess(log, List.of(), words.toArray())) {
            while (worker.alive() && !worker.output().contains(" 0 records left")) {
                Thread.sleep(100);
            }
            assertTrue(worker.alive(), worker.output());
            String out = Verb.succeed(member(two, accepts, "--role", "decider"));
            assertTrue(out.contains("decided      20 orbits"), out);
            assertEquals(0, worker.waitFor(60), worker.output());
        }
        String printed =
                Verb.succeed(
                        "dump",
                        "kafka:" + accepts,
                        "--run",
                        "8",
                        "--kafka-config",
                        shared.resolve("kafka.properties"));
        assertTrue(printed.contains("crossings  71,280") || printed.contains("71280"), printed);

        String twice = Verb.reject(member(two, accepts, "--group", "other"));
        assertEquals(
                ("kafka:%s: expected none or the accepts of group other, got those of others; name"
                                + " another --sink, or the --group that wrote them")
                        .formatted(accepts),
                twice);
    }

    private static String header(ConsumerRecord<byte[], byte[]> record, String name) {
        return new String(record.headers().lastHeader(name).value(), StandardCharsets.UTF_8);
    }

    private static List<ConsumerRecord<byte[], byte[]>> all(String topic) {
        return TestTopics.read(TestBroker.shared().settings(), topic);
    }

    @Test
    void aModelWithoutThresholdIsRefused() {
        SmallModel model;
        try {
            model = new SmallModel(folder, 1);
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
        assertEquals(
                "--threshold: expected a raw score, as all members of a group must decide alike;"
                        + " `l1ring run --model` without Kafka calibrates one and prints it",
                Verb.reject(member("frames", "accepts", "--model", model.file)));
    }
}
