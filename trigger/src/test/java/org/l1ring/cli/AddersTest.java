package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verb adders. */
final class AddersTest {

    @TempDir private Path folder;

    private Path matrix(String text) throws IOException {
        return Files.writeString(folder.resolve("m.txt"), text);
    }

    @Test
    void graphIsWrittenAsText() throws IOException {
        Path graph = folder.resolve("graph.txt");
        String out = Verb.succeed("adders", matrix("3 6 0\n1 2 0\n"), "--graph", graph);
        assertTrue(out.contains("adders   2 (4 without sharing)"), out);
        List<String> lines = Files.readAllLines(graph);
        assertEquals(5, lines.size());
        assertTrue(lines.get(0).matches("a0 = [+-]x\\d<<\\d [+-] x\\d<<\\d"), lines.get(0));
        assertEquals("out 2 = 0", lines.get(4));
    }

    @Test
    void jsonHasTheFigures() throws IOException {
        String out = Verb.succeed("adders", matrix("3\n1\n"), "--depth-limit", "minimal", "--json");
        JsonNode node = new JsonMapper().readTree(out);
        assertEquals(2, node.get("adders").asInt());
        assertEquals(2, node.get("depth").asInt());
        assertEquals(0, node.get("threeInputAdders").asInt());
        assertTrue(node.get("seconds").asDouble() > 0);
    }

    @Test
    void threeInputAddersAreCountedAndWritten() throws IOException {
        Path graph = folder.resolve("graph.txt");
        Path matrix = matrix("1\n1\n1\n");
        String out = Verb.succeed("adders", matrix, "--three-input", "--graph", graph);
        assertTrue(out.contains("adders   1 (1 of three inputs; 2 without sharing)"), out);
        assertTrue(out.contains("depth    1"), out);
        assertTrue(out.contains("LUT bits 10"), out);
        assertTrue(out.contains("area     20.0 full adders"), out);
        List<String> lines = Files.readAllLines(graph);
        assertTrue(lines.get(0).matches("a0 = \\+x\\d<<0 \\+ x\\d<<0 \\+ x\\d<<0"), lines.get(0));
        assertEquals("out 0 = +a0<<0", lines.get(1));
    }

    @Test
    void jsonHasTheCosts() throws IOException {
        // 15 x as (x << 4) - x: 12 bits, of which 8 add and 4 pass the subtracted x; 13 bits would
        // hold the difference of any two such operands.
        String out = Verb.succeed("adders", matrix("15\n"), "--cost", "area", "--json");
        JsonNode node = new JsonMapper().readTree(out);
        assertEquals(1, node.get("adders").asInt());
        assertEquals(13, node.get("bits").asInt());
        assertEquals(8, node.get("lutBits").asInt());
        assertEquals(8 + 4 * 80 / 120.0 + 8 * 16 / 120.0, node.get("area").asDouble(), 1e-9, out);
    }

    @Test
    void badInputIsOneClearLine() throws IOException {
        assertEquals(
                "%s: line 2: expected 2 integers as in the lines before, got 1"
                        .formatted(folder.resolve("m.txt")),
                Verb.reject("adders", matrix("1 2\n3\n")));
        assertEquals(
                "%s: line 1: expected integers from -2^40 to 2^40, got '1.5';"
                                .formatted(folder.resolve("m.txt"))
                        + " scale the matrix to integers",
                Verb.reject("adders", matrix("1.5\n")));
        assertEquals(
                "depth limit: expected 2 or more for this matrix, got 1",
                Verb.reject("adders", matrix("1\n1\n1\n"), "--depth-limit", "1"));
        assertEquals(
                "--cost: expected adders, lut-bits or area, got 'LUTs'; see l1ring adders --help",
                Verb.reject("adders", matrix("1\n"), "--cost", "LUTs"));
        assertFalse(Files.exists(folder.resolve("graph.txt")));
    }
}
