package org.l1ring.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ModelReader.Tensor;

/** Reads one layer object and checks it against the values before it. */
final class LayerReader {
    private final Json json;
    private final Map<String, Tensor> tensors;
    private final List<String> inputs;

    private LayerReader(Json json, Map<String, Tensor> tensors) {
        this.json = json;
        this.tensors = tensors;
        this.inputs = json.at("inputs").texts();
    }

    static Layer read(Json json, Map<String, Tensor> tensors) {
        return new LayerReader(json, tensors).layer();
    }

    private Layer layer() {
        Json kind = json.at("kind");
        return switch (kind.text()) {
            case "dense" -> dense(1);
            case "pointwise_conv1d" -> dense(json.count("positions", 1));
            case "conv2d" -> conv2d();
            case "pad2d" -> pad2d();
            case "batchnorm" -> batchNorm();
            case "relu" -> new Layer.Relu(head(input(0).size()), input(0).size());
            case "linear" -> new Layer.Linear(head(input(0).size()), input(0).size());
            case "quantize" -> new Layer.Quantize(head(input(0).size()), input(0).size());
            case "select" -> select();
            case "sigmoid", "tanh" -> tableActivation(kind.text());
            case "table" -> tableActivation(json.at("function").text());
            case "lookup" -> lookUp();
            case "softmax" -> softmax();
            case "global_average_pooling1d" -> pooling();
            case "embedding" -> embedding();
            case "concat_features" -> concat();
            case "multiply_hls4ml" -> scaleFeatures();
            case "add" -> new Layer.Add(head(alike()), alike());
            case "subtract" -> new Layer.Subtract(head(alike()), alike());
            case "dot" -> new Layer.Dot(head(1), alike(), accumulation());
            case "matmul" -> matMul();
            case "pool" -> pool();
            case "argmax" -> argMax();
            case "recurrent" -> recurrent();
            case "sum_of_squares" ->
                    new Layer.SumOfSquares(head(1), input(0).size(), json.at("square_type").type());
            case "trees" -> {
                int features = input(0).size();
                yield TreesReader.read(json, head(1), features);
            }
            default ->
                    throw kind.error(
                            "unknown layer kind \""
                                    + kind.text()
                                    + "\"; expected one of dense, pointwise_conv1d, conv2d, pad2d,"
                                    + " batchnorm, relu, linear, quantize, select, sigmoid, tanh, table,"
                                    + " lookup, softmax, global_average_pooling1d, pool, embedding,"
                                    + " concat_features, multiply_hls4ml, add, subtract, dot, matmul,"
                                    + " sum_of_squares, argmax, recurrent, trees");
        };
    }

    private Tensor input(int index) {
        if (index >= inputs.size()) {
            throw json.error(
                    "inputs: expected at least " + (index + 1) + " names, got " + inputs.size());
        }
        Tensor tensor = tensors.get(inputs.get(index));
        if (tensor == null) {
            throw json.error(
                    "inputs: expected one of "
                            + tensors.keySet()
                            + ", got \""
                            + inputs.get(index)
                            + "\"");
        }
        if (json.has("size") && json.count("size", 1) != tensor.size() && inputs.size() == 1) {
            throw json.error(
                    "size: expected %d, the size of %s, got %d"
                            .formatted(tensor.size(), inputs.get(0), json.count("size", 1)));
        }
        return tensor;
    }

    private Tensor input(int index, int size) {
        Tensor tensor = input(index);
        if (tensor.size() != size) {
            throw json.error(
                    "input %s: expected %d elements, got %d"
                            .formatted(inputs.get(index), size, tensor.size()));
        }
        return tensor;
    }

    private Layer.Head head(int outputs) {
        return new Layer.Head(
                json.at("name").text(),
                inputs,
                json.at("output").text(),
                json.types("result_type", outputs));
    }

    private Layer.Accumulation accumulation() {
        if (json.has("accumulation")) {
            String rule = json.at("accumulation").text();
            if (!rule.equals("exact")) {
                throw json.at("accumulation").error("expected \"exact\", got \"" + rule + "\"");
            }
            return new Layer.Accumulation(Optional.empty());
        }
        return new Layer.Accumulation(Optional.of(json.at("accum_type").type()));
    }

    private Layer dense(int positions) {
        int in = json.count("n_in", 1);
        int out = json.count("n_out", 1);
        input(0, json.elements(positions, in));
        json.work(positions, in, out);
        return new Layer.Dense(
                head(json.elements(positions, out)),
                positions,
                in,
                out,
                json.constants("weights", in, out),
                json.constants("biases", out),
                accumulation());
    }

    private Layer conv2d() {
        int[] kernel = json.at("kernel").integers();
        if (kernel.length != 2 || kernel[0] < 1 || kernel[1] < 1) {
            throw json.at("kernel")
                    .error(
                            "expected [height, width], each at least 1, got "
                                    + Arrays.toString(kernel));
        }
        long padding = json.has("padding") ? json.at("padding").integer() : 0;
        if (padding != 0) {
            throw json.at("padding")
                    .error("expected 0, got " + padding + "; put a pad2d layer before it");
        }
        int height = json.count("in_height", kernel[0]);
        int width = json.count("in_width", kernel[1]);
        int strideHeight = json.count("stride_height", 1);
        int strideWidth = json.count("stride_width", 1);
        int outHeight = json.count("out_height", 1);
        int outWidth = json.count("out_width", 1);
        if ((outHeight - 1L) * strideHeight + kernel[0] > height
                || (outWidth - 1L) * strideWidth + kernel[1] > width) {
            throw json.error(
                    "out_height, out_width: expected patches within the %dx%d image, got %dx%d"
                            .formatted(height, width, outHeight, outWidth));
        }
        int channels = json.count("in_channels", 1);
        int filters = json.count("filters", 1);
        Layer.Window window =
                new Layer.Window(
                        height,
                        width,
                        channels,
                        kernel[0],
                        kernel[1],
                        strideHeight,
                        strideWidth,
                        outHeight,
                        outWidth,
                        filters);
        input(0, json.elements(height, width, channels));
        int results = json.elements(outHeight, outWidth, filters);
        json.work(results, kernel[0], kernel[1], channels);
        return new Layer.Conv2d(
                head(results),
                window,
                json.constants("weights", kernel[0], kernel[1], channels, filters),
                json.constants("biases", filters),
                accumulation());
    }

    private Layer pad2d() {
        int height = json.count("in_height", 1);
        int width = json.count("in_width", 1);
        int bottom = json.count("pad_bottom", 0);
        int right = json.count("pad_right", 0);
        input(0, json.elements(height, width));
        int results = json.elements((long) height + bottom, (long) width + right);
        return new Layer.Pad2d(head(results), height, width, bottom, right);
    }

    private Layer batchNorm() {
        int size = input(0).size();
        ConstantArray scale = json.constants("scale", -1);
        ConstantArray bias = json.constants("bias", -1);
        if (size % scale.size() != 0 || size % bias.size() != 0) {
            throw json.error(
                    "scale, bias: expected lengths that divide %d, got %d and %d"
                            .formatted(size, scale.size(), bias.size()));
        }
        return new Layer.BatchNorm(head(size), size, scale, bias);
    }

    private Layer select() {
        int size = input(0).size();
        List<Integer> indices = indices(json.at("indices"), Layer.Select.ZERO, size);
        return new Layer.Select(head(indices.size()), size, indices);
    }

    /** A list of at least one index, from the least one to below the size. */
    private static List<Integer> indices(Json list, int least, int size) {
        int[] indices = list.integers();
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < least || indices[i] >= size) {
                throw list.error(
                        "[%d]: expected %d..%d, got %d".formatted(i, least, size - 1, indices[i]));
            }
        }
        if (indices.length == 0) {
            throw list.error("expected at least one, got none");
        }
        return Arrays.stream(indices).boxed().toList();
    }

    private Layer tableActivation(String function) {
        int size = input(0).size();
        Json table = json.at("table");
        int entries = table.count("size", 1);
        double range = table.at("range").real();
        if (!(range > 0)) {
            throw table.error("range: expected a positive number, got " + range);
        }
        boolean wraps = false;
        if (table.has("index_negative")) {
            Json rule = table.at("index_negative");
            wraps = rule.text().equals("wraps_to_last");
            if (!wraps && !rule.text().equals("clamps")) {
                throw rule.error(
                        "expected \"wraps_to_last\" or \"clamps\", got \"" + rule.text() + "\"");
            }
        }
        json.work(size, entries);
        return new Layer.TableActivation(
                head(size), function, size, table(json, "table", entries), range, wraps);
    }

    private static ConstantArray table(Json json, String field, int size) {
        Json table = json.at(field);
        if (size > 0 && table.at("raw").node().size() != size) {
            throw table.error(
                    "raw: expected %d entries, got %d"
                            .formatted(size, table.at("raw").node().size()));
        }
        return json.constants(field, -1);
    }

    private Layer lookUp() {
        Tensor input = input(0);
        ConstantArray tables = json.constants("tables", -1, -1);
        int entries = tables.shape()[1];
        if (Integer.bitCount(entries) != 1 || input.size() % tables.shape()[0] != 0) {
            throw json.error(
                    "tables: expected a power of two of entries in each of a divisor of %d tables,"
                                    .formatted(input.size())
                            + " got %d in each of %d".formatted(entries, tables.shape()[0]));
        }
        for (int i = 0; i < input.size(); i++) {
            indexes(input.types().get(i), entries, "tables");
        }
        json.work(input.size(), entries);
        String function = json.has("function") ? json.at("function").text() : "";
        return new Layer.LookUp(head(input.size()), function, input.size(), input.types(), tables);
    }

    private Layer softmax() {
        Tensor input = input(0);
        int positions = json.has("positions") ? json.count("positions", 1) : 1;
        if (input.size() % positions != 0) {
            throw json.error(
                    "positions: expected a divisor of %d, got %d"
                            .formatted(input.size(), positions));
        }
        Optional<Layer.Difference> difference = difference();
        ConstantArray exp = table(json, "exp_table", -1);
        ConstantArray inverse = table(json, "inv_table", -1);
        if (Integer.bitCount(exp.size()) != 1 || Integer.bitCount(inverse.size()) != 1) {
            throw json.error(
                    "exp_table, inv_table: expected a power of two of entries, got %d and %d"
                            .formatted(exp.size(), inverse.size()));
        }
        FixedType sum = json.has("sum_type") ? json.at("sum_type").type() : exp.type();
        FixedType inverseInput =
                json.has("inv_input_type") ? json.at("inv_input_type").type() : sum;
        Layer.Softmax softmax =
                new Layer.Softmax(
                        head(input.size()),
                        positions,
                        input.size() / positions,
                        input.types(),
                        difference,
                        exp,
                        sum,
                        inverseInput,
                        inverse);
        json.work(input.size(), exp.size());
        json.work(positions, inverse.size());
        for (int i = 0; i < input.size(); i++) {
            indexes(softmax.expInputType(i), exp.size(), "exp_table");
        }
        indexes(inverseInput, inverse.size(), "inv_table");
        return softmax;
    }

    private Optional<Layer.Difference> difference() {
        String rule = json.has("implementation") ? json.at("implementation").text() : "latency";
        return switch (rule) {
            case "latency" -> Optional.empty();
            case "stable" -> {
                Json order = json.at("difference");
                boolean fromMaximum = order.text().equals("maximum_minus_x");
                if (!fromMaximum && !order.text().equals("x_minus_maximum")) {
                    throw order.error(
                            "expected \"maximum_minus_x\" or \"x_minus_maximum\", got \""
                                    + order.text()
                                    + "\"");
                }
                yield Optional.of(
                        new Layer.Difference(json.at("difference_type").type(), fromMaximum));
            }
            default ->
                    throw json.at("implementation")
                            .error("expected \"latency\" or \"stable\", got \"" + rule + "\"");
        };
    }

    private void indexes(FixedType argument, int entries, String name) {
        int bits = Integer.numberOfTrailingZeros(entries);
        if (argument.width() < bits) {
            throw json.error(
                    "%s: expected an argument of at least %d bits for %d entries, got %s; widen it"
                            .formatted(name, bits, entries, argument));
        }
    }

    private Layer pooling() {
        int positions = json.count("positions", 1);
        int channels = json.count("channels", 1);
        input(0, json.elements(positions, channels));
        return new Layer.GlobalAveragePooling(
                head(channels),
                positions,
                channels,
                json.at("accum_type").type(),
                json.has("post_type")
                        ? Optional.of(json.at("post_type").type())
                        : Optional.empty());
    }

    private Layer embedding() {
        int positions = json.count("positions", 1);
        input(0, positions);
        ConstantArray rows = json.constants("embeddings", -1, -1);
        json.work(positions, rows.size());
        int results = json.elements(positions, rows.shape()[1]);
        return new Layer.Embedding(head(results), positions, rows);
    }

    private Layer concat() {
        int positions = json.count("positions", 1);
        int first = input(0).size();
        int second = input(1).size();
        if (first % positions != 0 || second % positions != 0) {
            throw json.error(
                    "positions: expected a divisor of %d and %d, got %d"
                            .formatted(first, second, positions));
        }
        return new Layer.ConcatFeatures(
                head(first + second), positions, first / positions, second / positions);
    }

    private Layer scaleFeatures() {
        int size = input(0).size();
        int width = input(1).size() / size;
        input(1, size * Math.max(width, 1));
        return new Layer.ScaleFeatures(head(size * width), size, width);
    }

    /** The size of two inputs that are alike. */
    private int alike() {
        int size = input(0).size();
        input(1, size);
        return size;
    }

    private Layer matMul() {
        int rows = json.count("rows", 1);
        int inner = json.count("inner", 1);
        int columns = json.count("columns", 1);
        input(0, json.elements(rows, inner));
        input(1, json.elements(inner, columns));
        json.work(rows, inner, columns);
        int results = json.elements(rows, columns);
        return new Layer.MatMul(head(results), rows, inner, columns, accumulation());
    }

    private Layer pool() {
        int size = input(0).size();
        Json operation = json.at("operation");
        Layer.Pooling pooling =
                switch (operation.text()) {
                    case "maximum" -> Layer.Pooling.MAXIMUM;
                    case "minimum" -> Layer.Pooling.MINIMUM;
                    case "sum" -> Layer.Pooling.SUM;
                    case "average" -> Layer.Pooling.AVERAGE;
                    default ->
                            throw operation.error(
                                    "expected maximum, minimum, sum or average, got \""
                                            + operation.text()
                                            + "\"");
                };
        List<List<Integer>> windows = new ArrayList<>();
        for (Json window : json.at("windows").list()) {
            windows.add(indices(window, 0, size));
        }
        if (windows.isEmpty()) {
            throw json.at("windows").error("expected at least one, got none");
        }
        boolean sums = pooling == Layer.Pooling.SUM || pooling == Layer.Pooling.AVERAGE;
        Layer.Accumulation rule = sums ? accumulation() : new Layer.Accumulation(Optional.empty());
        if (pooling == Layer.Pooling.AVERAGE && rule.type().isEmpty()) {
            throw json.error("expected an accum_type for averages, got \"exact\"; name one");
        }
        return new Layer.Pool(head(windows.size()), pooling, size, windows, rule);
    }

    private Layer argMax() {
        int positions = json.count("positions", 1);
        int size = input(0).size();
        if (size % positions != 0) {
            throw json.error(
                    "positions: expected a divisor of %d, got %d".formatted(size, positions));
        }
        return new Layer.ArgMax(head(positions), positions, size / positions);
    }

    /** Products and elements of one step. */
    private static long work(Model cell) {
        long work = 0;
        for (Layer layer : cell.layers()) {
            work +=
                    switch (layer) {
                        case Layer.Dense dense -> (long) dense.positions() * dense.weights().size();
                        case Layer.Conv2d conv ->
                                (long) conv.outputSize()
                                        * (conv.weights().size() / conv.window().filters());
                        case Layer.MatMul product -> (long) product.outputSize() * product.inner();
                        case Layer.Pool pool -> pool.windows().stream().mapToLong(List::size).sum();
                        case Layer.Trees trees ->
                                trees.trees().stream().mapToLong(Tree::nodes).sum();
                        default -> layer.outputSize();
                    };
        }
        return Math.min(work, Integer.MAX_VALUE);
    }

    private Layer recurrent() {
        int steps = json.count("steps", 1);
        Model cell = ModelReader.cell(json.at("cell"));
        input(0, json.elements(steps, cell.inputs().get(0).size()));
        json.work(steps, work(cell));
        boolean allSteps = json.has("all_steps") && json.at("all_steps").flag();
        int size = json.elements(allSteps ? steps : 1, cell.outputs().get(0).size());
        return new Layer.Recurrent(
                head(size),
                steps,
                cell,
                allSteps,
                json.has("backwards") && json.at("backwards").flag());
    }
}
