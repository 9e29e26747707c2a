package org.l1ring.importer.onnx;

import java.util.Arrays;
import java.util.Optional;

/** Operators of networks, in double precision. */
final class NetworkOps {
    private static final long MAX_PRODUCTS = 1L << 28;

    private NetworkOps() {}

    /** The result, or nothing if the operator is of another kind. */
    static Optional<Tensor> apply(Operands operands) {
        return switch (operands.node().operator()) {
            case "MatMul" -> Optional.of(matMul(operands.get(0), operands.get(1)));
            case "Gemm" -> Optional.of(gemm(operands));
            case "BatchNormalization" -> Optional.of(batchNorm(operands));
            case "Conv" -> Optional.of(conv(operands));
            case "Softmax", "LogSoftmax" -> Optional.of(softmax(operands));
            default -> Optional.empty();
        };
    }

    /** The product of the last two axes, for each of the axes before them. */
    static Tensor matMul(Tensor left, Tensor right) {
        if (left.rank() == 0 || right.rank() == 0) {
            throw new IllegalArgumentException("expected matrices, got a single number");
        }
        Tensor a = left.rank() == 1 ? left.reshaped(1, left.size()) : left;
        Tensor b = right.rank() == 1 ? right.reshaped(right.size(), 1) : right;
        int rows = a.extent(-2);
        int inner = a.extent(-1);
        int columns = b.extent(-1);
        if (b.extent(-2) != inner) {
            throw new IllegalArgumentException(
                    "expected matrices that fit each other, got %s and %s"
                            .formatted(
                                    Arrays.toString(left.shape()), Arrays.toString(right.shape())));
        }
        int[] outer =
                Tensor.broadcast(
                        Arrays.copyOf(a.shape(), a.rank() - 2),
                        Arrays.copyOf(b.shape(), b.rank() - 2));
        int rank = outer.length;
        int[] shape = Arrays.copyOf(outer, rank + 2);
        shape[rank] = rows;
        shape[rank + 1] = inner;
        Tensor x = a.stretched(shape);
        shape[rank] = inner;
        shape[rank + 1] = columns;
        Tensor w = b.stretched(shape);
        shape[rank] = rows;
        double[] y = new double[Tensor.size(shape)];
        if ((long) y.length * inner > MAX_PRODUCTS) {
            throw new IllegalArgumentException("expected at most 2^28 products, got more");
        }
        for (int i = 0; i < y.length; i++) {
            int column = i % columns;
            int row = i / columns;
            int matrix = row / rows;
            for (int k = 0; k < inner; k++) {
                y[i] += x.get(row * inner + k) * w.get((matrix * inner + k) * columns + column);
            }
        }
        int[] result = shape;
        if (left.rank() == 1) {
            result = without(result, result.length - 2);
        }
        if (right.rank() == 1) {
            result = without(result, result.length - 1);
        }
        return new Tensor(result, y, left.whole() && right.whole());
    }

    private static int[] without(int[] shape, int axis) {
        int[] rest = new int[shape.length - 1];
        System.arraycopy(shape, 0, rest, 0, axis);
        System.arraycopy(shape, axis + 1, rest, axis, rest.length - axis);
        return rest;
    }

    private static Tensor gemm(Operands operands) {
        Tensor a = operands.get(0);
        if (a.rank() != 2 || operands.get(1).rank() != 2) {
            throw operands.node().error("expected matrices of two dimensions");
        }
        Tensor x = operands.node().whole("transA", 0) != 0 ? ShapeOps.transposed(a, 1, 0) : a;
        Tensor product = matMul(x, gemmWeights(operands));
        return gemmBias(operands)
                .map(bias -> ElementOps.binary(product, bias, Double::sum))
                .orElse(product);
    }

    /** The second matrix of a Gemm as it is multiplied: transposed if need be, times alpha. */
    static Tensor gemmWeights(Operands operands) {
        Tensor b = operands.get(1);
        double alpha = operands.node().real("alpha", 1);
        Tensor w = operands.node().whole("transB", 0) != 0 ? ShapeOps.transposed(b, 1, 0) : b;
        return ElementOps.binary(w, Tensor.of(alpha), (x, y) -> x * y);
    }

    /** What a Gemm adds: its third input times beta. */
    static Optional<Tensor> gemmBias(Operands operands) {
        double beta = operands.node().real("beta", 1);
        return operands.optional(2)
                .map(c -> ElementOps.binary(c, Tensor.of(beta), (x, y) -> x * y));
    }

    private static Tensor batchNorm(Operands operands) {
        Tensor x = operands.get(0);
        Tensor[] factors = normalization(operands, x.shape());
        Tensor scaled = ElementOps.binary(x, factors[0], (a, b) -> a * b);
        return ElementOps.binary(scaled, factors[1], Double::sum);
    }

    /** Scale and bias of a batch normalization, in a shape that fits its input's. */
    static Tensor[] normalization(Operands operands, int[] shape) {
        double epsilon = operands.node().real("epsilon", 1e-5f);
        int channels = shape.length > 1 ? shape[1] : 1;
        double[] scale = new double[channels];
        double[] bias = new double[channels];
        for (int i = 1; i < 5; i++) {
            if (operands.get(i).size() != channels) {
                throw operands.node()
                        .error(
                                "input %s: expected %d numbers, one a channel, got %d"
                                        .formatted(
                                                operands.node().inputs().get(i),
                                                channels,
                                                operands.get(i).size()));
            }
        }
        for (int i = 0; i < channels; i++) {
            scale[i] = operands.get(1).get(i) / Math.sqrt(operands.get(4).get(i) + epsilon);
            bias[i] = operands.get(2).get(i) - operands.get(3).get(i) * scale[i];
        }
        int[] fitting = new int[Math.max(shape.length - 1, 1)];
        Arrays.fill(fitting, 1);
        fitting[0] = channels;
        return new Tensor[] {new Tensor(fitting, scale, false), new Tensor(fitting, bias, false)};
    }

    private static Tensor softmax(Operands operands) {
        Tensor x = operands.get(0);
        int axis = x.axis(operands.node().whole("axis", operands.opset() < 13 ? 1 : -1));
        int[] strides = Tensor.strides(x.shape());
        int inner = strides[axis];
        int extent = x.extent(axis);
        if (operands.opset() < 13) {
            // Earlier versions take the axis and all after it together.
            extent *= inner;
            inner = 1;
        }
        boolean logarithm = operands.node().operator().equals("LogSoftmax");
        double[] y = new double[x.size()];
        for (int i = 0; i < y.length; i++) {
            if (i / inner % extent == 0) {
                double largest = Double.NEGATIVE_INFINITY;
                for (int k = 0; k < extent; k++) {
                    largest = Math.max(largest, x.get(i + k * inner));
                }
                double sum = 0;
                for (int k = 0; k < extent; k++) {
                    sum += Math.exp(x.get(i + k * inner) - largest);
                }
                for (int k = 0; k < extent; k++) {
                    double above = x.get(i + k * inner) - largest;
                    y[i + k * inner] = logarithm ? above - Math.log(sum) : Math.exp(above) / sum;
                }
            }
        }
        return x.with(y);
    }

    private static Tensor conv(Operands operands) {
        Tensor x = operands.get(0);
        Tensor w = operands.get(1);
        ConvWindow window = ConvWindow.of(operands.node(), x.shape(), w.shape());
        double[] y = new double[window.filters() * window.outSize()];
        if ((long) y.length * window.patch() > MAX_PRODUCTS) {
            throw operands.node().error("expected at most 2^28 products, got more");
        }
        for (int i = 0; i < y.length; i++) {
            int filter = i / window.outSize();
            int place = i % window.outSize();
            double sum = operands.optional(2).isPresent() ? operands.get(2).get(filter) : 0;
            int group = filter / (window.filters() / window.groups());
            for (int k = 0; k < window.patch(); k++) {
                int channel = k / window.kernelSize();
                int pixel = window.pixel(place, k % window.kernelSize());
                if (pixel >= 0) {
                    int from = group * window.groupChannels() + channel;
                    sum +=
                            x.get(from * window.inSize() + pixel)
                                    * w.get(filter * window.patch() + k);
                }
            }
            y[i] = sum;
        }
        return new Tensor(window.outShape(), y, false);
    }
}
