package org.l1ring.importer.onnx;

import java.util.Arrays;
import org.l1ring.model.Layer;

/** Makes layers of nodes that pool, reduce or compare along axes. */
final class ReduceLayers {
    private final NodeLayers layers;
    private final FunctionLayers functions;

    ReduceLayers(NodeLayers layers, FunctionLayers functions) {
        this.layers = layers;
        this.functions = functions;
    }

    /** Whether an operator is of this kind. */
    static boolean has(String operator) {
        return Windows.OPERATORS.contains(operator)
                || operator.equals("ArgMax")
                || operator.equals("ArgMin")
                || operator.equals("Softmax")
                || operator.equals("LogSoftmax");
    }

    /** The result of a node. */
    Signal apply(Arguments arguments) {
        return switch (arguments.node().operator()) {
            case "ArgMax" -> largest(arguments, arguments.signal(0));
            case "ArgMin" -> largest(arguments, arguments.signal(0).times(-1));
            case "Softmax", "LogSoftmax" -> softmax(arguments);
            default -> windows(arguments);
        };
    }

    private Signal windows(Arguments arguments) {
        String name = arguments.name();
        Signal x = arguments.signal(0);
        Windows windows = Windows.of(arguments.operands(), x.shape());
        Signal y =
                switch (windows.kind()) {
                    case MAXIMUM -> layers.pool(name, x, Layer.Pooling.MAXIMUM, windows);
                    case MINIMUM -> layers.pool(name, x, Layer.Pooling.MINIMUM, windows);
                    case SUM -> layers.pool(name, x, Layer.Pooling.SUM, windows);
                    case SUM_OF_MAGNITUDES ->
                            layers.pool(
                                    name,
                                    functions.magnitude(name + "_magnitude", x),
                                    Layer.Pooling.SUM,
                                    windows);
                    case SUM_OF_SQUARES -> squares(name, x, windows);
                    case ROOT_OF_SQUARES ->
                            functions.named(name, "sqrt", squares(name + "_squares", x, windows));
                };
        double[] parts = Arrays.stream(windows.divisors()).map(d -> 1 / d).toArray();
        return y.times(new Tensor(windows.shape(), parts, false), Tensor.of(0));
    }

    private Signal squares(String name, Signal x, Windows windows) {
        Signal squares = layers.product(name + "_square", x, x);
        return layers.pool(name, squares, Layer.Pooling.SUM, windows);
    }

    private Signal largest(Arguments arguments, Signal x) {
        Node node = arguments.node();
        if (node.whole("select_last_index", 0) != 0) {
            throw node.error("expected the first of equal elements, got the last");
        }
        int[] shape = x.shape();
        int axis = Tensor.axis(node.whole("axis", 0), shape.length);
        Signal rows = toLast(x, axis);
        int positions = x.size() / shape[axis];
        Source y =
                layers.parts()
                        .argMax(
                                arguments.name(),
                                layers.inOrder(arguments.name() + "_rows", comparable(rows)),
                                positions);
        return Signal.of(y, SampleOps.argumentShape(node, shape));
    }

    /** The index of the largest of all elements. */
    Signal indexOfLargest(String name, Signal x) {
        Source rows = layers.inOrder(name + "_scores", comparable(x));
        return Signal.of(layers.parts().argMax(name, rows, 1), 1);
    }

    /** The same order of elements without a scale and bias that all have in common. */
    private static Signal comparable(Signal x) {
        for (int i = 0; i < x.size(); i++) {
            if (x.scale(i) != x.scale(0) || x.bias(i) != x.bias(0) || x.scale(i) <= 0) {
                return x;
            }
        }
        return x.bare();
    }

    private static Signal toLast(Signal x, int axis) {
        int rank = x.shape().length;
        int[] order = new int[rank];
        int next = 0;
        for (int i = 0; i < rank; i++) {
            if (i != axis) {
                order[next++] = i;
            }
        }
        order[rank - 1] = axis;
        return x.transposed(order);
    }

    private Signal softmax(Arguments arguments) {
        Node node = arguments.node();
        Signal x = arguments.signal(0);
        int[] shape = x.shape();
        boolean old = arguments.operands().opset() < 13;
        int axis = Tensor.axis(node.whole("axis", old ? 1 : -1), shape.length);
        int together = shape[axis];
        for (int i = axis + 1; i < shape.length && old; i++) {
            together *= shape[i];
        }
        Signal rows = old ? x : toLast(x, axis);
        if (together == 0) {
            throw node.error("expected elements, got none");
        }
        Signal y =
                node.operator().equals("Softmax")
                        ? probabilities(arguments.name(), rows, together)
                        : logarithms(arguments.name(), rows, together);
        if (old) {
            return y.reshaped(shape);
        }
        int[] back = new int[shape.length];
        for (int i = 0; i < shape.length; i++) {
            back[i] = i < axis ? i : i == axis ? shape.length - 1 : i - 1;
        }
        return y.transposed(back);
    }

    private Signal probabilities(String name, Signal x, int size) {
        Source logits = layers.inOrder(name + "_argument", x);
        SoftmaxTables tables = new SoftmaxTables(size, logits.fraction());
        return Signal.of(layers.parts().softmax(name, logits, size, tables), x.shape());
    }

    /** {@code d - log(sum(exp(d)))} with the differences d to each row's maximum. */
    private Signal logarithms(String name, Signal x, int size) {
        Signal rows = x.reshaped(x.size() / size, size);
        Windows windows = Windows.rows(x.size() / size, size);
        Signal most = layers.pool(name + "_maximum", rows, Layer.Pooling.MAXIMUM, windows);
        Signal below = layers.difference(name + "_below", rows, most);
        Signal exponentials = functions.named(name + "_exp", "exp", below);
        Signal sum = layers.pool(name + "_sum", exponentials, Layer.Pooling.SUM, windows);
        Signal logarithm = functions.named(name + "_log", "log", sum);
        return layers.difference(name, below, logarithm).reshaped(x.shape());
    }
}
