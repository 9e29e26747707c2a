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

    /** The program. */
    public static String program(AsicDesign design) {
        boolean loads = design.loads();
        return TextResource.read(AsicBench.class, "asic_main.cpp")
                .replace("@i2c@", loads ? text("asic_i2c.cpp") : NO_LINES)
                .replace("@loading@", loads ? text("asic_loading.cpp") : "")
                .replace("@main@", loads ? LOADING_MAIN : MAIN)
                .replace("@top@", AsicEmitter.topModule(design))
                .replace("@latency@", Integer.toString(design.latencyCrossings()))
                .replace("@inputBits@", Integer.toString(AsicEmitter.inputBits(design)))
                .replace("@outputBits@", Integer.toString(AsicEmitter.outputBits(design)))
                .replace("@address@", Integer.toString(AsicDesign.I2C_ADDRESS))
                .replace("@bytes@", Integer.toString(design.imageBytes()))
                .replace(
                        "@layout@",
                        Integer.toUnsignedString(ParameterImage.layout(design.model())));
    }

    private static final String NO_LINES =
            """

              private:
                void lines(int, int) {}
            """;

    private static final String MAIN =
            """
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
