package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.tool.Program;
import org.l1ring.tool.Programs;

/** The verb upset: its report, and what it refuses. */
final class UpsetTest {
    @TempDir private Path folder;

    private Path project(Object... options) throws IOException {
        Path model = Files.writeString(folder.resolve("model.json"), SmallModel.JSON);
        Path project = folder.resolve("chip");
        Object[] all = new Object[options.length + 5];
        System.arraycopy(new Object[] {"firmware", model, "-o", project, "-q"}, 0, all, 0, 5);
        System.arraycopy(options, 0, all, 5, options.length);
        Verb.succeed(all);
        return project;
    }

    @Test
    void aDesignWithoutProtectionShowsWhatFlipsDo() throws IOException {
        Programs.require(Program.VERILATOR, Program.MAKE, Program.GXX);
        Path project = project("--target", "asic", "--weights", "constant", "--protection", "none");
        String out = Verb.succeed("upset", project, "--flips", "500", "--json", "-q");
        assertEquals(Files.readString(project.resolve("upset.json")), out);
        JsonNode report = JsonMapper.builder().build().readTree(out);
        assertTrue(report.get("passed").booleanValue());
        assertEquals(1, report.get("series").size());
        JsonNode series = report.get("series").get(0);
        assertEquals(500, series.get("flips").intValue());
        assertTrue(series.get("wrongOutputs").intValue() > 0);
        assertTrue(series.get("mustFail").booleanValue());
        // The bench is there already.
        String table = Verb.succeed("upset", project, "--flips", "500", "-q");
        assertTrue(table.contains("protection none, single flips (must fail)"), table);
        assertTrue(table.contains("result       as it has to be"), table);
    }

    @Test
    void whatIsNoProjectOfCellsIsRefused() throws IOException {
        String mend = "; write one with firmware MODEL -o DIR --target asic";
        Path absent = folder.resolve("absent");
        String wanted = ": expected a project of standard cells, got ";
        assertEquals(absent + wanted + "no such folder" + mend, Verb.reject("upset", absent));
        assertEquals(folder + wanted + "no report.json in it" + mend, Verb.reject("upset", folder));
        Path project = project();
        assertEquals(
                project + wanted + "a report of another target" + mend,
                Verb.reject("upset", project));
        Files.writeString(project.resolve("report.json"), "{\"target\"");
        assertEquals(
                project + wanted + "a report.json that is no JSON" + mend,
                Verb.reject("upset", project));
        assertTrue(
                Verb.reject("upset", project, "--flips", "0").contains("--flips: expected 1 to"));
        assertEquals(
                folder.resolve("model.json") + wanted + "a file" + mend,
                Verb.reject("upset", folder.resolve("model.json")));
    }

    @Test
    void anEarlierProjectIsRefused() throws IOException {
        Path project = project("--target", "asic");
        Files.delete(project.resolve("bench/asic_upset.cpp"));
        assertEquals(
                project
                        + ": expected the file bench/asic_upset.cpp, got none; write the project"
                        + " again with firmware --target asic",
                Verb.reject("upset", project, "-q"));
    }
}
