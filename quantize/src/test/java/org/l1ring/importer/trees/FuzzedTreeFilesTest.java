package org.l1ring.importer.trees;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.l1ring.importer.Damage;
import org.l1ring.importer.ModelImporter;

/** Damaged files of trees give a model or one clear line, quickly. */
final class FuzzedTreeFilesTest {
    private static final int FILES = 1000;

    @TempDir private Path folder;

    @ParameterizedTest
    @EnumSource(SampleFile.class)
    void aModelOrOneLine(SampleFile sample) throws IOException {
        byte[] whole = sample.bytes(3, 6, 3);
        boolean text = sample != SampleFile.UBJSON;
        int models = 0;
        for (int seed = 0; seed < FILES; seed++) {
            byte[] damaged = Damage.apply(whole, new Random(seed * 31L + sample.ordinal()), text);
            Path file = Files.write(folder.resolve("m" + sample.ending()), damaged);
            boolean model =
                    Damage.survives(seed, () -> ModelImporter.read(file, TreeTypes.CHOSEN).model());
            models += model ? 1 : 0;
        }
        assertTrue(models < FILES * 9 / 10, "damage that is not noticed: " + models);
        assertTrue(models > 0, "no damage was harmless");
    }
}
