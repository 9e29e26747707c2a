package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.asic.AsicOptions;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** The verb power: report, comparison with OpenSTA, and what it refuses. */
final class PowerVerbTest {
    @TempDir private Path folder;

    private Path project() throws IOException {
        Path model = Files.writeString(folder.resolve("small.json"), SmallModel.JSON);
        Path project = folder.resolve("project");
        Verb.succeed(
                "firmware",
                model,
                "-o",
                project,
                "--target",
                "asic",
                "--weights",
                "constant",
                "--protection",
                "state",
                "--rows",
                "100",
                "--quiet");
        return project;
    }

    @Test
    void aDesignHasFiguresAndAWrongRowIsADifference() throws IOException {
        Programs.require(Program.YOSYS, Program.STA, Program.MAKE);
        Assumptions.assumeTrue(Files.exists(Path.of(AsicOptions.STANDARD_LIBERTY)));
        Path project = project();
        Program.MAKE.succeed(project, 120, List.of("synth", "sta"));
        String text = Verb.succeed("power", project, "--crossings", "256", "--check-sta", "--json");
        assertEquals(Files.readString(project.resolve("power.json")), text);
        JsonNode json = new ObjectMapper().readTree(text);
        assertEquals(0, json.get("mismatches").asInt());
        assertTrue(json.get("openSta").get("agrees").asBoolean());
        assertEquals(1, json.get("openSta").get("ratio").asDouble(), 0.02);
        assertTrue(json.get("worstSlackNanos").asDouble() > 0);
        Path timing = project.resolve("build/sta.txt");
        String good = Files.readString(timing);
        Files.writeString(timing, good.replace("Startpoint: ", "Startpoint: \n"));
        assertTrue(Verb.reject("power", project).contains("sta.txt: expected OpenSTA's report"));
        Files.writeString(timing, good);
        Path rows = project.resolve("vectors/rows.hex");
        String first = Files.readString(rows);
        int digit = first.indexOf('\n') - 1;
        char other = first.charAt(digit) == '0' ? '1' : '0';
        Files.writeString(rows, first.substring(0, digit) + other + first.substring(digit + 1));
        Verb run = Verb.run("power", project, "--crossings", "256");
        assertEquals(Failures.DIFFERENCES, run.code());
        assertTrue(run.out().contains(" mismatches in "), run.out());
        assertFalse(run.out().contains(" 0 mismatches in "), run.out());
    }

    @Test
    void whatIsMissingIsNamed() throws IOException {
        assertEquals(
                folder
                        + ": expected a project of l1ring firmware --target asic, got a folder without report.json",
                Verb.reject("power", folder));
        Path project = project();
        String reason = Verb.reject("power", project);
        assertEquals(
                "%s: not there; run make -C %s synth sta first"
                        .formatted(project.resolve("build/synth.ys"), project),
                reason);
        assertTrue(
                Verb.reject("power", project, "--activity", "3")
                        .startsWith("--activity: expected above 0 to 2, got 3.0"));
        Files.writeString(project.resolve("report.json"), "{\"target\": \"fpga\"}");
        assertTrue(
                Verb.reject("power", project)
                        .endsWith(
                                "report.json: expected the report of l1ring firmware --target asic, got another"));
        Files.writeString(project.resolve("report.json"), "{\"target\"");
        assertTrue(Verb.reject("power", project).contains("report.json: expected JSON, got an"));
    }
}
