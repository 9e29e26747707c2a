package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.menu.MenuText;
import org.l1ring.menu.RandomCrossings;
import org.l1ring.menu.VectorLayout;
import org.l1ring.menu.VectorWriter;

/** The verb menu check on a menu of our own, and on the reference menus. */
final class MenuCheckTest {
    private static final int CROSSINGS = 100;

    @TempDir private Path folder;

    private Path menu() throws IOException {
        return new MenuText("0.13")
                .algorithm(4, "L1_Always", "EXT_BPTX.v0 OR NOT EXT_BPTX.v0")
                .algorithm(9, "L1_Never", "MU5 AND NOT MU5")
                .algorithm(12, "L1_Axo1", "AXO[AXO-MODEL_v1,AXO-SCORE_9]")
                .algorithm(13, "L1_Axo2", "AXO[AXO-MODEL_v2,AXO-SCORE_9] AND MU5")
                .algorithm(14, "L1_Cicada", "CICADA[CICADA-CSCORE_9]")
                .algorithm(15, "L1_Zdc", "MU5 AND (ZDCP1 OR ZDCM1)")
                .algorithm(16, "L1_Adt", "ADT[ADT-ASCORE_9]")
                .algorithm(17, "L1_Topo", "TOPO[TOPO-MODEL_x,TOPO-SCORE_9]")
                .write(folder.resolve("menu.xml"));
    }

    /** Vectors of which some crossings have further bits. */
    private Path vectors(String name, int flipped, int... crossings) {
        Path file = folder.resolve(name);
        MemorySegment frames = RandomCrossings.frames(CROSSINGS, 11);
        try (VectorWriter writer = new VectorWriter(file, VectorLayout.COLUMNS_48)) {
            for (int at = 0; at < CROSSINGS; at++) {
                long[] bits = {1 << 4, 0, 0, 0, 0, 0, 0, 0};
                for (int crossing : crossings) {
                    bits[flipped / 64] ^= crossing == at ? 1L << flipped % 64 : 0;
                }
                writer.write(at, frames, 320L * at, bits, true);
            }
            writer.finish();
        }
        return file;
    }

    private static JsonNode json(String text) throws IOException {
        return new ObjectMapper().readTree(text);
    }

    private static String reject(Object... arguments) {
        Verb run = Verb.run(arguments);
        assertEquals(2, run.code(), run.err() + run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("l1ring menu check: "), run.err());
        return run.err().strip().substring("l1ring menu check: ".length());
    }

    @Test
    void rightBitsPassAndWhatIsLackingIsListed() throws IOException {
        String out = Verb.succeed("menu", "check", menu(), "--vectors", vectors("a.txt", 0));
        assertEquals(
                """
                small_menu: 100 crossings, 2 algorithms evaluated, 6 not evaluated, 0 wrong
                  not evaluated: 12 L1_Axo1: needs the model AXOL1TL_v1
                  not evaluated: 13 L1_Axo2: needs the model AXOL1TL_v2
                  not evaluated: 14 L1_Cicada: CICADA: its score is not among the trigger's words
                  not evaluated: 15 L1_Zdc: ZDCP: the zero degree calorimeter is not among the trigger's words
                  not evaluated: 16 L1_Adt: ADT: no model of it was published
                  not evaluated: 17 L1_Topo: needs the model TOPO_x
                """,
                out.replace(System.lineSeparator(), "\n"));
    }

    @ParameterizedTest(name = "bit {0}")
    @ValueSource(ints = {4, 9, 200, 511})
    void oneFlippedBitIsFound(int index) throws IOException {
        Path good = vectors("a.txt", 0);
        Path bad = vectors("b.txt", index, 57);
        Verb run = Verb.run("menu", "check", menu(), "--vectors", good, bad, "--json");
        assertEquals(1, run.code());
        JsonNode result = json(run.out());
        assertEquals(2, result.get("evaluated").asInt());
        assertEquals(6, result.get("notEvaluated").size());
        assertEquals(14, result.get("notEvaluated").get(2).get("index").asInt());
        assertEquals(
                "[{\"index\":%d,\"crossings\":1}]".formatted(index),
                result.get("wrong").toString());
        String ignored = String.valueOf(index);
        Verb.succeed("menu", "check", menu(), "--vectors", bad, "--ignore", "77," + ignored);
    }

    @Test
    void wrongCrossingsAreCountedAndTheFirstIsNamed() throws IOException {
        Verb run =
                Verb.run(
                        "menu",
                        "check",
                        menu(),
                        "--vectors",
                        vectors("a.txt", 4, 8, 3),
                        vectors("b.txt", 4, 1),
                        "--quiet");
        assertEquals(1, run.code());
        assertEquals(
                """
                small_menu: 200 crossings, 2 algorithms evaluated, 6 not evaluated, 1 wrong
                  wrong: 4 L1_Always: 3 crossings, 0 of them set in the vectors; first: a.txt, crossing 3, clear in the vectors
                """,
                run.out().replace(System.lineSeparator(), "\n"));
    }

    @Test
    void bitsThatAreNotEvaluatedAreNotCompared() throws IOException {
        Verb.succeed("menu", "check", menu(), "--vectors", vectors("a.txt", 14, 5));
    }

    @Test
    void badInputIsRefusedInOneLine() throws IOException {
        Path vectors = vectors("a.txt", 0);
        Path menu = menu();
        assertEquals(
                "--ignore: expected indices from 0 to 511, got 512; correct it",
                reject("menu", "check", menu, "--vectors", vectors, "--ignore", "512"));
        assertTrue(
                reject("menu", "check", menu, "--vectors", menu)
                        .startsWith(
                                "menu.xml: line 1: expected 48 or 60 columns of a test vector"));
        assertTrue(
                reject("menu", "check", vectors, "--vectors", vectors)
                        .startsWith("a.txt: line 1: expected well-formed XML, got: "));
        assertTrue(
                reject("menu", "check", folder.resolve("no.xml"), "--vectors", vectors)
                        .endsWith("no.xml: no such file or folder"));
        assertEquals(
                "l1ring menu: no verb: expected one of check, rates; see l1ring menu --help",
                Verb.run("menu").err().strip());
    }

    /** A model of another name than the menu's is a mistake, none is not. */
    @Test
    void anotherModelThanTheMenusIsRefused() throws IOException {
        Path model =
                Files.writeString(
                        folder.resolve("model.json"),
                        SmallModel.JSON.replace("small_v2", "AXOL1TL_v7"));
        assertEquals(
                "menu.xml: L1_Axo1: expected the model AXOL1TL_v1, which the menu names, got"
                        + " AXOL1TL_v7; load that model",
                reject(
                        "menu",
                        "check",
                        menu(),
                        "--vectors",
                        vectors("a.txt", 0),
                        "--model",
                        model));
    }

    /** Every bit of the reference menus but those that their table names as irreproducible. */
    @ParameterizedTest
    @ValueSource(strings = {"2016_v5", "2018_v2_1_0", "2022_v1_3_0", "2024_v1_3_0"})
    void referenceMenusAgree(String name) throws IOException {
        Path menu = Reference.path("menus").resolve(name);
        TreeSet<Integer> irreproducible = new TreeSet<>();
        int algorithms = 0;
        List<String> rows = Files.readAllLines(menu.resolve("expected.csv"));
        for (String row : rows.subList(1, rows.size())) {
            String[] cells = row.split(",", -1);
            algorithms += cells[0].equals(rows.get(1).split(",", -1)[0]) ? 1 : 0;
            if (!cells[5].equals("0")) {
                irreproducible.add(Integer.valueOf(cells[1]));
            }
        }
        List<Object> arguments = new ArrayList<>(List.of("menu", "check"));
        arguments.add(menu.resolve("menu.xml.gz"));
        arguments.add("--vectors");
        try (var files = Files.newDirectoryStream(menu, "vectors*")) {
            files.forEach(arguments::add);
        }
        arguments.addAll(List.of("--json", "--model"));
        arguments.add(Reference.path("models/AXOL1TL_v4/model.json"));
        Verb run = Verb.run(arguments.toArray());
        JsonNode result = json(run.out());
        List<Integer> wrong = new ArrayList<>();
        result.get("wrong").forEach(entry -> wrong.add(entry.get("index").asInt()));
        wrong.removeAll(irreproducible);
        assertEquals(List.of(), wrong);
        assertEquals(
                algorithms, result.get("evaluated").asInt() + result.get("notEvaluated").size());
        result.get("notEvaluated")
                .forEach(entry -> assertTrue(entry.get("reason").asText().startsWith("CICADA")));
    }
}
