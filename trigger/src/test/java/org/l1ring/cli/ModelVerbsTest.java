package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;

/** The verbs inspect and import. */
final class ModelVerbsTest {

    @TempDir private Path folder;
    private SmallModel model;
    private Path out;

    @BeforeEach
    void writeModel() throws IOException {
        model = new SmallModel(folder, 1);
        out = folder.resolve("out.json");
    }

    private String digest(Path file) {
        return Lowering.lower(ModelReader.read(file)).digest();
    }

    @Test
    void inspectNamesLayersTypesAndRanges() {
        String text = Verb.succeed("inspect", model.file);
        assertTrue(text.startsWith("small_v2: 3 inputs, 3 outputs, 3 layers\ndigest   "), text);
        assertTrue(text.contains(digest(model.file)), text);
        assertTrue(
                text.lines()
                        .anyMatch(line ->
                                line.matches(
                                        "fc_out +dense +3 +2 +5 of 6 +ap_fixed<10,7,RND,SAT>"
                                                + " +\\d+ bits for 10.*")),
                text);
        assertTrue(text.contains("not bound"), text);
    }

    @Test
    void inspectAsJson() throws IOException {
        JsonNode root =
                JsonMapper.builder()
                        .build()
                        .readTree(Verb.succeed("inspect", model.file, "--json"));
        assertEquals(digest(model.file), root.get("digest").asText());
        assertEquals(5, root.at("/layers/0/products").asInt());
        assertEquals("sum_of_squares", root.at("/layers/2/kind").asText());
    }

    @Test
    void circuitTextHasTheDigest() throws Exception {
        String text = Verb.succeed("inspect", model.file, "--circuit");
        byte[] hash =
                MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
        assertEquals(digest(model.file), HexFormat.of().formatHex(hash));
    }

    @Test
    void planListsLoops() {
        assertTrue(Verb.succeed("inspect", model.file, "--plan").contains("LINEAR"));
        assertTrue(
                Verb.reject("inspect", model.file, "--plan", "--json")
                        .contains("mutually exclusive"));
    }

    @Test
    void importKeepsTheCircuit() {
        Verb.succeed("import", model.file, "-o", out);
        assertEquals(digest(model.file), digest(out));
        assertEquals(Optional.empty(), ModelReader.read(out).binding());
    }

    @Test
    void importTakesABinding() throws IOException {
        Path binding =
                Files.writeString(
                        folder.resolve("b.json"),
                        "[{\"field\": \"EG0_eta\", \"shift\": 1}, {\"field\": \"ZERO\"},"
                                + " {\"field\": \"JET9_pt\", \"shift\": 5}]");
        Verb.succeed("import", model.file, "-o", out, "--binding", binding);
        assertEquals(
                Optional.of(
                        List.of(
                                new Model.Binding("EG0_eta", 1),
                                new Model.Binding("ZERO", 0),
                                new Model.Binding("JET9_pt", 5))),
                ModelReader.read(out).binding());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[]|b.json: expected a list of 3 entries, one an input column, got 0",
                "[{\"field\": \"ZERO\"}, {\"field\": \"ZERO\"}, {\"shift\": 1}]|b.json: entry 2:"
                        + " expected {\"field\": NAME, \"shift\": 0..15}, got {\"shift\":1}",
                "[|b.json: expected a JSON list, got an error:",
                "[{\"field\": \"EG9_pt\"}, {\"field\": \"ZERO\"}, {\"field\": \"ZERO\"}]|small_v2:"
                        + " binding[0]: ",
                "[{\"field\": \"ET_pt\"}, {\"field\": \"ZERO\"}, {\"field\": \"ZERO\"}]|small_v2:"
                        + " binding[0]: expected ET_pt >> 0 within ap_fixed<10,8>",
            })
    void badBindingIsOneLine(String text, String message) throws IOException {
        Path binding = Files.writeString(folder.resolve("b.json"), text);
        String line = Verb.reject("import", model.file, "-o", out, "--binding", binding);
        assertTrue(line.replace(folder + "/", "").startsWith(message), line);
        assertFalse(Files.exists(out));
    }

    @Test
    void familyBindingNeedsItsInputs() {
        assertEquals(
                "--binding topo: expected a model of 20 inputs, got 3; bind it with a file",
                Verb.reject("import", model.file, "-o", out, "--binding", "topo"));
    }

    @Test
    void otherFormatsAreNamed() throws IOException {
        byte[] start = {(byte) 0x89, 'H', 'D', 'F'};
        Path file = Files.write(folder.resolve("m.h5"), start);
        assertEquals(
                file
                        + ": expected a model in a supported format: native JSON"
                        + " (docs/model-format.md), ONNX, Keras, formulas, hls4ml firmware folders,"
                        + " or trees of conifer, XGBoost, LightGBM or TMVA (docs/formats.md); got a"
                        + " damaged HDF5 file; convert it first",
                Verb.reject("import", file, "-o", out));
        assertFalse(Files.exists(out));
    }

    @Test
    void unwritableModelIsOneLine() {
        Path nowhere = folder.resolve("absent").resolve("m.json");
        String line = Verb.reject("import", model.file, "-o", nowhere);
        assertTrue(line.startsWith(nowhere + ": "), line);
    }

    @Test
    void intervalBeyond64BitsIsOneLine() throws IOException {
        String json =
                SmallModel.JSON
                        .replace("\"W\": 10, \"I\": 8}", "\"W\": 60, \"I\": 58}")
                        .replace(
                                "{\"type\": {\"type\": \"ap_fixed\", \"W\": 6, \"I\": 3}, \"shape\": [3, 2]",
                                "{\"type\": {\"type\": \"ap_fixed\", \"W\": 40, \"I\": 3}, \"shape\": [3, 2]")
                        .replace(
                                "\"type\": \"ap_fixed\", \"W\": 8, \"I\": 8",
                                "\"type\": \"ap_fixed\", \"W\": 60, \"I\": 58")
                        .replace("[5, -7, 0, 3, 12, -1]", "[500000000000, -7, 0, 3, 12, -1]")
                        .replace("\"W\": 16, \"I\": 10", "\"W\": 64, \"I\": 10");
        Path wide = Files.writeString(folder.resolve("wide.json"), json);
        String line = Verb.reject("import", wide, "-o", out);
        assertTrue(line.contains("expected exact results within 64 bits, got more"), line);
        assertFalse(Files.exists(out));
    }

    @Test
    void importedReferenceModelStillDecides() {
        Path reference = Reference.path("models/AXOL1TL_v4/model.json");
        Path orbit = Reference.path("trigger/2024_v1_3_0_data.csv.gz");
        Verb.succeed("import", reference, "-o", out);
        assertEquals(57, ModelReader.read(out).binding().orElseThrow().size());
        assertTrue(
                Verb.succeed("check", out, "--decisions", orbit)
                        .contains("0 of 17820 decisions wrong, 0 of 3564 scores"));
    }
}
