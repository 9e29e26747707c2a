package org.l1ring.importer.onnx;

import ai.onnx.proto.OnnxMl.ModelProto;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.importer.trees.TreeTypes;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/**
 * Reads ONNX, QONNX and QCDQ files.
 *
 * <p>Quantizers become types and constants keep all their bits, so that such files are read
 * exactly. What the file leaves real gets a type: the declared one, or one wide enough for a
 * sample.
 */
public final class OnnxImporter {
    /** The type of real values when none is declared: the default of the field, saturating. */
    public static final FixedType DEFAULT_TYPE =
            new FixedType(true, 16, 6, Quantization.RND, Overflow.SAT, 0);

    /** The tag of a file's version, the first field. */
    private static final int FIRST_BYTE = 8;

    private final Graph graph;
    private final String name;
    private final TreeTypes treeTypes;

    private OnnxImporter(Graph graph, String name, TreeTypes treeTypes) {
        this.graph = graph;
        this.name = name;
        this.treeTypes = treeTypes;
    }

    /** Whether a file is meant to be ONNX, by its ending or its first byte. */
    public static boolean recognizes(Path file) {
        if (file.toString().endsWith(".onnx")) {
            return true;
        }
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return in.read() == FIRST_BYTE;
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * A file read as a model.
     *
     * @param model the model, which lowers
     * @param mapping a line for each input, node and output: what became of it
     * @param realParts names of values that are real in the file and got a type by choice
     */
    public record Result(Model model, List<String> mapping, List<String> realParts) {
        /** Copies the lists. */
        public Result {
            mapping = List.copyOf(mapping);
            realParts = List.copyOf(realParts);
        }
    }

    /**
     * Opens a file.
     *
     * @param file to read
     * @param until name of the tensor or node whose result is to be the model's only output; empty
     *     for the file's own outputs
     * @throws ModelException when it is not an ONNX file, or uses what is not supported
     */
    public static OnnxImporter open(Path file, String until) {
        String own = file.getFileName().toString().replaceFirst("\\.onnx$", "");
        return of(GraphReader.read(file), own, until);
    }

    /**
     * A model of another tool that was written as ONNX.
     *
     * @param model with its graph
     * @param file where it comes from, for messages
     * @param name of the model
     * @param until name of the tensor or node whose result is to be the model's only output; empty
     *     for the model's own outputs
     * @throws ModelException when it uses what is not supported
     */
    public static OnnxImporter of(ModelProto model, String file, String name, String until) {
        return of(GraphReader.read(model, file), name, until);
    }

    private static OnnxImporter of(Graph graph, String name, String until) {
        return new OnnxImporter(
                until.isEmpty() ? graph : graph.until(until), name, TreeTypes.CHOSEN);
    }

    /**
     * The same file with declared types of its columns, and of the score of its trees.
     *
     * @param types of the columns, quantizers behind them or not, and of the score
     * @throws ModelException when there are not as many columns, or a type of the score is declared
     *     and there are no trees
     */
    public OnnxImporter with(TreeTypes types) {
        boolean trees =
                graph.nodes().stream()
                        .anyMatch(node -> TreeEnsemble.OPERATORS.contains(node.operator()));
        if (!trees && types.score().isPresent()) {
            throw new ModelException(
                    graph.file(),
                    "expected trees for --score-type, got a file without; leave it out");
        }
        int declared = types.inputs().size();
        if (!trees && declared > 1 && declared != columns()) {
            throw new ModelException(
                    graph.file(),
                    "--input-type: expected one type, or one for each of %d columns, got %d"
                            .formatted(columns(), declared));
        }
        return new OnnxImporter(graph, name, types);
    }

    /** The inputs' names for tables: {@code x0, x1 ...} and {@code <input>_0 ...}. */
    public List<List<String>> columnNames() {
        List<String> own = new ArrayList<>();
        for (Graph.Input input : graph.inputs()) {
            IntStream.range(0, input.size()).forEach(i -> own.add(input.name() + "_" + i));
        }
        return List.of(IntStream.range(0, columns()).mapToObj(i -> "x" + i).toList(), own);
    }

    /** Number of input columns. */
    public int columns() {
        return graph.inputs().stream().mapToInt(Graph.Input::size).sum();
    }

    /**
     * What the file computes for one crossing, in double precision and with its quantizers.
     *
     * @param inputs [input columns]
     * @return [output columns]
     */
    public double[] evaluate(double[] inputs) {
        Map<String, Tensor> tensors = GraphEvaluator.evaluate(graph, inputs);
        return graph.outputs().stream()
                .flatMapToDouble(output -> Arrays.stream(tensors.get(output).values()))
                .toArray();
    }

    /**
     * The model.
     *
     * @param type of real values; its width is that of real weights too
     * @throws ModelException when a node has no counterpart
     */
    public Result model(FixedType type) {
        return model(new TypeChoice(type, Map.of()));
    }

    /**
     * The model with types that hold all values of a sample.
     *
     * @param type whose width and modes real values get
     * @param sample rows of input columns, at least one
     * @throws ModelException when a node has no counterpart
     */
    public Result model(FixedType type, List<double[]> sample) {
        Map<String, TypeChoice.Span> seen = new HashMap<>();
        for (double[] row : sample) {
            GraphEvaluator.evaluate(graph, row)
                    .forEach((tensor, values) -> {
                        double least = Double.POSITIVE_INFINITY;
                        double most = Double.NEGATIVE_INFINITY;
                        for (double value : values.values()) {
                            if (!Double.isFinite(value)) {
                                throw new ModelException(
                                        graph.file() + ": result " + GraphReader.line(tensor),
                                        "expected finite values on the sample, got " + value);
                            }
                            least = Math.min(least, value);
                            most = Math.max(most, value);
                        }
                        if (least <= most) {
                            TypeChoice.Span span = new TypeChoice.Span(least, most);
                            seen.merge(tensor, span, TypeChoice.Span::with);
                        }
                    });
        }
        return model(new TypeChoice(type, seen));
    }

    private Result model(TypeChoice choice) {
        GraphMapper.Result mapped;
        try {
            mapped = GraphMapper.map(graph, choice, treeTypes, name);
        } catch (ArithmeticException e) {
            throw new ModelException(
                    graph.file(),
                    "expected results of at most 64 bits, got more with real values of %s; declare"
                                    .formatted(choice.type())
                            + " a narrower --type");
        }
        Lowering.lower(mapped.model());
        return new Result(mapped.model(), mapped.mapping(), new ArrayList<>(mapped.realParts()));
    }
}
