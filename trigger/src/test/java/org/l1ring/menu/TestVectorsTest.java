package org.l1ring.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The Global Trigger's text vectors, read and written. */
final class TestVectorsTest {
    private static final int CROSSINGS = 20;
    private static final int FIRST_EXTERNAL = 64;

    @TempDir private Path folder;

    private Path write(VectorLayout layout, MemorySegment frames) {
        Path file = folder.resolve("vectors.txt");
        try (VectorWriter writer = new VectorWriter(file, layout)) {
            for (int at = 0; at < CROSSINGS; at++) {
                writer.write(
                        at, frames, 320L * at, new long[] {at, 0, 0, 0, 0, 0, 0, 1L << 63}, false);
            }
            writer.finish();
        }
        return file;
    }

    @ParameterizedTest
    @EnumSource
    void whatIsWrittenIsRead(VectorLayout layout) throws IOException {
        MemorySegment frames = RandomCrossings.frames(CROSSINGS, 5);
        Path file = write(layout, frames);
        for (String line : Files.readAllLines(file)) {
            assertEquals(layout.columns(), line.split(" ", -1).length);
        }
        TestVectors vectors = TestVectors.read(file);
        assertEquals(CROSSINGS, vectors.crossings());
        assertEquals(layout, vectors.layout());
        for (int at = 0; at < CROSSINGS; at++) {
            assertEquals(at, vectors.bunchCrossing(at));
            assertEquals((at & 4) != 0, vectors.fires(at, 2));
            assertTrue(vectors.fires(at, 511));
            assertFalse(vectors.fires(at, 510));
            for (int field = 0; field < 72; field++) {
                // The older layout lacks the last four taus and the last two sums.
                boolean absent =
                        layout == VectorLayout.COLUMNS_48
                                && ((field >= 36 && field < 40) || (field >= 56 && field < 64));
                int written = frames.get(ValueLayout.JAVA_INT_UNALIGNED, 320L * at + 4L * field);
                assertEquals(
                        absent ? 0 : written,
                        vectors.word(at, new InputWord(0, field)),
                        "word " + field);
            }
        }
    }

    @Test
    void neighboursEndWithTheOrbitAndExternalsRepeat() {
        MemorySegment frames = RandomCrossings.frames(CROSSINGS, 6);
        TestVectors vectors = TestVectors.read(write(VectorLayout.COLUMNS_60, frames));
        InputWord before = new InputWord(-2, FIRST_EXTERNAL);
        InputWord after = new InputWord(1, FIRST_EXTERNAL);
        InputWord now = new InputWord(0, FIRST_EXTERNAL);
        assertEquals(vectors.word(CROSSINGS - 1, now), vectors.word(1, before));
        assertEquals(vectors.word(0, now), vectors.word(CROSSINGS - 1, after));
        assertEquals(vectors.word(5, now), vectors.word(7, before));
        assertEquals(0, vectors.word(0, new InputWord(-1, 0)));
        assertEquals(0, vectors.word(CROSSINGS - 1, new InputWord(2, 0)));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | ' 0$' | '' | vectors.txt: line 2: expected 60 columns as in line 1, got 59;"
                        + " give the experiment's text vectors",
                "0 | ^0000 | '0000 00' | vectors.txt: line 1: expected 48 or 60 columns of a test"
                        + " vector, got 61; give the experiment's text vectors",
                "3 | ^0003 | 0004 | vectors.txt: line 4: expected the crossing 3, got 4; give all"
                        + " lines of the orbit in order",
                "1 | ' [0-9a-f]{8} ' | ' 12 ' | vectors.txt: line 2: expected 8 hexadecimal digits, got"
                        + " \"12\"; give the experiment's text vectors unchanged",
                "19 | '[0-9a-f]{100} 0$' | '0 0' | vectors.txt: line 20: expected 128 hexadecimal digits,"
                        + " got \"80000000000000000000000000000\"; give the experiment's text vectors"
                        + " unchanged",
                "2 | ^0002 | 9999 | vectors.txt: line 3: expected a decimal crossing 0 to 3563, got"
                        + " \"9999\"; give the experiment's text vectors unchanged",
            })
    void brokenLinesAreRefused(int line, String from, String to, String message)
            throws IOException {
        Path file = write(VectorLayout.COLUMNS_60, RandomCrossings.frames(CROSSINGS, 7));
        List<String> lines = Files.readAllLines(file);
        lines.set(line, lines.get(line).replaceFirst(from, to));
        Files.write(file, lines);
        Throwable failure = assertThrows(RuntimeException.class, () -> TestVectors.read(file));
        assertEquals(message, failure.getMessage());
    }

    @ParameterizedTest
    @ValueSource(strings = {"vectors.txt", "vectors.txt.gz"})
    void writingAllocatesNothingPerLine(String name) {
        MemorySegment frames = RandomCrossings.frames(CROSSINGS, 8);
        long[] bits = new long[8];
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (VectorWriter writer =
                new VectorWriter(folder.resolve(name), VectorLayout.COLUMNS_60)) {
            long before = 0;
            for (int at = 0; at < 6000; at++) {
                if (at == 3000) {
                    before = threads.getCurrentThreadAllocatedBytes();
                }
                writer.write(at % 3564, frames, 320L * (at % CROSSINGS), bits, false);
            }
            long perLine = (threads.getCurrentThreadAllocatedBytes() - before) / 3000;
            assertTrue(perLine < 8, perLine + " bytes a line");
        }
    }

    @Test
    void emptyFilesAreRefused() throws IOException {
        Path file = Files.writeString(folder.resolve("empty.txt"), "\n\n");
        Throwable failure = assertThrows(MenuException.class, () -> TestVectors.read(file));
        assertEquals(
                "empty.txt: expected lines of 48 or 60 columns, got none; give the text vectors",
                failure.getMessage());
    }
}
