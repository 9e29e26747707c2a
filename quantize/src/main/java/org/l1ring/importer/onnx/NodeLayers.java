package org.l1ring.importer.onnx;

import java.util.Arrays;
import java.util.List;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Makes layers of single nodes. */
final class NodeLayers {
    private static final long MAX_PRODUCTS = 1L << 21;
    private static final double SIGMOID_RANGE = 16;
    private static final double TANH_RANGE = 8;

    private final ModelParts parts;
    private final QuantizerLayers quantizers;

    NodeLayers(ModelParts parts) {
        this.parts = parts;
        this.quantizers = new QuantizerLayers(parts, this);
    }

    /** The signal without a scale and bias that are no layer yet. */
    Signal plain(String name, Signal signal) {
        if (signal.plain()) {
            return signal;
        }
        // A permuted source keeps its order: the scales go to where its elements are.
        boolean permuted = signal.permuted();
        Source source = permuted ? signal.source() : select(name, signal);
        double[] scale = new double[source.size()];
        double[] bias = new double[source.size()];
        int[] places = new int[source.size()];
        for (int i = 0; i < scale.length; i++) {
            places[i] = permuted ? signal.place(i) : i;
            scale[places[i]] = signal.scale(i);
            bias[places[i]] = signal.bias(i);
        }
        return Signal.of(parts.affine(name, source, scale, bias), signal.shape(), places);
    }

    private Source select(String name, Signal signal) {
        int[] places = new int[signal.size()];
        Arrays.setAll(places, signal::place);
        return signal.inOrder()
                ? signal.source()
                : parts.select(name + "_order", signal.source(), places);
    }

    /** The elements as a value of the model, in the graph's order. */
    Source inOrder(String name, Signal signal) {
        return select(name, plain(name, signal));
    }

    /** Several signals as one, one after the other. */
    Signal joined(String name, List<Signal> signals) {
        Source all = inOrder(name, signals.get(0));
        for (Signal signal : signals.subList(1, signals.size())) {
            all = parts.concat(name, all, inOrder(name, signal));
        }
        return Signal.of(all, all.size());
    }

    /** The result of a node of two signals. */
    Signal pair(Node node, Signal left, Signal right) {
        String name = node.outputs().get(0);
        if (!Arrays.equals(left.shape(), right.shape())) {
            throw node.error(
                    "expected two results of the same shape, got %s and %s"
                            .formatted(
                                    Arrays.toString(left.shape()), Arrays.toString(right.shape())));
        }
        Source result =
                switch (node.operator()) {
                    case "Add" -> {
                        Signal negative = right.times(Tensor.of(-1), Tensor.of(0));
                        Source second = inOrder(name + "_negative", negative);
                        yield parts.subtract(name, inOrder(name + "_first", left), second);
                    }
                    case "Sub" ->
                            parts.subtract(
                                    name,
                                    inOrder(name + "_first", left),
                                    inOrder(name + "_second", right));
                    case "Mul" ->
                            parts.multiply(
                                    name,
                                    inOrder(name + "_first", left),
                                    inOrder(name + "_second", right));
                    default ->
                            throw node.error(
                                    "expected a constant as one of its inputs, got two results");
                };
        return Signal.of(result, left.shape());
    }

    /** The result of a node whose first input is a constant. */
    Signal reversed(Operands operands, Signal x) {
        return AffineNodes.reversed(operands, x)
                .orElseThrow(() ->
                        operands.node()
                                .error(
                                        "expected the result as its first input and the constant as"
                                                + " its second, got the opposite"));
    }

    /** The result of a node with weights. */
    Signal weighted(Operands operands, Signal x, Tensor bias, String name) {
        return operands.node().operator().equals("Conv")
                ? conv(operands, x, bias, name)
                : dense(operands, x, bias, name);
    }

    private Signal dense(Operands operands, Signal x, Tensor added, String name) {
        Node node = operands.node();
        boolean gemm = node.operator().equals("Gemm");
        Tensor weights = gemm ? NetworkOps.gemmWeights(operands) : operands.get(1);
        int[] shape = x.shape();
        boolean fits =
                weights.rank() == 2
                        && shape.length > 0
                        && shape[shape.length - 1] == weights.extent(0)
                        && (!gemm || (shape.length == 2 && node.whole("transA", 0) == 0));
        if (!fits || weights.size() == 0) {
            throw node.error(
                    "expected weights [%s][outputs] for a result of shape %s, got %s"
                            .formatted(
                                    shape.length == 0 ? "" : shape[shape.length - 1],
                                    Arrays.toString(shape),
                                    Arrays.toString(weights.shape())));
        }
        int outputs = weights.extent(1);
        int positions = x.size() / weights.extent(0);
        limit(node, (long) positions * weights.size());
        shape[shape.length - 1] = outputs;
        Tensor bias = added.reshaped(added.size());
        if (gemm) {
            Tensor own = NetworkOps.gemmBias(operands).orElse(Tensor.of(0));
            if (own.size() != 1 && own.size() != outputs) {
                throw node.error("expected a bias of %d, got %d".formatted(outputs, own.size()));
            }
            bias = ElementOps.binary(bias, own.reshaped(own.size()), Double::sum);
        }
        Source result =
                parts.dense(
                        name,
                        inOrder(node.inputs().get(0), x),
                        positions,
                        weights.values(),
                        bias.stretched(outputs).values());
        return Signal.of(result, shape);
    }

    private static void limit(Node node, long products) {
        if (products > MAX_PRODUCTS) {
            throw node.error(
                    "expected at most %d products, got %d; such a layer is too large for a trigger"
                            .formatted(MAX_PRODUCTS, products));
        }
    }

    private Signal conv(Operands operands, Signal x, Tensor added, String name) {
        Node node = operands.node();
        Tensor weights = operands.get(1);
        ConvWindow window = ConvWindow.of(node, x.shape(), weights.shape());
        if (window.axes() > 2) {
            throw node.error("expected a convolution along one or two axes, got more");
        }
        limit(node, (long) window.outSize() * window.patch() * window.filters());
        ConvLayout layout = new ConvLayout(window);
        Signal plain = plain(node.inputs().get(0), x);
        int[] places = layout.image();
        limit(node, places.length);
        for (int i = 0; i < places.length; i++) {
            places[i] = places[i] < 0 ? Layer.Select.ZERO : plain.place(places[i]);
        }
        Source image =
                Signal.inOrder(places, plain.source().size())
                        ? plain.source()
                        : parts.select(node.inputs().get(0) + "_image", plain.source(), places);
        Tensor bias = added.reshaped(added.size());
        if (operands.optional(2).isPresent()) {
            Tensor own = operands.get(2);
            bias = ElementOps.binary(bias, own.reshaped(own.size()), Double::sum);
        }
        Source result =
                parts.conv(
                        name,
                        image,
                        layout.window(),
                        layout.weights(weights),
                        bias.stretched(window.filters()).values());
        return Signal.of(result, window.outShape(), layout.result());
    }

    /** The result of a node that acts on each element, or on all together for softmax. */
    Signal element(Operands operands, Signal x) {
        Node node = operands.node();
        String name = node.outputs().get(0);
        return switch (node.operator()) {
            case "Relu" -> relu(name, plain(node.inputs().get(0), x));
            case "Clip" -> {
                double low =
                        operands.optional(1).isPresent()
                                ? operands.single(1)
                                : node.real("min", Double.NEGATIVE_INFINITY);
                double high =
                        operands.optional(2).isPresent()
                                ? operands.single(2)
                                : node.real("max", Double.POSITIVE_INFINITY);
                yield clip(name, x, low, high);
            }
            case "LeakyRelu" -> {
                double slope = node.real("alpha", 0.01f);
                Signal up = relu(name + "_positive", plain(name, x));
                Signal down =
                        relu(name + "_negative", plain(name, x.times(Tensor.of(-1), Tensor.of(0))));
                yield pairOf(name, up, down.times(Tensor.of(slope), Tensor.of(0)));
            }
            case "HardSigmoid" ->
                    clip(
                            name,
                            x.times(
                                    Tensor.of(node.real("alpha", 0.2f)),
                                    Tensor.of(node.real("beta", 0.5))),
                            0,
                            1);
            case "Sigmoid" -> table(name, plain(node.inputs().get(0), x), "sigmoid");
            case "Tanh" -> table(name, plain(node.inputs().get(0), x), "tanh");
            case "Softmax" -> softmax(operands, x);
            case FixedPoint.CAST, FixedPoint.FRACTION -> fixedPoint(operands, x);
            case "Quant", "IntQuant", "BipolarQuant", "QuantizeLinear", "Trunc" ->
                    quantizers.apply(operands, x);
            default ->
                    throw node.error(
                            "the operator is not supported here; docs/formats.md lists those that"
                                    + " are");
        };
    }

    /** Casts of each element to a type of its own. */
    private Signal fixedPoint(Operands operands, Signal x) {
        Node node = operands.node();
        String name = node.outputs().get(0);
        Signal plain = plain(node.inputs().get(0), x);
        List<FixedType> types = FixedPoint.types(operands, plain);
        boolean same = types.stream().distinct().count() == 1;
        Rule cast = source -> parts.quantize(name, source, QuantizerTypes.elements(types));
        return same
                ? onSource(name, plain, cast)
                : Signal.of(cast.apply(inOrder(name, plain)), x.shape());
    }

    private Signal pairOf(String name, Signal left, Signal right) {
        Source result = parts.subtract(name, inOrder(name, left), inOrder(name + "_scaled", right));
        return Signal.of(result, left.shape());
    }

    /** A layer that treats all elements alike, on the source in its own order. */
    private Signal relu(String name, Signal x) {
        return onSource(name, x, source -> parts.relu(name, source));
    }

    private Signal table(String name, Signal x, String function) {
        double range = function.equals("tanh") ? TANH_RANGE : SIGMOID_RANGE;
        return onSource(name, x, source -> parts.table(name, source, function, range));
    }

    /** A rule for a source. */
    interface Rule {
        Source apply(Source source);
    }

    private Signal onSource(String name, Signal x, Rule rule) {
        if (!x.permuted()) {
            return Signal.of(rule.apply(inOrder(name, x)), x.shape());
        }
        int[] places = new int[x.size()];
        Arrays.setAll(places, x::place);
        return Signal.of(rule.apply(x.source()), x.shape(), places);
    }

    /** {@code min(max(x, low), high)} as {@code low + relu(x - low)} and the like, exact. */
    Signal clip(String name, Signal x, double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "expected min at most max, got %s and %s".formatted(low, high));
        }
        Tensor one = Tensor.of(1);
        Tensor minus = Tensor.of(-1);
        Signal y = x;
        if (low != Double.NEGATIVE_INFINITY && low > -Float.MAX_VALUE) {
            Signal above = plain(name, y.times(one, Tensor.of(-low)));
            y = relu(name, above).times(one, Tensor.of(low));
        }
        if (high != Double.POSITIVE_INFINITY && high < Float.MAX_VALUE) {
            Signal below = plain(name, y.times(minus, Tensor.of(high)));
            y = relu(name, below).times(minus, Tensor.of(high));
        }
        return y;
    }

    private Signal softmax(Operands operands, Signal x) {
        Node node = operands.node();
        int[] shape = x.shape();
        int axis = Tensor.axis(node.whole("axis", operands.opset() < 13 ? 1 : -1), shape.length);
        int together = shape[axis];
        for (int i = axis + 1; i < shape.length && operands.opset() < 13; i++) {
            together *= shape[i];
        }
        if (together != x.size()) {
            throw node.error(
                    "expected a softmax over all %d elements, got one over %d"
                            .formatted(x.size(), together));
        }
        Source logits = inOrder(node.inputs().get(0), x);
        return Signal.of(parts.softmax(node.outputs().get(0), logits), shape);
    }

    /** Whether a value is below zero: -1 or 0. */
    Source negative(String name, Source x) {
        FixedType bit = new FixedType(true, 1, 1, Quantization.TRN, Overflow.SAT, 0);
        return parts.quantize(name, x, ElementTypes.all(bit));
    }
}
