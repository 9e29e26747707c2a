package org.l1ring.wire;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.l1ring.architecture.ProjectRoot;
import org.l1ring.frame.FrameLayout;
import org.l1ring.sink.AcceptHeader;
import org.l1ring.sink.AcceptRecords;

/** Holds the bytes of one small record of each kind, and what docs/wire-format.md says of them. */
class RecordGoldenTest {
    private static final Path GOLDEN =
            ProjectRoot.folder().resolve("trigger/src/test/resources/golden/wire/records.txt");
    private static final Path PAGE = ProjectRoot.folder().resolve("docs/wire-format.md");
    private static final String CIRCUIT = "c1".repeat(32);
    private static final FrameLayout LAYOUT = FrameLayout.columns(3, -100, 100);

    private static ByteBuffer shorts(int... values) {
        ByteBuffer bytes = ByteBuffer.allocate(2 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            bytes.putShort((short) value);
        }
        return bytes.flip();
    }

    private static ByteBuffer longs(long... values) {
        ByteBuffer bytes = ByteBuffer.allocate(8 * values.length).order(ByteOrder.LITTLE_ENDIAN);
        for (long value : values) {
            bytes.putLong(value);
        }
        return bytes.flip();
    }

    /** Frames of 64 bytes that count up. */
    private static ByteBuffer frames(int count) {
        byte[] bytes = new byte[64 * count];
        for (int i = 0; i < bytes.length; i++) {
            bytes[i] = (byte) i;
        }
        return ByteBuffer.wrap(bytes);
    }

    private static SliceOrigin origin() {
        return new SliceOrigin(
                17, 3, 55, 56, 3520, 44, -2, LAYOUT.digest(), "τ pairs", "2760 bunches");
    }

    private static OrbitSlice slice() {
        byte[] memory = new byte[45 * 64];
        memory[64] = 7;
        memory[3 * 64 + 5] = -1;
        return OrbitSlice.pack(origin(), 64, 1, 0, true, MemorySegment.ofArray(memory));
    }

    private static OrbitAccepts accepts() {
        return new OrbitAccepts(
                17,
                3,
                CIRCUIT,
                2,
                1,
                1,
                shorts(5, 3563),
                longs(1, 1),
                longs(1, 1),
                longs(1200, -1));
    }

    private static AcceptHeader header() {
        return new AcceptHeader(
                CIRCUIT, "tiny", 1000, "τ pairs", "", -2, List.of("tiny"), List.of("score"));
    }

    private static List<WireMessage> records() {
        return List.of(
                slice(),
                new EndOfRun(17, 4, -1, 0),
                new ScoredSlice(
                        origin(),
                        CIRCUIT,
                        1000,
                        1_700_000_000_123L,
                        1,
                        2,
                        64,
                        "tiny",
                        "score",
                        shorts(3522),
                        longs(1234),
                        frames(1)),
                AcceptRecords.start(17, header()),
                accepts(),
                new AcceptEnd(17, 4, 4 * 3564, 2, 1, 64),
                new AcceptedFrames(17, 3, LAYOUT.digest(), 64, shorts(5, 3563), frames(2)));
    }

    @Test
    void bytesStayAsTheyAre() throws IOException {
        String text =
                records().stream()
                        .map(record ->
                                record.getClass().getSimpleName()
                                        + " "
                                        + HexFormat.of().formatHex(record.encode())
                                        + "\n")
                        .collect(Collectors.joining());
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(GOLDEN.getParent());
            Files.writeString(GOLDEN, text);
        }
        assertEquals(Files.readString(GOLDEN), text);
    }

    @Test
    void bytesAreReadAsTheRecordsTheyAre() throws IOException {
        List<WireMessage> read =
                Files.readAllLines(GOLDEN).stream()
                        .map(line -> HexFormat.of().parseHex(line.split(" ", -1)[1]))
                        .map(bytes -> WireMessage.decode(ByteBuffer.wrap(bytes)))
                        .toList();
        assertEquals(records(), read);
    }

    @Test
    void pageShowsARecord() throws IOException {
        String page = Files.readString(PAGE);
        String example = page.substring(page.indexOf("## One record, byte by byte"));
        String hex =
                Pattern.compile("^\\| (\\d+) \\| `([0-9a-f ]+)` \\|", Pattern.MULTILINE)
                        .matcher(example)
                        .results()
                        .map(row -> row.group(2).replace(" ", ""))
                        .collect(Collectors.joining());
        assertEquals(HexFormat.of().formatHex(accepts().encode()), hex);
        assertTrue(page.contains("`" + LAYOUT.digest() + "`"), LAYOUT.digest());
        ByteBuffer filled = slice().filled();
        byte[] bits = new byte[filled.limit()];
        filled.get(0, bits);
        assertTrue(page.contains("`" + HexFormat.ofDelimiter(" ").formatHex(bits) + "`"));
        assertEquals(128, slice().frames().limit());
    }
}
