package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A formula from its text to every engine. */
final class FormulaVerbsTest {
    private static final String FORMULAS =
            """
            inputs: pt, eta, phi
            m2 = 2*pt*pt*(cosh(eta) - cos(phi))
            d = sin(phi)/(1.5 + tanh(pt)) + max(eta, 0.25)^2 - abs(phi)*exp(-relu(pt))
            """;

    @TempDir private Path folder;

    @Test
    void everyEngineGivesTheSameBits() throws IOException {
        Path file = Files.writeString(folder.resolve("mass.formula"), FORMULAS);
        Path model = folder.resolve("mass.json");
        Verb.succeed("import", file, "-o", model, "--type", "ap_fixed<12,5,RND,SAT>");
        Random random = new Random(7);
        List<String> rows = new ArrayList<>(List.of("x0,x1,x2"));
        for (int i = 0; i < 1000; i++) {
            int low = i < 20 ? -2048 : random.nextInt(4096) - 2048;
            rows.add(low + "," + (random.nextInt(4096) - 2048) + "," + (2047 - i % 4096));
        }
        Path inputs = Files.write(folder.resolve("rows.csv"), rows);
        Path first = folder.resolve("layers.csv");
        Verb.succeed("predict", model, inputs, "-o", first, "--engine", "layers");
        assertEquals(1001, Files.readAllLines(first).size());
        for (String engine : List.of("interpreter", "scalar", "vector", "hls", "rtl")) {
            Path out = folder.resolve(engine + ".csv");
            Verb.succeed("predict", model, inputs, "-o", out, "--engine", engine);
            assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(out), engine);
        }
    }

    @Test
    void aWrongFormulaIsOneLine() throws IOException {
        Path file = Files.writeString(folder.resolve("bad.formula"), "y = 2*(x0 + ");
        Path out = folder.resolve("bad.json");
        assertEquals(
                "bad.formula:1:13: expected a number, a name or \"(\", got the end",
                Verb.reject("import", file, "-o", out));
        assertFalse(Files.exists(out));
    }
}
