package org.l1ring.firmware;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Locale;
import org.l1ring.asic.AsicOptions;
import org.l1ring.project.ProjectFolder;

/**
 * What the report of a project of standard cells says of its design.
 *
 * @param folder of the project
 * @param name of the model
 * @param digest of the circuit
 * @param top module
 * @param loads whether weights come over I2C
 * @param protection of the registers
 * @param flipFlops replicas counted apart
 */
public record UpsetProject(
        Path folder,
        String name,
        String digest,
        String top,
        boolean loads,
        AsicOptions.Protection protection,
        long flipFlops) {

    /**
     * Reads the report.
     *
     * @param folder that firmware wrote
     * @throws IllegalArgumentException if it is no project of standard cells
     * @throws IOException if the report cannot be read
     */
    public static UpsetProject read(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw none(folder, Files.exists(folder) ? "a file" : "no such folder");
        }
        Path report = folder.resolve(ProjectFolder.MARK);
        if (!Files.isRegularFile(report)) {
            throw none(folder, "no " + ProjectFolder.MARK + " in it");
        }
        JsonNode root;
        try {
            root = JsonMapper.builder().build().readTree(report.toFile());
        } catch (JsonProcessingException _) {
            throw none(folder, "a " + ProjectFolder.MARK + " that is no JSON");
        }
        if (!root.path("target").asText().equals("asic")) {
            throw none(folder, "a report of another target");
        }
        String protection = root.path("protection").asText();
        AsicOptions.Protection level =
                Arrays.stream(AsicOptions.Protection.values())
                        .filter(one -> one.name().toLowerCase(Locale.ROOT).equals(protection))
                        .findFirst()
                        .orElseThrow(() -> none(folder, "a report without protection"));
        String top = root.path("topModule").asText();
        long flipFlops = root.path("flipFlops").asLong();
        if (!top.matches("[A-Za-z_][A-Za-z0-9_]*") || flipFlops < 1) {
            throw none(folder, "a report without topModule or flipFlops");
        }
        return new UpsetProject(
                folder,
                root.path("name").asText(),
                root.path("circuitDigest").asText(),
                top,
                root.path("weights").asText().equals("registers"),
                level,
                flipFlops);
    }

    private static IllegalArgumentException none(Path folder, String got) {
        return new IllegalArgumentException(
                "%s: expected a project of standard cells, got %s; write one with firmware MODEL -o DIR --target asic"
                        .formatted(folder, got));
    }
}
