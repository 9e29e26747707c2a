package org.l1ring.importer.keras;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.ZipOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.importer.onnx.OnnxImporter;
import org.l1ring.model.ModelException;

/** Damaged files give a model or one line that says what is wrong, and soon. */
final class KerasMutationTest {
    private static final int SEEDS = 50;
    private static final long LONGEST_NANOS = 5_000_000_000L;
    private static final List<String> WORDS =
            List.of(
                    "\"units\"",
                    "\"filters\"",
                    "\"kernel_size\"",
                    "\"strides\"",
                    "\"padding\"",
                    "\"class_name\"",
                    "\"config\"",
                    "\"layers\"",
                    "\"batch_input_shape\"",
                    "\"name\"",
                    "\"activation\"",
                    "\"bits\"",
                    "\"integer\"",
                    "Dense",
                    "Conv2D",
                    "relu",
                    "quantized_bits",
                    "Sequential",
                    "same",
                    "Flatten");
    private static final List<String> ODD =
            List.of(
                    "-1",
                    "0",
                    "null",
                    "[]",
                    "{}",
                    "1e99",
                    "4194304",
                    "9999999999",
                    "\"x\"",
                    "[1, 2, 3, 4, 5]",
                    "[[1]]",
                    "true",
                    "\"quantized_bits(\"",
                    "2147483647",
                    "NaN");

    @TempDir private Path folder;
    private SampleFile sample;

    @BeforeEach
    void sample() {
        String quantizer =
                "{\"class_name\": \"quantized_bits\", \"config\": {\"bits\": 4, \"integer\": 0,"
                        + " \"alpha\": \"auto_po2\", \"symmetric\": 1}}";
        sample =
                new SampleFile(folder)
                        .layer("InputLayer", "in", "\"batch_input_shape\": [null, 6, 6, 1]")
                        .layer(
                                "Conv2D",
                                "conv",
                                "\"filters\": 2, \"kernel_size\": [3, 3], \"strides\": [2, 2],"
                                        + " \"padding\": \"same\", \"activation\": \"relu\"")
                        .random("kernel", 3, 3, 1, 2)
                        .random("bias", 2)
                        .layer("Flatten", "flat", "")
                        .layer(
                                "QDense",
                                "dense",
                                "\"units\": 4, \"activation\": \"linear\", \"kernel_quantizer\": "
                                        + quantizer
                                        + ", \"bias_quantizer\": \"quantized_bits(4,0,alpha=1)\"")
                        .random("kernel", 18, 4)
                        .random("bias", 4)
                        .layer("QActivation", "act", "\"activation\": \"quantized_relu(4,1)\"")
                        .layer("BatchNormalization", "bn", "\"epsilon\": 0.001")
                        .random("gamma", 4)
                        .random("beta", 4)
                        .random("moving_mean", 4)
                        .weight("moving_variance", new float[] {1, 2, 3, 4});
    }

    private String survives(Path file, String what) {
        long start = System.nanoTime();
        String said = "";
        try {
            KerasImporter.open(file, Optional.empty(), "")
                    .network()
                    .model(OnnxImporter.DEFAULT_TYPE);
        } catch (ModelException e) {
            said = e.getMessage();
            assertFalse(e.getMessage().contains("\n"), what + ": " + e.getMessage());
            assertTrue(e.getMessage().length() < 1000, what + ": " + e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(what + ": " + e, e);
        }
        assertTrue(System.nanoTime() - start < LONGEST_NANOS, what + ": slow");
        return said;
    }

    private void damage(Path file) throws IOException {
        byte[] original = Files.readAllBytes(file);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            int length = random.nextInt(original.length);
            survives(Files.write(file, Arrays.copyOf(original, length)), "cut to " + length);
            byte[] flipped = original.clone();
            for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            survives(Files.write(file, flipped), file + " flipped, seed " + seed);
            byte[] spread = original.clone();
            int at = random.nextInt(Math.max(1, spread.length - 8));
            for (int i = at; i < Math.min(at + 8, spread.length); i++) {
                spread[i] = (byte) (seed % 3 == 0 ? 0xff : random.nextInt());
            }
            survives(Files.write(file, spread), file + " overwritten, seed " + seed);
        }
        Files.write(file, original);
    }

    @Test
    void samplesAreRead() throws IOException {
        assertEquals("", survives(sample.described(), "described"));
        assertEquals("", survives(sample.whole(), "whole"));
        assertEquals("", survives(sample.archive(), "archive"));
    }

    @Test
    void damagedFilesGiveOneLine() throws IOException {
        Path described = sample.described();
        Path beside = folder.resolve("sample_weights.h5");
        damage(described);
        byte[] weights = Files.readAllBytes(beside);
        for (int seed = 0; seed < SEEDS; seed++) {
            Random random = new Random(seed);
            byte[] flipped = weights.clone();
            for (int flips = 1 + random.nextInt(6); flips > 0; flips--) {
                flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
            }
            Files.write(beside, flipped);
            survives(described, "weights flipped, seed " + seed);
        }
        Files.delete(beside);
        Files.delete(described);
        damage(sample.whole());
        damage(sample.archive());
    }

    /** The layout that HDF5 1.6 and TensorFlow write has structures of its own to damage. */
    @Test
    void damagedPublishedFilesGiveOneLine() throws IOException {
        for (String name : List.of("hgq_jet_classifier.h5", "qkeras-v3_3layer.keras")) {
            Path file = folder.resolve(name);
            Files.copy(KerasReferenceTest.reference("keras/orig/" + name), file);
            damage(file);
        }
    }

    @Test
    void absurdDescriptionsGiveOneLine() throws IOException {
        String json = sample.sequence();
        for (int seed = 0; seed < 6 * SEEDS; seed++) {
            Random random = new Random(seed);
            String changed = json;
            for (int changes = 1 + seed % 3; changes > 0; changes--) {
                String word = WORDS.get(random.nextInt(WORDS.size()));
                int at = changed.indexOf(word, random.nextInt(changed.length()));
                if (at < 0) {
                    continue;
                }
                int end = at + word.length();
                int colon = changed.indexOf(':', at);
                String odd = ODD.get(random.nextInt(ODD.size()));
                changed =
                        random.nextInt(3) == 0 || colon < 0
                                ? changed.substring(0, at) + "\"y\"" + changed.substring(end)
                                : changed.substring(0, colon + 1)
                                        + odd
                                        + changed.substring(colon + 1)
                                                .replaceFirst("^[^,}\\]]*(\\]|(?=[,}]))", "");
            }
            survives(sample.described(changed), "seed " + seed + ": " + changed);
        }
    }

    @Test
    void bombsAndDeepNestingGiveOneLine() throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ZipOutputStream zip = new ZipOutputStream(bytes)) {
            SampleFile.entry(zip, "config.json", new byte[200 << 20]);
        }
        assertNotEquals(
                "",
                survives(Files.write(folder.resolve("bomb.keras"), bytes.toByteArray()), "bomb"));
        String deep = "[".repeat(100_000);
        String open = "{\"class_name\": \"Sequential\", \"config\": " + deep;
        assertNotEquals("", survives(sample.described(open), "deep JSON"));
        String models = sample.sequence();
        for (int depth = 0; depth < 40; depth++) {
            models =
                    "{\"class_name\": \"Sequential\", \"config\": {\"name\": \"m%d\", \"layers\": [%s]}}"
                            .formatted(depth, models);
        }
        assertNotEquals("", survives(sample.described(models), "models in models"));
        Path other = folder.resolve("other.h5");
        Files.write(other, "PK is no archive".getBytes(StandardCharsets.UTF_8));
        assertNotEquals("", survives(other, "no archive"));
    }
}
