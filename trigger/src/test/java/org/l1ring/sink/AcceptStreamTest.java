package org.l1ring.sink;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.frame.StreamException;
import org.l1ring.frame.StreamHeader;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TestStreams;
import org.l1ring.ring.TestStreams.Recorder;
import org.l1ring.ring.TriggerPipeline;

@Timeout(60)
class AcceptStreamTest {
    @TempDir Path folder;

    /** Orbits 0 to 9 of a random stream; accepts in orbits 3, 4 and 7 only. */
    private Path write(Recorder recorder) throws InterruptedException {
        Path path = folder.resolve("accepts.l1a");
        ScorerSchedule none = ScorerSchedule.of(() -> TestStreams.scorer(Long.MAX_VALUE));
        ScorerSchedule schedule =
                none.then(3, () -> TestStreams.scorer(TestStreams.THRESHOLD))
                        .then(5, () -> TestStreams.scorer(Long.MAX_VALUE))
                        .then(7, () -> TestStreams.scorer(0))
                        .then(8, () -> TestStreams.scorer(Long.MAX_VALUE));
        AcceptWriter writer = new AcceptWriter(path, TestStreams.header());
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        TestStreams.pattern(10, 21),
                        schedule,
                        List.of(recorder, writer),
                        PipelineOptions.unpaced(10))) {
            run.await();
        }
        return path;
    }

    private static List<DecidedOrbit> read(Path path) {
        List<DecidedOrbit> orbits = new ArrayList<>();
        try (AcceptReader reader = new AcceptReader(path)) {
            for (DecidedOrbit orbit = reader.next(); orbit != null; orbit = reader.next()) {
                orbits.add(orbit);
            }
        }
        return orbits;
    }

    @Test
    void acceptsComeBackAsDecided() throws InterruptedException {
        Recorder recorder = new Recorder();
        Path path = write(recorder);
        List<DecidedOrbit> orbits = read(path);
        assertEquals(List.of(3L, 4L, 7L), orbits.stream().map(DecidedOrbit::orbit).toList());
        List<String> accepts =
                orbits.stream()
                        .flatMap(orbit -> orbit.accepts().stream())
                        .map(a -> a.orbit() + "/" + a.bunchCrossing() + "/" + a.scores().getFirst())
                        .toList();
        assertEquals(recorder.accepts, accepts);
        Accept first = orbits.getFirst().accepts().getFirst();
        assertEquals(List.of(1L), first.before());
        assertEquals(List.of(1L), first.after());
        try (AcceptReader reader = new AcceptReader(path)) {
            assertEquals(TestStreams.header(), reader.header());
        }
    }

    @Test
    void totalsAreKnownAtTheEnd() throws InterruptedException {
        Recorder recorder = new Recorder();
        try (AcceptReader reader = new AcceptReader(write(recorder))) {
            assertThrows(IllegalStateException.class, reader::totals);
            DecidedOrbit orbit = reader.next();
            while (orbit != null) {
                orbit = reader.next();
            }
            assertNull(reader.next());
            assertEquals(
                    new AcceptTotals(10, 35640, recorder.accepts.size(), 0, 0), reader.totals());
        }
    }

    @Test
    void csvHasOneRowAnAccept() throws InterruptedException, IOException {
        Recorder recorder = new Recorder();
        StringWriter text = new StringWriter();
        try (AcceptReader reader = new AcceptReader(write(recorder))) {
            AcceptCsv.print(reader, text);
        }
        List<String> lines = text.toString().lines().toList();
        assertEquals("orbit,bx,model_before,model_after,score", lines.getFirst());
        String[] first = recorder.accepts.getFirst().split("/", -1);
        assertEquals(first[0] + "," + first[1] + ",1,1," + first[2], lines.get(1));
        assertEquals(1 + recorder.accepts.size(), lines.size());
    }

    @Test
    void manyAlgorithmsAndScoresAreRead() throws IOException {
        Path path = folder.resolve("menu.l1a");
        List<String> names = IntStream.range(0, 70).mapToObj(i -> "A" + i).toList();
        AcceptHeader header =
                new AcceptHeader("00", "menu", 0, "by hand", "", 0, names, List.of("s", "t"));
        ByteBuffer bytes = ByteBuffer.allocate(4096).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put(StreamHeader.encode(AcceptHeader.MAGIC, 1, header));
        int orbit = bytes.position();
        bytes.putInt(AcceptHeader.ORBIT_MARK).putInt(0).putLong(0).putLong(1L << 55).putLong(1);
        for (int block = 0; block < 56; block++) {
            bytes.putLong(block == 2 ? 1L << 5 : 0);
        }
        bytes.putShort((short) 133).putLong(3).putLong(32).putLong(2).putLong(0);
        bytes.putLong(-7).putLong(9);
        seal(bytes, orbit);
        int trailer = bytes.position();
        bytes.putInt(AcceptHeader.TRAILER_MARK).putInt(0);
        bytes.putLong(1).putLong(3564).putLong(1).putLong(1).putLong(44);
        seal(bytes, trailer);
        byte[] content = new byte[bytes.position()];
        bytes.get(0, content);
        Files.write(path, content);
        List<DecidedOrbit> orbits = read(path);
        assertEquals(1L << 55, orbits.getFirst().lostMask());
        assertEquals(
                List.of(new Accept(0, 133, List.of(3L, 32L), List.of(2L, 0L), List.of(-7L, 9L))),
                orbits.getFirst().accepts());
        StringWriter text = new StringWriter();
        try (AcceptReader reader = new AcceptReader(path)) {
            AcceptCsv.print(reader, text);
        }
        String[] row = text.toString().lines().toList().get(1).split(",", -1);
        assertEquals(2 + 140 + 2, row.length);
        assertEquals("1", row[2 + 69]);
        assertEquals("0", row[2 + 70 + 69]);
        assertEquals("1", row[2 + 70 + 1]);
        assertEquals("-7", row[142]);
    }

    private static void seal(ByteBuffer bytes, int start) {
        CRC32C crc = new CRC32C();
        crc.update(bytes.slice(start + 8, bytes.position() - start - 8));
        bytes.putInt(start + 4, (int) crc.getValue());
    }

    @Test
    void everyDamagedByteIsFound() throws InterruptedException, IOException {
        Path path = write(new Recorder());
        byte[] whole = Files.readAllBytes(path);
        for (int at = 0; at < whole.length; at += at < 700 ? 1 : 4999) {
            byte[] damaged = whole.clone();
            damaged[at] ^= 0x10;
            Files.write(path, damaged);
            StreamException e = assertThrows(StreamException.class, () -> read(path), "byte " + at);
            assertTrue(e.getMessage().startsWith("accepts.l1a: byte "), e.getMessage());
        }
    }

    @Test
    void everyCutIsFound() throws InterruptedException, IOException {
        Path path = write(new Recorder());
        byte[] whole = Files.readAllBytes(path);
        for (int length = 0; length < whole.length; length += length < 700 ? 1 : 4999) {
            Files.write(path, Arrays.copyOf(whole, length));
            assertThrows(StreamException.class, () -> read(path), "length " + length);
        }
        Files.write(path, Arrays.copyOf(whole, whole.length + 1));
        StreamException e = assertThrows(StreamException.class, () -> read(path));
        assertEquals(
                "accepts.l1a: byte %d (orbit 10): expected the end of the file, got more bytes; the"
                                .formatted(whole.length)
                        + " file is damaged",
                e.getMessage());
    }

    @Test
    void messagesNameOrbitAndByte() throws InterruptedException, IOException {
        Path path = write(new Recorder());
        byte[] whole = Files.readAllBytes(path);
        int header = ByteBuffer.wrap(whole).order(ByteOrder.LITTLE_ENDIAN).getInt(12);
        byte[] damaged = whole.clone();
        // one record of three idle orbits comes first, then orbit 3
        damaged[header + 24 + 20] ^= 1;
        Files.write(path, damaged);
        StreamException e = assertThrows(StreamException.class, () -> read(path));
        assertTrue(
                e.getMessage()
                        .matches(
                                "accepts\\.l1a: byte %d \\(orbit 3\\): expected checksum"
                                                .formatted(header + 24 + 4)
                                        + " [0-9a-f]{8}, got [0-9a-f]{8}; the file is damaged"),
                e.getMessage());
        Files.write(path, Arrays.copyOf(whole, header + 24 + 100));
        e = assertThrows(StreamException.class, () -> read(path));
        assertEquals(
                "accepts.l1a: byte %d (orbit 3): expected an orbit record, got the end of the file;"
                                .formatted(header + 24 + 100)
                        + " the file was cut short",
                e.getMessage());
    }

    @Test
    void frameFileIsNoAcceptStream() throws IOException {
        Path path = folder.resolve("x.l1a");
        Files.writeString(path, "L1RFRAME and so on");
        StreamException e = assertThrows(StreamException.class, () -> new AcceptReader(path));
        assertEquals(
                "x.l1a: byte 0: expected L1RACCPT, got L1RFRAME; this is not an accept stream"
                        + " (.l1a)",
                e.getMessage());
    }
}
