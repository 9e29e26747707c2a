package org.l1ring.project;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
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
        SortedMap<String, String> files = new TreeMap<>(HlsProject.files(model, form));
        Map<String, String> values = values(HlsProject.top(model.name()), circuit, options);
        files.put("README.md", Templates.fill("hls-README.md.txt", values));
        common(files, values, rows);
        String script = VitisScript.text(model.name(), options.part(), clockMhz(options));
        files.put("vitis_hls.tcl", script);
        return files;
    }

    /**
     * The files of a circuit that gets the words of one crossing after the other.
     *
     * @param circuit to write, in straight lines
     * @param window which word of which crossing each of its columns is
     * @param options clock, part and form of the sums
     * @param rows test vectors
     * @throws IllegalArgumentException for sums that are not shared, which only models and Verilog
     *     have
     */
    public static SortedMap<String, String> of(
            Circuit circuit, CrossingWindow window, FirmwareOptions options, TestRows rows) {
        if (options.sums() != FirmwareOptions.Sums.SHARED) {
            throw new IllegalArgumentException(
                    "--sums: expected shared for HLS of a menu, got "
                            + options.sums().name().toLowerCase(Locale.ROOT));
        }
        SortedMap<String, String> files = new TreeMap<>(HlsProject.files(circuit, window));
        Map<String, String> values = values(HlsProject.streamTop(circuit.name()), circuit, options);
        values.put("circuit", HlsProject.top(circuit.name()));
        values.put("after", window.after() == 1 ? "1 crossing" : window.after() + " crossings");
        values.put("lead", Integer.toString(window.lead()));
        files.put("README.md", Templates.fill("hls-stream-README.md.txt", values));
        common(files, values, rows);
        String top = values.get("module");
        files.put("vitis_hls.tcl", VitisScript.text(top, options.part(), clockMhz(options)));
        return files;
    }

    private static double clockMhz(FirmwareOptions options) {
        return options.pipeline().clockMhz();
    }

    private static Map<String, String> values(
            String module, Circuit circuit, FirmwareOptions options) {
        Map<String, String> values = new HashMap<>();
        values.put("module", module);
        values.put("name", circuit.name());
        values.put("digest", circuit.digest());
        values.put("part", options.part());
        values.put("clock", options.pipeline().clockText());
        return values;
    }

    private static void common(
            Map<String, String> files, Map<String, String> values, TestRows rows) {
        files.put("vectors.txt", HlsProject.vectors(rows.inputs(), rows.outputs()));
        files.put("Makefile", Templates.fill("hls-Makefile.txt", values));
    }
}
