package org.l1ring.cli;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.Callable;
import org.l1ring.adders.AdderGraph;
import org.l1ring.adders.AdderSearch;
import org.l1ring.adders.ConstantMatrix;
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
            "Multiplies by a constant matrix with few two-input adders.",
            "",
            "MATRIX is text: a line of integers for each input, one integer for each output.",
            "The same matrix and limit give the same graph, on any machine."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring adders weights.txt",
            "  l1ring adders weights.txt --depth-limit minimal --graph graph.txt",
            "",
            "A graph has a line for each adder, 'a0 = +x0<<1 - x3<<0', and one for each output,",
            "'out 0 = +a7<<2' or 'out 1 = 0'; x are inputs, a adders."
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

    @Option(names = "--graph", paramLabel = "FILE", description = "Write the graph.")
    private Path graphFile;

    @Option(
            names = "--input-bits",
            paramLabel = "N",
            description = "Width of the signed inputs, for the bits of adders (default: 8).")
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
        long start = System.nanoTime();
        AdderGraph graph = AdderSearch.find(matrix, depth);
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

    private void print(long[][] matrix, AdderGraph graph, double seconds) throws IOException {
        PrintWriter out = spec.commandLine().getOut();
        long bits = graph.bits(inputBits);
        if (json) {
            JsonMapper mapper = JsonMapper.builder().build();
            ObjectNode node = mapper.createObjectNode();
            node.put("inputs", matrix.length);
            node.put("outputs", matrix[0].length);
            node.put("adders", graph.adders().size());
            node.put("depth", graph.depth());
            node.put("bits", bits);
            node.put("naiveAdders", AdderSearch.naiveAdders(matrix));
            node.put("seconds", seconds);
            out.println(mapper.writeValueAsString(node));
            return;
        }
        out.printf("matrix   %d inputs, %d outputs%n", matrix.length, matrix[0].length);
        out.printf(
                "adders   %,d (%,d without sharing)%n",
                graph.adders().size(), AdderSearch.naiveAdders(matrix));
        out.printf("depth    %d%n", graph.depth());
        out.printf("bits     %,d for inputs of %d bits%n", bits, inputBits);
        out.printf("seconds  %.2f%n", seconds);
        if (graphFile != null && !common.quiet()) {
            out.printf("graph    %s%n", graphFile);
        }
    }
}
