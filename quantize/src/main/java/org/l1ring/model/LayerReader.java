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
            case "softmax" -> softmax();
            case "global_average_pooling1d" -> pooling();
            case "embedding" -> embedding();
            case "concat_features" -> concat();
            case "multiply_hls4ml" -> scaleFeatures();
            case "subtract" -> subtract();
            case "dot" -> dot();
            case "sum_of_squares" ->
                    new Layer.SumOfSquares(head(1), input(0).size(), json.at("square_type").type());
            case "trees" -> trees();
            default ->
                    throw kind.error(
                            "unknown layer kind \""
                                    + kind.text()
                                    + "\"; expected one of dense, pointwise_conv1d, conv2d, pad2d,"
                                    + " batchnorm, relu, linear, quantize, select, sigmoid, tanh, softmax,"
                                    + " global_average_pooling1d, embedding, concat_features,"
                                    + " multiply_hls4ml, subtract, dot, sum_of_squares, trees");
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
        input(0, positions * in);
        return new Layer.Dense(
                head(positions * out),
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
        if ((outHeight - 1) * strideHeight + kernel[0] > height
                || (outWidth - 1) * strideWidth + kernel[1] > width) {
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
        input(0, height * width * channels);
        return new Layer.Conv2d(
                head(outHeight * outWidth * filters),
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
        input(0, height * width);
        return new Layer.Pad2d(
                head((height + bottom) * (width + right)), height, width, bottom, right);
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
        int[] indices = json.at("indices").integers();
        for (int i = 0; i < indices.length; i++) {
            if (indices[i] < Layer.Select.ZERO || indices[i] >= size) {
                throw json.at("indices")
                        .error("[%d]: expected -1..%d, got %d".formatted(i, size - 1, indices[i]));
            }
        }
        if (indices.length == 0) {
            throw json.at("indices").error("expected at least one, got none");
        }
        return new Layer.Select(
                head(indices.length), size, Arrays.stream(indices).boxed().toList());
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

    private Layer softmax() {
        Tensor input = input(0);
        if (json.has("implementation") && !json.at("implementation").text().equals("latency")) {
            Json rule = json.at("implementation");
            throw rule.error("expected \"latency\", got \"" + rule.text() + "\"");
        }
        ConstantArray exp = table(json, "exp_table", -1);
        ConstantArray inverse = table(json, "inv_table", -1);
        if (Integer.bitCount(exp.size()) != 1 || Integer.bitCount(inverse.size()) != 1) {
            throw json.error(
                    "exp_table, inv_table: expected a power of two of entries, got %d and %d"
                            .formatted(exp.size(), inverse.size()));
        }
        for (int i = 0; i < input.size(); i++) {
            indexes(input.types().get(i), exp, "exp_table");
        }
        indexes(exp.type(), inverse, "inv_table");
        return new Layer.Softmax(head(input.size()), input.size(), input.types(), exp, inverse);
    }

    private void indexes(FixedType argument, ConstantArray table, String name) {
        int bits = Integer.numberOfTrailingZeros(table.size());
        if (argument.width() < bits) {
            throw json.error(
                    "%s: expected an argument of at least %d bits for %d entries, got %s; widen it"
                            .formatted(name, bits, table.size(), argument));
        }
    }

    private Layer pooling() {
        int positions = json.count("positions", 1);
        int channels = json.count("channels", 1);
        input(0, positions * channels);
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
        return new Layer.Embedding(head(positions * rows.shape()[1]), positions, rows);
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

    private Layer subtract() {
        int size = input(0).size();
        input(1, size);
        return new Layer.Subtract(head(size), size);
    }

    private Layer dot() {
        int size = input(0).size();
        input(1, size);
        return new Layer.Dot(head(1), size, accumulation());
    }

    private Layer trees() {
        int features = input(0).size();
        FixedType thresholdType = json.at("threshold_type").type();
        FixedType scoreType = json.at("score_type").type();
        List<Tree> trees = new ArrayList<>();
        for (Json tree : json.at("trees").list()) {
            trees.add(tree(tree, features, thresholdType, scoreType));
        }
        Json init = json.at("init");
        long[] start = init.longs();
        if (start.length != 1) {
            throw init.error("expected a list of one value, got " + start.length);
        }
        checkRaw(init, scoreType, start[0]);
        Optional<Long> factor = Optional.empty();
        if (json.has("normalisation")) {
            factor = Optional.of(json.at("normalisation").integer());
            checkRaw(json.at("normalisation"), scoreType, factor.get());
        }
        return new Layer.Trees(
                head(1), features, trees, start[0], thresholdType, scoreType, factor);
    }

    private static Tree tree(Json json, int features, FixedType thresholds, FixedType scores) {
        Tree tree;
        try {
            tree =
                    new Tree(
                            json.at("feature").integers(),
                            json.at("threshold").longs(),
                            json.at("left").integers(),
                            json.at("right").integers(),
                            json.at("value").longs(),
                            features);
        } catch (IllegalArgumentException e) {
            throw json.error(e.getMessage());
        }
        for (int node = 0; node < tree.nodes(); node++) {
            if (tree.leaf(node)) {
                checkRaw(json.at("value"), scores, tree.value(node));
            } else {
                checkRaw(json.at("threshold"), thresholds, tree.threshold(node));
            }
        }
        return tree;
    }

    private static void checkRaw(Json place, FixedType type, long raw) {
        if (!type.contains(raw)) {
            throw place.error("expected raw values of %s, got %d".formatted(type, raw));
        }
    }
}
