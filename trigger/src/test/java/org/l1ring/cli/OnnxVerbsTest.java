package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.model.ModelReader;

/** The verb import on ONNX files. */
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
}
