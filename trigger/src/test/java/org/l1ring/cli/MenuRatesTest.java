package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.menu.MenuText;
import org.w3c.dom.Document;

/** The verb menu rates on a menu of our own, and on reference menus. */
final class MenuRatesTest {
    private static final String ONE_TRAIN = "(100,40)";

    @TempDir private Path folder;
    private Path menu;
    private Path table;

    @BeforeEach
    void write() throws IOException {
        menu =
                new MenuText("0.13")
                        .algorithm(4, "L1_Mu5", "MU5")
                        .algorithm(9, "L1_Eg20", "EG20")
                        .algorithm(12, "L1_Jet30", "JET30")
                        .algorithm(13, "L1_Jet60", "JET60")
                        .algorithm(20, "L1_NotBptx", "JET30 AND NOT EXT_BPTX.v0")
                        .algorithm(21, "L1_Cicada", "CICADA[CICADA-CSCORE_9]")
                        .write(folder.resolve("menu.xml"));
        table =
                Files.writeString(
                        folder.resolve("table.csv"),
                        """
                        Index,Name,Emergency,2p0E34
                        4,L1_Mu5,0,1
                        9,L1_Eg20,0,2.5
                        12,L1_Jet30,1,100
                        13,L1_Jet60,0,1
                        20,L1_NotBptx,1,1
                        """);
    }

    private String rates(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("menu", "rates", menu));
        arguments.addAll(List.of("--scheme", ONE_TRAIN, "--orbits", "20"));
        arguments.addAll(Arrays.asList(more));
        return Verb.succeed(arguments.toArray());
    }

    private String reject(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("menu", "rates", menu));
        arguments.addAll(Arrays.asList(more));
        Verb run = Verb.run(arguments.toArray());
        assertEquals(2, run.code(), run.err() + run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("l1ring menu rates: "), run.err());
        return run.err().strip().substring("l1ring menu rates: ".length());
    }

    private static List<String> cells(Path file, int row) throws IOException {
        return List.of(Files.readAllLines(file).get(row).split(",", -1));
    }

    private JsonNode json(Path output) throws IOException {
        return new ObjectMapper().readTree(output.resolve("rates.json").toFile());
    }

    @Test
    void allFilesComeOutAndAgree() throws Exception {
        Path output = folder.resolve("a/b");
        String out =
                rates(
                        "--prescales",
                        table,
                        "--pile-ups",
                        "20,60",
                        "--signal",
                        "ttbar,suep",
                        "--threshold",
                        "L1_Jet60:5",
                        "9:100",
                        "-o",
                        output);
        assertTrue(
                out.startsWith(
                        "small_menu: 71,280 crossings, 20.00 orbits; 4 algorithms evaluated, 2 not"),
                out);
        assertTrue(
                out.contains(
                        "not evaluated: 1 algorithm: asks for external conditions, which the"
                                + " simulated feed does not have"),
                out);
        assertTrue(out.contains("L1_Jet60 for 5 kHz: threshold "), out);
        try (Stream<Path> files = Files.list(output)) {
            assertEquals(
                    List.of(
                            "efficiency.csv",
                            "overlap.csv",
                            "pileup.csv",
                            "rates.csv",
                            "rates.html",
                            "rates.json"),
                    files.map(file -> file.getFileName().toString()).sorted().toList());
        }
        JsonNode json = json(output);
        assertEquals(71280, json.get("crossings").asLong());
        assertEquals(2, json.get("notEvaluated").size());
        assertEquals(2, json.get("columns").size());
        assertEquals(4, json.get("signals").size());
        assertEquals(2, json.get("thresholds").size());
        List<String> head = cells(output.resolve("rates.csv"), 0);
        assertEquals("column,index,name,prescale", String.join(",", head.subList(0, 4)));
        List<String> jet = cells(output.resolve("rates.csv"), 8);
        assertEquals(List.of("2p0E34", "12", "L1_Jet30", "100"), jet.subList(0, 4));
        JsonNode same = json.get("columns").get(1).get("algorithms").get(2);
        assertEquals(same.get("before").get(0).asDouble(), Double.parseDouble(jet.get(4)), 0.01);
        assertEquals(same.get("total").get(0).asDouble(), Double.parseDouble(jet.get(6)), 0.01);
        assertEquals(
                Math.floor(same.get("before").get(0).asDouble() * 71280 / 40078.97 / 100 + 1e-6),
                same.get("total").get(0).asDouble() * 71280 / 40078.97,
                1e-6);
        for (int row = 0; row < Files.readAllLines(output.resolve("rates.csv")).size(); row++) {
            assertEquals(head.size(), cells(output.resolve("rates.csv"), row).size());
        }
        checkTables(output, json);
        checkPage(output.resolve("rates.html"));
    }

    /** Every jet above 60 GeV is one above 30 GeV; the tables hold what the JSON holds. */
    private static void checkTables(Path output, JsonNode json) throws IOException {
        List<String> overlaps = Files.readAllLines(output.resolve("overlap.csv"));
        String both =
                overlaps.stream()
                        .filter(row -> row.startsWith("13,L1_Jet60,12,L1_Jet30,"))
                        .findFirst()
                        .orElseThrow();
        assertTrue(both.endsWith(",1"), both);
        assertTrue(overlaps.stream().noneMatch(row -> row.contains("L1_Jet30,12,L1_Jet30")));
        JsonNode signal = json.get("signals").get(1);
        String start = signal.get("signal").asText() + ",2p0E34,,FINOR,";
        String finor =
                Files.readAllLines(output.resolve("efficiency.csv")).stream()
                        .filter(row -> row.startsWith(start))
                        .findFirst()
                        .orElseThrow();
        assertEquals(signal.get("crossings").asText(), finor.split(",", -1)[4]);
        assertEquals(
                signal.get("efficiency").get(0).asDouble(),
                Double.parseDouble(finor.split(",", -1)[5]),
                1e-5);
        List<String> points = Files.readAllLines(output.resolve("pileup.csv"));
        assertEquals(1 + 2 * json.get("pileUps").size(), points.size());
        String point = ",FINOR 2p0E34,60,";
        assertTrue(points.stream().anyMatch(row -> row.startsWith(point)), points.toString());
        JsonNode cut = json.get("thresholds").get(0);
        assertTrue(cut.get("rate").get(0).asDouble() <= 5);
        assertTrue(cut.get("threshold").asDouble() > 30);
    }

    private static void checkPage(Path page) throws Exception {
        String text = Files.readString(page);
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        Document document = factory.newDocumentBuilder().parse(page.toFile());
        assertEquals(4, document.getElementsByTagName("svg").getLength());
        assertEquals(1, document.getElementsByTagName("script").getLength());
        assertTrue(text.contains("class=\"figures named sortable\""));
        assertFalse(text.contains("http://www.w3.org/2000/svg\" src"));
        assertFalse(text.matches("(?s).*(src|href)=\"http.*"));
        assertNotNull(document.getElementsByTagName("table").item(3));
    }

    @Test
    void oneColumnWithMasksAndTheSameSeedGivesTheSameFigures() throws IOException {
        Path finor =
                Files.writeString(
                        folder.resolve("finor.xml"),
                        """
                        <run-settings><context><param id="finorMask" type="table">
                        <columns>algo,mask</columns><types>uint,uint</types>
                        <rows><row>4,0</row><row>9,1</row></rows></param></context></run-settings>
                        """);
        String first =
                rates("--prescales", table, "--column", "2p0E34", "--masks", finor, "--quiet");
        assertEquals(
                first,
                rates(
                        "--prescales",
                        table,
                        "--column",
                        "2p0E34",
                        "--masks",
                        finor,
                        "--workers",
                        "1"));
        assertFalse(first.contains("Emergency"), first);
        String muon =
                first.lines().filter(line -> line.contains("L1_Mu5")).findFirst().orElseThrow();
        assertTrue(muon.endsWith("  0                   0"), muon);
    }

    @Test
    void framesAndVectorsGiveTheRatesOfTheFeed() throws IOException {
        Path frames = folder.resolve("frames.l1f");
        Verb.succeed(
                "feed", "-o", frames, "--layout", "gt", "--scheme", ONE_TRAIN, "--orbits", "20");
        Path one = folder.resolve("one");
        Path two = folder.resolve("two");
        rates("-o", one);
        String out = Verb.succeed("menu", "rates", menu, "--source", frames, "-o", two);
        assertTrue(
                out.contains(
                        "No external condition is set in these crossings: algorithms see all of"
                                + " them clear."),
                out);
        List<String> fed = Files.readAllLines(one.resolve("rates.csv"));
        List<String> read = Files.readAllLines(two.resolve("rates.csv"));
        for (int row = 1; row <= 3; row++) {
            List<String> expected = List.of(fed.get(row).split(",", -1)).subList(0, 8);
            assertEquals(expected, List.of(read.get(row).split(",", -1)).subList(0, 8));
        }
        assertEquals(5, json(two).get("evaluated").asInt());
        String half = Verb.succeed("menu", "rates", menu, "--source", frames, "--orbits", "10");
        assertTrue(half.startsWith("small_menu: 35,640 crossings"), half);
    }

    @Test
    void badInputIsRefusedInOneLine() throws IOException {
        assertEquals(
                "--column: expected a prescale table that has it, got none; add --prescales",
                reject("--column", "2p0E34"));
        assertEquals(
                "table.csv: expected one of the prescale columns Emergency, 2p0E34, got \"1p0E34\";"
                        + " choose one of them",
                reject("--prescales", table, "--column", "1p0E34"));
        assertEquals(
                "--orbits: expected at least 1, got 0; count one or more", reject("--orbits", "0"));
        assertEquals(
                "--source, --pile-ups: expected one of them, got both; leave one out",
                reject("--source", menu, "--pile-ups", "20,30"));
        assertEquals(
                "--pile-ups: expected two different ones or more, got one; give more",
                reject("--pile-ups", "20"));
        assertEquals(
                "--pile-ups: expected numbers above 0, got 0.0; correct it",
                reject("--pile-ups", "0,20"));
        assertTrue(reject("--signal", "tt").startsWith("signal: expected one of none, ttbar"));
        assertTrue(reject("--pile-ups", "20,500").startsWith("pile-up: expected 0.0 to 400.0"));
        assertEquals(
                "--threshold: expected SEED:KHZ with a rate above 0, got \"L1_Mu5\"; write for"
                        + " example L1_SingleMu22:10",
                reject("--threshold", "L1_Mu5"));
        assertEquals(
                "--threshold: expected a seed of the menu small_menu, got L1_Mu7, which it does not"
                        + " have; correct its name",
                reject("--threshold", "L1_Mu7:10"));
        assertEquals(
                "menu.xml: L1_NotBptx: expected a seed of one object, sum, count or score with a"
                        + " threshold, got JET30 AND NOT EXT_BPTX.v0; choose another",
                reject("--threshold", "20:10"));
        assertEquals("--workers: expected 1 to 64, got 0; correct it", reject("--workers", "0"));
        Path objects = folder.resolve("objects.l1f");
        Verb.succeed("feed", "-o", objects, "--orbits", "1");
        assertEquals(
                "objects.l1f: expected frames of the layout words, got objects; write them with feed"
                        + " --layout gt",
                reject("--source", objects));
        assertTrue(reject("--source", folder).endsWith(": expected a file, got a folder"));
        assertTrue(
                reject("--source", folder.resolve("no.txt"))
                        .endsWith("no.txt: no such file or folder"));
        assertTrue(reject("-o", menu).contains("menu.xml: expected a folder that can be written"));
    }

    /** Rates over test vectors are the number of bits that the vectors expect. */
    @Test
    void ratesOfReferenceVectorsAreTheirBits() throws IOException {
        Path reference = Reference.path("menus/2016_v5");
        Path output = folder.resolve("reference");
        Path vectors;
        try (Stream<Path> files = Files.list(reference)) {
            vectors =
                    files.filter(file -> file.getFileName().toString().startsWith("vectors"))
                            .findFirst()
                            .orElseThrow();
        }
        Verb.succeed(
                "menu",
                "rates",
                reference.resolve("menu.xml.gz"),
                "--source",
                vectors,
                "-o",
                output);
        TreeSet<String> wrong = new TreeSet<>();
        JsonNode algorithms = json(output).get("columns").get(0).get("algorithms");
        List<String> expected = Files.readAllLines(reference.resolve("expected.csv"));
        int compared = 0;
        for (JsonNode entry : algorithms) {
            long fires = Math.round(entry.get("before").get(0).asDouble() * 3564 / 40078.97);
            for (String row : expected) {
                String[] cells = row.split(",", -1);
                if (cells[1].equals(entry.get("index").asText())) {
                    compared++;
                    if (Long.parseLong(cells[3]) != fires) {
                        wrong.add(cells[2]);
                    }
                }
            }
        }
        assertEquals(new TreeSet<String>(), wrong);
        assertEquals(252, compared);
    }
}
