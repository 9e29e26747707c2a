package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.Layer;

/** Activations as hls4ml builds them: layers of their own, with result types of their own. */
final class HlsActivations {
    private static final String ACTIVATION = "Activation";

    private final HlsNetwork network;
    private final HlsConfig config;
    private final HlsTables tables;

    HlsActivations(HlsNetwork network, HlsConfig config) {
        this.network = network;
        this.config = config;
        this.tables = new HlsTables(config);
    }

    /**
     * The activation of a layer with weights; its name is the layer's with that of the function.
     *
     * @param declared whether the layer's own result has a declared type: then even the identity is
     *     a cast
     */
    Value after(LayerCall call, Value x, boolean declared) {
        JsonNode node = call.config().path("activation");
        String function = Quantizer.of(call.where(), node).map(Quantizer::name).orElse("linear");
        String name = call.result() + "_" + function;
        if (!function.equals("linear")) {
            return apply(call, node, name, x);
        }
        return declared ? network.cast(name, x, network.result(name, ACTIVATION)) : x;
    }

    /** A layer that is a function. */
    Value layer(LayerCall call) {
        JsonNode settings =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("class_name", call.kind())
                        .set("config", call.config());
        return apply(call, settings, call.result(), call.x());
    }

    /** A function under a name of hls4ml. */
    Value apply(LayerCall call, JsonNode node, String name, Value x) {
        Optional<Quantizer> given = Quantizer.of(call.where(), node);
        if (given.isEmpty()) {
            return x;
        }
        Quantizer function = given.get();
        int size = Math.toIntExact(x.size());
        return switch (function.name()) {
            case "linear", "quantized_bits" ->
                    network.cast(name, x, network.result(name, ACTIVATION));
            case "relu", "quantized_relu", "ReLU" -> {
                if (function.has("max_value")
                        || function.truth("use_sigmoid", false)
                        || function.number("threshold", 0) != 0) {
                    throw function.error("expected a plain relu with --config");
                }
                double slope = function.number("negative_slope", 0);
                yield slope != 0
                        ? leaky(name, x, slope)
                        : network.add(
                                name, new Layer.Relu(head(name, ACTIVATION, x), size), x.shape());
            }
            case "LeakyReLU", "leaky_relu" -> {
                double slope = function.number("negative_slope", function.number("alpha", 0.3));
                yield leaky(name, x, slope);
            }
            case "sigmoid", "tanh" ->
                    network.add(
                            name,
                            tables.function(function.name(), name, head(name, ACTIVATION, x), size),
                            x.shape());
            case "softmax", "Softmax" -> {
                int width = x.extent(-1);
                Layer.Head head = head(name, "Softmax", x);
                yield network.add(
                        name,
                        tables.softmax(name, head, size / width, width, network.type(x)),
                        x.shape());
            }
            default ->
                    throw function.error(
                            "the activation is not supported with --config; leave the option out");
        };
    }

    private Layer.Head head(String name, String kind, Value x) {
        return network.head(name, List.of(x), network.result(name, kind));
    }

    /** Above zero the value, below it the product with a constant of its own type. */
    private Value leaky(String name, Value x, double slope) {
        FixedType source = network.type(x);
        FixedType param = config.type(name, "LeakyReLU", "param").orElse(config.otherwise());
        int size = Math.toIntExact(x.size());
        FixedType positive = FixedType.unsigned(Math.max(source.width(), 1), source.integer());
        FixedType mirror =
                new FixedType(
                        true,
                        source.width() + 1,
                        source.integer() + 1,
                        Quantization.TRN,
                        Overflow.WRAP,
                        0);
        Value up =
                network.add(
                        name,
                        new Layer.Relu(network.head(name + "/above", List.of(x), positive), size),
                        x.shape());
        Value minus =
                network.add(
                        name,
                        new Layer.BatchNorm(
                                network.head(name + "/minus", List.of(x), mirror),
                                size,
                                one(FixedType.signed(1, 1), -1),
                                one(FixedType.unsigned(1, 1), 0)),
                        x.shape());
        Value down =
                network.add(
                        name,
                        new Layer.Relu(
                                network.head(name + "/below", List.of(minus), positive), size),
                        x.shape());
        FixedType product =
                FixedType.signed(
                        positive.width() + param.width() + 1,
                        positive.integer() + param.integer() + 1);
        Value scaled =
                network.add(
                        name,
                        new Layer.BatchNorm(
                                network.head(name + "/scaled", List.of(down), product),
                                size,
                                HlsTypes.weights(Numbers.of(slope), param, 1),
                                one(FixedType.unsigned(1, 1), 0)),
                        x.shape());
        Layer.Head head =
                network.head(name, List.of(up, scaled), network.result(name, "LeakyReLU"));
        return network.add(name, new Layer.Subtract(head, size), x.shape());
    }

    private static ConstantArray one(FixedType type, long raw) {
        return new ConstantArray(type, new int[] {1}, new long[] {raw});
    }
}
