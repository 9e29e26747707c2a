package org.l1ring.power;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The folder of a project of standard cells, synthesised.
 *
 * @param folder of the project
 * @param name of the model
 * @param top name of the top module
 * @param clockMhz frequency of the clock, one crossing a cycle
 * @param loads whether weights are in registers
 * @param protection of the registers
 * @param latencyCrossings from the edge that takes a row to the one that gives its result
 * @param liberty library that the netlist was made with
 */
record AsicFolder(
        Path folder,
        String name,
        String top,
        double clockMhz,
        boolean loads,
        String protection,
        int latencyCrossings,
        Path liberty) {
    private static final Pattern LIBERTY = Pattern.compile("-liberty +(\\S+)");

    /** Stages of a design are far fewer. */
    private static final int MOST_LATENCY = 10_000;

    /**
     * Reads what a project's report and synthesis script say.
     *
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if it is no such project, or not synthesised
     */
    static AsicFolder read(Path folder) throws IOException {
        Path file = folder.resolve("report.json");
        if (!Files.isRegularFile(file)) {
            throw new IllegalArgumentException(
                    "%s: expected a project of l1ring firmware --target asic, got %s"
                            .formatted(
                                    folder,
                                    Files.isDirectory(folder)
                                            ? "a folder without report.json"
                                            : "no folder"));
        }
        JsonNode report;
        try {
            report = JsonMapper.builder().build().readTree(file.toFile());
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(
                    "%s: expected JSON, got an error at line %d; write the project anew"
                            .formatted(file, e.getLocation().getLineNr()),
                    e);
        }
        int latency = report.path("latencyCrossings").asInt();
        double clock = report.path("clockMhz").asDouble();
        if (!report.path("target").asText().equals("asic")
                || latency < 1
                || latency > MOST_LATENCY
                || !(clock > 0)) {
            throw new IllegalArgumentException(
                    "%s: expected the report of l1ring firmware --target asic, got another"
                            .formatted(file));
        }
        return new AsicFolder(
                folder,
                report.path("name").asText(),
                report.path("topModule").asText(),
                clock,
                report.path("weights").asText().equals("registers"),
                report.path("protection").asText(),
                latency,
                liberty(folder, built(folder, "synth.ys")));
    }

    /** The library; make runs in the folder, so that a relative name begins there. */
    private static Path liberty(Path folder, Path script) throws IOException {
        Matcher matcher = LIBERTY.matcher(Files.readString(script, StandardCharsets.ISO_8859_1));
        if (!matcher.find()) {
            throw new IllegalArgumentException(
                    script + ": expected a cell library, -liberty FILE, got none");
        }
        return folder.toAbsolutePath().resolve(matcher.group(1));
    }

    /** A file that synthesis or timing made. */
    private static Path built(Path folder, String name) {
        Path file = folder.resolve("build").resolve(name);
        if (!Files.exists(file)) {
            throw new IllegalArgumentException(
                    "%s: not there; run make -C %s synth sta first".formatted(file, folder));
        }
        return file;
    }

    /** The mapped netlist. */
    Path netlist() {
        return built(folder, "netlist.v");
    }

    /** OpenSTA's report of paths. */
    Path timing() {
        return built(folder, "sta.txt");
    }

    /** Crossings with their results. */
    Path rows() {
        return folder.resolve("vectors/rows.hex");
    }

    /** The model's own weights. */
    Path image() {
        return folder.resolve("vectors/own.l1pi");
    }
}
