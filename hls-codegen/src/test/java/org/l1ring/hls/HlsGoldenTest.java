package org.l1ring.hls;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.l1ring.lower.Lowering;

/** The whole text of one small model, but for the files that are the same in every project. */
final class HlsGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/tiny/hls");

    private static boolean fixed(String path) {
        return path.contains("nnet_utils/") || path.contains("ap_types/");
    }

    @ParameterizedTest
    @EnumSource
    void projectIsAsReviewed(HlsForm form) throws IOException {
        for (Map.Entry<String, String> file : HlsProject.files(TinyModel.make(), form).entrySet()) {
            if (fixed(file.getKey())) {
                continue;
            }
            Path golden = FOLDER.resolve(form.toString()).resolve(file.getKey());
            if (Boolean.getBoolean("golden.update")) {
                Files.createDirectories(golden.getParent());
                Files.writeString(golden, file.getValue());
            }
            assertEquals(Files.readString(golden), file.getValue(), file.getKey());
        }
    }

    @ParameterizedTest
    @EnumSource
    void equalModelsGiveEqualBytes(HlsForm form) {
        assertEquals(
                HlsProject.files(TinyModel.make(), form), HlsProject.files(TinyModel.make(), form));
    }

    @Test
    void everyFileOfTheModelBearsTheDigest() {
        String digest = Lowering.lower(TinyModel.make()).digest();
        HlsProject.files(TinyModel.make(), HlsForm.ADDERS)
                .forEach((path, text) -> assertTrue(fixed(path) || text.contains(digest), path));
    }

    @Test
    void valuesAreNeverIntegersOfTheVendor() {
        HlsProject.files(TinyModel.make(), HlsForm.ADDERS)
                .forEach((path, text) -> assertTrue(!text.matches("(?s).*ap_u?int<.*"), path));
    }
}
