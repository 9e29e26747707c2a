package org.l1ring.importer.onnx;

import java.util.Arrays;
import java.util.Optional;
import java.util.stream.IntStream;

/** Operators that pick elements by place or by size: resizing and the index of the largest. */
final class SampleOps {
    private SampleOps() {}

    /** The result, or nothing if the operator is of another kind. */
    static Optional<Tensor> apply(Operands operands) {
        return switch (operands.node().operator()) {
            case "ArgMax" -> Optional.of(argument(operands, 1));
            case "ArgMin" -> Optional.of(argument(operands, -1));
            default -> Optional.empty();
        };
    }

    private static Tensor argument(Operands operands, int sign) {
        Tensor x = operands.get(0);
        Node node = operands.node();
        int axis = x.axis(node.whole("axis", 0));
        boolean last = node.whole("select_last_index", 0) != 0;
        int extent = x.extent(axis);
        int inner = Tensor.strides(x.shape())[axis];
        int[] shape = x.shape();
        shape[axis] = 1;
        double[] y = new double[Tensor.size(shape)];
        if (extent == 0) {
            throw node.error("expected elements, got none");
        }
        for (int i = 0; i < y.length; i++) {
            int start = i / inner * inner * extent + i % inner;
            int best = 0;
            for (int k = 1; k < extent; k++) {
                double ahead = sign * (x.get(start + k * inner) - x.get(start + best * inner));
                best = ahead > 0 || (last && ahead == 0) ? k : best;
            }
            y[i] = best;
        }
        return new Tensor(argumentShape(node, x.shape()), y, true);
    }

    /** The shape of the indices of the largest elements along an axis. */
    static int[] argumentShape(Node node, int[] shape) {
        int axis = Tensor.axis(node.whole("axis", 0), shape.length);
        int[] kept = shape.clone();
        kept[axis] = 1;
        if (node.whole("keepdims", 1) != 0) {
            return kept;
        }
        int[] rest = Arrays.copyOf(shape, shape.length - 1);
        System.arraycopy(shape, axis + 1, rest, axis, rest.length - axis);
        return rest;
    }

    /** The elements of Resize or Upsample with the nearest neighbour. */
    static Tensor resized(Operands operands) {
        Node node = operands.node();
        Tensor x = operands.get(0);
        int rank = x.rank();
        if (!node.text("mode", "nearest").equals("nearest")) {
            throw node.error("attribute mode: expected nearest, got another");
        }
        double[] scales = scales(operands, rank);
        String places = node.text("coordinate_transformation_mode", "half_pixel");
        String rounding = node.text("nearest_mode", "round_prefer_floor");
        boolean old = node.operator().equals("Upsample") || operands.opset() < 11;
        Tensor y = x;
        for (int axis = 0; axis < rank; axis++) {
            int in = x.extent(axis);
            int out = lengths(operands, x)[axis];
            if (out == in && scales[axis] == 1) {
                continue;
            }
            int[] from = new int[out];
            for (int i = 0; i < out; i++) {
                double at =
                        old
                                ? Math.floor(i / scales[axis])
                                : rounded(
                                        node,
                                        place(node, places, i, scales[axis], in, out),
                                        rounding);
                from[i] = (int) Math.clamp(at, 0, in - 1.0);
            }
            y = ShapeOps.taken(y, axis, from);
        }
        return y;
    }

    private static double place(Node node, String mode, int index, double scale, int in, int out) {
        return switch (mode) {
            case "half_pixel" -> (index + 0.5) / scale - 0.5;
            case "pytorch_half_pixel" -> out > 1 ? (index + 0.5) / scale - 0.5 : 0;
            case "half_pixel_symmetric" -> {
                double adjustment = out / (scale * in);
                double centre = in / 2.0;
                yield centre * (1 - adjustment) + (index + 0.5) / scale - 0.5;
            }
            case "align_corners" -> out > 1 ? index * (in - 1.0) / (out - 1.0) : 0;
            case "asymmetric" -> index / scale;
            default ->
                    throw node.error(
                            "attribute coordinate_transformation_mode: expected one without a"
                                    + " region of interest");
        };
    }

    private static double rounded(Node node, double place, String mode) {
        return switch (mode) {
            case "round_prefer_floor" -> Math.ceil(place - 0.5);
            case "round_prefer_ceil" -> Math.floor(place + 0.5);
            case "floor" -> Math.floor(place);
            case "ceil" -> Math.ceil(place);
            default -> throw node.error("attribute nearest_mode: got an unknown value");
        };
    }

    private static Optional<Tensor> given(Operands operands, int index) {
        return operands.optional(index).filter(tensor -> tensor.size() > 0);
    }

    private static int[] lengths(Operands operands, Tensor x) {
        int[] shape = x.shape();
        Optional<Tensor> sizes =
                operands.node().operator().equals("Resize") && operands.opset() > 10
                        ? given(operands, 3)
                        : Optional.empty();
        int[] axes = axes(operands.node(), x.rank());
        double[] scales = scales(operands, x.rank());
        for (int i = 0; i < axes.length; i++) {
            double extent =
                    sizes.isPresent()
                            ? sizes.get().get(i)
                            : Math.floor(shape[axes[i]] * scales[axes[i]]);
            if (!(extent >= 1) || extent > Tensor.MAX_ELEMENTS) {
                throw operands.node().error("expected extents of at least one, got " + extent);
            }
            shape[axes[i]] = (int) extent;
        }
        Tensor.size(shape);
        return shape;
    }

    private static int[] axes(Node node, int rank) {
        return node.wholes("axes")
                .map(list ->
                        Arrays.stream(list).mapToInt(axis -> Tensor.axis(axis, rank)).toArray())
                .orElseGet(() -> IntStream.range(0, rank).toArray());
    }

    /** Factors of each axis, from the file's scales or its extents. */
    private static double[] scales(Operands operands, int rank) {
        Node node = operands.node();
        boolean late = node.operator().equals("Resize") && operands.opset() > 10;
        double[] all = new double[rank];
        Arrays.fill(all, 1);
        Optional<double[]> given =
                given(operands, late ? 2 : 1).map(Tensor::values).or(() -> node.reals("scales"));
        Optional<double[]> sizes = late ? given(operands, 3).map(Tensor::values) : Optional.empty();
        int[] axes = axes(node, rank);
        int count = given.or(() -> sizes).map(list -> list.length).orElse(0);
        if (count != axes.length) {
            throw node.error(
                    "expected scales or extents of %d axes, got %d".formatted(axes.length, count));
        }
        for (int i = 0; i < axes.length; i++) {
            int extent = operands.get(0).extent(axes[i]);
            double scale = given.isPresent() ? given.get()[i] : sizes.get()[i] / extent;
            if (!(scale > 0) || Double.isInfinite(scale)) {
                throw node.error("expected scales above zero, got " + scale);
            }
            all[axes[i]] = scale;
        }
        return all;
    }
}
