package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.lower.OwnModels;
import org.l1ring.model.Model;
import org.l1ring.model.ModelWriter;
import org.l1ring.model.TableErrors;

/** Errors of tables are printed where models are looked at. */
final class TableErrorsVerbsTest {
    @TempDir private Path folder;

    @Test
    void inspectAndExplainPrintTheBoundOfASoftmax() {
        Model model = OwnModels.named("attention");
        Path file = folder.resolve("attention.json");
        ModelWriter.write(model, file);
        String bound = TableErrors.of(model).getFirst().text();
        assertTrue(bound.startsWith("weights: softmax, off by at most 0.0"), bound);
        String inspected = Verb.succeed("inspect", file);
        assertTrue(inspected.contains("table    " + bound), inspected);
        String explained = Verb.succeed("import", file, "--explain");
        assertTrue(explained.contains("table " + bound), explained);
    }
}
