package org.l1ring.importer.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Operators that move elements and change none. */
final class ShapeOps {
    /** Operators whose results are elements of their first input, or of all for Concat. */
    static final Set<String> MOVES =
            Set.of(
                    "Identity",
                    "Dropout",
                    "ZipMap",
                    "Resize",
                    "Upsample",
                    "Reshape",
                    "Flatten",
                    "Transpose",
                    "Squeeze",
                    "Unsqueeze",
                    "Concat",
                    "Slice",
                    "Split",
                    "Gather",
                    "Expand",
                    "Pad");

    private ShapeOps() {}

    /** The results, or nothing if the operator is of another kind. */
    static Optional<List<Tensor>> apply(Operands operands) {
        Node node = operands.node();
        return switch (node.operator()) {
            case "Identity", "Dropout", "ZipMap" -> one(operands.get(0));
            case "Constant" -> one(constant(node));
            case "ConstantOfShape" -> {
                Tensor value = node.constant("value").orElse(Tensor.of(0));
                yield one(value.reshaped().stretched(operands.get(0).integers()));
            }
            case "Shape" -> one(shape(operands.get(0)));
            case "Reshape" -> one(reshape(operands));
            case "Flatten" -> one(flatten(operands));
            case "Transpose" -> one(transpose(operands));
            case "Squeeze" -> one(squeeze(operands));
            case "Unsqueeze" -> one(unsqueeze(operands));
            case "Concat" -> one(concat(operands));
            case "Slice" -> one(slice(operands));
            case "Split" -> Optional.of(split(operands));
            case "Gather" -> one(gather(operands));
            case "Expand" -> {
                Tensor x = operands.get(0);
                yield one(x.stretched(Tensor.broadcast(x.shape(), operands.get(1).integers())));
            }
            case "Pad" -> one(pad(operands));
            case "Resize", "Upsample" -> one(SampleOps.resized(operands));
            default -> Optional.empty();
        };
    }

    private static Optional<List<Tensor>> one(Tensor tensor) {
        return Optional.of(List.of(tensor));
    }

    private static Tensor constant(Node node) {
        if (node.has("value")) {
            return node.constant("value").orElseThrow();
        }
        if (node.has("value_float")) {
            return Tensor.of(node.real("value_float", 0));
        }
        if (node.has("value_int")) {
            return new Tensor(new int[0], new double[] {node.whole("value_int", 0)}, true);
        }
        double[] values =
                node.wholes("value_ints")
                        .map(list -> Arrays.stream(list).asDoubleStream().toArray())
                        .orElseThrow(() ->
                                node.error("expected a constant of numbers, got another kind"));
        return new Tensor(new int[] {values.length}, values, true);
    }

    private static Tensor shape(Tensor x) {
        double[] extents = Arrays.stream(x.shape()).asDoubleStream().toArray();
        return new Tensor(new int[] {extents.length}, extents, true);
    }

    private static Tensor reshape(Operands operands) {
        Tensor x = operands.get(0);
        long[] wanted =
                operands.wholes(1, "shape")
                        .orElseThrow(() -> operands.node().error("expected a shape, got none"));
        int[] shape = new int[wanted.length];
        int open = -1;
        long size = 1;
        for (int i = 0; i < shape.length; i++) {
            boolean copied = wanted[i] == 0 && i < x.rank();
            shape[i] = copied ? x.extent(i) : Math.clamp(wanted[i], -1, Tensor.MAX_ELEMENTS);
            if (shape[i] == -1 && open < 0) {
                open = i;
            } else {
                size = Math.clamp(size * shape[i], -1, 2L * Tensor.MAX_ELEMENTS);
            }
        }
        if (open < 0 && size != x.size() && shape.length > 1 && size / shape[0] == x.size()) {
            // A file made for a fixed batch; one crossing is evaluated at a time.
            shape[0] = 1;
            return x.reshaped(shape);
        }
        if (open >= 0 && size > 0) {
            shape[open] = x.size() / (int) size;
            size *= shape[open];
        }
        if (size != x.size()) {
            throw operands.node()
                    .error(
                            "expected a shape of %d elements, got %s"
                                    .formatted(x.size(), Arrays.toString(wanted)));
        }
        return x.reshaped(shape);
    }

    private static Tensor flatten(Operands operands) {
        Tensor x = operands.get(0);
        long axis = operands.node().whole("axis", 1);
        int split = axis == x.rank() ? x.rank() : x.axis(axis);
        int rows = Tensor.size(Arrays.copyOf(x.shape(), split));
        return x.reshaped(rows, x.size() / Math.max(rows, 1));
    }

    private static Tensor transpose(Operands operands) {
        Tensor x = operands.get(0);
        int rank = x.rank();
        int[] order =
                operands.node()
                        .wholes("perm")
                        .map(list -> Arrays.stream(list).mapToInt(x::axis).toArray())
                        .orElseGet(() -> IntStream.range(0, rank).map(i -> rank - 1 - i).toArray());
        if (order.length != rank || Arrays.stream(order).distinct().count() != rank) {
            throw operands.node()
                    .error(
                            "attribute perm: expected each of %d axes once, got %s"
                                    .formatted(rank, Arrays.toString(order)));
        }
        return transposed(x, order);
    }

    /** The tensor whose axis i is the given one's axis {@code order[i]}. */
    static Tensor transposed(Tensor x, int... order) {
        int[] shape = Arrays.stream(order).map(x::extent).toArray();
        int[] from = Tensor.strides(x.shape());
        int[] to = Tensor.strides(shape);
        double[] y = new double[x.size()];
        for (int i = 0; i < y.length; i++) {
            int at = 0;
            for (int axis = 0; axis < order.length; axis++) {
                at += i / to[axis] % shape[axis] * from[order[axis]];
            }
            y[i] = x.get(at);
        }
        return new Tensor(shape, y, x.whole());
    }

    private static Tensor squeeze(Operands operands) {
        Tensor x = operands.get(0);
        Optional<long[]> axes = operands.wholes(1, "axes");
        boolean[] dropped = new boolean[x.rank()];
        for (int axis = 0; axis < dropped.length; axis++) {
            dropped[axis] = axes.isEmpty() && x.extent(axis) == 1;
        }
        for (long axis : axes.orElse(new long[0])) {
            dropped[x.axis(axis)] = true;
        }
        return x.reshaped(
                IntStream.range(0, x.rank()).filter(i -> !dropped[i]).map(x::extent).toArray());
    }

    private static Tensor unsqueeze(Operands operands) {
        Tensor x = operands.get(0);
        long[] axes =
                operands.wholes(1, "axes")
                        .orElseThrow(() -> operands.node().error("expected axes, got none"));
        int[] shape = new int[x.rank() + axes.length];
        for (long axis : axes) {
            shape[Tensor.axis(axis, shape.length)] = 1;
        }
        int next = 0;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == 0 && next < x.rank()) {
                shape[i] = x.extent(next++);
            }
        }
        return x.reshaped(shape);
    }

    private static Tensor concat(Operands operands) {
        Tensor first = operands.get(0);
        int axis = first.axis(operands.node().whole("axis", 1));
        int[] shape = first.shape();
        for (int i = 1; i < operands.tensors().size(); i++) {
            Tensor next = operands.get(i);
            int[] rest = next.shape();
            if (rest.length != shape.length) {
                throw operands.node().error("expected inputs of as many dimensions as each other");
            }
            shape[axis] += rest[axis];
            rest[axis] = shape[axis];
            if (!Arrays.equals(rest, shape)) {
                throw operands.node()
                        .error("expected inputs that differ in axis " + axis + " only");
            }
        }
        double[] y = new double[Tensor.size(shape)];
        int inner = Tensor.strides(shape)[axis];
        int row = shape[axis] * inner;
        int start = 0;
        boolean whole = true;
        for (int i = 0; i < operands.tensors().size(); i++) {
            Tensor part = operands.get(i);
            int width = part.extent(axis) * inner;
            for (int k = 0; k < part.size(); k++) {
                y[k / width * row + start + k % width] = part.get(k);
            }
            start += width;
            whole &= part.whole();
        }
        return new Tensor(shape, y, whole);
    }

    /** The elements at the given places along an axis. */
    static Tensor taken(Tensor x, int axis, int[] places) {
        int[] shape = x.shape();
        int extent = shape[axis];
        int inner = Tensor.strides(shape)[axis];
        shape[axis] = places.length;
        double[] y = new double[Tensor.size(shape)];
        for (int i = 0; i < y.length; i++) {
            int outer = i / (inner * places.length);
            int place = places[i / inner % places.length];
            y[i] = x.get((outer * extent + place) * inner + i % inner);
        }
        return new Tensor(shape, y, x.whole());
    }

    private static Tensor slice(Operands operands) {
        Tensor x = operands.get(0);
        Node node = operands.node();
        long[] starts =
                operands.wholes(1, "starts")
                        .orElseThrow(() -> node.error("expected starts, got none"));
        long[] ends =
                operands.wholes(2, "ends").orElseThrow(() -> node.error("expected ends, got none"));
        long[] axes =
                operands.wholes(3, "axes")
                        .orElseGet(
                                () -> IntStream.range(0, starts.length).asLongStream().toArray());
        long[] steps = operands.optional(4).map(Tensor::longs).orElse(new long[0]);
        if (ends.length != starts.length || axes.length != starts.length) {
            throw node.error("expected as many starts, ends and axes as each other");
        }
        for (int i = 0; i < starts.length; i++) {
            int axis = x.axis(axes[i]);
            int extent = x.extent(axis);
            long step = i < steps.length ? steps[i] : 1;
            if (step == 0) {
                throw node.error("expected a step other than zero");
            }
            long from = starts[i] < 0 ? starts[i] + extent : starts[i];
            long to = ends[i] < 0 ? Math.max(ends[i], -extent - 1L) + extent : ends[i];
            from = step > 0 ? Math.clamp(from, 0, extent) : Math.clamp(from, 0, extent - 1);
            to = step > 0 ? Math.clamp(to, 0, extent) : Math.clamp(to, -1, extent - 1);
            long stride = Math.clamp(step, -extent - 1L, extent + 1L);
            IntStream.Builder places = IntStream.builder();
            for (long k = from; step > 0 ? k < to : k > to; k += stride) {
                places.add((int) k);
            }
            x = taken(x, axis, places.build().toArray());
        }
        return x;
    }

    private static List<Tensor> split(Operands operands) {
        Tensor x = operands.get(0);
        Node node = operands.node();
        int axis = x.axis(node.whole("axis", 0));
        int parts = node.outputs().size();
        int extent = x.extent(axis);
        int even = (extent + parts - 1) / parts;
        long[] sizes =
                operands.wholes(1, "split")
                        .orElseGet(() ->
                                IntStream.range(0, parts)
                                        .mapToLong(
                                                i -> Math.clamp(extent - (long) i * even, 0, even))
                                        .toArray());
        if (sizes.length != parts
                || Arrays.stream(sizes).anyMatch(size -> size < 0 || size > extent)
                || Arrays.stream(sizes).sum() != extent) {
            throw node.error(
                    "expected %d sizes that add up to %d, got %s"
                            .formatted(parts, extent, Arrays.toString(sizes)));
        }
        int[] ends = new int[parts + 1];
        for (int i = 0; i < parts; i++) {
            ends[i + 1] = ends[i] + (int) sizes[i];
        }
        return IntStream.range(0, parts)
                .mapToObj(i -> taken(x, axis, IntStream.range(ends[i], ends[i + 1]).toArray()))
                .toList();
    }

    private static Tensor gather(Operands operands) {
        Tensor x = operands.get(0);
        Tensor indices = operands.get(1);
        int axis = x.axis(operands.node().whole("axis", 0));
        int extent = x.extent(axis);
        int[] places = indices.integers();
        for (int i = 0; i < places.length; i++) {
            if (places[i] < -extent || places[i] >= extent) {
                throw operands.node()
                        .error("expected indices below %d, got %d".formatted(extent, places[i]));
            }
            places[i] += places[i] < 0 ? extent : 0;
        }
        int[] shape = new int[x.rank() - 1 + indices.rank()];
        System.arraycopy(x.shape(), 0, shape, 0, axis);
        System.arraycopy(indices.shape(), 0, shape, axis, indices.rank());
        System.arraycopy(x.shape(), axis + 1, shape, axis + indices.rank(), x.rank() - axis - 1);
        return taken(x, axis, places).reshaped(shape);
    }

    private static Tensor pad(Operands operands) {
        Node node = operands.node();
        Tensor x = operands.get(0);
        long[] given =
                operands.wholes(1, "pads")
                        .or(() -> node.wholes("paddings"))
                        .orElseThrow(() -> node.error("expected pads, got none"));
        long[] axes =
                operands.optional(3)
                        .map(Tensor::longs)
                        .orElseGet(() -> IntStream.range(0, x.rank()).asLongStream().toArray());
        if (given.length != 2 * axes.length) {
            throw node.error(
                    "expected two pads for each of %d axes, got %d numbers"
                            .formatted(axes.length, given.length));
        }
        long[] pads = new long[2 * x.rank()];
        for (int i = 0; i < axes.length; i++) {
            pads[x.axis(axes[i])] = given[i];
            pads[x.axis(axes[i]) + x.rank()] = given[i + axes.length];
        }
        String mode = node.text("mode", "constant");
        if (mode.equals("constant")) {
            double value =
                    operands.optional(2).isPresent() ? operands.single(2) : node.real("value", 0);
            return padded(x, pads, value);
        }
        return mirrored(node, x, pads, mode);
    }

    private static Tensor mirrored(Node node, Tensor x, long[] pads, String mode) {
        Tensor y = x;
        for (int axis = 0; axis < x.rank(); axis++) {
            int extent = x.extent(axis);
            long before = pads[axis];
            long after = pads[axis + x.rank()];
            boolean edge = mode.equals("edge");
            long most = edge ? Tensor.MAX_ELEMENTS : extent - 1L;
            if ((!edge && !mode.equals("reflect"))
                    || Math.min(before, after) < 0
                    || Math.max(before, after) > most) {
                throw node.error(
                        "expected pads of 0 to %d and mode constant, edge or reflect, got %d and %d"
                                .formatted(most, before, after));
            }
            int[] places = new int[(int) (extent + before + after)];
            for (int i = 0; i < places.length; i++) {
                int place = i - (int) before;
                if (edge) {
                    places[i] = Math.clamp(place, 0, extent - 1);
                } else {
                    int up = Math.abs(place);
                    places[i] = up < extent ? up : 2 * (extent - 1) - up;
                }
            }
            y = taken(y, axis, places);
        }
        return y;
    }

    /** The tensor with rows before (the first half of pads) and after it (the second). */
    static Tensor padded(Tensor x, long[] pads, double value) {
        int[] shape = x.shape();
        for (int axis = 0; axis < shape.length; axis++) {
            long before = pads[axis];
            long after = pads[axis + shape.length];
            if (before < 0 || after < 0 || before + after > Tensor.MAX_ELEMENTS) {
                throw new IllegalArgumentException(
                        "expected pads of at least zero, got " + Arrays.toString(pads));
            }
            shape[axis] += (int) (before + after);
        }
        double[] y = new double[Tensor.size(shape)];
        Arrays.fill(y, value);
        int[] from = Tensor.strides(x.shape());
        int[] to = Tensor.strides(shape);
        for (int i = 0; i < x.size(); i++) {
            int at = 0;
            for (int axis = 0; axis < shape.length; axis++) {
                at += (int) (i / from[axis] % x.extent(axis) + pads[axis]) * to[axis];
            }
            y[at] = x.get(i);
        }
        return new Tensor(shape, y, x.whole());
    }
}
