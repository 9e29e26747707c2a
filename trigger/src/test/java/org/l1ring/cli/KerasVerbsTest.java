package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The verbs on published files of Keras. */
final class KerasVerbsTest {
    @TempDir private Path folder;

    private static Path file(String name) {
        return Reference.path("keras/orig/" + name);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "KERAS_3layer.json",
                "KERAS_conv1d_small.json",
                "jetTagger_Conv2D_Small_NoBatchNorm.json",
                "qkeras_3layer.json",
                "qkeras-v3_3layer.keras",
                "hgq_jet_classifier.h5"
            })
    void publishedFilesAreImportedAndInspected(String name) {
        Path model = folder.resolve("model.json");
        Verb.succeed("import", file(name), "-o", model);
        String text = Verb.succeed("inspect", model);
        assertTrue(text.contains(name.replaceFirst("\\.[a-z0-9]+$", "")), text);
    }

    @Test
    void explanationNamesTheWeights() {
        String text = Verb.succeed("import", file("qkeras_3layer.json"), "--explain");
        assertTrue(text.startsWith("format: Keras, weights from qkeras_3layer_weights.h5\n"), text);
        assertTrue(text.contains("node relu1 (Quant): "), text);
        assertTrue(text.contains("fc1_input"), text);
    }

    @Test
    void configurationGivesTheTypes() {
        String text =
                Verb.succeed(
                        "import",
                        file("qkeras_3layer.json"),
                        "--config",
                        file("qkeras_3layer_config.yml"),
                        "--until",
                        "output",
                        "--explain");
        assertTrue(
                text.contains("layer relu1: Relu; result 64 of ap_fixed<7,1,RND_CONV,SAT>"), text);
        assertFalse(text.contains("Softmax"), text);
    }

    @Test
    void quantizedInputsGetDeclaredTypes() {
        Path model = folder.resolve("hgq.json");
        Verb.succeed(
                "import",
                file("hgq_jet_classifier.h5"),
                "--input-type",
                "ap_fixed<20,8>",
                "-o",
                model);
        Path vectors = Reference.path("models/hgq_jet_classifier/vectors_normal.csv.gz");
        String text = Verb.succeed("check", model, "--vectors", vectors);
        assertTrue(text.contains("vector      0 mismatches"), text);
    }

    @Test
    void wrongOptionsAndFilesGiveOneLine() throws IOException {
        Path weights = file("qkeras_3layer_weights.h5");
        String alone = Verb.reject("import", weights, "--explain");
        assertTrue(alone.contains("give this one with --weights"), alone);
        Path lonely = folder.resolve("lonely.json");
        Files.copy(file("KERAS_3layer.json"), lonely);
        String none = Verb.reject("import", lonely, "--explain");
        assertTrue(none.contains("lonely_weights.h5"), none);
        String other =
                Verb.reject("import", file("KERAS_3layer.json"), "--weights", weights, "--explain");
        assertTrue(other.contains("expected the weight kernel, got none"), other);
    }
}
