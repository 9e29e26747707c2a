package org.l1ring.importer.onnx;

import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ElementTypes;

/** Makes layers of nodes that act on each element by itself. */
final class FunctionLayers {
    private static final int MAX_EXPONENT = 16;

    private final NodeLayers layers;

    FunctionLayers(NodeLayers layers) {
        this.layers = layers;
    }

    /** The result of a node of one signal and constants. */
    Signal apply(Arguments arguments) {
        Node node = arguments.node();
        Signal x = arguments.first();
        String name = arguments.name();
        return switch (node.operator()) {
            case "Relu" -> layers.relu(name, x);
            case "Clip" -> clip(arguments, x);
            case "LeakyRelu" -> leaky(name, x, Tensor.of(node.real("alpha", 0.01f)));
            case "HardSigmoid" -> hardSigmoid(name, x, node.real("alpha", 0.2f), node);
            case "HardSwish" -> {
                Signal gate = layers.clip(name + "_gate", sixth(x), 0, 1);
                yield layers.product(name, x, gate);
            }
            case "Elu" -> exponential(name, x, node.real("alpha", 1), 1);
            case "Selu" ->
                    exponential(name, x, node.real("alpha", 1.6732632f), 1)
                            .times(node.real("gamma", 1.050701f));
            case "Celu" -> {
                double size = node.real("alpha", 1);
                yield exponential(name, x, size, size);
            }
            case "ThresholdedRelu" -> {
                Signal below = x.times(Tensor.of(-1), Tensor.of(node.real("alpha", 1)));
                Signal more = layers.negative(name + "_more", below).times(-1);
                yield layers.product(name, x, more);
            }
            case "Affine" ->
                    x.times(Tensor.of(node.real("alpha", 1)), Tensor.of(node.real("beta", 0)));
            case "ScaledTanh" ->
                    named(name, "tanh", x.times(node.real("beta", 1))).times(node.real("alpha", 1));
            case "Abs" -> magnitude(name, x);
            case "Sign" -> {
                Signal below = layers.negative(name + "_below", x);
                Signal above = layers.negative(name + "_above", x.times(-1));
                yield layers.difference(name, below, above);
            }
            case "Not" -> x.times(Tensor.of(-1), Tensor.of(1));
            case "Floor" -> rounded(name, x, Quantization.TRN);
            case "Ceil" -> rounded(name, x.times(-1), Quantization.TRN).times(-1);
            case "Round" -> rounded(name, x, Quantization.RND_CONV);
            default -> smooth(arguments, x);
        };
    }

    private Signal smooth(Arguments arguments, Signal x) {
        Node node = arguments.node();
        String name = arguments.name();
        return switch (node.operator()) {
            case "Softplus" -> softplus(name, x);
            case "Swish" -> {
                double slope = node.real("alpha", 1);
                Signal gate = named(name + "_gate", "sigmoid", x.times(slope));
                yield layers.product(name, x, gate);
            }
            case "Mish" -> {
                Signal plus = softplus(name + "_softplus", x);
                yield layers.product(name, x, named(name + "_gate", "tanh", plus));
            }
            case "Gelu" -> gelu(name, x, node);
            default -> {
                String function =
                        Functions.tabled(node.operator())
                                .orElseThrow(() ->
                                        node.error(
                                                "the operator is not supported here;"
                                                        + " docs/formats.md lists those that are"));
                yield layers.table(name, x, function, node.inputs().get(0));
            }
        };
    }

    /** A function that tables are named after, by a table. */
    Signal named(String name, String function, Signal x) {
        return named(name, function, x, "");
    }

    /** The same of a tensor of the graph, whose values a sample may say. */
    Signal named(String name, String function, Signal x, String tensor) {
        return layers.table(name, x, function, tensor);
    }

    private Signal clip(Arguments arguments, Signal x) {
        Node node = arguments.node();
        if (arguments.data(1) || arguments.data(2)) {
            throw node.error("expected constants as limits, got results");
        }
        Operands operands = arguments.operands();
        double low =
                operands.optional(1).isPresent()
                        ? operands.single(1)
                        : node.real("min", Double.NEGATIVE_INFINITY);
        double high =
                operands.optional(2).isPresent()
                        ? operands.single(2)
                        : node.real("max", Double.POSITIVE_INFINITY);
        return layers.clip(arguments.name(), x, low, high);
    }

    private Signal hardSigmoid(String name, Signal x, double slope, Node node) {
        Signal line = x.times(Tensor.of(slope), Tensor.of(node.real("beta", 0.5)));
        return layers.clip(name, line, 0, 1);
    }

    private static Signal sixth(Signal x) {
        return x.times(Tensor.of(1.0 / 6), Tensor.of(0.5));
    }

    /** {@code max(x, 0) - slope * max(-x, 0)}. */
    Signal leaky(String name, Signal x, Tensor slope) {
        Signal up = layers.relu(name + "_positive", x);
        Signal down = layers.relu(name + "_negative", x.times(-1));
        return layers.difference(name, up, down.times(slope, Tensor.of(0)));
    }

    /** {@code max(x, 0) + size * (exp(min(x, 0) / width) - 1)}. */
    private Signal exponential(String name, Signal x, double size, double width) {
        Signal plain = layers.plain(name + "_scaled", x);
        Signal up = layers.relu(name + "_positive", plain);
        Signal down = layers.difference(name + "_negative", plain, up);
        Signal tail = named(name + "_exp", "exp", down.times(1 / width));
        return layers.sum(name, up, tail.times(Tensor.of(size), Tensor.of(-size)));
    }

    /** {@code max(x, 0) + max(-x, 0)}. */
    Signal magnitude(String name, Signal x) {
        Signal plain = layers.plain(name + "_scaled", x);
        Signal up = layers.relu(name + "_positive", plain);
        Signal down = layers.relu(name + "_negative", plain.times(-1));
        return layers.sum(name, up, down);
    }

    /** {@code max(x, 0) + softplus(-|x|)}, whose table is small. */
    private Signal softplus(String name, Signal x) {
        Signal plain = layers.plain(name + "_scaled", x);
        Signal up = layers.relu(name + "_positive", plain);
        Signal away = layers.difference(name + "_away", plain, up.times(2));
        return layers.sum(name, up, named(name + "_rest", "softplus", away));
    }

    private Signal gelu(String name, Signal x, Node node) {
        Signal inner;
        if (node.text("approximate", "none").equals("none")) {
            inner = named(name + "_erf", "erf", x.times(Math.sqrt(0.5)));
        } else {
            Signal cube = power(name + "_cube", x, 3);
            Signal sum = layers.sum(name + "_argument", x, cube.times(0.044715));
            inner = named(name + "_tanh", "tanh", sum.times(Math.sqrt(2 / Math.PI)));
        }
        return layers.product(name, x, inner.times(Tensor.of(0.5), Tensor.of(0.5)));
    }

    private Signal rounded(String name, Signal signal, Quantization mode) {
        return layers.onSource(
                name,
                signal,
                x -> {
                    FixedType own = Ranges.enclosing(x.types());
                    int bits = Math.max(own.integer() + 1, 1);
                    FixedType type =
                            new FixedType(own.signed(), bits, bits, mode, Overflow.WRAP, 0);
                    return layers.parts().quantize(name, x, ElementTypes.all(type));
                });
    }

    /** A constant power of a signal: products, and a root or an inverse by a table. */
    Signal power(Arguments arguments) {
        Node node = arguments.node();
        if (!arguments.data(0) || arguments.data(1)) {
            throw node.error("expected a constant exponent and a result as base");
        }
        double exponent = arguments.operands().single(1);
        Signal x = arguments.signal(0);
        String name = arguments.name();
        if (exponent == 0.5) {
            return named(name, "sqrt", x);
        }
        if (exponent == -0.5) {
            return named(name, "reciprocal", named(name + "_root", "sqrt", x));
        }
        if (exponent != Math.rint(exponent) || exponent == 0 || Math.abs(exponent) > MAX_EXPONENT) {
            throw node.error(
                    "expected an exponent of a half, or a whole one of -16 to 16, got " + exponent);
        }
        Signal base = exponent < 0 ? named(name + "_inverse", "reciprocal", x) : x;
        return power(name, base, (int) Math.abs(exponent));
    }

    private Signal power(String name, Signal x, int exponent) {
        if (exponent == 1) {
            return x;
        }
        Signal half = power(name + "_half", x, exponent / 2);
        Signal square = layers.product(exponent % 2 == 0 ? name : name + "_even", half, half);
        return exponent % 2 == 0 ? square : layers.product(name, square, x);
    }
}
