package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.lower.OwnModels;
import org.l1ring.model.ModelWriter;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** The verb firmware: what it writes, refuses and leaves, and that its benches can fail. */
@Timeout(300)
final class FirmwareTest {
    private static final long LIMIT_SECONDS = 240;

    /** Four sums with the same weights over other inputs. */
    private static final String FOUR_ALIKE =
            """
            {"format": 1, "name": "alike",
             "inputs": [{"name": "in", "size": 8, "type": {"type": "ap_fixed", "W": 8, "I": 8}}],
             "layers": [
              {"name": "fc", "kind": "dense", "inputs": ["in"], "output": "fc_out",
               "n_in": 8, "n_out": 4,
               "weights": {"type": {"type": "ap_fixed", "W": 6, "I": 6}, "shape": [8, 4],
                 "raw": [11, 0, 0, 0, 13, 0, 0, 0, 0, 11, 0, 0, 0, 13, 0, 0,
                         0, 0, 11, 0, 0, 0, 13, 0, 0, 0, 0, 11, 0, 0, 0, 13]},
               "biases": {"type": {"type": "ap_fixed", "W": 6, "I": 6}, "shape": [4],
                 "raw": [7, 7, 7, 7]},
               "accum_type": {"type": "ap_fixed", "W": 24, "I": 24},
               "result_type": {"type": "ap_fixed", "W": 24, "I": 24}}],
             "outputs": [{"name": "y", "from": "fc_out", "size": 4,
               "type": {"type": "ap_fixed", "W": 24, "I": 24}}]}
            """;

    @TempDir private Path folder;
    private Path model;
    private Path project;

    @BeforeEach
    void writeModel() throws IOException {
        model = Files.writeString(folder.resolve("model.json"), SmallModel.JSON);
        project = folder.resolve("project");
    }

    private String firmware(Object... more) {
        return Verb.succeed(arguments(project, more));
    }

    private String refused(Object... more) {
        return Verb.reject(arguments(project, more));
    }

    private Object[] arguments(Path output, Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("firmware", model, "-o", output, "--rows", "40"));
        arguments.addAll(Arrays.asList(more));
        return arguments.toArray();
    }

    private static List<Path> files(Path root) throws IOException {
        try (Stream<Path> files = Files.walk(root)) {
            return files.filter(Files::isRegularFile).map(root::relativize).sorted().toList();
        }
    }

    private List<String> names() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    private Program.Run make(String target) {
        return Program.MAKE.run(project, LIMIT_SECONDS, List.of(target, "CPP_OPT=-O0"));
    }

    private void passes(String target) {
        Program.Run run = make(target);
        assertEquals(0, run.exitCode(), run.lines().toString());
        assertTrue(
                run.lines().stream()
                        .anyMatch(line -> line.startsWith("PASS: 0 mismatches in 40 rows")),
                run.lines().toString());
    }

    /** The bench ends with exit code 1, which make reports and turns into its own, 2. */
    private void fails(String target) {
        Program.Run run = make(target);
        assertEquals(2, run.exitCode(), run.lines().toString());
        String lines = String.join("\n", run.lines());
        assertTrue(lines.contains("FAIL: "), lines);
        assertTrue(lines.endsWith("] Error 1"), lines);
    }

    /** Changes one digit in a file, where a text occurs once. */
    private void change(String file, String from, String to) throws IOException {
        Path path = project.resolve(file);
        String text = Files.readString(path);
        assertEquals(2, text.split(Pattern.quote(from), -1).length, text);
        Files.writeString(path, text.replace(from, to));
    }

    private void changeBias() throws IOException {
        change("src/small_v2_stage1.v", "= 11'd4 +", "= 11'd5 +");
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"verilog,report.html", "hls,hls_test.cpp"})
    void theSameTwiceGivesEqualBytes(String language, String own) throws IOException {
        String report = firmware("--language", language);
        assertTrue(report.endsWith("project      " + project + "\n"), report);
        Path again = folder.resolve("again");
        Verb.succeed(arguments(again, "--language", language));
        List<Path> files = files(project);
        assertTrue(files.contains(Path.of(own)), files.toString());
        assertTrue(files.contains(Path.of("report.json")), files.toString());
        assertEquals(files, files(again));
        for (Path file : files) {
            assertArrayEquals(
                    Files.readAllBytes(project.resolve(file)),
                    Files.readAllBytes(again.resolve(file)),
                    file.toString());
        }
        assertEquals(List.of("again", "model.json", "project"), names());
    }

    @Test
    void onlyAnEarlierProjectIsReplaced() throws IOException {
        firmware();
        assertEquals(
                project
                        + ": expected no folder or an empty one, got an earlier project; choose"
                        + " another, or --force to replace it",
                refused());
        Path left = Files.writeString(project.resolve("src/left.v"), "left over");
        String before = Files.readString(project.resolve("report.json"));
        firmware("--force", "--clock-mhz", "120");
        assertNotEquals(before, Files.readString(project.resolve("report.json")));
        assertFalse(Files.exists(left));
        Files.delete(project.resolve("report.json"));
        for (Object[] more : new Object[][] {{}, {"--force"}}) {
            assertEquals(
                    project
                            + ": expected no folder or an empty one, got one with other files;"
                            + " choose another",
                    refused(more));
        }
        assertTrue(Files.exists(project.resolve("Makefile")));
        assertEquals(List.of("model.json", "project"), names());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--clock-mhz 700|small_v2: layer sq: expected logic within 1078 ps at 700.0 MHz, got"
                        + " 2400 ps for one multiply of 19 bits; lower --clock-mhz to 363",
                "--language hls --sums separate|--sums: expected shared or multipliers for HLS, got"
                        + " separate",
                "--sums separate --initiation-interval 4|sums: expected shared with an initiation"
                        + " interval of 4, got separate",
                "--recurrent sequential|small_v2: expected a recurrent layer to run step by step, got"
                        + " none; make it unrolled",
                "--recurrent sequential --prove|--prove: expected --recurrent unrolled, got"
                        + " sequential; loops are shown by the benches",
                "--inputs absent.csv|absent.csv: no such file or folder",
                "--clock-mhz 0|clock: expected 1 to 1000 MHz, got 0.0; LHC triggers use 240, 320 or"
                        + " 360",
            })
    void nothingIsLeftOfWhatFails(String options, String message) throws IOException {
        assertEquals(message, refused((Object[]) options.split(" ", -1)));
        assertEquals(List.of("model.json"), names());
    }

    @Test
    void aFailureKeepsAnEarlierProject() throws IOException {
        firmware();
        List<Path> files = files(project);
        refused("--force", "--clock-mhz", "700");
        assertEquals(files, files(project));
        assertEquals(List.of("model.json", "project"), names());
    }

    @Test
    void icarusFindsOneWrongDigit() throws IOException {
        Programs.require(Program.MAKE, Program.IVERILOG, Program.VVP);
        firmware();
        passes("icarus");
        changeBias();
        fails("icarus");
    }

    @Test
    void verilatorFindsOneWrongDigit() throws IOException {
        Programs.require(Program.MAKE, Program.VERILATOR, Program.GXX);
        firmware();
        Program.Run lint = make("lint");
        assertEquals(0, lint.exitCode(), lint.lines().toString());
        assertFalse(String.join("\n", lint.lines()).contains("%Warning"), lint.lines().toString());
        passes("verilator");
        changeBias();
        fails("verilator");
    }

    @Test
    void compiledHlsFindsOneWrongDigit() throws IOException {
        Programs.require(Program.MAKE, Program.GXX);
        firmware("--language", "hls");
        passes("test");
        change("firmware/straight_line/layer2_product.h", "+ s13(4);", "+ s13(5);");
        fails("test");
    }

    @Test
    void proofIsToldInOneLine() {
        Programs.require(Program.YOSYS, Program.Z3);
        String report = firmware("--prove");
        List<String> lines =
                report.lines().filter(line -> line.startsWith("proven       ")).toList();
        assertEquals(1, lines.size(), report);
        assertTrue(
                lines.getFirst()
                        .matches(
                                "proven       \\d+ sums, \\d+ adders and negations that never wrap, \\d+ other"
                                        + " steps \\(0 assumed\\); 3 registers on every path;"
                                        + " [\\d.]+ s"),
                lines.getFirst());
    }

    @Test
    void sumsTakeTurns() throws IOException {
        Programs.require(Program.MAKE, Program.IVERILOG, Program.VVP);
        Files.writeString(model, FOUR_ALIKE);
        String report = firmware("--initiation-interval", "4");
        assertTrue(
                report.contains("II           4 cycles: a new row of inputs every 4 cycles"),
                report);
        List<Path> files = files(project);
        assertTrue(files.contains(Path.of("src/alike_stage1_shared1.v")), files.toString());
        passes("icarus");
        change("src/alike_shared1_sum_stage1.v", "'d7 +", "'d6 +");
        fails("icarus");
    }

    @Test
    void cellsTakeOneStepAfterTheOther() throws IOException {
        Programs.require(Program.MAKE, Program.IVERILOG, Program.VVP);
        ModelWriter.write(OwnModels.gru(3, 2, 2), model);
        String report = firmware("--recurrent", "sequential");
        Matcher interval = Pattern.compile("II +(\\d+) cycles: a new row").matcher(report);
        assertTrue(interval.find(), report);
        assertEquals(0, Integer.parseInt(interval.group(1)) % 3, report);
        assertTrue(report.contains("gru.gates"), report);
        List<Path> files = files(project);
        assertTrue(files.contains(Path.of("src/gru_loop1.v")), files.toString());
        passes("icarus");
        change("src/gru_loop1.v", "step1 == 2'd2", "step1 == 2'd1");
        fails("icarus");
    }
}
