package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.OrbitMemory;
import org.l1ring.source.WordSources;

/** The verbs feed and dump. */
final class StreamVerbsTest {

    @TempDir private Path folder;

    private Path feed(String name, String... options) {
        Path file = folder.resolve(name);
        Object[] arguments = new Object[5 + options.length];
        arguments[0] = "feed";
        arguments[1] = "-o";
        arguments[2] = file;
        arguments[3] = "--orbits";
        arguments[4] = "2";
        System.arraycopy(options, 0, arguments, 5, options.length);
        Verb.succeed(arguments);
        return file;
    }

    @Test
    void sameSeedGivesTheSameFile() throws IOException {
        byte[] first = Files.readAllBytes(feed("a.l1f", "--seed", "3"));
        assertArrayEquals(first, Files.readAllBytes(feed("b.l1f", "--seed", "3")));
        assertFalse(
                java.util.Arrays.equals(first, Files.readAllBytes(feed("c.l1f", "--seed", "4"))));
    }

    @Test
    void framesAreDumpedByOrbit() throws IOException {
        Path file = feed("a.l1f");
        List<String> lines =
                Verb.succeed("dump", file, "--csv", "--orbits", "1..1").lines().toList();
        assertEquals(1 + 3564, lines.size());
        assertTrue(lines.getFirst().startsWith("orbit,bx,MET_pt,MET_phi,EG0_pt"));
        assertTrue(lines.get(1).startsWith("1,0,"));
        Path csv = folder.resolve("a.csv.gz");
        Verb.succeed("dump", file, "--csv", "--orbits", "1", "-o", csv);
        try (GZIPInputStream in = new GZIPInputStream(Files.newInputStream(csv))) {
            assertEquals(
                    lines, new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList());
        }
    }

    @Test
    void frameFileDescribesItself() {
        String text = Verb.succeed("dump", feed("a.l1f", "--layout", "gt", "--seed", "9"));
        assertTrue(text.contains("frames   words, 73 fields, 320 bytes a crossing"), text);
        assertTrue(text.contains("seed     9\norbits   2, 0 to 1\n"), text);
    }

    @Test
    void triggerWordsHoldTheSameObjects() {
        List<String> objects =
                Verb.succeed("dump", feed("o.l1f"), "--csv", "--orbits", "0").lines().toList();
        List<String> words =
                Verb.succeed("dump", feed("w.l1f", "--layout", "gt"), "--csv", "--orbits", "0")
                        .lines()
                        .toList();
        int jetPt = List.of(objects.getFirst().split(",", -1)).indexOf("JET0_pt");
        int jet = List.of(words.getFirst().split(",", -1)).indexOf("JET0");
        for (int row = 1; row < objects.size(); row++) {
            long pt = Long.parseLong(objects.get(row).split(",", -1)[jetPt]);
            long word = Long.parseLong(words.get(row).split(",", -1)[jet]);
            assertEquals(pt, word & 0x7ff, "row " + row);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {40, 2_000, 900_000})
    void damageIsFoundByChecksums(int at) throws IOException {
        Path file = feed("a.l1f");
        byte[] bytes = Files.readAllBytes(file);
        bytes[at] ^= 4;
        Files.write(file, bytes);
        Path csv = folder.resolve("a.csv");
        String line = Verb.reject("dump", file, "--csv", "-o", csv);
        assertTrue(line.startsWith("a.l1f: byte ") && line.endsWith("the file is damaged"), line);
        assertFalse(Files.exists(csv));
        assertTrue(Verb.reject("dump", file).startsWith("a.l1f: byte "));
    }

    @Test
    void corruptAcceptStreamIsOneLine() throws IOException {
        Path frames = feed("a.l1f");
        Path run = folder.resolve("run");
        Verb.succeed(
                "run",
                "--source",
                frames,
                "--rate",
                "max",
                "--threshold",
                "100",
                "--output",
                run,
                "--quiet");
        Path accepts = run.resolve("accepts.l1a");
        assertTrue(Verb.succeed("dump", accepts).contains("all checksums right\n"));
        List<String> rows = Verb.succeed("dump", accepts, "--csv").lines().toList();
        assertTrue(rows.getFirst().startsWith("orbit,bx,"), rows.getFirst());
        assertTrue(rows.size() > 2);
        byte[] bytes = Files.readAllBytes(accepts);
        bytes[bytes.length / 2] ^= 1;
        Files.write(accepts, bytes);
        Path csv = folder.resolve("a.csv");
        String line = Verb.reject("dump", accepts, "--csv", "-o", csv);
        assertTrue(line.startsWith("accepts.l1a: "), line);
        assertFalse(Files.exists(csv));
    }

    @Test
    void badUsageIsOneLine() throws IOException {
        Path file = feed("a.l1f");
        assertTrue(
                Verb.reject("dump", file, "--orbits", "1")
                        .startsWith("--orbits and --output go with --csv; add --csv"));
        assertTrue(
                Verb.reject("dump", file, "--csv", "--orbits", "3..1")
                        .startsWith("--orbits: expected A <= B, got '3..1'"));
        Path text = Files.writeString(folder.resolve("t.txt"), "no stream");
        assertTrue(Verb.reject("dump", text).endsWith("this is not an accept stream (.l1a)"));
        Path absent = folder.resolve("absent.l1a");
        assertEquals(absent + ": no such file or folder", Verb.reject("dump", absent));
        Path out = folder.resolve("b.l1f");
        assertEquals(
                "--orbits: expected at least 1, got 0; write one or more",
                Verb.reject("feed", "-o", out, "--orbits", "0"));
        assertTrue(Verb.reject("feed", "-o", out, "--scheme", "(1,2").length() > 10);
        assertTrue(Verb.reject("feed", "-o", out, "--signal", "unicorn").contains("unicorn"));
        assertFalse(Files.exists(out));
        Path nowhere = folder.resolve("absent").resolve("b.l1f");
        assertEquals(
                nowhere
                        + ": cannot be written: its folder does not exist; choose a writable"
                        + " folder",
                Verb.reject("feed", "-o", nowhere));
    }

    @Test
    void scoutingFilesHoldTheObjectsOfTheSameStream() {
        Path words = feed("w.l1f", "--layout", "gt", "--seed", "5");
        Path raw = feed("s.raw", "--layout", "scouting", "--seed", "5");
        Path converted = feed("c.raw", "--from", words.toString(), "--layout", "scouting");
        Path back = feed("b.l1f", "--from", raw.toString());
        String dump = Verb.succeed("dump", back);
        assertTrue(dump.contains("L1 scouting from orbit 0"), dump);
        try (CrossingSource frames = WordSources.open(words, false);
                OrbitMemory expected = OrbitMemory.record(frames, 2)) {
            for (Path file : List.of(raw, converted, back)) {
                try (CrossingSource scouting = WordSources.open(file, false);
                        OrbitMemory got = OrbitMemory.record(scouting, 2)) {
                    assertSameObjects(expected, got);
                }
            }
        }
        assertEquals(
                "--layout scouting: expected a file to write, got a topic; topics take --layout gt",
                Verb.reject("feed", "-o", "kafka:words", "--layout", "scouting"));
        Path objects = feed("o.l1f");
        Path none = folder.resolve("x.raw");
        assertEquals(
                "%s: expected frames of layout words for --layout scouting, got objects;"
                                .formatted(objects)
                        + " write them with feed --layout gt",
                Verb.reject("feed", "-o", none, "--from", objects, "--layout", "scouting"));
    }

    private static void assertSameObjects(OrbitMemory expected, OrbitMemory got) {
        for (int orbit = 0; orbit < 2; orbit++) {
            for (int bx = 0; bx < 3564; bx++) {
                long frame = expected.blockOffset(orbit, 0) + 320L * bx;
                assertEquals(
                        -1,
                        expected.segment()
                                .asSlice(frame, 58 * 4)
                                .mismatch(got.segment().asSlice(frame, 58 * 4)));
            }
        }
    }
}
