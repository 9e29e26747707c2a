package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuCheck;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.MenuText;
import org.l1ring.menu.RandomCrossings;
import org.l1ring.menu.TestVectors;
import org.l1ring.menu.VectorLayout;
import org.l1ring.menu.VectorWriter;

/** Runs that a menu decides, end to end. */
@Timeout(120)
final class RunMenuTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final int ORBIT = 3564;

    @TempDir private Path folder;
    private Path menu;
    private Path vectors;

    /** A menu of several kinds of conditions, and an orbit of crowded crossings. */
    @BeforeEach
    void write() throws IOException {
        menu =
                new MenuText("0.13")
                        .algorithm(3, "L1_Own3", "MU20[MU-QLTY_SNGL]")
                        .algorithm(40, "L1_Own40", "comb{JET50,JET40[JET-ETA_1],JET30}")
                        .algorithm(77, "L1_Own77", "mass_inv{MU20,MU20}[MASS_MIN_20,CHGCOR_LS]")
                        .algorithm(100, "L1_Own100", "EXT_BPTX_OR-1+2 AND EG40 AND EXT_LAST-2")
                        .algorithm(201, "L1_Own201", "NOT EG20 AND NOT JET20")
                        .algorithm(300, "L1_Own300", "dist{MU25-1[MU-PHI_TOP],MU20}[DPHI_1_2p1]")
                        .write(folder.resolve("menu.xml"));
        vectors = folder.resolve("vectors.txt.gz");
        MemorySegment frames = RandomCrossings.frames(ORBIT, 7);
        for (int crossing = 0; crossing < ORBIT; crossing += 11) {
            frames.asSlice(320L * crossing, 320).fill((byte) 0);
        }
        try (VectorWriter writer = new VectorWriter(vectors, VectorLayout.COLUMNS_60)) {
            for (int crossing = 0; crossing < ORBIT; crossing++) {
                writer.write(crossing, frames, 320L * crossing, new long[8], true);
            }
            writer.finish();
        }
    }

    private Path run(String name, Object... options) {
        Path output = folder.resolve(name);
        List<Object> words =
                new ArrayList<>(
                        List.of("run", "-q", "-o", output, "--menu", menu, "--source", vectors));
        words.addAll(Arrays.asList(options));
        Verb.succeed(words.toArray());
        return output;
    }

    private static JsonNode report(Path output) throws IOException {
        return JSON.readTree(output.resolve("report.json").toFile());
    }

    private static long[] column(JsonNode report, String key) {
        List<Long> values = new ArrayList<>();
        report.get("algorithms").forEach(one -> values.add(one.get(key).longValue()));
        return values.stream().mapToLong(Long::longValue).toArray();
    }

    /** How often each algorithm fires, by the interpreter: the vectors' own bits are all clear. */
    private long[] fires() {
        MenuCheck check = new MenuCheck(MenuCircuit.of(Menu.read(menu), List.of()), Set.of());
        check.compare(TestVectors.read(vectors), _ -> {});
        return check.wrong().stream().mapToLong(MenuCheck.Wrong::crossings).toArray();
    }

    @Test
    void countersAreThoseOfTheInterpreter() throws IOException {
        long[] expected = fires();
        assertEquals(6, expected.length);
        JsonNode report = report(run("out", "--dead-time", "none"));
        assertEquals("small_menu", report.get("menu").textValue());
        assertEquals(ORBIT, report.get("crossings").longValue());
        assertEquals(Arrays.toString(expected), Arrays.toString(column(report, "before")));
        assertEquals(Arrays.toString(expected), Arrays.toString(column(report, "accepted")));
        assertEquals(report.get("candidates"), report.get("accepts"));
        List<String> counters = Files.readAllLines(folder.resolve("out/counters.csv"));
        assertEquals("section,index,name,before,after,accepted", counters.getFirst());
        assertEquals("1,40,L1_Own40,%1$d,%1$d,%1$d".formatted(expected[1]), counters.get(2));
    }

    @Test
    void acceptStreamHasTheBitsOfEachCrossing() throws IOException {
        Path output = run("out", "--dead-time", "none");
        List<String> rows =
                Verb.succeed("dump", output.resolve("accepts.l1a"), "--csv").lines().toList();
        assertTrue(rows.getFirst().startsWith("orbit,bx,L1_Own3_before,L1_Own40_before"));
        long[] fires = new long[6];
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",", -1);
            for (int i = 0; i < fires.length; i++) {
                fires[i] += Long.parseLong(cells[2 + i]);
            }
        }
        assertEquals(Arrays.toString(fires()), Arrays.toString(fires));
    }

    @Test
    void prescalesMasksAndRulesBoundTheAccepts() throws IOException {
        Path table = folder.resolve("prescales.csv");
        Files.writeString(
                table,
                "Index,Name,A,B\n3,L1_Own3,2,1\n40,L1_Own40,0,1\n77,L1_Own77,1.5,1\n201,L1_Own201,0,1\n");
        long[] expected = fires();
        Path output =
                run("out", "--prescales", table, "--column", "A", "--repeat", "--orbits", "3");
        JsonNode report = report(output);
        long[] after = column(report, "after");
        assertEquals(3 * expected[0] / 2, after[0]);
        assertEquals(0, after[1]);
        assertEquals(3 * expected[2] * 2 / 3, after[2]);
        assertEquals(0, after[4]);
        assertEquals(3 * expected[1], column(report, "before")[1]);
        long lost = 0;
        for (JsonNode cause : report.get("lostTo")) {
            lost += cause.longValue();
        }
        assertTrue(lost > 0);
        assertEquals(
                report.get("candidates").longValue(), report.get("accepts").longValue() + lost);
        JsonNode gap =
                report(
                        run(
                                "gap",
                                "--prescales",
                                table,
                                "--column",
                                "B",
                                "--calibration",
                                "0:3564"));
        assertEquals(0, gap.get("accepts").longValue());
    }

    @Test
    void badInputIsOneLineAndLeavesNothing() throws IOException {
        Path output = folder.resolve("none");
        Object[][] wrong = {
            {"--source", "random"},
            {"--threshold", "3"},
            {"--dead-time", "3by4"},
            {"--calibration", "12"},
            {"--column", "A"},
            {"--prescales", folder.resolve("absent.csv")},
            {"--source", menu},
        };
        for (Object[] options : wrong) {
            List<Object> words = new ArrayList<>(List.of("run", "-o", output, "--menu", menu));
            words.addAll(Arrays.asList(options));
            String line = Verb.reject(words.toArray());
            assertTrue(line.contains("expected") || line.contains("no such"), line);
            assertFalse(Files.exists(output), line);
        }
        Path model = folder.resolve("model.json");
        Files.writeString(model, SmallModel.JSON);
        assertEquals(
                "menu.xml: expected only networks that the menu names, got small_v2; leave it out or load"
                        + " the one that is named",
                Verb.reject("run", "--menu", menu, "--model", model, "-o", output));
        String line = Verb.reject("run", "--model", "built-in", "--repeat", "-o", output);
        assertTrue(line.contains("add --menu"), line);
        assertFalse(Files.exists(output));
    }
}
