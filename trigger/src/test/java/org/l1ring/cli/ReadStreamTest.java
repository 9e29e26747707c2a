package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.architecture.ProjectRoot;
import org.l1ring.kafka.TestBroker;
import org.l1ring.kafka.TopicStreams;
import org.l1ring.kafka.TopicStreams.Way;
import org.l1ring.kafka.TopicSummary;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.WireMessage;

/** The reader in plain Python agrees with ours. */
@Timeout(120)
final class ReadStreamTest {
    private static final Path EXAMPLES = ProjectRoot.folder().resolve("examples");
    private static final long LIMIT_SECONDS = 60;

    @TempDir private Path folder;

    @BeforeAll
    static void python() {
        Programs.require(Program.PYTHON);
    }

    private Program.Run python(String... arguments) {
        List<String> words = new ArrayList<>(List.of("-B", "-X", "utf8"));
        words.add(EXAMPLES.resolve("read_stream.py").toString());
        words.addAll(Arrays.asList(arguments));
        return Program.PYTHON.run(folder, LIMIT_SECONDS, words);
    }

    private String succeed(String... arguments) {
        Program.Run run = python(arguments);
        assertEquals(0, run.exitCode(), run.lines().toString());
        return String.join("\n", run.lines()) + "\n";
    }

    private String reject(String... arguments) {
        Program.Run run = python(arguments);
        assertEquals(2, run.exitCode(), run.lines().toString());
        assertEquals(1, run.lines().size(), run.lines().toString());
        return run.lines().getFirst();
    }

    /** A file of records, each after its length. */
    private Path file(List<byte[]> records) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (byte[] record : records) {
            ByteBuffer length = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN);
            bytes.write(length.putInt(record.length).array());
            bytes.write(record);
        }
        return Files.write(folder.resolve("records"), bytes.toByteArray());
    }

    private static String summary(List<byte[]> records) {
        TopicSummary summary = new TopicSummary("none", OptionalLong.empty());
        records.forEach(record -> summary.take("here", record));
        return summary.text();
    }

    private static String withoutFirst(String text) {
        int first = text.indexOf("first ");
        return first < 0 ? text : text.substring(0, first);
    }

    @Test
    void acceptsOfAFileArePrintedAsWePrintThem() throws IOException {
        Path made = folder.resolve("made.l1a");
        List<byte[]> records = TopicStreams.encoded(TopicStreams.accepts(5, 80, made));
        String rows = succeed(file(records).toString(), "--csv");
        assertEquals(Verb.succeed("dump", made, "--csv"), rows);
        assertTrue(rows.lines().count() > 100);
        String text = succeed(file(records).toString());
        assertTrue(text.startsWith("run        5, ended\nmodel      sum, accepted from"), text);
        records = new ArrayList<>(records);
        records.remove(9);
        assertEquals(
                "read_stream.py: run 5: expected orbits 0 to 79, some are missing",
                reject(file(records).toString()));
    }

    @Test
    void framesOfAFileAreCountedAsWeCountThem() throws IOException {
        List<byte[]> records = TopicStreams.encoded(TopicStreams.frames(6, 2));
        String text = succeed(file(records).toString());
        assertEquals(summary(records), text);
        assertTrue(text.contains("slices     4 of 4, 2 an orbit"), text);
    }

    @Test
    void everyFrameIsTheOneThatWasSent() throws IOException, NoSuchAlgorithmException {
        List<WireMessage> records = TopicStreams.frames(6, 2);
        MessageDigest digest = MessageDigest.getInstance("SHA-256");
        for (WireMessage record : records) {
            if (record instanceof OrbitSlice slice) {
                byte[] frames = new byte[slice.origin().crossings() * slice.frameBytes()];
                slice.unpack(MemorySegment.ofArray(frames));
                digest.update(frames);
            }
        }
        String program =
                """
                import hashlib, sys
                sys.path.insert(0, sys.argv[1])
                import read_stream as r
                digest = hashlib.sha256()
                for _, value in r.read_file(sys.argv[2]):
                    one = r.decode(value)
                    for crossing in range(one["crossings"] if "crossings" in one else 0):
                        digest.update(r.frame(one, one["first"] + crossing))
                print(digest.hexdigest())
                """;
        List<String> arguments =
                List.of(
                        "-B",
                        "-c",
                        program,
                        EXAMPLES.toString(),
                        file(TopicStreams.encoded(records)).toString());
        List<String> printed = Program.PYTHON.succeed(folder, LIMIT_SECONDS, arguments);
        assertEquals(List.of(HexFormat.of().formatHex(digest.digest())), printed);
    }

    @Test
    void recordsOfEveryKindAreReadAndDamageIsNamed() throws IOException {
        List<byte[]> whole = new ArrayList<>();
        Path golden =
                ProjectRoot.folder().resolve("trigger/src/test/resources/golden/wire/records.txt");
        for (String line : Files.readAllLines(golden)) {
            if (!line.matches("(AcceptStart|OrbitAccepts|AcceptEnd) .*")) {
                whole.add(HexFormat.of().parseHex(line.split(" ", -1)[1]));
            }
        }
        List<byte[]> records = new ArrayList<>(whole);
        Random random = new Random(8);
        for (int i = 0; i < 300; i++) {
            byte[] record = whole.get(random.nextInt(whole.size())).clone();
            int at = random.nextInt(record.length);
            record[random.nextInt(20)] ^= (byte) (random.nextInt(2) << random.nextInt(8));
            record[at] ^= (byte) (1 << random.nextInt(8));
            boolean cut = random.nextInt(4) == 0;
            records.add(cut ? Arrays.copyOf(record, at) : record);
        }
        String text = succeed(file(records).toString());
        assertEquals(withoutFirst(summary(records)), withoutFirst(text));
        assertTrue(
                text.startsWith(
                        "records    AcceptedFrames 1, EndOfRun 1, OrbitSlice 1, ScoredSlice 1\n"),
                text);
    }

    @Test
    void topicsAreReadAsCommitted() throws IOException {
        TestBroker broker = TestBroker.shared();
        String topic = TestBroker.newTopic("python");
        Path made = folder.resolve("made.l1a");
        Way[] ways = {Way.GZIP, Way.ABORTED, Way.COMMITTED};
        for (int run = 0; run < ways.length; run++) {
            List<byte[]> records = TopicStreams.encoded(TopicStreams.accepts(run, 150, made));
            TopicStreams.send(broker, topic, 2, records, ways[run]);
        }
        String server = broker.servers();
        String rows = succeed("kafka:" + topic, "--broker", server, "--csv");
        assertEquals(Verb.succeed("dump", made, "--csv"), rows);
        TopicStreams.accepts(0, 150, made);
        rows = succeed("kafka:" + topic, "--broker", server, "--csv", "--run", "0");
        assertEquals(Verb.succeed("dump", made, "--csv"), rows);
        assertEquals(
                "read_stream.py: expected run 1, got none of its records",
                reject("kafka:" + topic, "--broker", server, "--run", "1"));
    }

    @Test
    void framesOfATopicAreCountedAsWeCountThem() throws IOException {
        TestBroker broker = TestBroker.shared();
        String topic = TestBroker.newTopic("python");
        List<byte[]> records = new ArrayList<>(TopicStreams.encoded(TopicStreams.frames(6, 3)));
        records.add("no record".getBytes(StandardCharsets.UTF_8));
        TopicStreams.send(broker, topic, 3, records, Way.PLAIN);
        Path config = folder.resolve("kafka.properties");
        Files.writeString(config, "bootstrap.servers=" + broker.servers() + "\n");
        String ours = Verb.succeed("dump", "kafka:" + topic, "--kafka-config", config);
        String text = succeed("kafka:" + topic, "--broker", broker.servers());
        assertEquals(withoutFirst(ours), withoutFirst(text));
        assertTrue(text.contains("slices     6 of 6"), text);
    }

    @Test
    void failuresAreOneLine() throws IOException {
        String line = reject("kafka:frames", "--broker", "localhost:1");
        assertTrue(line.startsWith("read_stream.py: localhost:1: no broker: "), line);
        line = reject(folder.resolve("absent").toString());
        assertTrue(line.contains("No such file"), line);
        line = reject(file(List.of(new byte[3])).toString(), "--csv");
        assertEquals(
                "read_stream.py: --csv: expected a stream of accepts, got none; leave --csv out",
                line);
        TestBroker broker = TestBroker.shared();
        assertEquals(
                "read_stream.py: topic absent: metadata: there is no such topic",
                reject("kafka:absent", "--broker", broker.servers()));
        assertTrue(succeed("--help").startsWith("usage: read_stream.py"));
    }
}
