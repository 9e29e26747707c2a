package org.l1ring.asic;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.model.Model;
import org.l1ring.model.ParameterImage;
import org.l1ring.model.Parameters;
import org.l1ring.tool.TextResource;

/**
 * The bench of a design: a C++ program for Verilator that streams crossings, orbit after orbit,
 * compares every one, and loads weights over I2C meanwhile; and the rows that it reads.
 */
public final class AsicBench {
    private AsicBench() {}

    /** The program that streams crossings and changes weights. */
    public static String program(AsicDesign design) {
        boolean loads = design.loads();
        return common(design)
                .replace("@what@", WHAT)
                .replace("@usage@", loads ? LOADING_USAGE : USAGE)
                .replace("@includes@", "")
                .replace("@orbit@", Integer.toString(ORBIT))
                .replace(
                        "@loading@",
                        loads ? text("asic_images.cpp") + text("asic_loading.cpp") : "")
                .replace("@main@", loads ? LOADING_MAIN : MAIN)
                .transform(text -> values(design, text));
    }

    /** The program that flips registers while crossings, and weights, stream. */
    static String upsets(AsicDesign design) {
        boolean loads = design.loads();
        String traffic = loads ? text("asic_images.cpp") : "";
        return common(design)
                .replace("@what@", UPSET_WHAT)
                .replace("@usage@", UPSET_USAGE + (loads ? " IMAGE OTHER_IMAGE" : ""))
                .replace("@includes@", UPSET_INCLUDES)
                .replace("@orbit@", Integer.toString(UPSET_ORBIT))
                .replace(
                        "@loading@",
                        traffic + text("asic_upset.cpp") + (loads ? text("asic_traffic.cpp") : ""))
                .replace(
                        "@lines@",
                        loads ? "upset_.scl = top_.scl;\n        upset_.sda = top_.sda;" : "")
                .replace("@sdaLow@", loads ? " || upset_.sda_low != top_.sda_low" : "")
                .replace("@main@", UPSET_MAIN)
                .replace("@arguments@", loads ? "7" : "5")
                .replace(
                        "@stream@",
                        loads ? "runTraffic(bench, argv[5], argv[6], flips);" : UPSET_STREAM)
                .transform(text -> values(design, text));
    }

    private static String common(AsicDesign design) {
        return text("asic_main.cpp")
                .replace("@i2c@", design.loads() ? text("asic_i2c.cpp") : NO_LINES);
    }

    private static String values(AsicDesign design, String text) {
        return text.replace("@top@", AsicEmitter.topModule(design))
                .replace("@latency@", Integer.toString(design.latencyCrossings()))
                .replace("@inputBits@", Integer.toString(AsicEmitter.inputBits(design)))
                .replace("@outputBits@", Integer.toString(AsicEmitter.outputBits(design)))
                .replace("@address@", Integer.toString(AsicDesign.I2C_ADDRESS))
                .replace("@bytes@", Integer.toString(design.imageBytes()))
                .replace(
                        "@layout@",
                        Integer.toUnsignedString(ParameterImage.layout(design.model())));
    }

    private static final int ORBIT = 3564;

    /** Short ones, so that there is a swap every few thousand crossings. */
    private static final int UPSET_ORBIT = 200;

    private static final String WHAT =
            "Streams crossings through @top@ in Verilator and compares every one.";

    private static final String USAGE = "//   sim ROWS";

    private static final String LOADING_USAGE =
            """
            //   sim ROWS IMAGE OTHER_IMAGE
            // Weights come over I2C: loads IMAGE, refuses damaged ones, swaps to OTHER_IMAGE.\
            """;

    private static final String UPSET_WHAT =
            "Flips registers of @top@ in Verilator and compares it with the design without flips.";

    private static final String UPSET_USAGE = "//   sim heals|single|double FLIPS SEED ROWS";

    private static final String UPSET_INCLUDES =
            """

            #include "verilated_syms.h"

            #include <map>
            #include <utility>\
            """;

    private static final String UPSET_STREAM =
            """
            bench.begin(flips);
                    for (;;) {
                        bench.cycle();
                    }\
            """;

    private static final String UPSET_MAIN =
            """
                if (argc != @arguments@) {
                    std::fprintf(stderr, "%s: expected the arguments of the first lines of its source\\n", argv[0]);
                    return 2;
                }
                std::string mode = argv[1];
                long flips = std::strtol(argv[2], 0, 10);
                std::vector<Row> rows = readRows(argv[4]);
                Upsets bench(rows, mode == "heals" ? Upsets::HEALS : mode == "single" ? Upsets::SINGLE : Upsets::DOUBLE,
                             std::strtoull(argv[3], 0, 10));
                try {
                    @stream@
                } catch (const Over&) {
                }
                return finish(bench);\
            """;

    private static final String NO_LINES =
            """

              private:
                void lines(int, int) {}
            """;

    private static final String MAIN =
            """
                if (argc != 2) {
                    std::fprintf(stderr, "usage: %s ROWS\\n", argv[0]);
                    return 2;
                }
                std::vector<Row> rows = readRows(argv[1]);
                Bench bench(rows);
                for (std::size_t i = 0; i < rows.size() + 2 * kOrbit; ++i) {
                    bench.cycle();
                }
                return finish(bench, "");\
            """;

    private static final String LOADING_MAIN =
            """
                if (argc != 4) {
                    std::fprintf(stderr, "usage: %s ROWS IMAGE OTHER_IMAGE\\n", argv[0]);
                    return 2;
                }
                std::vector<Row> rows = readRows(argv[1]);
                Bench bench(rows);
                return runLoading(bench, argv[2], argv[3], rows.size());\
            """;

    private static String text(String resource) {
        return TextResource.read(AsicBench.class, resource);
    }

    /**
     * The rows with the results of each set of weights: none, the model's own, others; with
     * constant weights only the model's.
     *
     * @param inputs [rows][columns] raw values
     * @param other raw parameters of the second image
     */
    public static String rows(AsicDesign design, List<long[]> inputs, long[] other) {
        Circuit circuit = design.lowered();
        Model model = design.model();
        List<long[]> sets =
                design.loads()
                        ? List.of(new long[other.length], Parameters.raw(model), other)
                        : List.of(new long[0]);
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        int[] columns =
                circuit.inputs().subList(0, model.columns()).stream()
                        .mapToInt(port -> Wires.type(port.interval()).width())
                        .toArray();
        int[] outputs =
                circuit.outputs().stream().mapToInt(o -> Math.max(1, o.type().width())).toArray();
        StringBuilder text = new StringBuilder();
        for (long[] row : inputs) {
            List<String> parts = new ArrayList<>(List.of(hexadecimal(row, columns)));
            for (long[] set : sets) {
                long[] all = Arrays.copyOf(row, row.length + set.length);
                System.arraycopy(set, 0, all, row.length, set.length);
                long[] answers = new long[outputs.length];
                interpreter.run(all, answers);
                parts.add(hexadecimal(answers, outputs));
            }
            text.append(String.join(" ", parts)).append('\n');
        }
        return text.toString();
    }

    /** Values side by side, the first one lowest. */
    private static String hexadecimal(long[] values, int[] widths) {
        BigInteger bits = BigInteger.ZERO;
        for (int i = values.length - 1; i >= 0; i--) {
            BigInteger modulus = BigInteger.ONE.shiftLeft(widths[i]);
            bits = bits.shiftLeft(widths[i]).or(BigInteger.valueOf(values[i]).mod(modulus));
        }
        return bits.toString(16);
    }
}
