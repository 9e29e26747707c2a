package org.l1ring.importer.keras;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.Layer;

/** Layers with weights as hls4ml builds them. */
final class HlsProducts {
    private static final double EPSILON = 1e-3;

    private final HlsNetwork network;
    private final HlsConfig config;
    private final HlsActivations activations;

    /** Layers whose result has no declared type, by the value that they give. */
    private final Map<String, Open> open = new HashMap<>();

    HlsProducts(HlsNetwork network, HlsConfig config, HlsActivations activations) {
        this.network = network;
        this.config = config;
        this.activations = activations;
    }

    /**
     * A layer that a batch normalization may be multiplied into.
     *
     * @param call the layer
     * @param axes along which it is a convolution; none for a dense layer
     * @param kernel as trained
     * @param bias as trained
     */
    private record Open(LayerCall call, int axes, Numbers kernel, Optional<Numbers> bias) {}

    /** Weights and their type: that of their quantizer, or the configuration's. */
    private record Typed(Numbers numbers, FixedType type) {}

    private Typed typed(LayerCall call, Numbers numbers, String setting, String variable) {
        Optional<Quantizer> quantizer = call.quantizer(setting);
        if (quantizer.isEmpty()) {
            FixedType type =
                    config.type(call.result(), kind(call), variable).orElse(config.otherwise());
            return new Typed(numbers, type);
        }
        Quantizer own = quantizer.get();
        if (!own.name().equals("quantized_bits") || !own.automatic().isEmpty()) {
            throw own.error(
                    "expected quantized_bits with a given alpha where there is a configuration;"
                            + " import without --config, which keeps every quantizer");
        }
        if (own.number("alpha", 1) != 1) {
            throw own.error("alpha: expected 1 where there is a configuration, got another");
        }
        int bits = own.whole("bits", 8);
        int integer = own.whole("integer", 0);
        FixedType type = FixedType.signed(bits, bits == integer ? bits : integer + 1);
        return new Typed(WeightQuantizer.apply(own, numbers, false), type);
    }

    private static String kind(LayerCall call) {
        return call.kind().replaceFirst("^Q", "");
    }

    private Typed bias(LayerCall call, Optional<Numbers> bias, int count) {
        return bias.isPresent()
                ? typed(
                        call,
                        bias.get().require(call.where() + ": bias", count),
                        "bias_quantizer",
                        "bias")
                : new Typed(Numbers.of(new double[count]), FixedType.unsigned(1, 1));
    }

    Value dense(LayerCall call) {
        Numbers kernel = call.weights().get("kernel", 0);
        return finished(new Open(call, 0, kernel, ownBias(call)), call.x());
    }

    Value conv(LayerCall call, int axes) {
        Numbers kernel = call.weights().get("kernel", 0);
        return finished(new Open(call, axes, kernel, ownBias(call)), call.x());
    }

    private static Optional<Numbers> ownBias(LayerCall call) {
        return call.truth("use_bias", true)
                ? Optional.of(call.weights().get("bias", 1))
                : Optional.empty();
    }

    /** The layer and its activation, the identity's cast included. */
    private Value finished(Open layer, Value x) {
        LayerCall call = layer.call;
        Value sum = layer.axes == 0 ? dense(layer, x) : conv(layer, x);
        Optional<FixedType> declared = config.type(call.result(), kind(call), "result");
        if (declared.isEmpty()) {
            open.put(sum.name(), layer);
        }
        return activations.after(call, sum, declared.isPresent());
    }

    private Value dense(Open layer, Value x) {
        LayerCall call = layer.call;
        int units = call.positive("units");
        int width = x.extent(-1);
        layer.kernel.require(call.where() + ": kernel", width, units);
        Typed kernel = typed(call, layer.kernel, "kernel_quantizer", "weight");
        Typed bias = bias(call, layer.bias, units);
        Sums sums = sums(call, x, kernel, bias, width);
        int positions = Math.toIntExact(x.size() / width);
        List<Integer> shape = new java.util.ArrayList<>(x.shape());
        shape.set(shape.size() - 1, units);
        Layer.Head head = network.head(call.result(), List.of(x), sums.result);
        return network.add(
                call.result(),
                new Layer.Dense(
                        head,
                        positions,
                        width,
                        units,
                        HlsTypes.weights(kernel.numbers, kernel.type, width, units),
                        HlsTypes.weights(bias.numbers, bias.type, units),
                        new Layer.Accumulation(Optional.of(sums.accumulator))),
                shape);
    }

    /** The types of a sum of products. */
    private record Sums(FixedType accumulator, FixedType result) {}

    private Sums sums(LayerCall call, Value x, Typed kernel, Typed bias, int terms) {
        FixedType exact =
                HlsTypes.sum(network.type(x), kernel.type, bias.type, terms, config.maximum());
        return new Sums(
                config.type(call.result(), kind(call), "accum").orElse(exact),
                config.type(call.result(), kind(call), "result").orElse(exact));
    }

    private Value conv(Open layer, Value x) {
        LayerCall call = layer.call;
        if (call.channelsFirst()
                || call.whole("groups", 1) != 1
                || Arrays.stream(call.positives("dilation_rate", layer.axes, 1))
                        .anyMatch(d -> d != 1)) {
            throw call.error("expected channels last, one group and no dilation with --config");
        }
        int channels = x.extent(-1);
        int filters = call.positive("filters");
        int[] size = call.positives("kernel_size", layer.axes, 1);
        int[] expected = new int[layer.axes + 2];
        System.arraycopy(size, 0, expected, 0, layer.axes);
        expected[layer.axes] = channels;
        expected[layer.axes + 1] = filters;
        layer.kernel.require(call.where() + ": kernel", expected);
        ConvSteps steps = ConvSteps.of(call, layer.axes, size, 1, call.x(layer.axes + 2));
        HlsWindow window = HlsWindow.of(steps, x, filters);
        if (window.products() > 1 << 21) {
            throw call.error(
                    "expected at most 2^21 products; the layer is too large for a trigger");
        }
        Typed kernel = typed(call, layer.kernel, "kernel_quantizer", "weight");
        Typed bias = bias(call, layer.bias, filters);
        int terms = channels * window.window().kernelHeight() * window.window().kernelWidth();
        Sums sums = sums(call, x, kernel, bias, terms);
        Value image =
                window.padded()
                        ? network.select(
                                call.result() + "/image", x, window.image(), window.places())
                        : x;
        Layer.Head head = network.head(call.result(), List.of(image), sums.result);
        Layer.Window shape = window.window();
        ConstantArray weights =
                HlsTypes.weights(
                        kernel.numbers,
                        kernel.type,
                        shape.kernelHeight(),
                        shape.kernelWidth(),
                        channels,
                        filters);
        return network.add(
                call.result(),
                new Layer.Conv2d(
                        head,
                        shape,
                        weights,
                        HlsTypes.weights(bias.numbers, bias.type, filters),
                        new Layer.Accumulation(Optional.of(sums.accumulator))),
                window.result(layer.axes));
    }

    /** A batch normalization: by itself, or multiplied into an unquantized layer before it. */
    Value normalization(LayerCall call) {
        Value x = call.x();
        int channels = x.extent(-1);
        if (call.axis(axis(call), x.rank()) != x.rank() - 1) {
            throw call.error("axis: expected the last with --config, got another");
        }
        int index = 0;
        double[] scale = new double[channels];
        Arrays.fill(scale, 1);
        if (call.truth("scale", true)) {
            scale = call.weights().get("gamma", index++).require(call.where(), channels).values();
        }
        double[] bias = new double[channels];
        if (call.truth("center", true)) {
            bias = call.weights().get("beta", index++).require(call.where(), channels).values();
        }
        Numbers mean = call.weights().get("moving_mean", index++).require(call.where(), channels);
        Numbers variance =
                call.weights().get("moving_variance", index).require(call.where(), channels);
        double epsilon = call.real("epsilon", EPSILON);
        for (int i = 0; i < channels; i++) {
            scale[i] /= Math.sqrt(variance.get(i) + epsilon);
            bias[i] -= scale[i] * mean.get(i);
        }
        Open before = open.remove(x.name());
        if (before != null && unquantized(before.call)) {
            return fused(before, x, scale, bias);
        }
        return alone(call, x, scale, bias);
    }

    private static int axis(LayerCall call) {
        return call.config().path("axis").isArray()
                ? call.wholes("axis", 1, -1)[0]
                : call.whole("axis", -1);
    }

    private static boolean unquantized(LayerCall call) {
        return call.quantizer("kernel_quantizer").isEmpty()
                && call.quantizer("bias_quantizer").isEmpty();
    }

    private Value fused(Open before, Value x, double[] scale, double[] bias) {
        double[] kernel = before.kernel.values();
        for (int i = 0; i < kernel.length; i++) {
            kernel[i] *= scale[i % scale.length];
        }
        double[] sum = before.bias.map(Numbers::values).orElse(new double[bias.length]);
        for (int i = 0; i < bias.length; i++) {
            sum[i] = sum[i] * scale[i] + bias[i];
        }
        network.remove(x);
        Open whole =
                new Open(
                        before.call,
                        before.axes,
                        new Numbers(before.kernel.shape(), kernel),
                        Optional.of(Numbers.of(sum)));
        Value from = before.call.x();
        return before.axes == 0 ? dense(whole, from) : conv(whole, from);
    }

    private Value alone(LayerCall call, Value x, double[] scale, double[] bias) {
        String kind = "BatchNormalization";
        FixedType scaleType = config.type(call.result(), kind, "scale").orElse(config.otherwise());
        FixedType biasType = config.type(call.result(), kind, "bias").orElse(config.otherwise());
        FixedType result =
                config.type(call.result(), kind, "result")
                        .orElseGet(() ->
                                HlsTypes.affine(
                                        network.type(x), scaleType, biasType, config.maximum()));
        Layer.Head head = network.head(call.result(), List.of(x), result);
        return network.add(
                call.result(),
                new Layer.BatchNorm(
                        head,
                        Math.toIntExact(x.size()),
                        HlsTypes.weights(Numbers.of(scale), scaleType, scale.length),
                        HlsTypes.weights(Numbers.of(bias), biasType, bias.length)),
                x.shape());
    }
}
