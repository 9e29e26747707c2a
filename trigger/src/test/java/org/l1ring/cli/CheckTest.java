package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** The verb check on a model of our own, and on the reference models. */
final class CheckTest {
    private static final int ROWS = 5000;

    @TempDir private Path folder;
    private SmallModel model;

    @BeforeEach
    void writeModel() throws IOException {
        model = new SmallModel(folder, ROWS);
    }

    private Path write(String name, List<String> lines) throws IOException {
        Path file = folder.resolve(name);
        if (!name.endsWith(".gz")) {
            return Files.write(file, lines);
        }
        try (var out = new GZIPOutputStream(Files.newOutputStream(file))) {
            out.write(String.join("\n", lines).getBytes(StandardCharsets.UTF_8));
        }
        return file;
    }

    /** Replaces a cell, counted from the end of the row. */
    private static List<String> withCell(List<String> lines, int row, int column, String value) {
        List<String> changed = new ArrayList<>(lines);
        String[] cells = changed.get(row).split(",", -1);
        cells[column] = value;
        changed.set(row, String.join(",", cells));
        return changed;
    }

    private static List<String> flipped(List<String> lines, int row, int column) {
        long value = Long.parseLong(lines.get(row).split(",", -1)[column]);
        return withCell(lines, row, column, String.valueOf(value ^ 1));
    }

    @Test
    void everyEngineGivesTheAnswers() throws IOException {
        Path vectors = write("vectors_all.csv.gz", model.vectorLines());
        assertEquals(
                """
                all: 5,000 rows, 3 outputs
                  interpreter 0 mismatches
                  scalar      0 mismatches
                  vector      0 mismatches
                """,
                Verb.succeed("check", model.file, "--vectors", vectors));
    }

    @Test
    void oneWrongBitIsFound() throws IOException {
        Path vectors = write("vectors_all.csv", flipped(model.vectorLines(), 4321, 5));
        Verb run = Verb.run("check", model.file, "--vectors", vectors, "--engines", "vector");
        assertEquals(1, run.code(), run.err());
        long right = model.outputs[4320][2];
        assertEquals(
                "all: 5,000 rows, 3 outputs\n  vector      1 mismatches; first: row 4321, column"
                        + " score: expected %d, got %d\n".formatted(right ^ 1, right),
                run.out());
        assertEquals("", run.err());
    }

    @Test
    void generatedFirmwareGivesTheAnswersButTheWrongOne() throws IOException {
        Programs.require(Program.VERILATOR, Program.GXX, Program.MAKE);
        int rows = 500;
        List<String> lines = flipped(model.vectorLines().subList(0, rows + 1), 321, 4);
        Path vectors = write("vectors_all.csv", lines);
        Verb run = Verb.run("check", model.file, "--vectors", vectors, "--engines", "rtl,hls");
        assertEquals(1, run.code(), run.err());
        long right = model.outputs[320][1];
        String first =
                "1 mismatches; first: row 321, column act_1: expected %d, got %d"
                        .formatted(right ^ 1, right);
        assertEquals(
                List.of(
                        "all: 500 rows, 3 outputs",
                        "  hls         " + first,
                        "  rtl         " + first),
                run.out().lines().toList());
    }

    @Test
    void jsonHoldsMismatchesOfEachEngine() throws IOException {
        Path inputs = write("inputs_a.csv", model.inputLines());
        Path outputs = write("outputs_a.csv", flipped(model.outputLines(), 1, 0));
        Verb run =
                Verb.run(
                        "check",
                        model.file,
                        "--inputs",
                        inputs,
                        "--outputs",
                        outputs,
                        "--json",
                        "--engines",
                        "interpreter,scalar");
        assertEquals(1, run.code(), run.err());
        assertEquals(
                "{\"sets\":[{\"name\":\"a\",\"rows\":5000,\"engines\":"
                        + "{\"interpreter\":{\"mismatches\":1},\"scalar\":{\"mismatches\":1}}}]}",
                run.out().replaceAll("\\s", ""));
    }

    @Test
    void layersAreComparedByName() throws IOException {
        Path vectors = write("v.csv", model.vectorLines());
        List<String> lines = model.layerLines(600);
        Path layers = write("l.csv", lines);
        assertTrue(
                Verb.succeed("check", model.file, "--vectors", vectors, "--layers", layers)
                        .contains("6 intermediate values of 3 layers in the first 600 rows"));
        assertTrue(
                Verb.succeed(
                                "check",
                                model.file,
                                "--vectors",
                                vectors,
                                "--layers",
                                layers,
                                "--engines",
                                "layers,vector")
                        .contains("layers      0 mismatches"));
        write("l.csv", flipped(lines, 599, 3));
        Verb run = Verb.run("check", model.file, "--vectors", vectors, "--layers", layers);
        assertEquals(1, run.code(), run.err());
        assertTrue(run.out().contains("vector      1 mismatches; first: row 599, column fc_out_0"));
    }

    @Test
    void enginesAloneAreComparedWithEachOther() throws IOException {
        Path inputs = write("inputs_a.csv", model.inputLines());
        assertTrue(
                Verb.succeed("check", model.file, "--inputs", inputs)
                        .contains("3 outputs of each engine against the first"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fam_v1", ".", "fam_inputs"})
    void folderFindsInputs(String place) throws IOException {
        Path own = Files.createDirectories(folder.resolve("fam_v1"));
        Path inputs = Files.createDirectories(folder.resolve(place));
        Files.move(model.file, own.resolve("model.json"));
        write(folder.relativize(inputs.resolve("inputs_t.csv.gz")).toString(), model.inputLines());
        write("fam_v1/outputs_t.csv", model.outputLines());
        write("fam_v1/layers_t.csv", model.layerLines(10));
        write("fam_v1/vectors_b.csv", model.vectorLines());
        String out = Verb.succeed("check", own);
        assertTrue(out.startsWith("t: 5,000 rows, 3 outputs, 6 intermediate"), out);
        assertTrue(out.contains("\nb: 5,000 rows, 3 outputs\n"), out);
        assertTrue(Verb.succeed("check", folder).startsWith("t: 5,000 rows"), out);
    }

    @Test
    void folderWithoutInputsIsRejected() throws IOException {
        Path outputs = write("outputs_t.csv", model.outputLines());
        String family = folder.getFileName().toString().replaceFirst("_.*", "");
        assertEquals(
                outputs
                        + ": expected inputs_t.csv(.gz) beside it, in the parent or in "
                        + family
                        + "_inputs, got none",
                Verb.reject("check", folder));
    }

    @Test
    void decisionsAreComparedWithTheScore() throws IOException {
        List<String> lines = new ArrayList<>();
        lines.add("bx,B_pt,note,A_pt,A_eta,cms_bit7_thr40,score_raw_v1,score_raw_v2");
        int wrongRow = 3;
        for (int bx = 0; bx < 52; bx++) {
            long[] x = Arrays.stream(model.inputs[bx]).map(raw -> raw & -4).toArray();
            long score = model.score(x);
            lines.add(
                    "%d,%d,abc,%d,%d,%d,999,%d"
                            .formatted(
                                    bx, x[2] / 4, x[0] / 4, x[1] / 4, score >= 40 ? 1 : 0, score));
        }
        Path file = write("orbit.csv", lines);
        assertTrue(
                Verb.succeed("check", model.file, "--decisions", file)
                        .contains("vector      0 mismatches, 0 of 52 decisions wrong, 0 of 52"));
        write("orbit.csv", flipped(lines, wrongRow, 5));
        Verb run = Verb.run("check", model.file, "--decisions", file, "--json");
        assertEquals(1, run.code(), run.err());
        assertTrue(run.out().replaceAll("\\s", "").contains("\"vector\":{\"mismatches\":1}"));
        write("orbit.csv", flipped(lines, wrongRow, 7));
        run = Verb.run("check", model.file, "--decisions", file);
        assertEquals(1, run.code(), run.err());
        assertTrue(run.out().contains("0 of 52 decisions wrong, 1 of 52 scores; first: row 3"));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "2|1|513|v.csv:3: column x1: expected an integer of -512..511 (raw values of"
                        + " ap_fixed<10,8>), got 513; correct the value, or use a wider input type",
                "9|0|1.5|v.csv:10: column x0: expected an integer, got '1.5'; write a raw 64-bit"
                        + " integer",
                "9|5|99999999999999999999|v.csv:10: column score: expected an integer, got"
                        + " '99999999999999999999'; write a raw 64-bit integer",
                "4|2|1,1|v.csv:5: expected 6 columns, got 7; the row may be cut short",
            })
    void badCellIsOneLine(int row, int column, String value, String message) throws IOException {
        Path vectors = write("v.csv", withCell(model.vectorLines(), row, column, value));
        assertEquals(message, Verb.reject("check", model.file, "--vectors", vectors));
    }

    @Test
    void missingColumnIsOneLine() throws IOException {
        Path inputs = write("i.csv", List.of("x0,x1", "1,2"));
        assertEquals(
                "i.csv: expected 3 columns, or a header with x0 to x2, got 2 columns and no column"
                        + " x2; add what is missing, or remove other columns",
                Verb.reject("check", model.file, "--inputs", inputs));
        Path vectors = write("v.csv", List.of("x0,x1,x2,a,b", "1,2,3,4,5"));
        assertEquals(
                "v.csv: expected 6 columns (3 inputs, then 3 outputs), got 5; give a table of this"
                        + " model",
                Verb.reject("check", model.file, "--vectors", vectors));
    }

    @Test
    void emptyTablesAreOneLine() throws IOException {
        Path empty = write("v.csv", List.of());
        assertEquals(
                "v.csv: expected a header line of column names, got an empty file; write one",
                Verb.reject("check", model.file, "--vectors", empty));
        Path headerOnly = write("w.csv", model.vectorLines().subList(0, 1));
        assertEquals(
                "w.csv: expected rows after the header, got none; add some",
                Verb.reject("check", model.file, "--vectors", headerOnly));
        Path short1 = write("o.csv", model.outputLines().subList(0, 4999));
        assertEquals(
                "o.csv: expected as many rows as i.csv, got 4998; give answers to the same inputs",
                Verb.reject(
                        "check",
                        model.file,
                        "--inputs",
                        write("i.csv", model.inputLines()),
                        "--outputs",
                        short1));
    }

    @Test
    void truncatedGzipIsOneLine() throws IOException {
        Path vectors = write("v.csv.gz", model.vectorLines());
        byte[] bytes = Files.readAllBytes(vectors);
        Files.write(vectors, Arrays.copyOf(bytes, bytes.length / 2));
        assertTrue(
                Verb.reject("check", model.file, "--vectors", vectors)
                        .startsWith("v.csv.gz: expected a whole gzip file, got a damaged one ("));
    }

    @Test
    void badUsageIsOneLine() {
        assertEquals(
                "expected one of --vectors, --inputs and --decisions, got 0; see l1ring check"
                        + " --help",
                Verb.reject("check", model.file));
        assertTrue(
                Verb.reject("check", folder, "--vectors", "v.csv")
                        .startsWith("a folder has its own tables;"));
        assertTrue(
                Verb.reject("check", model.file, "--vectors", "v.csv", "--engines", "abacus")
                        .contains(
                                "expected one of [INTERPRETER, SCALAR, VECTOR, LAYERS, HLS, RTL]"));
        assertTrue(Verb.reject("check", model.file, "--far").startsWith("unknown option --far"));
        Path absent = folder.resolve("absent.csv");
        assertEquals(
                absent + ": no such file or folder",
                Verb.reject("check", model.file, "--vectors", absent));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"kind\": \"relu\"|\"kind\": \"gelu\"|gelu",
                "\"n_out\": 2|\"n_out\": 3|[3][3]",
                "\"W\": 16, \"I\": 10|\"W\": 65, \"I\": 10|64",
                "\"layers\": [|\"layers\": |JSON",
                "\"format\": 1|\"format\": 9|expected format 1, got 9",
            })
    void badModelIsOneLine(String from, String to, String said) throws IOException {
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, SmallModel.JSON.replace(from, to));
        String line = Verb.reject("check", broken, "--vectors", broken);
        assertTrue(line.startsWith("broken.json:") && line.contains(said), line);
    }

    @Test
    void truncatedAndMissingModelsAreOneLine() throws IOException {
        Path broken = folder.resolve("broken.json");
        Files.writeString(broken, SmallModel.JSON.substring(0, 700));
        assertTrue(
                Verb.reject("check", broken, "--vectors", broken)
                        .endsWith("the file may be truncated"));
        Path absent = folder.resolve("absent.json");
        assertEquals(
                absent + ": expected a model file, found none; check the path",
                Verb.reject("check", absent, "--vectors", absent));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "AXOL1TL_v3",
                "AXOL1TL_v4",
                "CICADA_v1p1p1",
                "CICADA_v2p1p2",
                "TOPO_HHbbWW_1mu_v1",
                "TOoLLiP_v3",
                "EMTFnn_v1",
                "BDT_track_quality_40x3",
                "ECON_AE",
                "hgq_jet_classifier",
                "jet_tagger_6bit"
            })
    void referenceModelsGiveTheirEmulatorsBits(String name) {
        Path models = Reference.path("models");
        String out = Verb.succeed("check", models.resolve(name));
        assertTrue(out.lines().allMatch(line -> line.matches("\\S.*|.* 0 mismatches")), out);
    }

    @ParameterizedTest
    @CsvSource({"AXOL1TL_v4,2024_v1_3_0_data", "AXOL1TL_v3,2024_v1_1_0_ttbar"})
    void recordedDecisionsAreReproduced(String name, String orbit) {
        Path modelFile = Reference.path("models/" + name + "/model.json");
        Path decisions = Reference.path("trigger/" + orbit + ".csv.gz");
        String out = Verb.succeed("check", modelFile, "--decisions", decisions);
        assertTrue(out.contains("0 of 17820 decisions wrong, 0 of 3564 scores"), out);
    }
}
