package org.l1ring.project;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.rtl.Clocked;
import org.l1ring.rtl.PipelineBench;
import org.l1ring.rtl.PipelineEmitter;
import org.l1ring.rtl.PipelineOptions;
import org.l1ring.rtl.VerilatorBench;

/** All files of a Verilog project but its report. */
public final class VerilogProject {
    private VerilogProject() {}

    /**
     * The files by path within the project's folder.
     *
     * @param design to write
     * @param figures of the design
     * @param rows test vectors
     */
    public static SortedMap<String, String> files(
            HardwareDesign design, FirmwareFigures figures, TestRows rows) {
        String module = PipelineEmitter.topModule(design.hardware());
        SortedMap<String, String> files = sources(design);
        PipelineBench bench = PipelineBench.of(design.hardware(), rows.inputs(), rows.outputs());
        files.put("bench/" + bench.module() + ".v", bench.text());
        files.put("vectors/" + bench.vectorsFile(), bench.vectors());
        VerilatorBench flat = VerilatorBench.of(design.hardware());
        files.put("bench/" + flat.module() + ".v", flat.wrapper());
        files.put("bench/sim_main.cpp", flat.program());
        Map<String, String> values = values(design, figures, module);
        files.put("Makefile", Templates.fill("Makefile.txt", values));
        files.put("README.md", Templates.fill("README.md.txt", values));
        files.put("scripts/vivado.tcl", Templates.fill("vivado.tcl.txt", values));
        files.put("constraints/" + module + ".xdc", Templates.fill("constraints.xdc.txt", values));
        return files;
    }

    /** The Verilog sources and the script that synthesises them, by path. */
    public static SortedMap<String, String> sources(HardwareDesign design) {
        SortedMap<String, String> files = new TreeMap<>();
        SortedMap<String, String> sources = design.hardware().files(design.circuit().digest());
        sources.forEach((name, text) -> files.put("src/" + name, text));
        boolean dsp = design.figures().estimate().dspBlocks() > 0;
        files.put(
                "scripts/synth.ys",
                Templates.fill(
                        "synth.ys.txt",
                        Map.of(
                                "module",
                                PipelineEmitter.topModule(design.hardware()),
                                "flags",
                                dsp ? "" : "-nodsp ",
                                "sources",
                                sources.keySet().stream()
                                        .map(name -> "src/" + name)
                                        .collect(Collectors.joining(" ")))));
        return files;
    }

    private static Map<String, String> values(
            HardwareDesign design, FirmwareFigures figures, String module) {
        PipelineOptions options = design.options().pipeline();
        Map<String, String> values = new HashMap<>();
        values.put("module", module);
        values.put("name", figures.name());
        values.put("digest", figures.digest());
        values.put("part", design.options().part());
        values.put("clock", options.clockText());
        values.put("period", String.format(Locale.ROOT, "%.3f", options.periodPicos() / 1000.0));
        values.put("latency", Integer.toString(figures.latencyCycles()));
        values.put("nanos", String.format(Locale.ROOT, "%.1f", figures.latencyNanos()));
        values.put("crossings", String.format(Locale.ROOT, "%.2f", figures.latencyCrossings()));
        values.put("interval", Integer.toString(figures.initiationInterval()));
        values.put("adders", Integer.toString(figures.adders()));
        values.put("ports", ports(design.hardware()));
        values.put("neighbours", neighbours(design.hardware().window()) + buffer(design));
        return values;
    }

    private static String neighbours(CrossingWindow window) {
        return window.single()
                ? ""
                : """


                A row is the words of one crossing; rows are crossings in their order. The outputs that follow a row decide the crossing %d before it, which
                looks at %d before and %d after its own. After `rst` the first %d rows bring no outputs.\
                """
                        .formatted(window.after(), window.before(), window.after(), window.lead());
    }

    private static String buffer(HardwareDesign design) {
        return design instanceof BufferedDesign
                ? """


                A row's outputs are the words that leave the buffer in its crossing. `rst` empties the buffer.\
                """
                : "";
    }

    private static String ports(Clocked hardware) {
        Circuit circuit = hardware.circuit();
        List<Circuit.Port> words = hardware.window().words();
        List<String> lines =
                new ArrayList<>(
                        List.of("| port | range of raw | fraction bits |", "|---|---|---:|"));
        List<String> names = PipelineEmitter.portNames(hardware);
        for (int i = 0; i < words.size(); i++) {
            Circuit.Port port = words.get(i);
            lines.add(
                    "| in `%s` | %s | %d |"
                            .formatted(names.get(i), port.interval(), port.fraction()));
        }
        for (int i = 0; i < circuit.outputs().size(); i++) {
            Circuit.Output output = circuit.outputs().get(i);
            lines.add(
                    "| out `%s` | %s | %d |"
                            .formatted(
                                    names.get(words.size() + i),
                                    circuit.interval(output.step()),
                                    output.type().fraction()));
        }
        return String.join("\n", lines);
    }
}
