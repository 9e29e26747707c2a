package org.l1ring.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.l1ring.adders.AdderCost;
import org.l1ring.adders.AdderGraph;
import org.l1ring.adders.AdderSearch;
import org.l1ring.adders.AdderSize;
import org.l1ring.adders.ConstantMatrix;
import org.l1ring.adders.SumGraph;
import org.l1ring.adders.ThreeInput;
import org.l1ring.frame.TextFile;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The verb adders: the adder graph of a constant matrix. */
@Command(
        name = "adders",
        description = {
            "Multiplies by a constant matrix with few adders, or small ones.",
            "",
            "MATRIX is text: a line of integers for each input, one integer for each output.",
            "The same matrix and options give the same graph, on any machine."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring adders weights.txt",
            "  l1ring adders weights.txt --depth-limit minimal --graph graph.txt",
            "  l1ring adders weights.txt --cost lut-bits --input-bits 12 --three-input",
            "",
            "A graph has a line for each adder, 'a0 = +x0<<1 - x3<<0', and one for each output,",
            "'out 0 = +a7<<2' or 'out 1 = 0'; x are inputs, a adders. LUT bits are those bits of",
            "adders in which two operands or more vary; area counts ripple-carry adders' cells in",
            "units of a full adder."
        })
final class AddersCommand implements Callable<Integer> {
    private static final int MOST_INPUT_BITS = 16;

    @Mixin private CommonOptions common;

    @Spec private CommandSpec spec;

    @Parameters(paramLabel = "MATRIX", description = "Text file of integers.")
    private Path matrixFile;

    @Option(
            names = "--depth-limit",
            paramLabel = "DEPTH",
            description =
                    "Most adders between an input and an output: minimal, free or a number"
                            + " (default: free).")
    private String depthLimit = "free";

    @Option(
            names = "--cost",
            paramLabel = "COST",
            description = "What is made small: adders, lut-bits or area (default: adders).")
    private String cost = AdderCost.ADDERS.toString();

    @Option(
            names = "--three-input",
            description = "Merge adders that are read once into three-input adders.")
    private boolean threeInput;

    @Option(names = "--graph", paramLabel = "FILE", description = "Write the graph.")
    private Path graphFile;

    @Option(
            names = "--input-bits",
            paramLabel = "N",
            description = "Width of the signed inputs, for bits and area (default: 8).")
    private int inputBits = 8;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws IOException {
        if (inputBits < 1 || inputBits > MOST_INPUT_BITS) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--input-bits: expected 1 to %d, got %d".formatted(MOST_INPUT_BITS, inputBits));
        }
        long[][] matrix = ConstantMatrix.read(matrixFile);
        int depth = depth(matrix);
        AdderCost goal = cost();
        long start = System.nanoTime();
        AdderGraph found = AdderSearch.find(matrix, depth, goal, inputBits);
        SumGraph graph = threeInput ? ThreeInput.merge(found) : found.sums();
        double seconds = (System.nanoTime() - start) * 1e-9;
        if (!Arrays.deepEquals(matrix, graph.matrix())) {
            throw new IllegalStateException("the graph computes another matrix");
        }
        if (graphFile != null) {
            TextFile.write(graphFile, String.join("\n", graph.lines()) + "\n");
        }
        print(matrix, graph, seconds);
        return 0;
    }

    private int depth(long[][] matrix) {
        return switch (depthLimit) {
            case "free" -> AdderSearch.FREE;
            case "minimal" -> AdderSearch.leastDepth(matrix);
            default -> number(depthLimit);
        };
    }

    private AdderCost cost() {
        return Arrays.stream(AdderCost.values())
                .filter(one -> one.toString().equals(cost))
                .findFirst()
                .orElseThrow(() ->
                        new ParameterException(
                                spec.commandLine(),
                                "--cost: expected adders, lut-bits or area, got '%s'"
                                        .formatted(cost)));
    }

    private int number(String text) {
        try {
            int depth = Integer.parseInt(text);
            if (depth >= 0) {
                return depth;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new ParameterException(
                spec.commandLine(),
                "--depth-limit: expected minimal, free or a number of adders, got '" + text + "'");
    }

    private void print(long[][] matrix, SumGraph graph, double seconds) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long bits = graph.bits(inputBits);
        AdderSize size = graph.size(inputBits);
        if (json) {
            JsonMapper mapper = JsonMapper.builder().build();
            ObjectNode node = mapper.createObjectNode();
            node.put("inputs", matrix.length);
            node.put("outputs", matrix[0].length);
            node.put("adders", size.adders());
            node.put("threeInputAdders", graph.threeInputAdders());
            node.put("depth", graph.depth());
            node.put("bits", bits);
            node.put("lutBits", size.lutBits());
            node.put("area", size.area());
            node.put("naiveAdders", AdderSearch.naiveAdders(matrix));
            node.put("seconds", seconds);
            out.println(mapper.writeValueAsString(node));
            return;
        }
        out.printf("matrix   %d inputs, %d outputs%n", matrix.length, matrix[0].length);
        String three =
                threeInput ? "%,d of three inputs; ".formatted(graph.threeInputAdders()) : "";
        out.printf(
                "adders   %,d (%s%,d without sharing)%n",
                size.adders(), three, AdderSearch.naiveAdders(matrix));
        out.printf("depth    %d%n", graph.depth());
        out.printf("bits     %,d for inputs of %d bits%n", bits, inputBits);
        out.printf("LUT bits %,d%n", size.lutBits());
        out.printf("area     %,.1f full adders%n", size.area());
        out.printf("seconds  %.2f%n", seconds);
        if (graphFile != null && !common.quiet()) {
            out.printf("graph    %s%n", graphFile);
        }
    }
}
