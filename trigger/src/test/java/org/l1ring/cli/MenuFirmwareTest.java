package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.foreign.MemorySegment;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.menu.MenuText;
import org.l1ring.menu.RandomCrossings;
import org.l1ring.menu.VectorLayout;
import org.l1ring.menu.VectorWriter;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** The verb firmware on a menu of our own. */
@Timeout(300)
final class MenuFirmwareTest {
    private static final long LIMIT_SECONDS = 240;

    @TempDir private Path folder;
    private Path menu;
    private Path project;

    @BeforeEach
    void writeMenu() throws IOException {
        String text =
                new MenuText("0.13")
                        .algorithm(3, "L1_Far", "EXT_LAST-2 AND NOT EXT_LAST AND EXT_BPTX.v0+2")
                        .algorithm(7, "L1_Muons", "dist{MU3-1[MU-QLTY_SNGL],MU5}[DPHI_1_2p1]")
                        .algorithm(8, "L1_Mass", "mass_inv{MU3,MU5}[MASS_5_25,CHGCOR_OS]")
                        .algorithm(9, "L1_Jets", "comb{JET30,JET40} AND ETM20")
                        .algorithm(20, "L1_Axo", "AXO[AXO-MODEL_v1,AXO-SCORE_9]")
                        .algorithm(21, "L1_Cicada", "CICADA[CICADA-CSCORE_9] OR MU5")
                        .text();
        // Gzip under any name: what a file is follows from its content.
        menu = folder.resolve("menu");
        try (OutputStream out = new GZIPOutputStream(Files.newOutputStream(menu))) {
            out.write(text.getBytes(StandardCharsets.UTF_8));
        }
        project = folder.resolve("project");
    }

    private Object[] arguments(Object... more) {
        List<Object> arguments =
                new ArrayList<>(List.of("firmware", menu, "-o", project, "--rows", "60"));
        arguments.addAll(Arrays.asList(more));
        return arguments.toArray();
    }

    private Path vectors(int crossings) {
        Path file = folder.resolve("vectors.txt");
        MemorySegment frames = RandomCrossings.frames(crossings, 4);
        try (VectorWriter writer = new VectorWriter(file, VectorLayout.COLUMNS_60)) {
            for (int at = 0; at < crossings; at++) {
                writer.write(at, frames, 320L * at, new long[8], true);
            }
            writer.finish();
        }
        return file;
    }

    private Program.Run make(String target) {
        return Program.MAKE.run(project, LIMIT_SECONDS, List.of(target, "CPP_OPT=-O0"));
    }

    private void passes(String target, int rows) {
        Program.Run run = make(target);
        assertEquals(0, run.exitCode(), run.lines().toString());
        String pass = "PASS: 0 mismatches in " + rows + " rows";
        assertTrue(
                run.lines().stream().anyMatch(line -> line.startsWith(pass)),
                run.lines().toString());
    }

    private void change(String file, String from, String to) throws IOException {
        Path path = project.resolve(file);
        String text = Files.readString(path);
        assertTrue(text.contains(from), text);
        Files.writeString(path, text.replace(from, to));
    }

    @Test
    void verilogTakesOneCrossingAfterTheOther() throws IOException {
        Programs.require(Program.MAKE, Program.IVERILOG, Program.VVP);
        String report = Verb.succeed(arguments());
        assertTrue(
                report.startsWith(
                        """
                        menu         small_menu: 4 of 6 algorithms
                        left out     20 L1_Axo: needs the model AXOL1TL_v1
                        left out     21 L1_Cicada: CICADA: its score is not among the trigger's words
                        firmware     small_menu
                        """
                                .replace("\n", System.lineSeparator())),
                report);
        assertTrue(report.contains("neighbours   a decision waits for 2 crossings"), report);
        assertTrue(report.startsWith(Files.readString(project.resolve("report.txt"))), report);
        passes("icarus", 60);
        // The second signal is looked at two crossings later: now one.
        change(
                "src/small_menu_stream.v",
                ".EXTERNAL0_after2(EXTERNAL0)",
                ".EXTERNAL0_after2(s1_EXTERNAL0)");
        assertEquals(2, make("icarus").exitCode());
    }

    @Test
    void vectorsOfTheTriggerAreTheBenchs() throws IOException {
        Programs.require(Program.MAKE, Program.VERILATOR, Program.GXX);
        Verb.succeed(arguments("--inputs", vectors(50), "--algorithms", "3,7-8"));
        String readme = Files.readString(project.resolve("README.md"));
        assertTrue(readme.contains("out `L1_Mass`"), readme);
        assertFalse(readme.contains("L1_Jets"), readme);
        assertTrue(readme.contains("decide the crossing 2 before it"), readme);
        Program.Run lint = make("lint");
        assertEquals(0, lint.exitCode(), lint.lines().toString());
        passes("verilator", 50);
    }

    @Test
    void hlsTakesOneCrossingAfterTheOther() throws IOException {
        Programs.require(Program.MAKE, Program.GXX);
        String report = Verb.succeed(arguments("--language", "hls", "--inputs", vectors(70)));
        assertTrue(report.contains("HLS C++, top function small_menu_stream\n"), report);
        passes("test", 60);
        change("firmware/small_menu_stream.h", "seen == 4", "seen == 3");
        Program.Run early = make("test");
        assertEquals(2, early.exitCode());
        assertTrue(
                early.lines().contains("row 3: expected none, got some"), early.lines().toString());
    }

    @Test
    void aMenuWithoutNeighboursHasNoDelays() throws IOException {
        Programs.require(Program.MAKE, Program.IVERILOG, Program.VVP, Program.GXX);
        String report = Verb.succeed(arguments("--algorithms", "L1_Jets"));
        assertFalse(report.contains("neighbours"), report);
        assertFalse(Files.exists(project.resolve("src/small_menu_stream.v")));
        passes("icarus", 60);
        Verb.succeed(arguments("--algorithms", "L1_J.*", "--language", "hls", "--force"));
        passes("test", 60);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "--algorithms 3,12|menu: expected algorithms of the menu small_menu, got \"12\", which"
                        + " names none; give indices, ranges such as 10-40, names or patterns of"
                        + " names",
                "--algorithms L1_(|menu: expected a name or a pattern of names, got \"L1_(\":"
                        + " Unclosed group; correct it",
                "--algorithms 20|menu: L1_Axo: expected an algorithm that can be evaluated, got one"
                        + " that is not: needs the model AXOL1TL_v1; leave it out or mend that",
                "--algorithms 20-30|menu: expected algorithms that can be evaluated, got none: needs"
                        + " the model AXOL1TL_v1; choose others",
                "--model absent.json|absent.json: expected a model file, found none; check the path",
                "--inputs absent.txt|absent.txt: no such file or folder",
                "--language hls --sums multipliers|--sums: expected shared for HLS of a menu, got"
                        + " multipliers",
            })
    void badInputIsRefusedInOneLine(String options, String message) throws IOException {
        assertEquals(message, Verb.reject(arguments((Object[]) options.split(" ", -1))));
        assertFalse(Files.exists(project));
    }

    @Test
    void modelsHaveNoAlgorithms() throws IOException {
        Path model = Files.writeString(folder.resolve("model.json"), SmallModel.JSON);
        assertEquals(
                "--algorithms, --model: expected the XML of a menu, got "
                        + model
                        + ", which is none; leave them out for a model",
                Verb.reject("firmware", model, "-o", project, "--algorithms", "3"));
    }
}
