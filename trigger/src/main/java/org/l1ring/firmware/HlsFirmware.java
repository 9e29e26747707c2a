package org.l1ring.firmware;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.hls.HlsProject;
import org.l1ring.project.FirmwareOptions;
import org.l1ring.project.HlsFiles;
import org.l1ring.project.ProjectFolder;
import org.l1ring.project.TestRows;

/** Writes the HLS C++ project of a model or menu into a folder. */
public final class HlsFirmware {
    private HlsFirmware() {}

    /**
     * Writes the whole project; nothing is left of one that fails.
     *
     * @param input what it is made of
     * @param options clock, part and form of the sums
     * @param rows test vectors
     * @param folder absent, empty, or an earlier project
     * @param replace whether an earlier project is replaced
     * @return the report, in lines
     * @throws IOException if the folder cannot be written
     */
    public static List<String> write(
            FirmwareInput input,
            FirmwareOptions options,
            TestRows rows,
            Path folder,
            boolean replace)
            throws IOException {
        Circuit circuit = input.circuit();
        SortedMap<String, String> files =
                input.model()
                        .map(model -> HlsFiles.of(model, circuit, options, rows))
                        .orElseGet(() -> HlsFiles.of(circuit, input.window(), options, rows));
        String top =
                input.model().isPresent()
                        ? HlsProject.top(circuit.name())
                        : HlsProject.streamTop(circuit.name());
        String form = options.sums().name().toLowerCase(Locale.ROOT);
        JsonMapper mapper = JsonMapper.builder().build();
        ObjectNode report = mapper.createObjectNode();
        report.put("name", circuit.name());
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
        List<String> lines = new ArrayList<>(input.remarks());
        lines.add(
                "firmware     %s, circuit %s"
                        .formatted(circuit.name(), circuit.digest().substring(0, 12)));
        String sums = input.model().isPresent() ? ", sums " + form : "";
        lines.add("language     HLS C++, top function " + top + sums);
        lines.add("vectors      %,d rows".formatted(rows.outputs().size()));
        lines.add("unverified   II, latency and pragmas: no HLS compiler has seen this");
        lines.add("project      " + folder);
        return lines;
    }
}
