package org.l1ring.source;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.InputStream;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.cli.Reference;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.menu.InputWord;
import org.l1ring.menu.TestVectors;
import org.l1ring.menu.VectorLayout;
import org.l1ring.menu.VectorWriter;
import org.l1ring.table.InputFile;

/** The Global Trigger's text vectors as a stream, and a stream as text vectors. */
@Timeout(60)
class TestVectorSourceTest {
    private static final int ORBIT = FrameLayout.ORBIT_CROSSINGS;

    @TempDir private Path folder;

    private Path write(String name, VectorLayout layout, int orbits) {
        Path file = folder.resolve(name);
        try (OrbitMemory memory = OrbitMemory.record(Neighbours.random(4), orbits);
                VectorWriter writer = new VectorWriter(file, layout)) {
            long[] bits = new long[8];
            for (int at = 0; at < orbits * ORBIT; at++) {
                bits[at % 8] = at * 0x9e3779b97f4a7c15L;
                long frame = memory.blockOffset(at / ORBIT, 0) + 320L * (at % ORBIT);
                writer.write(at % ORBIT, memory.segment(), frame, bits, at % 3 == 0);
            }
            writer.finish();
        }
        return file;
    }

    /** Streams a file through its source into a writer, with the bits of the file. */
    private static void copy(Path from, Path to) throws IOException {
        List<String> lines = new String(text(from), StandardCharsets.US_ASCII).lines().toList();
        TestVectors vectors = TestVectors.read(from);
        try (TestVectorSource source = new TestVectorSource(from);
                OrbitReader reader = new OrbitReader(source);
                Arena arena = Arena.ofConfined();
                VectorWriter writer = new VectorWriter(to, vectors.layout())) {
            MemorySegment frames = arena.allocate(FrameLayout.TRIGGER_WORDS.orbitBytes(), 64);
            int at = 0;
            for (long orbit = 0; reader.read(orbit, frames, 0); orbit++) {
                for (int bx = 0; bx < ORBIT; bx++, at++) {
                    long[] bits = new long[8];
                    for (int index = 0; index < 512; index++) {
                        bits[index / 64] |= vectors.fires(at, index) ? 1L << index : 0;
                    }
                    writer.write(bx, frames, 320L * bx, bits, lines.get(at).endsWith(" 1"));
                }
            }
            assertEquals(vectors.crossings(), at);
            writer.finish();
        }
    }

    @ParameterizedTest
    @EnumSource
    void vectorsComeOutAsTheyWentIn(VectorLayout layout) throws IOException {
        Path in = write("in.txt", layout, 2);
        assertEquals(2L * ORBIT, Files.readAllLines(in).size());
        Path zipped = folder.resolve("out.txt.gz");
        copy(in, zipped);
        assertTrue(Files.size(zipped) < 0.6 * Files.size(in));
        assertArrayEquals(Files.readAllBytes(in), text(zipped));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2016_v5/vectors",
                "2018_v2_1_0/vectors",
                "2022_v1_3_0/vectors",
                "2024_v1_3_0/vectors_data",
                "2024_v1_3_0/vectors_ttbar"
            })
    void recordedVectorsComeOutAsTheyWentIn(String name) throws IOException {
        Path in = Reference.path("menus/" + name + ".txt.gz");
        Path out = folder.resolve("out.txt");
        copy(in, out);
        assertArrayEquals(text(in), Files.readAllBytes(out));
    }

    @Test
    void neighboursAreThoseThatTheVectorsDemand() {
        Path file = write("in.txt.gz", VectorLayout.COLUMNS_60, 2);
        TestVectors vectors = TestVectors.read(file);
        try (TestVectorSource source = new TestVectorSource(file);
                OrbitMemory memory = OrbitMemory.record(source, 2)) {
            Neighbours.check(source, 2);
            for (int crossing : new int[] {0, 1, 63, 64, 3562, 3563, 3564, 7127}) {
                long frame = memory.blockOffset(crossing / ORBIT, 0) + 320L * (crossing % ORBIT);
                for (int offset = -2; offset <= 2; offset++) {
                    for (int word = 0; word < 73; word++) {
                        assertEquals(
                                vectors.word(crossing, new InputWord(offset, word)),
                                memory.segment()
                                        .get(
                                                ValueLayout.JAVA_INT,
                                                frame + 320L * offset + 4L * word));
                    }
                }
            }
            assertTrue(source.begin(1));
            assertFalse(source.begin(2));
            assertEquals("test vectors of 60 columns", source.description());
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "0 | 3000 | expected whole orbits of 3564 crossings, got the crossings 0 to 2999 of"
                        + " 1 orbits; give all lines of each orbit",
                "1 | 3564 | expected whole orbits of 3564 crossings, got the crossings 1 to 3563 of"
                        + " 1 orbits; give all lines of each orbit",
                "1 | 3565 | expected whole orbits of 3564 crossings, got the crossings 1 to 0 of"
                        + " 2 orbits; give all lines of each orbit",
            })
    void partsOfOrbitsAreRefused(int from, int to, String message) throws IOException {
        List<String> lines = Files.readAllLines(write("v.txt", VectorLayout.COLUMNS_48, 2));
        Path part = Files.write(folder.resolve("part.txt"), lines.subList(from, to));
        Throwable e = assertThrows(StreamException.class, () -> new TestVectorSource(part));
        assertEquals("part.txt: " + message, e.getMessage());
    }

    @Test
    void unfinishedVectorsLeaveNothing() throws IOException {
        Path file = folder.resolve("v.txt.gz");
        try (VectorWriter writer = new VectorWriter(file, VectorLayout.COLUMNS_60)) {
            writer.write(0, MemorySegment.ofArray(new byte[320]), 0, new long[8], false);
        }
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }

    private static byte[] text(Path file) throws IOException {
        try (InputStream in = InputFile.open(file)) {
            return in.readAllBytes();
        }
    }
}
