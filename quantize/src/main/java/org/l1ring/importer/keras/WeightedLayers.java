package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes layers with weights: dense layers, convolutions, normalizations. */
final class WeightedLayers {
    private static final double EPSILON = 1e-3;

    private final GraphBuilder graph;
    private final Activations activations;

    WeightedLayers(GraphBuilder graph, Activations activations) {
        this.graph = graph;
        this.activations = activations;
    }

    /** A kernel and a bias as they are multiplied and added. */
    record Trained(Numbers kernel, Optional<Numbers> bias) {}

    /** The name of what comes before the activation. */
    private static String sum(LayerCall call) {
        return activated(call) ? call.result() + "/sum" : call.result();
    }

    private static boolean activated(LayerCall call) {
        return Activations.present(call.where(), call.config().path("activation"));
    }

    private Value activate(LayerCall call, Value sum) {
        JsonNode activation = call.config().path("activation");
        return activated(call)
                ? activations.apply(call.where(), activation, sum, call.result())
                : sum;
    }

    Value dense(LayerCall call) {
        Numbers kernel = call.weights().get("kernel", 0);
        Numbers quantized =
                switch (call.kind()) {
                    case "BinaryDense" -> signs(call, kernel);
                    case "TernaryDense" -> thirds(call, kernel);
                    default -> call.quantized(kernel, "kernel_quantizer", true);
                };
        return activate(call, dense(call, new Trained(quantized, bias(call)), sum(call)));
    }

    private static Numbers signs(LayerCall call, Numbers kernel) {
        double size = call.real("H", 1);
        return kernel.each(w -> w > 0 ? size : -size);
    }

    private static Numbers thirds(LayerCall call, Numbers kernel) {
        double size = call.real("H", 1);
        return kernel.each(w -> w / size > 0.5 ? size : w / size <= -0.5 ? -size : 0);
    }

    /** A dense layer along the last axis. */
    Value dense(LayerCall call, Trained trained, String result) {
        Value x = call.x();
        int units = call.positive("units");
        trained.kernel().require(call.weights().where() + ": kernel", x.extent(-1), units);
        Value weights = graph.constant(result + "/kernel", trained.kernel());
        if (trained.bias().isEmpty()) {
            return graph.matMul(result, x, weights);
        }
        Numbers bias = trained.bias().get();
        bias.require(call.weights().where() + ": bias", units);
        Value product = graph.matMul(result + "/product", x, weights);
        return graph.both("Add", result, product, graph.constant(result + "/bias", bias));
    }

    /** A convolution along one or two axes. */
    Value conv(LayerCall call, int axes) {
        return activate(call, conv(call, axes, conv(call), sum(call)));
    }

    private static Trained conv(LayerCall call) {
        Numbers kernel = call.quantized(call.weights().get("kernel", 0), "kernel_quantizer", true);
        return new Trained(kernel, bias(call));
    }

    private static Optional<Numbers> bias(LayerCall call) {
        return call.truth("use_bias", true)
                ? Optional.of(
                        call.quantized(call.weights().get("bias", 1), "bias_quantizer", false))
                : Optional.empty();
    }

    /** A convolution with given weights: [extents ...][channels of a group][filters]. */
    Value conv(LayerCall call, int axes, Trained trained, String result) {
        Value x = call.x(axes + 2);
        int filters = call.positive("filters");
        int groups = call.whole("groups", 1);
        int channels = x.extent(call.channelsFirst() ? 1 : -1);
        if (groups < 1 || channels % groups != 0 || filters % groups != 0) {
            throw call.error(
                    "groups: expected a divisor of %d and %d, got %d"
                            .formatted(channels, filters, groups));
        }
        int[] expected = new int[axes + 2];
        System.arraycopy(call.positives("kernel_size", axes, 1), 0, expected, 0, axes);
        expected[axes] = channels / groups;
        expected[axes + 1] = filters;
        trained.kernel().require(call.weights().where() + ": kernel", expected);
        int[] order = new int[axes + 2];
        order[0] = axes + 1;
        order[1] = axes;
        for (int axis = 0; axis < axes; axis++) {
            order[axis + 2] = axis;
        }
        return convolved(
                call, x, trained.kernel().transposed(order), trained.bias(), groups, result);
    }

    /** A convolution of each channel by itself. */
    Value depthwise(LayerCall call, int axes) {
        Numbers kernel =
                call.quantized(
                        call.weights()
                                .find("depthwise_kernel", 0)
                                .orElseGet(() -> call.weights().get("kernel", 0)),
                        call.config().has("depthwise_quantizer")
                                ? "depthwise_quantizer"
                                : "kernel_quantizer",
                        true);
        Optional<Numbers> bias = bias(call);
        Value sum = depthwise(call, axes, new Trained(kernel, bias), sum(call));
        return activate(call, sum);
    }

    /** A convolution of each channel: [extents ...][channels][filters of each]. */
    private Value depthwise(LayerCall call, int axes, Trained trained, String result) {
        Value x = call.x(axes + 2);
        int channels = x.extent(call.channelsFirst() ? 1 : -1);
        int each = call.whole("depth_multiplier", 1);
        int[] expected = new int[axes + 2];
        System.arraycopy(call.positives("kernel_size", axes, 1), 0, expected, 0, axes);
        expected[axes] = channels;
        expected[axes + 1] = each;
        trained.kernel().require(call.weights().where() + ": depthwise_kernel", expected);
        int[] order = new int[axes + 2];
        order[0] = axes;
        order[1] = axes + 1;
        int[] shape = new int[axes + 2];
        shape[0] = channels * each;
        shape[1] = 1;
        for (int axis = 0; axis < axes; axis++) {
            order[axis + 2] = axis;
            shape[axis + 2] = expected[axis];
        }
        Numbers kernel = trained.kernel().transposed(order).reshaped(shape);
        return convolved(call, x, kernel, trained.bias(), channels, result);
    }

    /** A convolution of each channel, then a dense layer of channels. */
    Value separable(LayerCall call, int axes) {
        Numbers first =
                call.quantized(
                        call.weights().get("depthwise_kernel", 0), "depthwise_quantizer", true);
        Numbers second =
                call.quantized(
                        call.weights().get("pointwise_kernel", 1), "pointwise_quantizer", true);
        Value middle =
                depthwise(
                        call, axes, new Trained(first, Optional.empty()), call.result() + "/depth");
        Optional<Numbers> bias =
                call.truth("use_bias", true)
                        ? Optional.of(
                                call.quantized(
                                        call.weights().get("bias", 2), "bias_quantizer", false))
                        : Optional.empty();
        int filters = call.positive("filters");
        int channels = middle.extent(call.channelsFirst() ? 1 : -1);
        int[] expected = new int[axes + 2];
        Arrays.fill(expected, 0, axes, 1);
        expected[axes] = channels;
        expected[axes + 1] = filters;
        second.require(call.weights().where() + ": pointwise_kernel", expected);
        int[] shape = expected.clone();
        Arrays.fill(shape, 1);
        shape[0] = filters;
        shape[1] = channels;
        Numbers kernel = second.reshaped(channels, filters).transposed(1, 0).reshaped(shape);
        ConvSteps point = ConvSteps.point(axes, call.channelsFirst());
        return activate(call, convolved(call, middle, kernel, bias, point, sum(call)));
    }

    private Value convolved(
            LayerCall call,
            Value x,
            Numbers kernel,
            Optional<Numbers> bias,
            int groups,
            String result) {
        int axes = x.rank() - 2;
        int[] size = Arrays.copyOfRange(kernel.shape(), 2, kernel.rank());
        ConvSteps steps = ConvSteps.of(call, axes, size, groups, x);
        return convolved(call, x, kernel, bias, steps, result);
    }

    private Value convolved(
            LayerCall call,
            Value x,
            Numbers kernel,
            Optional<Numbers> bias,
            ConvSteps steps,
            String result) {
        boolean first = steps.channelsFirst();
        Value image = first ? x : graph.transpose(result + "/channels", x, Layouts.first(x.rank()));
        List<Value> inputs = new ArrayList<>(List.of(image));
        inputs.add(graph.constant(result + "/kernel", kernel));
        if (bias.isPresent()) {
            bias.get().require(call.weights().where() + ": bias", kernel.extent(0));
            inputs.add(graph.constant(result + "/bias", bias.get()));
        }
        List<Integer> shape = new ArrayList<>(List.of(1, kernel.extent(0)));
        for (int axis = 0; axis < x.rank() - 2; axis++) {
            shape.add(steps.extent(image.extent(axis + 2), kernel.extent(axis + 2), axis));
        }
        Value convolved =
                graph.node(
                        "Conv",
                        first ? result : result + "/image",
                        shape,
                        inputs,
                        steps.attributes(true));
        return first ? convolved : graph.transpose(result, convolved, Layouts.last(x.rank()));
    }

    /** A batch normalization as a scale and a bias of each channel. */
    Value normalization(LayerCall call) {
        Value x = call.x();
        int axis = axis(call);
        int channels = x.extent(axis);
        int index = 0;
        Numbers gamma = ones(channels);
        if (call.truth("scale", true)) {
            gamma = call.quantized(call.weights().get("gamma", index++), "gamma_quantizer", true);
        }
        Numbers beta = gamma.each(_ -> 0);
        if (call.truth("center", true)) {
            beta = call.quantized(call.weights().get("beta", index++), "beta_quantizer", false);
        }
        Numbers mean =
                call.quantized(call.weights().get("moving_mean", index++), "mean_quantizer", false);
        Numbers variance =
                call.quantized(
                        call.weights().get("moving_variance", index), "variance_quantizer", true);
        for (Numbers each : List.of(gamma, beta, mean, variance)) {
            each.require(call.weights().where(), channels);
        }
        double epsilon = call.real("epsilon", EPSILON);
        double[] inverse = new double[channels];
        for (int i = 0; i < channels; i++) {
            inverse[i] = gamma.get(i) / Math.sqrt(variance.get(i) + epsilon);
        }
        Numbers scale = call.quantized(Numbers.of(inverse), "inverse_quantizer", false);
        double[] bias = new double[channels];
        for (int i = 0; i < channels; i++) {
            bias[i] = beta.get(i) - mean.get(i) * scale.get(i);
        }
        return affine(call, x, axis, scale, Numbers.of(bias));
    }

    private static Numbers ones(int count) {
        double[] ones = new double[count];
        Arrays.fill(ones, 1);
        return Numbers.of(ones);
    }

    private static int axis(LayerCall call) {
        JsonNode axis = call.config().path("axis");
        int own = axis.isArray() ? call.wholes("axis", 1, -1)[0] : call.whole("axis", -1);
        return call.axis(own, call.x().rank());
    }

    private Value affine(LayerCall call, Value x, int axis, Numbers scale, Numbers bias) {
        int[] shape = new int[x.rank() - axis];
        Arrays.fill(shape, 1);
        shape[0] = scale.size();
        String result = call.result();
        Value factor = graph.constant(result + "/scale", scale.reshaped(shape));
        Value offset = graph.constant(result + "/bias", bias.reshaped(shape));
        return graph.both("Add", result, graph.both("Mul", result + "/scaled", x, factor), offset);
    }

    /** The layer Normalization: minus a mean, divided by a deviation. */
    Value standardization(LayerCall call) {
        Value x = call.x();
        int axis = axis(call);
        Numbers mean = numbers(call, "mean", 0);
        Numbers variance = numbers(call, "variance", 1);
        int channels = x.extent(axis);
        mean.require(call.weights().where() + ": mean", channels);
        variance.require(call.weights().where() + ": variance", channels);
        Numbers scale = variance.each(v -> 1 / Math.max(Math.sqrt(v), 1e-7));
        double[] bias = new double[channels];
        Arrays.setAll(bias, i -> -mean.get(i) * scale.get(i));
        return affine(call, x, axis, scale, Numbers.of(bias));
    }

    private static Numbers numbers(LayerCall call, String role, int index) {
        List<Double> own = call.reals(role);
        Numbers found =
                own.isEmpty()
                        ? call.weights().get(role, index)
                        : Numbers.of(own.stream().mapToDouble(Double::doubleValue).toArray());
        return found.reshaped(found.size());
    }

    /** A convolution whose kernel holds the batch normalization after it. */
    Value folded(LayerCall call, int axes, boolean depthwise) {
        LayerWeights weights = call.weights();
        boolean biased = call.truth("use_bias", false);
        Numbers kernel =
                weights.find(depthwise ? "depthwise_kernel" : "kernel", 0)
                        .orElseGet(() -> weights.get("kernel", 0));
        Numbers gamma = weights.get("gamma", biased ? 2 : 1);
        Numbers beta = weights.get("beta", biased ? 3 : 2);
        Numbers mean = weights.get("moving_mean", biased ? 4 : 3);
        Numbers variance = weights.get("moving_variance", biased ? 5 : 4);
        int channels = mean.size();
        for (Numbers each : List.of(gamma, beta, mean, variance)) {
            each.require(weights.where(), channels);
        }
        double epsilon = call.real("epsilon", EPSILON);
        double[] inverse = new double[channels];
        double[] bias = new double[channels];
        Optional<Numbers> own = biased ? Optional.of(weights.get("bias", 1)) : Optional.empty();
        for (int i = 0; i < channels; i++) {
            inverse[i] = gamma.get(i) / Math.sqrt(variance.get(i) + epsilon);
            double first = own.isPresent() ? own.get().get(i) : 0;
            bias[i] = inverse[i] * (first - mean.get(i)) + beta.get(i);
        }
        double[] scaled = kernel.values();
        int together = depthwise ? kernel.extent(-1) * kernel.extent(-2) : kernel.extent(-1);
        if (together != channels) {
            throw call.error("expected %d channels, got %d".formatted(channels, together));
        }
        for (int i = 0; i < scaled.length; i++) {
            scaled[i] *= inverse[i % channels];
        }
        String setting = depthwise ? "depthwise_quantizer" : "kernel_quantizer";
        Trained trained =
                new Trained(
                        call.quantized(new Numbers(kernel.shape(), scaled), setting, true),
                        Optional.of(call.quantized(Numbers.of(bias), "bias_quantizer", false)));
        Value sum =
                depthwise
                        ? depthwise(call, axes, trained, sum(call))
                        : conv(call, axes, trained, sum(call));
        return activate(call, sum);
    }
}
