package org.l1ring.firmware;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.hls.HlsProject;
import org.l1ring.model.Model;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.project.HlsFiles;
import org.l1ring.project.ProjectFolder;
import org.l1ring.project.TestRows;

/** Writes the HLS C++ project of a model into a folder. */
public final class HlsFirmware {
    private HlsFirmware() {}

    /**
     * Writes the whole project; nothing is left of one that fails.
     *
     * @param model to write
     * @param circuit of the model
     * @param options clock, part and form of the sums
     * @param rows test vectors
     * @param folder absent, empty, or an earlier project
     * @param replace whether an earlier project is replaced
     * @return the report, in lines
     * @throws IOException if the folder cannot be written
     */
    public static List<String> write(
            Model model,
            Circuit circuit,
            FirmwareOptions options,
            TestRows rows,
            Path folder,
            boolean replace)
            throws IOException {
        SortedMap<String, String> files = HlsFiles.of(model, circuit, options, rows);
        String form = options.sums().name().toLowerCase(Locale.ROOT);
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode report = mapper.createObjectNode();
        report.put("name", model.name());
        report.put("circuitDigest", circuit.digest());
        report.put("language", "hls");
        report.put("sums", form);
        report.put("clockMhz", options.pipeline().clockMhz());
        report.put("part", options.part());
        String text = mapper.writerWithDefaultPrettyPrinter().writeValueAsString(report) + "\n";
        try (ProjectFolder project = new ProjectFolder(folder, replace)) {
            project.write(files);
            project.write(Map.of(ProjectFolder.MARK, text));
            project.commit();
        }
        return List.of(
                "model        %s, circuit %s"
                        .formatted(model.name(), circuit.digest().substring(0, 12)),
                "language     HLS C++, top function %s, sums %s"
                        .formatted(HlsProject.top(model.name()), form),
                "vectors      %,d rows".formatted(rows.inputs().size()),
                "unverified   II, latency and pragmas: no HLS compiler has seen this",
                "project      " + folder);
    }
}
