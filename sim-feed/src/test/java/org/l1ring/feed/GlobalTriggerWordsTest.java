package org.l1ring.feed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.feed.physics.Level1Objects;

/** Words unpack to the features that the experiment's own chain saw. */
class GlobalTriggerWordsTest {
    private static final String LINE =
            "2591 0000000000000001"
                    + " 0000000000000000".repeat(7)
                    + " 00000002"
                    + " 00000000".repeat(47)
                    + " "
                    + "0".repeat(62)
                    + "f0 "
                    + "8"
                    + "0".repeat(126)
                    + "3 1";

    @ParameterizedTest
    @CsvSource({
        "L1menu_2024_v1_3_0_data_TestVector_000.txt.gz,2024_v1_3_0_data.csv.gz,AT_MUON_SYSTEM",
        "TestVector_L1menu_2024_v1_1_0_ttBar.txt.gz,2024_v1_1_0_ttbar.csv.gz,AT_VERTEX"
    })
    void recordedOrbitsGiveTheirFeatures(String vectors, String features, MuonPhi phi)
            throws IOException {
        Path folder = reference().resolve("trigger");
        assumeTrue(Files.isDirectory(folder), () -> "absent: " + folder);
        List<String> lines = lines(folder.resolve(vectors));
        List<String> rows = lines(folder.resolve(features));
        String[] names = rows.get(0).split(",", -1);
        assertEquals(FrameField.ORBIT_CROSSINGS, lines.size());
        MemorySegment words = MemorySegment.ofArray(new byte[GlobalTriggerWords.WORD_BYTES]);
        ByteBuffer frame = ByteBuffer.allocate(128).order(ByteOrder.LITTLE_ENDIAN);
        Level1Objects objects = new Level1Objects();
        for (int i = 0; i < lines.size(); i++) {
            String where = vectors + " line " + (i + 1);
            int bx = GlobalTriggerWords.parse(where, lines.get(i), words, 0);
            GlobalTriggerWords.toFrame(words, 0, phi, objects, MemorySegment.ofBuffer(frame), 0);
            String[] values = rows.get(i + 1).split(",", -1);
            assertEquals(Integer.parseInt(values[0]), bx);
            for (int column = 1; column < 58; column++) {
                String name = names[column];
                int value = 0;
                if (!name.equals("MET_eta")) {
                    value = frame.getShort(FrameField.named(name).byteOffset());
                }
                int shift = name.endsWith("_pt") ? 1 : 0;
                String message = where + " " + name;
                assertEquals(Integer.parseInt(values[column]), value >> shift, message);
            }
        }
    }

    @Test
    void textLinesGiveCrossingExternalsAndAlgorithms() {
        MemorySegment words = MemorySegment.ofArray(new byte[GlobalTriggerWords.WORD_BYTES]);
        assertEquals(2591, GlobalTriggerWords.parse("x line 1", LINE, words, 0));
        ByteBuffer bytes = words.asByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(1, bytes.getLong(0));
        assertEquals(2, bytes.getInt(64));
        assertEquals(0xf0, bytes.getLong(256));
        long[] bits = new long[8];
        GlobalTriggerWords.parseAlgorithms("x line 1", LINE, bits);
        assertEquals(3, bits[0]);
        assertEquals(Long.MIN_VALUE, bits[7]);
    }

    @Test
    void linesOfAnotherKindAreRefused() {
        MemorySegment words = MemorySegment.ofArray(new byte[GlobalTriggerWords.WORD_BYTES]);
        assertEquals(
                "v.txt line 3: expected 60 columns of a Global Trigger vector, got 2; give the"
                        + " experiment's text vectors unchanged",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> GlobalTriggerWords.parse("v.txt line 3", "0 1", words, 0))
                        .getMessage());
        String wrong = LINE.replaceFirst("00000002", "0000000g");
        assertEquals(
                "v.txt line 3: expected 8 hexadecimal digits, got \"0000000g\"; give the"
                        + " experiment's text vectors unchanged",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> GlobalTriggerWords.parse("v.txt line 3", wrong, words, 0))
                        .getMessage());
    }

    /** The reference folder: L1RING_REFERENCE, else ../shared/reference beside the project. */
    private static Path reference() {
        String given = System.getenv("L1RING_REFERENCE");
        if (given != null) {
            return Path.of(given);
        }
        Path place = Path.of("").toAbsolutePath();
        while (place != null && !Files.isDirectory(place.resolve("../shared/reference"))) {
            place = place.getParent();
        }
        return place == null
                ? Path.of("../shared/reference")
                : place.resolve("../shared/reference").normalize();
    }

    private static List<String> lines(Path file) throws IOException {
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(file)),
                                StandardCharsets.US_ASCII))) {
            return reader.lines().toList();
        }
    }
}
