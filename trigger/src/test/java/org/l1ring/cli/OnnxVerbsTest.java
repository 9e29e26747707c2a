package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.importer.onnx.TreeSamples;
import org.l1ring.model.ModelReader;

/** Verbs on ONNX files. */
final class OnnxVerbsTest {
    @TempDir private Path folder;
    private Path out;

    @BeforeEach
    void out() {
        out = folder.resolve("model.json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "qkeras_jettagging",
                "three_layer_keras",
                "two_layer_pytorch",
                "conv1d_small_keras",
                "TFC_1W1A"
            })
    void publishedFilesImportAndPassInspect(String name) {
        Verb.succeed("import", Reference.path("onnx/" + name + ".onnx"), "-o", out);
        assertTrue(Verb.succeed("inspect", out).contains(name));
    }

    @Test
    void explanationNamesEachNode() {
        Path file = Reference.path("onnx/qkeras_jettagging.onnx");
        String text = Verb.succeed("import", file, "--explain");
        assertTrue(text.contains("node Quant_8 (Quant): layer Quant_8_out0: quantizer"), text);
        assertTrue(text.contains("real, type by choice: global_in"), text);
        assertFalse(Files.exists(out));
    }

    @Test
    void sampleSetsTheIntegerBits() {
        Path file = Reference.path("onnx/three_layer_keras.onnx");
        Path sample = Reference.path("onnx/three_layer_keras_ref.csv.gz");
        Verb.succeed(
                "import",
                file,
                "-o",
                out,
                "--calibrate",
                sample,
                "--type",
                "ap_fixed<20,1,RND,SAT>");
        assertEquals("ap_fixed<20,3,RND,SAT>", ModelReader.read(out).columnType(0).toString());
    }

    @Test
    void partOfTheFileIsEnough() {
        Path file = Reference.path("onnx/qkeras_jettagging.onnx");
        Verb.succeed("import", file, "-o", out, "--until", "Add_3");
        assertEquals(List.of("Add_3_out0"), outputs());
        assertEquals(
                "qkeras_jettagging.onnx: expected a result or a node of the file, got Add_9",
                Verb.reject("import", file, "-o", out, "--until", "Add_9"));
    }

    private List<String> outputs() {
        return ModelReader.read(out).outputs().stream().map(o -> o.name()).toList();
    }

    @Test
    void brokenFileIsOneLine() throws IOException {
        Path file = Files.write(folder.resolve("m.onnx"), new byte[] {8, 7, 18, 4});
        String line = Verb.reject("import", file, "-o", out);
        assertTrue(line.startsWith("m.onnx: expected an ONNX file, got an error: "), line);
        assertFalse(Files.exists(out));
    }

    @ParameterizedTest
    @ValueSource(strings = {"qkeras_jettagging", "three_layer_keras", "two_layer_pytorch"})
    void filesArePredictedDirectlyInDoublePrecision(String name) throws IOException {
        Path file = Reference.path("onnx/" + name + ".onnx");
        Path rows = Reference.path("onnx/" + name + "_ref.csv.gz");
        Path scores = folder.resolve("scores.csv");
        Verb.succeed("predict", file, rows, "--real", "--engine", "float", "-o", scores);
        List<String> expected;
        try (BufferedReader in =
                new BufferedReader(
                        new InputStreamReader(
                                new GZIPInputStream(Files.newInputStream(rows)),
                                StandardCharsets.UTF_8))) {
            expected = in.lines().toList();
        }
        List<String> got = Files.readAllLines(scores);
        assertEquals(expected.size(), got.size());
        for (int row = 1; row < got.size(); row++) {
            String[] all = expected.get(row).split(",", -1);
            String[] own = got.get(row).split(",", -1);
            for (int i = 0; i < own.length; i++) {
                double value = Double.parseDouble(all[all.length - own.length + i]);
                assertEquals(
                        value, Double.parseDouble(own[i]), 1e-6 * Math.abs(value), "row " + row);
            }
        }
    }

    @Test
    void filesAreInspectedAndCheckedDirectly() throws IOException {
        Path file = folder.resolve("trees.onnx");
        Files.write(file, TreeSamples.labelled());
        assertTrue(Verb.succeed("inspect", file).contains("trees"));
        Path rows = folder.resolve("rows.csv");
        Files.writeString(rows, "x0,x1,x2,x3\n1,-2,300,4\n-500,6,7,8000\n");
        String checked = Verb.succeed("check", file, "--inputs", rows);
        assertTrue(checked.contains("0 mismatches"), checked);
    }

    @Test
    void typesOfTreesAreDeclared() throws IOException {
        Path file = folder.resolve("trees.onnx");
        Files.write(file, TreeSamples.labelled());
        Verb.succeed("import", file, "-o", out, "--input-type", "ap_fixed<9,5>");
        assertEquals("ap_fixed<9,5>", ModelReader.read(out).columnType(2).toString());
    }
}
