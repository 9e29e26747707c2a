package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import org.l1ring.model.ModelException;

/** Writes activation functions of Keras and of QKeras. */
final class Activations {
    private static final double SELU_ALPHA = 1.6732632423543772;
    private static final double SELU_SCALE = 1.0507009873554805;

    private final GraphBuilder graph;
    private final boolean third;

    /**
     * For one file.
     *
     * @param graph to write to
     * @param version of Keras: some functions changed with version 3
     */
    Activations(GraphBuilder graph, String version) {
        this.graph = graph;
        this.third = version.startsWith("3");
    }

    /** Whether a setting is a function at all. */
    static boolean present(String where, JsonNode node) {
        return Quantizer.of(where, node)
                .filter(function -> !function.name().equals("linear"))
                .isPresent();
    }

    /** The function that a layer's setting names; nothing for the identity. */
    Value apply(String where, JsonNode node, Value x, String result) {
        Optional<Quantizer> function = Quantizer.of(where, node);
        return function.isPresent() ? apply(function.get(), x, result) : graph.identity(result, x);
    }

    /** A function of one value. */
    Value apply(Quantizer function, Value x, String result) {
        if (function.known()) {
            return ActivationQuantizer.apply(graph, function, x, result);
        }
        return switch (function.name()) {
            case "linear" -> graph.identity(result, x);
            case "relu", "ReLU", "PReLU", "LeakyReLU", "leaky_relu", "ELU", "elu" ->
                    rectified(function, x, result);
            case "relu1" -> graph.clip(result, x, 0, 1);
            case "relu6" -> graph.clip(result, x, 0, 6);
            case "sigmoid" -> graph.each("Sigmoid", result, x);
            case "tanh" -> graph.each("Tanh", result, x);
            case "softmax", "Softmax" -> softmax(x, result, function.whole("axis", -1));
            case "hard_sigmoid" ->
                    third ? hardSigmoid(x, result, 1.0 / 6) : hardSigmoid(x, result, 0.2);
            case "hard_tanh" -> graph.clip(result, x, -1, 1);
            case "swish", "silu" -> {
                Value gate = graph.each("Sigmoid", result + "/gate", x);
                yield graph.both("Mul", result, x, gate);
            }
            case "hard_silu", "hard_swish" -> {
                Value gate = hardSigmoid(x, result + "/gate", 1.0 / 6);
                yield graph.both("Mul", result, x, gate);
            }
            case "binary_tanh" -> {
                // Halves round to even, so that zero becomes minus one.
                Value minus = graph.each("Neg", result + "/minus", x);
                Value sign = graph.sign(result + "/sign", minus, 1);
                yield graph.each("Neg", result, sign);
            }
            case "ternary_tanh" -> ternaryTanh(x, result);
            case "selu" ->
                    graph.each(
                            "Selu",
                            result,
                            x,
                            GraphBuilder.attribute("alpha", SELU_ALPHA),
                            GraphBuilder.attribute("gamma", SELU_SCALE));
            case "softplus" -> graph.each("Softplus", result, x);
            case "softsign" -> graph.each("Softsign", result, x);
            case "exponential" -> graph.each("Exp", result, x);
            case "gelu" -> graph.each("Gelu", result, x);
            case "mish" -> graph.each("Mish", result, x);
            default ->
                    throw function.error(
                            "the activation is not supported; docs/formats.md lists those that"
                                    + " are");
        };
    }

    private Value rectified(Quantizer function, Value x, String result) {
        return switch (function.name()) {
            case "leaky_relu" -> {
                double slope = function.number("negative_slope", function.number("alpha", 0.2));
                yield leaky(x, result, slope);
            }
            case "LeakyReLU" -> {
                double slope = function.number("negative_slope", function.number("alpha", 0.3));
                yield leaky(x, result, slope);
            }
            case "ELU", "elu" ->
                    graph.each(
                            "Elu",
                            result,
                            x,
                            GraphBuilder.attribute("alpha", function.number("alpha", 1)));
            case "PReLU" -> throw function.error("expected PReLU as a layer of its own");
            default -> relu(function, x, result);
        };
    }

    private Value relu(Quantizer function, Value x, String result) {
        double slope = function.number("negative_slope", function.number("alpha", 0));
        double threshold = function.number("threshold", 0);
        if (threshold != 0) {
            throw function.error("threshold: expected 0, got " + threshold);
        }
        double most = function.number("max_value", Double.POSITIVE_INFINITY);
        if (most < 0) {
            throw function.error("max_value: expected a number above zero, got " + most);
        }
        if (Double.isInfinite(most)) {
            return slope == 0 ? graph.each("Relu", result, x) : leaky(x, result, slope);
        }
        if (slope == 0) {
            return graph.clip(result, x, 0, most);
        }
        Value y = leaky(x, result + "/leaky", slope);
        return graph.clip(result, y, Double.NEGATIVE_INFINITY, most);
    }

    /** The slope is a number of double precision, which the operator's own setting is not. */
    Value leaky(Value x, String result, double slope) {
        return leaky(x, result, graph.scalar(result + "/slope", slope));
    }

    Value leaky(Value x, String result, Value slope) {
        Value up = graph.each("Relu", result + "/positive", x);
        Value minus = graph.each("Neg", result + "/minus", x);
        Value down = graph.each("Relu", result + "/negative", minus);
        Value scaled = graph.both("Mul", result + "/scaled", down, slope);
        return graph.both("Sub", result, up, scaled);
    }

    private Value hardSigmoid(Value x, String result, double slope) {
        Value scaled = graph.with("Mul", result + "/scaled", x, slope);
        Value moved = graph.with("Add", result + "/moved", scaled, 0.5);
        return graph.clip(result, moved, 0, 1);
    }

    /** One above a half, minus one at minus a half and below, zero between. */
    private Value ternaryTanh(Value x, String result) {
        Value minus = graph.each("Neg", result + "/minus", x);
        Value upper = graph.with("Add", result + "/upper", minus, 0.5);
        Value lower = graph.with("Sub", result + "/lower", minus, 0.5);
        Value notAbove = graph.sign(result + "/not_above", upper, 0.5);
        Value below = graph.sign(result + "/below", lower, 0.5);
        Value sum = graph.both("Add", result + "/sum", notAbove, below);
        return graph.each("Neg", result, sum);
    }

    private Value softmax(Value x, String result, int axis) {
        if (axis >= x.rank() || axis < -x.rank()) {
            throw new ModelException(
                    Names.line(result), "expected an axis of %d, got %d".formatted(x.rank(), axis));
        }
        return graph.each("Softmax", result, x, GraphBuilder.attribute("axis", axis));
    }
}
