package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.function.BinaryOperator;
import java.util.stream.IntStream;
import org.l1ring.model.Layer;

/** Makes layers of nodes that combine elements of several inputs. */
final class PairLayers {
    /** Operators of this kind. */
    static final Set<String> OPERATORS =
            Set.of(
                    "Add",
                    "Sub",
                    "Mul",
                    "Div",
                    "Sum",
                    "Mean",
                    "Max",
                    "Min",
                    "Pow",
                    "PRelu",
                    "Greater",
                    "GreaterOrEqual",
                    "Less",
                    "LessOrEqual",
                    "Equal",
                    "And",
                    "Or",
                    "Xor",
                    "Where");

    private final NodeLayers layers;
    private final FunctionLayers functions;

    PairLayers(NodeLayers layers, FunctionLayers functions) {
        this.layers = layers;
        this.functions = functions;
    }

    /** The result of a node. */
    Signal apply(Arguments arguments) {
        String name = arguments.name();
        return switch (arguments.node().operator()) {
            case "Sum", "Add" -> folded(arguments, (a, b) -> layers.sum(name, a, b));
            case "Mean" ->
                    folded(arguments, (a, b) -> layers.sum(name, a, b))
                            .times(1.0 / arguments.count());
            case "Max" -> extremes(arguments, Layer.Pooling.MAXIMUM);
            case "Min" -> extremes(arguments, Layer.Pooling.MINIMUM);
            case "Sub" -> layers.difference(name, arguments.any(0), arguments.any(1));
            case "Mul" -> layers.product(name, arguments.any(0), arguments.any(1));
            case "Div" -> {
                Signal inverse =
                        functions.named(
                                name + "_inverse",
                                "reciprocal",
                                arguments.signal(1),
                                arguments.node().inputs().get(1));
                yield arguments.data(0)
                        ? layers.product(name, arguments.signal(0), inverse)
                        : scaled(inverse, arguments.operands().get(0));
            }
            case "Pow" -> functions.power(arguments);
            case "PRelu" -> slopes(arguments);
            case "Where" -> where(arguments);
            default -> bits(arguments);
        };
    }

    private static Signal scaled(Signal x, Tensor factor) {
        int[] shape = Tensor.broadcast(x.shape(), factor.shape());
        return x.stretched(shape).times(factor, Tensor.of(0));
    }

    private Signal folded(Arguments arguments, BinaryOperator<Signal> rule) {
        Signal result = arguments.any(0);
        for (int i = 1; i < arguments.count(); i++) {
            boolean constant = !arguments.data(i);
            result =
                    constant
                            ? shifted(result, arguments.operands().get(i))
                            : rule.apply(result, arguments.signal(i));
        }
        return result;
    }

    private static Signal shifted(Signal x, Tensor offset) {
        int[] shape = Tensor.broadcast(x.shape(), offset.shape());
        return x.stretched(shape).times(Tensor.of(1), offset);
    }

    private Signal slopes(Arguments arguments) {
        if (arguments.data(1)) {
            throw arguments.node().error("expected constant slopes, got a result");
        }
        return functions.leaky(arguments.name(), arguments.signal(0), arguments.operands().get(1));
    }

    /** The largest or smallest of each element's inputs. */
    private Signal extremes(Arguments arguments, Layer.Pooling pooling) {
        int[] shape = new int[0];
        for (int i = 0; i < arguments.count(); i++) {
            shape = Tensor.broadcast(shape, arguments.any(i).shape());
        }
        List<Signal> all = new ArrayList<>();
        for (int i = 0; i < arguments.count(); i++) {
            all.add(arguments.any(i).stretched(shape));
        }
        Signal joined = layers.joined(arguments.name() + "_inputs", all);
        int size = Tensor.size(shape);
        int count = all.size();
        int[][] members = new int[size][];
        Arrays.setAll(members, i -> IntStream.range(0, count).map(k -> k * size + i).toArray());
        double[] ones = new double[size];
        Arrays.fill(ones, 1);
        Windows windows = new Windows(Windows.Kind.MAXIMUM, shape, members, ones);
        return layers.pool(arguments.name(), joined, pooling, windows);
    }

    /** Results of one bit. */
    private Signal bits(Arguments arguments) {
        Signal a = arguments.any(0);
        Signal b = arguments.any(1);
        String name = arguments.name();
        return switch (arguments.node().operator()) {
            case "Greater" -> layers.negative(name, gap(arguments, b, a)).times(-1);
            case "Less" -> layers.negative(name, gap(arguments, a, b)).times(-1);
            case "GreaterOrEqual" -> layers.notNegative(name, gap(arguments, a, b));
            case "LessOrEqual" -> layers.notNegative(name, gap(arguments, b, a));
            case "Equal" -> {
                Signal gap = gap(arguments, a, b);
                Signal above = layers.notNegative(name + "_above", gap);
                Signal below = layers.negative(name + "_below", gap.times(-1));
                yield layers.sum(name, above, below);
            }
            case "And" -> layers.product(name, a, b);
            case "Or" ->
                    layers.difference(
                            name,
                            layers.sum(name + "_sum", a, b),
                            layers.product(name + "_both", a, b));
            case "Xor" ->
                    layers.difference(
                            name,
                            layers.sum(name + "_sum", a, b),
                            layers.product(name + "_both", a, b).times(2));
            default ->
                    throw arguments
                            .node()
                            .error("the operator is not supported for several results");
        };
    }

    /** The difference, without a layer where one of both is a constant. */
    private Signal gap(Arguments arguments, Signal a, Signal b) {
        int[] shape = Tensor.broadcast(a.shape(), b.shape());
        Signal left = a.stretched(shape);
        Signal right = b.stretched(shape);
        if (arguments.data(0) && arguments.data(1)) {
            return layers.difference(arguments.name() + "_gap", left, right);
        }
        boolean rightIsData = right.size() > 0 && right.place(0) >= 0;
        Signal data = rightIsData ? right.times(-1) : left;
        Signal constant = rightIsData ? left : right.times(-1);
        double[] offset = new double[data.size()];
        Arrays.setAll(offset, constant::bias);
        return data.times(Tensor.of(1), new Tensor(shape, offset, false));
    }

    private Signal where(Arguments arguments) {
        String name = arguments.name();
        Signal yes = arguments.any(1);
        Signal no = arguments.any(2);
        int[] shape =
                Tensor.broadcast(
                        arguments.any(0).shape(), Tensor.broadcast(yes.shape(), no.shape()));
        Signal a = yes.stretched(shape);
        Signal b = no.stretched(shape);
        if (!arguments.data(0)) {
            double[] chosen = arguments.operands().get(0).stretched(shape).values();
            Signal both = layers.joined(name + "_inputs", List.of(a, b));
            int[] elements = new int[chosen.length];
            Arrays.setAll(elements, i -> chosen[i] != 0 ? i : chosen.length + i);
            return both.moved(shape, elements);
        }
        Signal condition = arguments.signal(0).stretched(shape);
        Signal gain =
                layers.product(name + "_gain", condition, layers.difference(name + "_gap", a, b));
        return layers.sum(name, b, gain);
    }
}
