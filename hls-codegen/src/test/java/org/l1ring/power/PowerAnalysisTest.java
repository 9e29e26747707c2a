package org.l1ring.power;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.asic.AsicDesign;
import org.l1ring.asic.AsicEmitter;
import org.l1ring.asic.AsicOptions;
import org.l1ring.asic.AsicProject;
import org.l1ring.asic.SmallEncoder;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;
import org.l1ring.model.ParameterImage;
import org.l1ring.model.Parameters;
import org.l1ring.project.TestRows;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;
import org.l1ring.tool.SourceFiles;

/**
 * Synthesised layers do what the circuit does, and their power is what OpenSTA reports. With {@code
 * -Dpower.encoder=true} an encoder with convolution is added, which takes Yosys a minute.
 */
final class PowerAnalysisTest {
    private static final String LAYER =
            """
            {"format": 1, "name": "layer", "inputs": [{"name": "x", "size": 2, "type": {"type": "ap_ufixed", "W": 4, "I": 4}}],
             "layers": [
              {"name": "dense", "kind": "dense", "inputs": ["x"], "output": "y", "n_in": 2, "n_out": 2,
               "weights": {"type": {"type": "ap_fixed", "W": 3, "I": 3}, "shape": [2, 2], "raw": [WEIGHTS]},
               "biases": {"type": {"type": "ap_fixed", "W": 3, "I": 3}, "shape": [2], "raw": [1, -2]},
               "accumulation": "exact", "result_type": {"type": "ap_fixed", "W": 6, "I": 6, "Q": "TRN", "O": "SAT"}}],
             "outputs": [{"name": "y", "from": "y", "size": 2,
              "type": {"type": "ap_fixed", "W": 6, "I": 6, "Q": "TRN", "O": "SAT"}}]}
            """;

    private static final long LIMIT_SECONDS = 120;
    private static final int ROWS = 200;

    @TempDir private Path folder;

    private static Model layer(String weights) throws IOException {
        byte[] text = LAYER.replace("WEIGHTS", weights).getBytes(StandardCharsets.UTF_8);
        return ModelReader.read(new ByteArrayInputStream(text), "layer.json");
    }

    private AsicDesign synthesise(
            Model model,
            Model other,
            AsicOptions.Weights weights,
            AsicOptions.Protection protection)
            throws IOException {
        Programs.require(Program.YOSYS, Program.STA, Program.MAKE);
        Path liberty = Path.of(AsicOptions.STANDARD_LIBERTY);
        Assumptions.assumeTrue(Files.exists(liberty), "absent: " + liberty);
        AsicDesign design = AsicDesign.of(model, new AsicOptions(40, weights, protection, liberty));
        List<long[]> rows = TestRows.random(Lowering.lower(model), ROWS, 1).inputs();
        SourceFiles.write(folder, AsicProject.files(design, rows, Parameters.raw(other)));
        Files.write(folder.resolve("vectors/own.l1pi"), ParameterImage.of(model).file());
        Files.writeString(
                folder.resolve("report.json"),
                """
                {"name": "small", "target": "asic", "topModule": "%s", "clockMhz": 40.0, "weights": "%s",
                 "protection": "%s", "latencyCrossings": %d}
                """
                        .formatted(
                                AsicEmitter.topModule(design),
                                weights.name().toLowerCase(Locale.ROOT),
                                protection.name().toLowerCase(Locale.ROOT),
                                design.latencyCrossings()));
        Program.MAKE.succeed(folder, LIMIT_SECONDS, List.of("synth", "sta"));
        return design;
    }

    @Test
    void protectedLayersAgreeWithCircuitAndOpenSta() throws IOException {
        check(layer("3, -1, 2, -4"), layer("-3, 1, 0, 2"));
    }

    @Test
    @EnabledIfSystemProperty(named = "power.encoder", matches = "true")
    void aProtectedEncoderAgreesWithCircuitAndOpenSta() throws IOException {
        check(SmallEncoder.make(1), SmallEncoder.make(2));
    }

    private void check(Model model, Model other) throws IOException {
        AsicDesign design =
                synthesise(
                        model, other, AsicOptions.Weights.REGISTERS, AsicOptions.Protection.FULL);
        PowerAnalysis analysis = PowerAnalysis.read(folder, _ -> {});
        PowerReport report = analysis.measure(1000, _ -> {});
        assertEquals(0, report.mismatches());
        assertTrue(report.compared() >= 1000);
        StaComparison comparison = analysis.compare(0.2);
        // OpenSTA sees no clock, hence no activity, at gates that only constants and rst drive.
        assertEquals(1, comparison.ratio(), 0.01, comparison.toString());
        assertEquals(
                comparison.sta().sequentialWatts(),
                comparison.own().sequentialWatts(),
                1e-4 * comparison.sta().sequentialWatts());
        assertTrue(comparison.agrees());
        JsonNode json = new ObjectMapper().readTree(report.json(Optional.of(comparison)));
        assertEquals(AsicEmitter.flipFlops(design), json.get("flipFlops").asLong());
        assertEquals(yosysArea(), json.get("areaSquareMicrons").asDouble(), 1e-6);
        JsonNode watts = json.get("milliwatts");
        double parts = 0;
        for (String group : List.of("dataPath", "heldWeights", "control", "clock")) {
            double own = watts.get(group).get("total").asDouble();
            assertTrue(own > 0, group);
            parts += own;
        }
        double total = watts.get("total").get("total").asDouble();
        assertEquals(total, parts, 1e-9 * total);
        assertEquals(total / 40, json.get("nanojoulesPerInference").asDouble(), 1e-9 * total);
        // Other weights than those of the expected results are seen.
        Files.write(folder.resolve("vectors/own.l1pi"), ParameterImage.of(other).file());
        assertTrue(analysis.measure(64, _ -> {}).mismatches() > 0);
    }

    /** The area that Yosys counted for the whole design. */
    private double yosysArea() throws IOException {
        return Files.readAllLines(folder.resolve("build/synth.txt")).stream()
                .filter(line -> line.contains("Chip area for top module"))
                .mapToDouble(line -> Double.parseDouble(line.replaceFirst(".*: ", "")))
                .max()
                .orElseThrow();
    }

    @Test
    void constantWeightsHaveNoControl() throws IOException {
        Model model = layer("3, -1, 2, -4");
        synthesise(model, model, AsicOptions.Weights.CONSTANT, AsicOptions.Protection.NONE);
        // As make LIBERTY=cells.lib leaves it: a name in the project's folder.
        Files.copy(Path.of(AsicOptions.STANDARD_LIBERTY), folder.resolve("cells.lib"));
        Path script = folder.resolve("build/synth.ys");
        String text = Files.readString(script);
        Files.writeString(script, text.replace(AsicOptions.STANDARD_LIBERTY, "cells.lib"));
        PowerReport report = PowerAnalysis.read(folder, _ -> {}).measure(256, _ -> {});
        assertEquals(0, report.mismatches());
        String lines = String.join("\n", report.lines(Optional.empty()));
        assertTrue(lines.contains("weights constant"), lines);
        assertTrue(!lines.contains("held weights"), lines);
        assertTrue(lines.contains("3.6 mm2, 95 mW, 2.4 nJ as published: silicon of 65 nm"), lines);
    }
}
