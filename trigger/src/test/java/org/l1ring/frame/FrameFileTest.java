package org.l1ring.frame;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TestStreams;
import org.l1ring.ring.TriggerPipeline;
import org.l1ring.sink.AcceptWriter;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.FrameFileSource;
import org.l1ring.source.OrbitMemory;
import org.l1ring.source.PatternSource;

class FrameFileTest {
    private static final int ORBITS = 3;

    @TempDir Path folder;
    private Path path;
    private OrbitMemory memory;

    @BeforeEach
    void writeFile() {
        path = folder.resolve("frames.l1f");
        memory = OrbitMemory.record(TestStreams.random(11), ORBITS);
        FrameFileHeader header =
                new FrameFileHeader(FrameLayout.OBJECTS, "random objects", "none", 11);
        try (FrameFileWriter writer = new FrameFileWriter(path, header)) {
            for (long orbit = 0; orbit < ORBITS; orbit++) {
                writer.write(orbit, memory.segment(), memory.blockOffset(orbit, 0));
            }
            writer.finish();
        }
    }

    @Test
    void framesComeBackAsWritten() {
        try (FrameFileReader reader = new FrameFileReader(path)) {
            assertEquals(FrameLayout.OBJECTS, reader.header().layout());
            assertEquals("none", reader.header().scheme());
            assertEquals(11, reader.header().seed());
            assertEquals(ORBITS, reader.orbits());
            long bytes = FrameLayout.OBJECTS.orbitBytes();
            for (long orbit = 0; orbit < ORBITS; orbit++) {
                reader.checkOrbit(orbit);
                assertEquals(orbit, reader.orbitNumber(orbit));
                assertEquals(0, reader.offset(orbit) % 64);
                assertEquals(
                        -1,
                        MemorySegment.mismatch(
                                reader.segment(),
                                reader.offset(orbit),
                                reader.offset(orbit) + bytes,
                                memory.segment(),
                                memory.blockOffset(orbit, 0),
                                memory.blockOffset(orbit, 0) + bytes));
            }
        }
    }

    @Test
    @Timeout(20)
    void replayGivesTheAcceptsOfTheOriginal() throws IOException, InterruptedException {
        PatternSource original = new PatternSource(memory, FrameLayout.OBJECTS, "random objects");
        byte[] expected = accepts(original, PipelineOptions.unpaced(ORBITS));
        try (FrameFileSource replay = new FrameFileSource(path)) {
            PipelineOptions options = PipelineOptions.unpaced(Long.MAX_VALUE).withWorkers(2);
            assertArrayEquals(expected, accepts(replay, options));
        }
    }

    private byte[] accepts(CrossingSource source, PipelineOptions options)
            throws IOException, InterruptedException {
        Path stream = folder.resolve("accepts.l1a");
        ScorerSchedule schedule =
                ScorerSchedule.of(() -> TestStreams.scorer(TestStreams.THRESHOLD));
        AcceptWriter writer = new AcceptWriter(stream, TestStreams.header());
        try (TriggerPipeline run =
                TriggerPipeline.start(source, schedule, List.of(writer), options)) {
            run.await();
        }
        return Files.readAllBytes(stream);
    }

    @Test
    @Timeout(20)
    void damagedOrbitEndsTheReplayAndLeavesNothing() throws IOException {
        change(bytes -> bytes.put(bytes.capacity() - 1000, (byte) 77));
        try (FrameFileSource replay = new FrameFileSource(path)) {
            StreamException e =
                    assertThrows(
                            StreamException.class,
                            () -> accepts(replay, PipelineOptions.unpaced(Long.MAX_VALUE)));
            assertTrue(e.getMessage().startsWith("frames.l1f: byte "), e.getMessage());
            assertTrue(e.getMessage().contains("checksum of orbit record: expected "));
            assertTrue(e.getMessage().endsWith("; the file is damaged"), e.getMessage());
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(path), files.toList());
        }
    }

    @Test
    void csvHasOneRowACrossing() throws IOException {
        StringWriter text = new StringWriter();
        try (FrameFileReader reader = new FrameFileReader(path)) {
            FrameCsv.print(reader, text);
        }
        List<String> lines = text.toString().lines().toList();
        assertEquals(1 + ORBITS * 3564, lines.size());
        assertTrue(lines.getFirst().startsWith("orbit,bx,MET_pt,MET_phi,EG0_pt,"));
        int metPt = memory.segment().get(ValueLayout.JAVA_SHORT, memory.blockOffset(1, 0) + 128);
        assertTrue(lines.get(1 + 3564 + 1).startsWith("1,1," + metPt + ","));
    }

    private void change(UnaryOperator<ByteBuffer> change) throws IOException {
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(path)).order(ByteOrder.LITTLE_ENDIAN);
        ByteBuffer changed = change.apply(bytes);
        byte[] content = new byte[changed.limit()];
        changed.get(0, content);
        Files.write(path, content);
    }

    private void assertRefused(String message) {
        StreamException e = assertThrows(StreamException.class, () -> new FrameFileReader(path));
        assertEquals(message, e.getMessage());
    }

    @Test
    void otherFileIsRefused() throws IOException {
        change(bytes -> bytes.put(0, "orbit,bx".getBytes(UTF_8)));
        assertRefused(
                "frames.l1f: byte 0: expected L1RFRAME, got orbit,bx; this is not a frame file"
                        + " (.l1f)");
    }

    @Test
    void emptyFileIsRefused() throws IOException {
        change(bytes -> bytes.limit(0));
        assertRefused(
                "frames.l1f: byte 0: expected L1RFRAME, got nothing; this is not a frame file"
                        + " (.l1f)");
    }

    @Test
    void otherVersionIsRefused() throws IOException {
        change(bytes -> bytes.putInt(8, 2));
        assertRefused(
                "frames.l1f: byte 8: version: expected 1, got 2; read it with the release that"
                        + " wrote it");
    }

    @Test
    void shortHeaderIsRefused() throws IOException {
        change(bytes -> bytes.limit(20));
        assertRefused(
                "frames.l1f: byte 20: expected a header of 24 bytes or more, got the end of the"
                        + " file; the file was cut short");
    }

    @Test
    void damagedHeaderIsRefused() throws IOException {
        change(bytes -> bytes.put(40, (byte) '#'));
        StreamException e = assertThrows(StreamException.class, () -> new FrameFileReader(path));
        assertTrue(
                e.getMessage()
                        .matches(
                                "frames.l1f: byte 20: header checksum: expected [0-9a-f]{8}, got"
                                        + " [0-9a-f]{8}; the file is damaged"),
                e.getMessage());
    }

    @Test
    void fileCutShortIsRefused() throws IOException {
        long length = Files.size(path) / 2;
        change(bytes -> bytes.limit((int) length));
        assertRefused(
                "frames.l1f: byte %d: expected orbits of 456256 bytes and a trailer, got the end of"
                                .formatted(length)
                        + " the file; the file was cut short");
    }

    @Test
    void missingFileIsNamed() {
        UncheckedIOException e =
                assertThrows(
                        UncheckedIOException.class,
                        () -> new FrameFileReader(Path.of("nowhere.l1f")));
        assertEquals("nowhere.l1f: no such file", e.getMessage());
    }

    @Test
    void unfinishedFileLeavesNothing() throws IOException {
        Files.delete(path);
        FrameFileHeader header = new FrameFileHeader(FrameLayout.columns(3, 0, 9), "x", "", 0);
        try (FrameFileWriter writer = new FrameFileWriter(path, header)) {
            writer.write(0, memory.segment(), 0);
        }
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(), files.toList());
        }
    }

    @Test
    void unwritableFolderIsNamed() {
        Path missing = folder.resolve("no/frames.l1f");
        UncheckedIOException e =
                assertThrows(UncheckedIOException.class, () -> new PendingFile(missing));
        assertEquals(
                missing
                        + ": cannot be written: its folder does not exist; choose a writable"
                        + " folder",
                e.getMessage());
    }

    @Test
    void aDeviceIsNotReplaced() {
        Path device = Path.of("/dev/null");
        Assumptions.assumeTrue(Files.exists(device));
        UncheckedIOException e =
                assertThrows(UncheckedIOException.class, () -> new PendingFile(device).close());
        assertTrue(e.getMessage().contains("it is a device or a pipe"), e.getMessage());
    }
}
