package org.l1ring.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.frame.FrameFileHeader;
import org.l1ring.frame.FrameFileWriter;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.menu.MenuException;
import org.l1ring.menu.VectorLayout;
import org.l1ring.menu.VectorWriter;
import org.l1ring.scouting.ScoutingWriter;

/** Files of trigger words are known by what is in them. */
@Timeout(60)
class WordSourcesTest {
    @TempDir private Path folder;

    private Path write(String kind, String name, int orbits) {
        Path file = folder.resolve(name);
        FrameLayout words = FrameLayout.TRIGGER_WORDS;
        try (OrbitMemory memory = OrbitMemory.record(Neighbours.random(9), orbits)) {
            MemorySegment frames = memory.segment();
            switch (kind) {
                case "frames" -> {
                    FrameFileHeader header = new FrameFileHeader(words, "random", "", 9);
                    try (FrameFileWriter writer = new FrameFileWriter(file, header)) {
                        for (int orbit = 0; orbit < orbits; orbit++) {
                            writer.write(orbit, frames, memory.blockOffset(orbit, 0));
                        }
                        writer.finish();
                    }
                }
                case "scouting" -> {
                    try (ScoutingWriter writer = new ScoutingWriter(file)) {
                        for (int orbit = 0; orbit < orbits; orbit++) {
                            writer.write(orbit, frames, memory.blockOffset(orbit, 0));
                        }
                        writer.finish();
                    }
                }
                default -> {
                    try (VectorWriter writer = new VectorWriter(file, VectorLayout.COLUMNS_60)) {
                        for (int at = 0; at < orbits * 3564; at++) {
                            long frame = memory.blockOffset(at / 3564, 0) + at % 3564 * 320L;
                            writer.write(at % 3564, frames, frame, new long[8], false);
                        }
                        writer.finish();
                    }
                }
            }
        }
        return file;
    }

    @ParameterizedTest
    @CsvSource({
        "frames, a.txt, 'random'",
        "scouting, a.l1f, L1 scouting from orbit 0",
        "vectors, a.raw, test vectors of 60 columns",
        "vectors, a.gz, test vectors of 60 columns",
    })
    void kindsAreKnownByContent(String kind, String name, String description) {
        Path file = write(kind, name, 2);
        try (CrossingSource once = WordSources.open(file, false)) {
            assertEquals(description, once.description());
            Neighbours.check(once, 2);
            assertFalse(once.begin(2));
        }
        try (CrossingSource repeated = WordSources.open(file, true);
                OrbitMemory first = OrbitMemory.record(WordSources.open(file, false), 1);
                OrbitMemory again = OrbitMemory.record(repeated, 3)) {
            assertEquals(description + ", 2 orbits repeated", repeated.description());
            assertTrue(repeated.begin(1L << 40));
            long third = again.blockOffset(2, 0);
            long bytes = FrameLayout.TRIGGER_WORDS.orbitBytes();
            assertEquals(
                    -1,
                    again.segment()
                            .asSlice(third, bytes)
                            .mismatch(first.segment().asSlice(first.blockOffset(0, 0), bytes)));
        }
    }

    @Test
    void framesOfOtherLayoutsAreRefused() {
        Path file = folder.resolve("objects.l1f");
        FrameFileHeader header = new FrameFileHeader(FrameLayout.OBJECTS, "none", "", 1);
        try (FrameFileWriter writer = new FrameFileWriter(file, header)) {
            writer.finish();
        }
        assertRefused(
                "objects.l1f: expected frames of layout words, got objects; write them with feed"
                        + " --layout gt",
                file);
    }

    @Test
    void otherFilesAreRefused() throws IOException {
        String expected =
                "x: expected a frame file (L1RFRAME), a raw file of L1 scouting (RAW_0002) or text"
                        + " vectors, got ";
        Path file = folder.resolve("x");
        assertRefused(
                expected + "an empty file; give one of these", Files.write(file, new byte[0]));
        assertRefused(
                expected + "the bytes 4c 31 52 41 43 43 50 54; give one of these",
                Files.writeString(file, "L1RACCPT and so on"));
        assertRefused(
                expected + "the bytes 7f 45; give one of these",
                Files.write(file, new byte[] {0x7f, 0x45}));
        assertRefused(
                "x: byte 0: expected RAW_0002, got RAW_0009; only raw files of this version are read",
                Files.writeString(file, "RAW_0009 and 23 further bytes" + " and some"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"L1RFRAME", "RAW_0002"})
    void zippedBinariesAreRefused(String start) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (GZIPOutputStream zip = new GZIPOutputStream(bytes)) {
            zip.write((start + "rest").getBytes(StandardCharsets.US_ASCII));
        }
        assertRefused(
                "x.gz: expected text in a gzip file, got " + start + "; gunzip the file first",
                Files.write(folder.resolve("x.gz"), bytes.toByteArray()));
    }

    @Test
    void missingFilesAndShortLinesAreNamed() throws IOException {
        Path absent = folder.resolve("absent");
        assertEquals(
                absent + ": no such file",
                assertThrows(UncheckedIOException.class, () -> WordSources.open(absent, false))
                        .getMessage());
        Path text = Files.writeString(folder.resolve("v.txt"), "0000 00000000\n");
        assertEquals(
                "v.txt: line 1: expected 48 or 60 columns of a test vector, got 2; give the"
                        + " experiment's text vectors",
                assertThrows(MenuException.class, () -> WordSources.open(text, false))
                        .getMessage());
    }

    @Test
    void cutGzipFilesAreNamed() throws IOException {
        Path file = write("vectors", "v.gz", 1);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, bytes.length / 2));
        assertEquals(
                "v.gz: expected a whole gzip file, got a damaged one (Unexpected end of ZLIB input"
                        + " stream); fetch it again",
                assertThrows(UncheckedIOException.class, () -> WordSources.open(file, false))
                        .getCause()
                        .getMessage());
    }

    private static void assertRefused(String message, Path file) {
        assertEquals(
                message,
                assertThrows(StreamException.class, () -> WordSources.open(file, false))
                        .getMessage());
    }
}
