package org.l1ring.asic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.Parameters;
import org.l1ring.tool.TextResource;

/** All text files of a project of standard cells but its report; the images are bytes. */
public final class AsicProject {
    private AsicProject() {}

    /**
     * The files by path within the project's folder.
     *
     * @param design to write
     * @param inputs [rows][columns] test vectors, raw values
     * @param other raw parameters of the second image
     */
    public static SortedMap<String, String> files(
            AsicDesign design, List<long[]> inputs, long[] other) {
        SortedMap<String, String> files = new TreeMap<>();
        SortedMap<String, String> sources = AsicEmitter.files(design);
        sources.forEach((name, text) -> files.put("src/" + name, text));
        files.put("bench/asic_main.cpp", AsicBench.program(design));
        files.put("bench/asic_upset.cpp", AsicBench.upsets(design));
        files.put("vectors/rows.hex", AsicBench.rows(design, inputs, other));
        Map<String, String> values = values(design);
        List<String> paths = sources.keySet().stream().map(name -> "src/" + name).toList();
        values.put("sources", String.join(" ", paths));
        files.put("Makefile", fill("Makefile.txt", values));
        files.put("README.md", fill("README.md.txt", values));
        files.put("scripts/synth.ys", fill("synth.ys.txt", values));
        files.put("scripts/sta.tcl", fill("sta.tcl.txt", values));
        files.put("scripts/power.tcl", fill("power.tcl.txt", values));
        files.put(
                "constraints/" + AsicEmitter.topModule(design) + ".sdc",
                fill("constraints.sdc.txt", values));
        files.put("openroad/config.mk", fill("config.mk.txt", values));
        return files;
    }

    /** Seeded parameters over their full ranges, for a second image. */
    public static long[] random(AsicDesign design, long seed) {
        Random random = new Random(seed);
        List<Long> raw = new ArrayList<>();
        for (ConstantArray array : Parameters.of(design.model())) {
            FixedType type = Parameters.type(array);
            for (int i = 0; i < array.size(); i++) {
                raw.add(type.cast(random.nextInt(), type.fraction()));
            }
        }
        return raw.stream().mapToLong(Long::longValue).toArray();
    }

    private static Map<String, String> values(AsicDesign design) {
        AsicOptions options = design.options();
        boolean loads = design.loads();
        Map<String, String> values = new HashMap<>();
        values.put("top", AsicEmitter.topModule(design));
        values.put("name", design.model().name());
        values.put("digest", design.lowered().digest());
        values.put("liberty", options.liberty().toString());
        values.put("clock", number(options.clockMhz()));
        values.put("period", number(1e3 / options.clockMhz()));
        values.put("quarter", number(250 / options.clockMhz()));
        values.put("latency", Integer.toString(design.latencyCrossings()));
        values.put("protection", options.protection().name().toLowerCase(Locale.ROOT));
        values.put("flipflops", String.format(Locale.ROOT, "%,d", AsicEmitter.flipFlops(design)));
        values.put("inputBits", Integer.toString(AsicEmitter.inputBits(design)));
        values.put("outputBits", Integer.toString(AsicEmitter.outputBits(design)));
        List<Circuit.Port> columns = design.lowered().inputs().subList(0, design.model().columns());
        values.put("columns", widths(columns.stream().mapToInt(AsicProject::width).toArray()));
        values.put(
                "outputs",
                widths(
                        design.lowered().outputs().stream()
                                .mapToInt(output -> Math.max(1, output.type().width()))
                                .toArray()));
        values.put("images", loads ? " vectors/own.l1pi vectors/other.l1pi" : "");
        values.put("testtext", loads ? ", weights over I2C" : "");
        values.put("mapping", loads ? "# Gates of the library." : FAST);
        values.put("fast", loads ? "" : " -fast");
        values.put("i2c", loads ? I2C_CONSTRAINTS : "");
        values.put("i2cports", loads ? ports(design) : "");
        values.put(
                "weightstext",
                loads
                        ? "Weights are in registers, zero after `rst`, and come over I2C."
                        : "Weights are part of the logic.");
        return values;
    }

    private static final String FAST =
            "# Gates of the library. A stage is one large module: ABC's standard script finds no end.";

    private static final String I2C_CONSTRAINTS =
            """
            # SCL and SDA are sampled: no time is asked of them.
            set_false_path -from [get_ports {scl sda}]
            set_false_path -to [get_ports sda_low]\
            """;

    private static String ports(AsicDesign design) {
        return """
        | `scl`, `sda`, `sda_low` | I2C slave at 0x%x: the lines as they are, and a 1 that pulls the data line low |

        The shadow bank is at 0x0000, %d bytes, the register map at 0x8000. `vectors/own.l1pi` is the model's own image.
        """
                .formatted(AsicDesign.I2C_ADDRESS, design.imageBytes());
    }

    private static int width(Circuit.Port port) {
        return Wires.type(port.interval()).width();
    }

    private static String number(double value) {
        String text = String.format(Locale.ROOT, "%.3f", value);
        return text.replaceFirst("\\.?0+$", "");
    }

    private static String widths(int[] widths) {
        boolean equal = Arrays.stream(widths).distinct().count() == 1;
        return equal
                ? "%d of %d bits".formatted(widths.length, widths[0])
                : Arrays.toString(widths) + " bits";
    }

    private static String fill(String resource, Map<String, String> values) {
        String text = TextResource.read(AsicProject.class, resource);
        for (Map.Entry<String, String> value : values.entrySet()) {
            text = text.replace("@" + value.getKey() + "@", value.getValue());
        }
        return text;
    }
}
