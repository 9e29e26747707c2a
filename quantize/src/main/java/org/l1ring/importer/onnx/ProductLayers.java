package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.model.Layer;

/** Makes layers of nodes that multiply matrices and of convolutions. */
final class ProductLayers {
    /** Operators of this kind. */
    static final List<String> OPERATORS = List.of("MatMul", "Gemm", "Conv");

    private static final long MAX_PRODUCTS = 1L << 21;

    private final NodeLayers layers;

    ProductLayers(NodeLayers layers) {
        this.layers = layers;
    }

    /**
     * The result of a node.
     *
     * @param added bias of its result, by channel
     * @param name of the result
     */
    Signal apply(Arguments arguments, Tensor added, String name) {
        Node node = arguments.node();
        boolean both = arguments.data(0) && arguments.data(1);
        return switch (node.operator()) {
            case "Conv" -> {
                if (!arguments.data(0) || arguments.data(1)) {
                    throw node.error("expected constant weights, got a result");
                }
                yield conv(arguments, added, name);
            }
            case "Gemm" -> gemm(arguments, added, name);
            default -> {
                if (both) {
                    yield biased(results(node, arguments.signal(0), arguments.signal(1)), added);
                }
                if (arguments.data(0)) {
                    yield matMul(
                            arguments,
                            arguments.signal(0),
                            arguments.operands().get(1),
                            added,
                            name);
                }
                yield biased(left(arguments, name), added);
            }
        };
    }

    private static Signal biased(Signal x, Tensor added) {
        return x.times(Tensor.of(1), added);
    }

    /** {@code (x^T C^T)^T} for the product of a constant C and x. */
    private Signal left(Arguments arguments, String name) {
        Tensor c = arguments.operands().get(0);
        Signal x = arguments.signal(1);
        if (c.rank() < 2 || x.shape().length < 2) {
            throw arguments.node().error("expected matrices on both sides, got a vector");
        }
        int[] order = new int[c.rank()];
        Arrays.setAll(order, i -> i);
        order[order.length - 1] = order.length - 2;
        order[order.length - 2] = order.length - 1;
        Tensor turned = ShapeOps.transposed(c, order);
        return matMul(arguments, x.turned(), turned, Tensor.of(0), name).turned();
    }

    /** The product with constant weights on the right. */
    private Signal matMul(
            Arguments arguments, Signal x, Tensor weights, Tensor added, String name) {
        Node node = arguments.node();
        int[] shape = x.shape();
        if (weights.rank() == 1) {
            Tensor column = weights.reshaped(weights.size(), 1);
            Signal y = matMul(arguments, x, column, added, name);
            return y.reshaped(Arrays.copyOf(shape, shape.length - 1));
        }
        if (weights.rank() > 2) {
            return biased(stacked(arguments, x, weights, name), added);
        }
        boolean fits = shape.length > 0 && shape[shape.length - 1] == weights.extent(0);
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
        double[] bias = added.reshaped(added.size()).stretched(outputs).values();
        return dense(name, x, positions, weights.values(), bias).reshaped(shape);
    }

    /** One dense layer for each matrix of weights. */
    private Signal stacked(Arguments arguments, Signal x, Tensor weights, String name) {
        int[] outer =
                Tensor.broadcast(
                        Arrays.copyOf(x.shape(), Math.max(x.shape().length - 2, 0)),
                        Arrays.copyOf(weights.shape(), weights.rank() - 2));
        int[] shape = x.shape();
        if (shape.length < 2) {
            throw arguments.node().error("expected a matrix, got a vector");
        }
        int rows = shape[shape.length - 2];
        int inner = shape[shape.length - 1];
        int[] full = Arrays.copyOf(outer, outer.length + 2);
        full[outer.length] = rows;
        full[outer.length + 1] = inner;
        Signal all = x.stretched(full);
        full[outer.length] = weights.extent(-2);
        full[outer.length + 1] = weights.extent(-1);
        Tensor w = weights.stretched(full);
        int each = w.extent(-1) * w.extent(-2);
        List<Signal> parts = new ArrayList<>();
        for (int i = 0; i < Tensor.size(outer); i++) {
            Tensor own =
                    new Tensor(
                            new int[] {w.extent(-2), w.extent(-1)},
                            Arrays.copyOfRange(w.values(), i * each, (i + 1) * each),
                            false);
            Signal matrix = block(all, i, rows, inner);
            parts.add(matMul(arguments, matrix, own, Tensor.of(0), name + "_" + i));
        }
        full[outer.length] = rows;
        return layers.joined(name, parts).reshaped(full);
    }

    private static Signal block(Signal x, int index, int rows, int columns) {
        int[] elements = new int[rows * columns];
        Arrays.setAll(elements, i -> index * elements.length + i);
        return x.moved(new int[] {rows, columns}, elements);
    }

    /** The product of two results, one layer for each of the axes before the last two. */
    private Signal results(Node node, Signal left, Signal right) {
        String name = node.outputs().get(0);
        int[] a = left.shape();
        int[] b = right.shape();
        if (a.length < 2 || b.length < 2 || a[a.length - 1] != b[b.length - 2]) {
            throw node.error(
                    "expected matrices that fit each other, got %s and %s"
                            .formatted(Arrays.toString(a), Arrays.toString(b)));
        }
        int[] outer =
                Tensor.broadcast(Arrays.copyOf(a, a.length - 2), Arrays.copyOf(b, b.length - 2));
        int rows = a[a.length - 2];
        int inner = a[a.length - 1];
        int columns = b[b.length - 1];
        int count = Tensor.size(outer);
        limit(node, (long) count * rows * inner * columns);
        int[] shape = Arrays.copyOf(outer, outer.length + 2);
        shape[outer.length] = rows;
        shape[outer.length + 1] = inner;
        Signal x = left.stretched(shape);
        shape[outer.length] = inner;
        shape[outer.length + 1] = columns;
        Signal y = right.stretched(shape);
        shape[outer.length] = rows;
        List<Signal> products = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String own = count == 1 ? name : name + "_" + i;
            products.add(product(own, block(x, i, rows, inner), block(y, i, inner, columns)));
        }
        return count == 1
                ? products.get(0).reshaped(shape)
                : layers.joined(name, products).reshaped(shape);
    }

    private Signal product(String name, Signal x, Signal y) {
        int[] a = x.shape();
        int[] b = y.shape();
        double scale = uniformScale(x) * uniformScale(y);
        boolean outside = !Double.isNaN(scale);
        Source left = layers.inOrder(name + "_left", outside ? x.bare() : x);
        Source right = layers.inOrder(name + "_right", outside ? y.bare() : y);
        Source result =
                layers.parts()
                        .matMul(
                                name,
                                left,
                                right,
                                new int[] {a[0], a[1], b[1]},
                                outside ? Math.abs(scale) : 1);
        Signal product = Signal.of(result, a[0], b[1]);
        return outside ? product.times(scale) : product;
    }

    /** The one factor of all elements where there are no biases, else not a number. */
    private static double uniformScale(Signal x) {
        for (int i = 0; i < x.size(); i++) {
            if (x.scale(i) != x.scale(0) || x.bias(i) != 0) {
                return Double.NaN;
            }
        }
        return x.size() == 0 ? 1 : x.scale(0);
    }

    private Signal gemm(Arguments arguments, Tensor added, String name) {
        Node node = arguments.node();
        if (arguments.data(2)) {
            throw node.error("expected a constant bias, got a result");
        }
        boolean turnA = node.whole("transA", 0) != 0;
        boolean turnB = node.whole("transB", 0) != 0;
        double alpha = node.real("alpha", 1);
        Tensor own = NetworkOps.gemmBias(arguments.operands()).orElse(Tensor.of(0));
        boolean matrices =
                arguments.any(0).shape().length == 2 && arguments.any(1).shape().length == 2;
        if (!matrices) {
            throw node.error("expected matrices of two dimensions");
        }
        Signal product;
        if (arguments.data(0) && !arguments.data(1)) {
            Signal x = turnA ? arguments.signal(0).turned() : arguments.signal(0);
            Tensor weights = NetworkOps.gemmWeights(arguments.operands());
            boolean row = own.size() == 1 || (own.rank() == 1 || own.extent(0) == 1);
            if (row) {
                if (own.size() != 1 && own.size() != weights.extent(1)) {
                    throw node.error(
                            "expected a bias of %d, got %d"
                                    .formatted(weights.extent(1), own.size()));
                }
                Tensor both =
                        ElementOps.binary(
                                added.reshaped(added.size()),
                                own.reshaped(own.size()),
                                Double::sum);
                return matMul(arguments, x, weights, both, name);
            }
            product = matMul(arguments, x, weights, Tensor.of(0), name);
        } else if (arguments.data(0)) {
            Signal x = turnA ? arguments.signal(0).turned() : arguments.signal(0);
            Signal y = turnB ? arguments.signal(1).turned() : arguments.signal(1);
            product = results(node, x, y).times(alpha);
        } else {
            Tensor a = arguments.operands().get(0);
            Tensor left = turnA ? a : ShapeOps.transposed(a, 1, 0);
            Signal y = turnB ? arguments.signal(1) : arguments.signal(1).turned();
            product = matMul(arguments, y, left, Tensor.of(0), name).turned().times(alpha);
        }
        return biased(biased(product, own), added);
    }

    private static void limit(Node node, long products) {
        if (products > MAX_PRODUCTS) {
            throw node.error(
                    "expected at most %d products, got %d; such a layer is too large for a trigger"
                            .formatted(MAX_PRODUCTS, products));
        }
    }

    /**
     * A dense layer over positions: the scales and biases of its input go into its weights where
     * these stay exact, or after it where they are one number; weights on a grid become integers
     * whose steps come after it.
     *
     * @param weights [inputs][outputs]
     */
    Signal dense(String name, Signal x, int positions, double[] weights, double[] bias) {
        int out = bias.length;
        int in = weights.length / out;
        Folded folded = Folded.dense(x, positions, in, weights, bias);
        if (folded == null) {
            Signal plain = layers.plain(name + "_scaled", x);
            folded = Folded.dense(plain, positions, in, weights, bias);
        }
        Source source = layers.inOrder(name + "_input", folded.x());
        Source y =
                layers.parts()
                        .dense(
                                name,
                                source,
                                positions,
                                folded.weights(),
                                folded.bias(),
                                folded.unit());
        return Signal.of(y, positions, out).times(folded.scale(), folded.offset());
    }

    private Signal conv(Arguments arguments, Tensor added, String name) {
        Node node = arguments.node();
        Signal x = arguments.signal(0);
        Tensor weights = arguments.operands().get(1);
        ConvWindow window = ConvWindow.of(node, x.shape(), weights.shape());
        if (window.axes() > 2) {
            throw node.error("expected a convolution along one or two axes, got more");
        }
        limit(node, (long) window.outSize() * window.patch() * window.filters());
        ConvLayout layout = new ConvLayout(window);
        Tensor bias = added.reshaped(added.size());
        if (arguments.operands().optional(2).isPresent()) {
            Tensor own = arguments.operands().get(2);
            bias = ElementOps.binary(bias, own.reshaped(own.size()), Double::sum);
        }
        double[] offsets = bias.stretched(window.filters()).values();
        Folded folded = Folded.conv(x, layout.weights(weights), offsets);
        if (folded == null) {
            Signal plain = layers.plain(node.inputs().get(0), x);
            folded = Folded.conv(plain, layout.weights(weights), offsets);
        }
        Source source =
                layers.parts()
                        .conv(
                                name,
                                image(node, folded.x(), layout),
                                layout.window(),
                                folded.weights(),
                                folded.bias(),
                                folded.unit());
        int[] perFilter = new int[window.axes() + 1];
        Arrays.fill(perFilter, 1);
        perFilter[0] = window.filters();
        return Signal.of(source, window.outShape(), layout.result())
                .times(folded.scale().reshaped(perFilter), folded.offset().reshaped(perFilter));
    }

    private Source image(Node node, Signal x, ConvLayout layout) {
        int[] places = layout.image();
        limit(node, places.length);
        for (int i = 0; i < places.length; i++) {
            places[i] = places[i] < 0 ? Layer.Select.ZERO : x.place(places[i]);
        }
        return Signal.inOrder(places, x.source().size())
                ? x.source()
                : layers.parts().select(node.inputs().get(0) + "_image", x.source(), places);
    }
}
