package org.l1ring.scouting;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.OrbitGenerator;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.menu.RandomCrossings;

/** Raw files of L1 scouting, written and read. */
@Timeout(60)
class ScoutingFileTest {
    private static final long ORBIT_BYTES = FrameLayout.TRIGGER_WORDS.orbitBytes();
    private static final int EVENT_AT = 32;

    @TempDir private Path folder;

    private Path write(String name, MemorySegment frames, long... orbits) {
        Path file = folder.resolve(name);
        try (ScoutingWriter writer = new ScoutingWriter(file)) {
            for (long orbit : orbits) {
                writer.write(orbit, frames, 0);
            }
            writer.finish();
        }
        return file;
    }

    private static MemorySegment read(Path file, long index) {
        MemorySegment frames = Arena.ofAuto().allocate(ORBIT_BYTES, 64).fill((byte) 0x33);
        try (ScoutingReader reader = new ScoutingReader(file)) {
            reader.read(index, frames, 0);
        }
        return frames;
    }

    /** The words of an orbit without those that scouting lacks. */
    private static MemorySegment surviving(MemorySegment orbit) {
        MemorySegment frames = Arena.ofAuto().allocate(ORBIT_BYTES, 64);
        frames.copyFrom(orbit.asSlice(0, ORBIT_BYTES));
        for (long at = 0; at < ORBIT_BYTES; at += 320) {
            frames.asSlice(at + 4 * 58, 320 - 4 * 58).fill((byte) 0);
        }
        return frames;
    }

    @Test
    void allObjectsAndSumsComeBack() {
        MemorySegment random = RandomCrossings.frames(3564, 5);
        Path file = write("a.raw", random, 7, 9);
        assertEquals(-1, surviving(random).mismatch(read(file, 0)));
        assertEquals(-1, surviving(random).mismatch(read(file, 1)));
        try (ScoutingReader reader = new ScoutingReader(file)) {
            assertEquals(2, reader.orbits());
            assertEquals(9, reader.orbitNumber(1));
        }
    }

    @Test
    void everyBitOfAWordHasItsPlace() {
        MemorySegment frames = MemorySegment.ofArray(new byte[(int) ORBIT_BYTES]);
        frames.asSlice(0, 58 * 4).fill((byte) 0xff);
        // one object alone, at the end of its list, in the orbit's last crossing
        frames.asSlice(3563 * 320L + 7 * 8, 4).fill((byte) 0x11);
        frames.asSlice(3563 * 320L + 64 + 11 * 4, 4).fill((byte) 0x11);
        frames.asSlice(3563 * 320L + 208 + 5 * 4, 4).fill((byte) 0x11);
        Path file = write("a.raw", frames, 0);
        assertEquals(-1, surviving(frames).mismatch(read(file, 0)));
    }

    @Test
    void simulatedOrbitsAreMuchSmaller() throws IOException {
        OrbitGenerator generator = new OrbitGenerator(FeedOptions.standard());
        MemorySegment frames = MemorySegment.ofArray(new long[(int) ORBIT_BYTES / 8]);
        generator.fillWords(0, frames, 0);
        Path file = write("a.raw", frames, 0);
        assertEquals(-1, surviving(frames).mismatch(read(file, 0)));
        assertNotEquals(-1, frames.mismatch(read(file, 0)));
        assertTrue(Files.size(file) < 0.6 * ORBIT_BYTES, "size " + Files.size(file));
    }

    @Test
    void emptyCrossingsHaveNoBlocks() throws IOException {
        Path file = write("a.raw", MemorySegment.ofArray(new byte[(int) ORBIT_BYTES]), 3);
        assertEquals(32 + 5 * (24 + 4), Files.size(file));
        ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(5, bytes.getInt(12));
        assertEquals(Files.size(file), bytes.getLong(24));
        assertEquals(6, bytes.getShort(32));
        assertEquals(3, bytes.getInt(32 + 12));
        assertEquals(4, bytes.getInt(32 + 16));
        assertEquals(22, bytes.getInt(32 + 28 + 24));
        assertEquals(0, read(file, 0).get(java.lang.foreign.ValueLayout.JAVA_LONG, 0));
    }

    /** A file of one event, blocks given as words. */
    private Path event(String name, int source, int... blocks) throws IOException {
        int payload = 4 + 4 * blocks.length;
        ByteBuffer bytes =
                ByteBuffer.allocate(EVENT_AT + 24 + payload).order(ByteOrder.LITTLE_ENDIAN);
        bytes.put("RAW_0002".getBytes(java.nio.charset.StandardCharsets.US_ASCII));
        bytes.putShort((short) 32).putShort((short) 20).putInt(1).putInt(1).putInt(1);
        bytes.putLong(bytes.capacity());
        bytes.putShort((short) 5).putShort((short) 0).putInt(1).putInt(1).putInt(4);
        bytes.putInt(payload).putInt(0).putInt(source);
        Arrays.stream(blocks).forEach(bytes::putInt);
        return Files.write(folder.resolve(name), bytes.array());
    }

    @Test
    void muonsOfBothCountsAreReadAndIntermediateOnesAreNot() throws IOException {
        int bx = 12;
        int flaggedOrbit = 4 | 1 << 31;
        Path file =
                event("m.raw", 1, 0x0002_0001, bx, flaggedOrbit, 1, 2, 0, 3, 4, 1 << 31, 5, 6, 0);
        MemorySegment frames = read(file, 0);
        int[] words = frames.asSlice(11 * 320L, 20).toArray(RawFormat.INT);
        assertEquals(List.of(1, 2, 5, 6, 0), Arrays.stream(words).boxed().toList());
    }

    @Test
    void blocksOfAllCalorimeterObjectsAreRead() throws IOException {
        int[] block = new int[59];
        for (int i = 0; i < 59; i++) {
            block[i] = i;
        }
        block[1] = 1;
        block[2] = 4;
        MemorySegment frames = read(event("c.raw", 2, block), 0);
        int[] words = frames.asSlice(64, 42 * 4).toArray(RawFormat.INT);
        // links in the block: jets 2, jets 1, e/gamma 2, e/gamma 1, nothing, sums, taus 2, taus 1
        int[][] expected = {
            {25, 18}, {53, 46}, {11, 4}, {39},
        };
        int at = 0;
        for (int[] links : expected) {
            for (int first : links) {
                for (int i = 0; i < 6; i++) {
                    assertEquals(first + i, words[at++]);
                }
            }
        }
    }

    @Test
    void filesOfFurtherSourcesBelongToTheFirst() throws IOException {
        event("x.raw", 1, 0x0001_0000, 1, 4, 1, 2, 0);
        event("x.raw_1", 23, 1, 1, 4, 99);
        event("x.raw_2", 10, 5, 6, 7);
        MemorySegment frames = read(folder.resolve("x.raw"), 0);
        assertEquals(2, frames.get(RawFormat.INT, 4));
        assertEquals(99, frames.get(RawFormat.INT, 64));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1 | 0x10000,0,4,1,2,3 | byte 64: orbit 4, source 1: expected a bunch crossing of 1 to"
                        + " 3564, got 0",
                "22 | 1,3565,4,1 | byte 64: orbit 4, source 22: expected a bunch crossing of 1 to"
                        + " 3564, got 3565",
                "23 | 1,1,5,1 | byte 68: orbit 4, source 23: expected orbit 4, got 5",
                "25 | 13,1,4 | byte 60: orbit 4, source 25: expected at most 12 objects, got 13",
                "25 | 2,1,4,7 | byte 72: orbit 4, source 25: expected 2 objects, got the end of the"
                        + " event",
                "24 | 1,4,1,2,3 | byte 68: orbit 4, source 24: expected 6 sums, got the end of the"
                        + " event",
                "24 | 1,4,1,2,3,4,5,6,1,4,1,2,3,4,5,6 | byte 92: orbit 4, source 24: expected one"
                        + " block a bunch crossing, got a second of 1",
                "1 | 0xF000F,1,4 | byte 60: orbit 4, source 1: expected at most 16 muons, got 30",
                "1 | 0x90000,1,4,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0,1,2,0 | byte 168: orbit"
                        + " 4, source 1: expected at most 8 muons that are not intermediate, got 9",
                "1 | 0x10000 | byte 64: orbit 4, source 1: expected a bunch crossing, got the end of"
                        + " the event",
                "2 | 1,1,4,2 | byte 72: orbit 4, source 2: expected 8 links, got the end of the event",
            })
    void damagedBlocksAreNamed(int source, String words, String message) throws IOException {
        int[] blocks = Arrays.stream(words.split(",", -1)).mapToInt(Integer::decode).toArray();
        Path file = event("bad.raw", source, blocks);
        StreamException e = assertThrows(StreamException.class, () -> read(file, 0));
        assertEquals("bad.raw: " + message + "; the file is damaged", e.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "7 | 49 | byte 0: expected RAW_0002, got RAW_0001; only raw files of this version are"
                        + " read",
                "8 | 24 | byte 8: expected a file header of 32 bytes, got 24; the file is damaged",
                "24 | 9 | byte 24: expected the 76 bytes of the file, got 9; the file was cut short"
                        + " or is damaged",
                "32 | 4 | byte 32: expected event version 5 or 6, got 4; the file is damaged",
                "48 | 3 | byte 48: expected 4 bytes to 2 GB in an event, got 3; the file is damaged",
                "48 | 21 | byte 32: expected an event of 45 bytes, got the end of the file; the file"
                        + " was cut short",
                "48 | 18 | byte 74: expected an event header of 24 bytes and a source, got the end of"
                        + " the file; the file was cut short",
                "52 | 1 | byte 52: orbit 4, source 22: checksum: expected 00000001, got 8e26641a; the"
                        + " file is damaged",
                "56 | 10 | expected the scouting sources 1, 2 or 22 to 25, got only [10]; give a file"
                        + " with muons or calorimeter objects",
            })
    void damagedHeadersAreNamed(int place, int value, String message) throws IOException {
        Path file = event("bad.raw", 22, 1, 1, 4, 7);
        byte[] bytes = Files.readAllBytes(file);
        bytes[place] = (byte) value;
        Files.write(file, bytes);
        StreamException e = assertThrows(StreamException.class, () -> read(file, 0));
        assertEquals("bad.raw: " + message, e.getMessage());
    }

    @Test
    void shortenedFilesAreNamed() throws IOException {
        Path file = event("bad.raw", 22, 1, 1, 4, 7);
        byte[] bytes = Files.readAllBytes(file);
        Files.write(file, Arrays.copyOf(bytes, 20));
        assertEquals(
                "bad.raw: byte 20: expected a file header of 32 bytes, got the end of the file; the"
                        + " file was cut short",
                assertThrows(StreamException.class, () -> read(file, 0)).getMessage());
        Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));
        assertEquals(
                "bad.raw: byte 24: expected the 75 bytes of the file, got 76; the file was cut short"
                        + " or is damaged",
                assertThrows(StreamException.class, () -> read(file, 0)).getMessage());
    }

    @Test
    void eventsMustBeInOrderAndOnce() {
        MemorySegment none = MemorySegment.ofArray(new byte[(int) ORBIT_BYTES]);
        Path falling = write("falling.raw", none, 3, 2);
        assertEquals(
                "falling.raw: byte 184: expected an orbit from 3 on, got 2; the file is damaged",
                assertThrows(StreamException.class, () -> read(falling, 0)).getMessage());
        Path twice = write("twice.raw", none, 3, 3);
        assertEquals(
                "twice.raw: byte 172: expected one event an orbit and source, got a second of orbit 3,"
                        + " source 1; the file is damaged",
                assertThrows(StreamException.class, () -> read(twice, 0)).getMessage());
    }

    @Test
    void orbitsBeyond31BitsAreNotWritten() throws IOException {
        MemorySegment none = MemorySegment.ofArray(new byte[(int) ORBIT_BYTES]);
        assertEquals(
                "big.raw: expected an orbit below 2^31, which is what scouting blocks hold, got"
                        + " 2147483648; write fewer or earlier orbits",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> write("big.raw", none, Integer.MAX_VALUE, 1L << 31))
                        .getMessage());
        try (var files = Files.list(folder)) {
            assertEquals(0, files.count());
        }
    }
}
