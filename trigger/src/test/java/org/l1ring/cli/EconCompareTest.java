package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.w3c.dom.Document;

/** The verb econ compare with an encoder of our own, on few crossings. */
final class EconCompareTest {
    private static final String TYPE =
            "{\"type\": \"ap_fixed\", \"W\": %d, \"I\": %d, \"signed\": true,"
                    + " \"Q\": \"AP_TRN\", \"O\": \"AP_SAT\", \"N\": 0}";

    @TempDir private Path folder;

    /** Each output is the sum of four inputs. */
    private Path encoder(String name, int inputs) throws IOException {
        String weights =
                IntStream.range(0, 16 * inputs)
                        .mapToObj(i -> i / 16 / 4 == i % 16 ? "16" : "0")
                        .collect(Collectors.joining(",", "[", "]"));
        String json =
                """
                {"format": 1, "name": "own_encoder",
                 "inputs": [{"name": "x", "size": %1$d, "type": %2$s}],
                 "layers": [{"name": "z", "kind": "dense", "inputs": ["x"], "output": "z",
                   "n_in": %1$d, "n_out": 16,
                   "weights": {"type": %3$s, "shape": [%1$d, 16],
                     "raw": %4$s},
                   "biases": {"type": %3$s, "shape": [16], "raw": [%5$s]},
                   "accum_type": %6$s, "result_type": %7$s}],
                 "outputs": [{"name": "z", "from": "z", "size": 16, "type": %7$s}]}
                """
                        .formatted(
                                inputs,
                                TYPE.formatted(8, 2),
                                TYPE.formatted(6, 2),
                                weights,
                                String.join(",", Collections.nCopies(16, "0")),
                                TYPE.formatted(24, 10),
                                TYPE.formatted(9, 1));
        return Files.writeString(folder.resolve(name), json);
    }

    private static String reject(Object... more) {
        List<Object> arguments = new ArrayList<>(List.of("econ", "compare"));
        arguments.addAll(Arrays.asList(more));
        Verb run = Verb.run(arguments.toArray());
        assertEquals(2, run.code(), run.err() + run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        assertTrue(run.err().startsWith("l1ring econ compare: "), run.err());
        return run.err().strip().substring("l1ring econ compare: ".length());
    }

    @Test
    void tableFilesAndJsonAgree() throws Exception {
        Path output = folder.resolve("a/b");
        String model = "3=" + encoder("model.json", 64);
        Object[] arguments = {
            "econ",
            "compare",
            "--links",
            "2,3",
            "--model",
            model,
            "--training",
            "200",
            "--crossings",
            "60",
            "-o",
            output
        };
        String out = Verb.succeed(arguments);
        assertTrue(
                out.startsWith(
                        "60 crossings of a generated module, mean 10.00 deposits of pile-up and"
                                + " 0.2000 showers each, seed 1"),
                out);
        assertTrue(
                out.contains(
                        "autoencoder: decoder fitted by us on 200 generated crossings; not the"
                                + " experiment's"),
                out);
        assertTrue(
                out.contains("autoencoder: left out on links without an encoder: 2; --model"), out);
        assertTrue(out.lines().anyMatch(line -> line.matches(" +3  autoencoder +16\\.0 .*")), out);
        List<String> rows = Files.readAllLines(output.resolve("compare.csv"));
        JsonNode json = new ObjectMapper().readTree(output.resolve("compare.json").toFile());
        JsonNode channels = json.get("channels");
        assertEquals(1 + channels.size(), rows.size());
        assertEquals(13, channels.size());
        for (int i = 0; i < channels.size(); i++) {
            JsonNode channel = channels.get(i);
            List<String> cells =
                    List.of(rows.get(i + 1).replaceAll("\"[^\"]*\"", "name").split(",", -1));
            assertEquals(rows.getFirst().split(",", -1).length, cells.size());
            assertEquals(channel.get("links").asText(), cells.get(0));
            double mean = channel.get("emd").get("mean").asDouble();
            assertEquals(mean, Double.parseDouble(cells.get(8)), 1e-5 * mean);
            assertEquals(60, channel.get("crossings").asInt());
            long counted = 0;
            for (JsonNode bin : channel.get("emdByOccupancy")) {
                counted += bin.get("count").asLong();
            }
            assertEquals(60, counted + channel.get("empty").asLong());
        }
        checkPage(output.resolve("compare.html"));
        String same = Verb.succeed(Arrays.copyOf(arguments, arguments.length - 2));
        assertEquals(same.strip(), out.substring(0, out.indexOf("wrote ")).strip());
    }

    private static void checkPage(Path page) throws Exception {
        Document document =
                DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(page.toFile());
        assertEquals(6, document.getElementsByTagName("svg").getLength());
        String text = Files.readString(page);
        assertTrue(text.contains("Distance against occupancy on 2 links"));
        assertTrue(
                text.contains("not the experiment&#39;s") || text.contains("not the experiment's"));
        assertFalse(text.matches("(?s).*(src|href)=\"http.*"));
    }

    @Test
    void jsonIsOneObject() throws IOException {
        String out = Verb.succeed("econ", "compare", "--links", "5", "--crossings", "5", "--json");
        JsonNode json = new ObjectMapper().readTree(out);
        assertEquals(5, json.get("crossings").asInt());
        assertEquals("repeater", json.get("channels").get(3).get("algorithm").asText());
        assertTrue(json.get("channels").get(2).get("moduleSum").get("mean").isNull());
    }

    @Test
    void badInputIsRefusedInOneLine() throws IOException {
        assertEquals("--links: expected 1 to 13, got 0; correct it", reject("--links", "0"));
        assertEquals("--links: expected 1 to 13, got 14; correct it", reject("--links", "3,14"));
        assertTrue(reject("--links", "three").startsWith("Invalid value for option '--links'"));
        assertEquals(
                "--crossings: expected at least 1, got 0; correct it", reject("--crossings", "0"));
        assertEquals(
                "--pile-up: expected 0 to 100, got -1.0; correct it", reject("--pile-up", "-1"));
        assertEquals(
                "--showers: expected 0 to 10, got NaN; correct it", reject("--showers", "NaN"));
        assertEquals(
                "--training: expected at least 100, got 7; correct it", reject("--training", "7"));
        Path model = encoder("model.json", 64);
        assertEquals(
                "--model: expected LINKS=FILE, got \"model.json\"; write for example 3=model.json",
                reject("--model", "model.json"));
        assertEquals(
                "--model: expected encoders for the links [1, 2], got one for 3; add it to --links",
                reject("--links", "1,2", "--model", "3=" + model));
        assertEquals(
                "--model: expected one encoder for each number of links, got two for 3; leave one"
                        + " out",
                reject("--model", "3=" + model, "3=" + model));
        assertTrue(reject("--model", "3=" + folder.resolve("none.json")).contains("none.json"));
        assertEquals(
                "own_encoder: expected an encoder of 64 inputs and 16 outputs, got 60 and 16; take"
                        + " one for ECON-T",
                reject("--model", "3=" + encoder("short.json", 60)));
        assertFalse(Files.exists(folder.resolve("out")));
        reject("--links", "0", "-o", folder.resolve("out"));
        assertFalse(Files.exists(folder.resolve("out")));
    }
}
