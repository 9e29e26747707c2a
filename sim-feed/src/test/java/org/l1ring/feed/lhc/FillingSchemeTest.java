package org.l1ring.feed.lhc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Filling schemes: the published numbers of the default, every format, and each refusal. */
class FillingSchemeTest {
    @TempDir Path folder;

    @Test
    void defaultSchemeMeetsThePublishedCollisionNumbers() {
        FillingScheme scheme = FillingScheme.parse("default");
        assertEquals("25ns_2760b_2748_2492_2574_288bpi_13inj_800ns_bs200ns", scheme.name());
        assertEquals(2748, scheme.collisions());
        assertEquals(2492, scheme.collisionsAtPoint2());
        assertEquals(2574, scheme.collisionsAtPoint8());
        assertEquals(2760, IntStream.range(0, 3564).filter(scheme::beam1).count());
        assertEquals(2760, IntStream.range(0, 3564).filter(scheme::beam2).count());
        assertEquals(39, scheme.trains());
        assertEquals(3443, scheme.abortGapStart());
        assertEquals(121, scheme.abortGapLength());
    }

    @Test
    void trainPositionsCountFromEachTrainsHead() {
        FillingScheme scheme = FillingScheme.standard();
        assertFalse(scheme.collides(26));
        assertTrue(scheme.beam1(26));
        assertEquals(-1, scheme.trainPosition(26));
        assertEquals(0, scheme.trainPosition(69));
        assertEquals(11, scheme.trainPosition(80));
        assertEquals(-1, scheme.trainPosition(81));
        assertEquals(0, scheme.trainPosition(112));
        assertEquals(71, scheme.trainPosition(3442));
        assertEquals(-1, scheme.trainPosition(3443));
    }

    @Test
    void runLengthsRoundTrip() {
        FillingScheme scheme = FillingScheme.standard();
        assertEquals(scheme, FillingScheme.parse(scheme.runLengths()));
        FillingScheme both = FillingScheme.parse(" (0,3) (3563,1) ");
        assertEquals(4, both.collisions());
        assertEquals("(0,3)(3563,1)", both.runLengths());
        assertEquals(1, FillingScheme.parse("(0,3);(2,3)").collisions());
        assertNotEquals(both, scheme);
    }

    @Test
    void jsonWithIntegersOrFloatsIsRead() throws IOException {
        FillingScheme scheme = FillingScheme.standard();
        Path file = folder.resolve("my_scheme.json");
        Files.writeString(
                file,
                "{\"beam1\":"
                        + array(scheme, true, "1.0", "0.0", 3564)
                        + ",\"beam2\":"
                        + array(scheme, false, "1", "0", 3564)
                        + "}");
        FillingScheme read = FillingScheme.parse(file.toString());
        assertEquals(scheme, read);
        assertEquals("my_scheme", read.name());
    }

    @Test
    void headOnTablesAndFilledBucketsAreRead() throws IOException {
        Path file = folder.resolve("fill.csv");
        Files.writeString(
                file,
                """
                INJECTION SCHEME : 25ns_3b_test

                HEAD ON COLLISIONS FOR B1
                B1 bucket number,IP1,IP2,IP5,IP8
                1,1,-,1,-
                11,-,-,-,-
                35631,35631,-,35631,-

                HEAD ON COLLISIONS FOR B2
                B2 bucket number,IP1,IP2,IP5,IP8
                1,1,-,1,-
                21,-,-,-,-
                35631,35631,-,35631,-
                """);
        FillingScheme scheme = FillingScheme.parse(file.toString());
        assertEquals("25ns_3b_test", scheme.name());
        assertEquals("(0,2)(3563,1);(0,1)(2,1)(3563,1)", scheme.runLengths());
        Files.writeString(
                file, "Scheme name,abc\nB1 filled buckets,1,11\nB2 filled buckets,11,21\n");
        assertEquals("(0,2);(1,2)", FillingScheme.parse(file.toString()).runLengths());
    }

    @Test
    void wrongTextsAreRefusedWithOneLine() {
        assertEquals(
                "filling scheme: expected default, run lengths or a JSON or CSV file, got"
                        + " \"no-such.json\"; there is no such file",
                refusal("no-such.json"));
        assertEquals(
                "beam 1: expected runs within slots 0 to 3563, got \"(3560,5)\"; an orbit has 3564"
                        + " slots, and a run at least one bunch",
                refusal("(3560,5)"));
        assertEquals(
                "beam 2: expected runs that do not overlap, got \"(5,2)\"; give each slot once",
                refusal("(0,9);(3,4)(5,2)"));
        assertEquals(
                "beam 1: expected runs (first,length), got \"(3)\"; write runs as (26,12)(69,12)",
                refusal("(3)"));
        assertEquals(
                "(0,9);(20,2): expected slots filled in both beams, got none; fill at least one"
                        + " slot of beam1 and beam2 alike",
                refusal("(0,9);(20,2)"));
    }

    @Test
    void wrongFilesAreRefusedWithOneLine() throws IOException {
        FillingScheme scheme = FillingScheme.standard();
        Path file = folder.resolve("bad.json");
        String good = array(scheme, true, "1", "0", 3564);
        Files.writeString(
                file,
                "{\"beam1\":" + good + ",\"beam2\":" + array(scheme, true, "1", "0", 3563) + "}");
        assertEquals(
                file + ": beam2: expected 3564 slots, got 3563; list every slot of the orbit",
                refusal(file.toString()));
        Files.writeString(
                file, "{\"beam1\":" + good + ",\"beam2\":" + good.replaceFirst("0", "2") + "}");
        assertEquals(
                file + ": beam2[0]: expected 0 or 1, got 2; 1 where a bunch is, else 0",
                refusal(file.toString()));
        Files.writeString(file, "{\"beam1\":" + good + "}");
        assertTrue(refusal(file.toString()).contains("beam2: expected an array of 3564 numbers"));
        Files.writeString(file, "{\"beam1\":[0,1");
        assertTrue(refusal(file.toString()).contains("bad.json: expected JSON, got "));
        Files.writeString(file, "B1 filled buckets,1,12\nB2 filled buckets,1\n");
        assertTrue(refusal(file.toString()).contains("line 1: expected a bucket 1, 11, 21 .."));
        Files.writeString(file, "hello\n");
        assertTrue(refusal(file.toString()).contains("expected bucket tables of both beams"));
    }

    private static String refusal(String specification) {
        String message =
                assertThrows(
                                IllegalArgumentException.class,
                                () -> FillingScheme.parse(specification))
                        .getMessage();
        assertEquals(1, message.lines().count());
        return message;
    }

    private static String array(
            FillingScheme scheme, boolean first, String one, String zero, int length) {
        return IntStream.range(0, length)
                .mapToObj(bx -> (first ? scheme.beam1(bx) : scheme.beam2(bx)) ? one : zero)
                .collect(Collectors.joining(",", "[", "]"));
    }
}
