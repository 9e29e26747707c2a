package org.l1ring.asic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.ModelReader;
import org.l1ring.model.ParameterImage;
import org.l1ring.model.Parameters;
import org.l1ring.project.TestRows;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;
import org.l1ring.tool.SourceFiles;

/** Designs of standard cells do what the circuit does, and keep their replicas. */
final class AsicProjectTest {
    private static final long LIMIT_SECONDS = 300;

    @TempDir private Path folder;

    private AsicDesign write(AsicOptions.Weights weights, AsicOptions.Protection protection)
            throws IOException {
        Model model = SmallEncoder.make(1);
        AsicDesign design =
                AsicDesign.of(
                        model,
                        new AsicOptions(
                                40, weights, protection, Path.of(AsicOptions.STANDARD_LIBERTY)));
        Model other = SmallEncoder.make(2);
        List<long[]> rows = TestRows.random(Lowering.lower(model), 200, 1).inputs();
        SourceFiles.write(folder, AsicProject.files(design, rows, Parameters.raw(other)));
        Files.write(folder.resolve("vectors/own.l1pi"), ParameterImage.of(model).file());
        Files.write(folder.resolve("vectors/other.l1pi"), ParameterImage.of(other).file());
        return design;
    }

    @ParameterizedTest(name = "{0} weights, protection {1}")
    @CsvSource({"REGISTERS, FULL", "CONSTANT, STATE"})
    void everyCrossingAgreesWhileWeightsChange(
            AsicOptions.Weights weights, AsicOptions.Protection protection) throws IOException {
        Programs.require(Program.VERILATOR, Program.MAKE, Program.GXX);
        write(weights, protection);
        List<String> lines = Program.MAKE.succeed(folder, LIMIT_SECONDS, List.of("lint", "test"));
        assertTrue(lines.getLast().startsWith("PASS: 0 mismatches in "), lines.getLast());
        assertEquals(
                weights == AsicOptions.Weights.REGISTERS,
                lines.getLast().endsWith("2 images loaded over I2C, 3 refused"),
                lines.getLast());
    }

    @Test
    void aWrongRowFails() throws IOException {
        Programs.require(Program.VERILATOR, Program.MAKE, Program.GXX);
        write(AsicOptions.Weights.CONSTANT, AsicOptions.Protection.NONE);
        Path rows = folder.resolve("vectors/rows.hex");
        String text = Files.readString(rows);
        int end = text.indexOf('\n');
        char last = text.charAt(end - 1) == '0' ? '1' : '0';
        Files.writeString(rows, text.substring(0, end - 1) + last + text.substring(end));
        Program.Run run = Program.MAKE.run(folder, LIMIT_SECONDS, List.of("test"));
        assertTrue(run.exitCode() != 0);
        assertTrue(
                run.lines().stream().anyMatch(line -> line.startsWith("FAIL: ")),
                run.lines().toString());
    }

    @ParameterizedTest
    @EnumSource(names = {"NONE", "FULL"})
    void theNetlistHasEveryReplica(AsicOptions.Protection protection) throws IOException {
        Programs.require(Program.YOSYS, Program.MAKE);
        AsicDesign unprotected = write(AsicOptions.Weights.REGISTERS, AsicOptions.Protection.NONE);
        AsicDesign design = write(AsicOptions.Weights.REGISTERS, protection);
        String script =
                "read_verilog src/*.v; synth -noabc -top small_encoder -run begin:check;"
                        + " dfflegalize -cell $_DFF_P_ 01; tee -q -o stat.txt stat";
        Program.YOSYS.succeed(folder, LIMIT_SECONDS, List.of("-q", "-p", script));
        // The last count is that of the whole hierarchy.
        Matcher cells =
                Pattern.compile("\\$_DFF_P_ +(\\d+)")
                        .matcher(Files.readString(folder.resolve("stat.txt")));
        long flipFlops = cells.results().mapToLong(m -> Long.parseLong(m.group(1))).max().orElse(0);
        assertEquals(AsicEmitter.flipFlops(design), flipFlops);
        long once = AsicEmitter.flipFlops(unprotected);
        assertEquals(protection == AsicOptions.Protection.NONE ? once : 3 * once, flipFlops);
    }

    @Test
    void weightsThatTheMapHasNoRoomForAreRefused() throws IOException {
        String type = "{\"type\": \"ap_fixed\", \"W\": 8, \"I\": 2}";
        String json =
                """
                {"format": 1, "name": "wide", "inputs": [{"name": "x", "size": 256, "type": T}],
                 "layers": [{"name": "dense", "kind": "dense", "inputs": ["x"], "output": "y", "n_in": 256, "n_out": 129,
                  "weights": {"type": T, "shape": [256, 129], "raw": [WEIGHTS]},
                  "biases": {"type": T, "shape": [129], "raw": [BIASES]}, "accumulation": "exact", "result_type": T}],
                 "outputs": [{"name": "y", "from": "y", "size": 129, "type": T}]}
                """
                        .replace("T}", type + "}")
                        .replace("T,", type + ",")
                        .replace("WEIGHTS", "1" + ", 1".repeat(256 * 129 - 1))
                        .replace("BIASES", "1" + ", 1".repeat(128));
        byte[] text = json.getBytes(StandardCharsets.UTF_8);
        Model model = ModelReader.read(new ByteArrayInputStream(text), "wide.json");
        AsicOptions options =
                new AsicOptions(
                        40,
                        AsicOptions.Weights.REGISTERS,
                        AsicOptions.Protection.FULL,
                        Path.of(AsicOptions.STANDARD_LIBERTY));
        ModelException refused =
                assertThrows(ModelException.class, () -> AsicDesign.of(model, options));
        assertEquals(
                "wide: expected weights of at most 32,768 bytes for the I2C map, got 33,153;"
                        + " use --weights constant",
                refused.getMessage());
    }
}
