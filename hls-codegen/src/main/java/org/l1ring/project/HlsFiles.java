package org.l1ring.project;

import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.hls.HlsForm;
import org.l1ring.hls.HlsProject;
import org.l1ring.hls.VitisScript;
import org.l1ring.model.Model;

/** All files of an HLS C++ project but its report. */
public final class HlsFiles {
    private HlsFiles() {}

    /**
     * The files by path within the project's folder.
     *
     * @param model to write
     * @param circuit of the model
     * @param options clock, part and form of the sums
     * @param rows test vectors
     * @throws IllegalArgumentException for separate sums, which only Verilog has
     */
    public static SortedMap<String, String> of(
            Model model, Circuit circuit, FirmwareOptions options, TestRows rows) {
        HlsForm form =
                switch (options.sums()) {
                    case SHARED -> HlsForm.ADDERS;
                    case MULTIPLIERS -> HlsForm.MULTIPLIERS;
                    case SEPARATE ->
                            throw new IllegalArgumentException(
                                    "--sums: expected shared or multipliers for HLS, got separate");
                };
        double clockMhz = options.pipeline().clockMhz();
        SortedMap<String, String> files = new TreeMap<>(HlsProject.files(model, form));
        files.put("vectors.txt", HlsProject.vectors(rows.inputs(), rows.outputs()));
        files.put("vitis_hls.tcl", VitisScript.text(model.name(), options.part(), clockMhz));
        Map<String, String> values =
                Map.of(
                        "module", HlsProject.top(model.name()),
                        "name", model.name(),
                        "digest", circuit.digest(),
                        "part", options.part(),
                        "clock", options.pipeline().clockText());
        files.put("Makefile", Templates.fill("hls-Makefile.txt", values));
        files.put("README.md", Templates.fill("hls-README.md.txt", values));
        return files;
    }
}
