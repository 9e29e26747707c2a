package org.l1ring.firmware;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/** The whole reports of one small design. */
final class FirmwareReportGoldenTest {
    private static final Path FOLDER = Path.of("src/test/resources/golden/tiny/firmware");

    private static void assertGolden(String file, String text) throws IOException {
        Path golden = FOLDER.resolve(file);
        if (Boolean.getBoolean("golden.update")) {
            Files.createDirectories(FOLDER);
            Files.writeString(golden, text);
        }
        assertEquals(Files.readString(golden), text, file);
    }

    private static String joined(List<String> lines) {
        return String.join("\n", lines) + "\n";
    }

    @Test
    void textIsAsReviewed() throws IOException {
        assertGolden("report.txt", joined(FirmwareText.lines(TestFigures.synthesized())));
    }

    @Test
    void textBeforeSynthesisIsAsReviewed() throws IOException {
        assertGolden(
                "report-400.txt",
                joined(
                        FirmwareText.lines(
                                TestFigures.tiny(TestFigures.options(400, true, false)))));
    }

    @Test
    void textOfTurnsIsAsReviewed() throws IOException {
        assertGolden("report-turns.txt", joined(FirmwareText.lines(TestFigures.turns(4))));
    }

    @Test
    void drawingOfTurnsIsAsReviewed() throws IOException {
        assertGolden("pipeline-turns.svg", PipelineDrawing.svg(TestFigures.turns(4)));
    }

    @Test
    void jsonIsAsReviewed() throws IOException {
        assertGolden("report.json", FirmwareJson.text(TestFigures.synthesized()));
    }

    @Test
    void drawingIsAsReviewed() throws IOException {
        assertGolden("pipeline.svg", PipelineDrawing.svg(TestFigures.synthesized()));
    }
}
