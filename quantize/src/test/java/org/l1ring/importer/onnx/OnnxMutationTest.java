package org.l1ring.importer.onnx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.model.ModelException;

/** Damaged files give a model or one line that says what is wrong, and soon. */
final class OnnxMutationTest {
    private static final int FILES = 100;
    private static final long LONGEST_NANOS = 5_000_000_000L;

    @TempDir private Path folder;

    private void survives(byte[] bytes, String what) throws IOException {
        Path file = Files.write(folder.resolve("damaged.onnx"), bytes);
        long start = System.nanoTime();
        try {
            OnnxImporter.open(file, "").model(OnnxImporter.DEFAULT_TYPE);
        } catch (ModelException e) {
            assertFalse(e.getMessage().contains("\n"), what + ": " + e.getMessage());
            assertTrue(e.getMessage().length() < 1000, what + ": " + e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(what + ": " + e, e);
        }
        assertTrue(System.nanoTime() - start < LONGEST_NANOS, what);
    }

    @Test
    void damagedFilesGiveOneLine() throws IOException {
        byte[] small = Files.readAllBytes(OnnxReferenceTest.file("conv1d_small_keras.onnx"));
        byte[] quantized = Files.readAllBytes(OnnxReferenceTest.file("qkeras_jettagging.onnx"));
        for (int seed = 0; seed < FILES; seed++) {
            Random random = new Random(seed);
            for (byte[] original : new byte[][] {small, quantized}) {
                int length = random.nextInt(original.length);
                survives(Arrays.copyOf(original, length), "cut to " + length);
                byte[] flipped = original.clone();
                for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                }
                survives(flipped, "flipped, seed " + seed);
                byte[] spread = original.clone();
                int at = random.nextInt(spread.length - 8);
                for (int i = 0; i < 8; i++) {
                    spread[at + i] = (byte) random.nextInt();
                }
                survives(spread, "overwritten, seed " + seed);
            }
        }
    }

    @Test
    void emptyAndForeignFilesGiveOneLine() throws IOException {
        survives(new byte[0], "empty");
        survives("{\"format\": 1}".getBytes(java.nio.charset.StandardCharsets.UTF_8), "json");
        byte[] nested = new byte[100_000];
        Arrays.fill(nested, (byte) 0x3a);
        survives(nested, "nested");
    }
}
