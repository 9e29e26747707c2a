package org.l1ring.lower;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.model.ModelWriter;

/** Written models read back as the same models. */
final class ModelWriterTest {
    @TempDir private Path folder;

    static LongStream seeds() {
        return LongStream.range(0, 3L * RandomModels.KINDS.size());
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void writtenModelReadsBack(long seed) throws IOException {
        Model model = RandomModels.model(seed);
        String text = ModelWriter.text(model);
        Model again =
                ModelReader.read(
                        new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8)), "again");
        assertEquals(text, ModelWriter.text(again));
        assertEquals(
                Lowering.lowerWithLayers(model).digest(), Lowering.lowerWithLayers(again).digest());
        assertEquals(model.name(), again.name());
        assertEquals(model.inputs(), again.inputs());
        assertEquals(model.outputs(), again.outputs());
        assertEquals(model.binding(), again.binding());
        assertEquals(model.threshold(), again.threshold());
    }

    @Test
    void fileHoldsTheTextAndNothingElseIsLeft() throws IOException {
        Model model = RandomModels.model(0);
        Path file = folder.resolve("model.json");
        Files.writeString(file, "an older one");
        ModelWriter.write(model, file);
        assertEquals(ModelWriter.text(model), Files.readString(file));
        assertEquals(ModelWriter.text(model), ModelWriter.text(ModelReader.read(file)));
        try (Stream<Path> files = Files.list(folder)) {
            assertEquals(List.of(file), files.toList());
        }
    }

    @Test
    void unwritablePlaceIsNamed() {
        Path file = folder.resolve("absent").resolve("model.json");
        Model model = RandomModels.model(0);
        String message =
                assertThrows(UncheckedIOException.class, () -> ModelWriter.write(model, file))
                        .getMessage();
        assertTrue(
                message.startsWith(file + ": expected a file that can be written, got"), message);
    }
}
