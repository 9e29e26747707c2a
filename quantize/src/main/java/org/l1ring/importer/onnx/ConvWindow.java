package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * The geometry of a convolution of ONNX: a batch of one, channels before positions, one or more
 * axes of positions.
 *
 * @param filters channels of the result
 * @param groups groups of channels that do not mix
 * @param groupChannels channels of the input in a group
 * @param in extents of the image
 * @param kernel extents of the kernel
 * @param strides steps between patches along each axis
 * @param dilations steps between the kernel's elements along each axis
 * @param pads zeros before the image along each axis
 * @param padsAfter zeros after the image along each axis
 */
record ConvWindow(
        int filters,
        int groups,
        int groupChannels,
        List<Integer> in,
        List<Integer> kernel,
        List<Integer> strides,
        List<Integer> dilations,
        List<Integer> pads,
        List<Integer> padsAfter) {
    private static final int MAX_SETTING = 1 << 16;

    /** Copies the lists. */
    ConvWindow {
        in = List.copyOf(in);
        kernel = List.copyOf(kernel);
        strides = List.copyOf(strides);
        dilations = List.copyOf(dilations);
        pads = List.copyOf(pads);
        padsAfter = List.copyOf(padsAfter);
    }

    /**
     * The window of a node.
     *
     * @param image shape of the input
     * @param weights shape of the weights
     */
    static ConvWindow of(Node node, int[] image, int[] weights) {
        int axes = image.length - 2;
        int groups = setting(node, node.whole("group", 1));
        if (axes < 1 || weights.length != image.length || image[0] != 1) {
            throw node.error(
                    "expected a batch of one and weights of as many dimensions, got %s and %s"
                            .formatted(Arrays.toString(image), Arrays.toString(weights)));
        }
        if (groups < 1 || image[1] != weights[1] * groups || weights[0] % groups != 0) {
            throw node.error(
                    "expected weights [filters][%d channels / %d groups], got %s"
                            .formatted(image[1], groups, Arrays.toString(weights)));
        }
        List<Integer> kernel = Arrays.stream(weights).skip(2).boxed().toList();
        if (node.has("kernel_shape") && !settings(node, "kernel_shape", axes, 1).equals(kernel)) {
            throw node.error("attribute kernel_shape: expected that of the weights, " + kernel);
        }
        return of(node, image, weights[0], groups, kernel);
    }

    /**
     * The window of a pooling node, each channel by itself; {@code ceil_mode} is left to the
     * caller.
     *
     * @param image shape of the input
     */
    static ConvWindow pooling(Node node, int[] image) {
        int axes = image.length - 2;
        if (axes < 1 || image[0] != 1 || image[1] < 1) {
            throw node.error(
                    "expected a batch of one, channels and positions, got "
                            + Arrays.toString(image));
        }
        if (!node.has("kernel_shape")) {
            throw node.error("expected the attribute kernel_shape, got none");
        }
        List<Integer> kernel = settings(node, "kernel_shape", axes, 1);
        return of(node, image, image[1], image[1], kernel);
    }

    private static ConvWindow of(
            Node node, int[] image, int filters, int groups, List<Integer> kernel) {
        int axes = kernel.size();
        List<Integer> in = Arrays.stream(image).skip(2).boxed().toList();
        List<Integer> strides = settings(node, "strides", axes, 1);
        List<Integer> dilations = settings(node, "dilations", axes, 1);
        List<Integer> both = new ArrayList<>(settings(node, "pads", 2 * axes, 0));
        String auto = node.text("auto_pad", "NOTSET");
        for (int i = 0; i < axes; i++) {
            int stride = strides.get(i);
            long span = (kernel.get(i) - 1L) * dilations.get(i) + 1;
            int out = (in.get(i) + stride - 1) / stride;
            int missing = (int) Math.max((out - 1L) * stride + span - in.get(i), 0);
            switch (auto) {
                case "NOTSET" -> {}
                case "VALID" -> setBoth(both, i, 0, 0);
                case "SAME_UPPER" -> setBoth(both, i, missing / 2, missing - missing / 2);
                case "SAME_LOWER" -> setBoth(both, i, missing - missing / 2, missing / 2);
                default -> throw node.error("attribute auto_pad: got an unknown value");
            }
            if (in.get(i) + both.get(i) + both.get(i + axes) < span) {
                throw node.error("expected an image as large as the kernel, got " + in);
            }
        }
        return new ConvWindow(
                filters,
                groups,
                image[1] / groups,
                in,
                kernel,
                strides,
                dilations,
                both.subList(0, axes),
                both.subList(axes, 2 * axes));
    }

    private static void setBoth(List<Integer> both, int axis, int before, int after) {
        both.set(axis, before);
        both.set(axis + both.size() / 2, after);
    }

    private static int setting(Node node, long value) {
        if (value < 0 || value > MAX_SETTING) {
            throw node.error("expected settings of 0 to %d, got %d".formatted(MAX_SETTING, value));
        }
        return (int) value;
    }

    private static List<Integer> settings(Node node, String attribute, int count, int otherwise) {
        List<Integer> values =
                node.wholes(attribute)
                        .map(list -> Arrays.stream(list).mapToObj(v -> setting(node, v)).toList())
                        .orElseGet(
                                () -> IntStream.range(0, count).mapToObj(_ -> otherwise).toList());
        if (values.size() != count || values.stream().anyMatch(value -> value < otherwise)) {
            throw node.error(
                    "attribute %s: expected %d numbers of at least %d, got %s"
                            .formatted(attribute, count, otherwise, values));
        }
        return values;
    }

    int axes() {
        return in.size();
    }

    /** Extent of the result along an axis. */
    int out(int axis) {
        int span = (kernel.get(axis) - 1) * dilations.get(axis) + 1;
        int room = in.get(axis) + pads.get(axis) + padsAfter.get(axis) - span;
        return room / strides.get(axis) + 1;
    }

    int inSize() {
        return product(in);
    }

    int kernelSize() {
        return product(kernel);
    }

    int outSize() {
        return product(IntStream.range(0, axes()).mapToObj(this::out).toList());
    }

    /** Weights of one filter. */
    int patch() {
        return groupChannels * kernelSize();
    }

    int[] outShape() {
        int[] shape = new int[axes() + 2];
        shape[0] = 1;
        shape[1] = filters;
        for (int i = 0; i < axes(); i++) {
            shape[i + 2] = out(i);
        }
        return shape;
    }

    private static int product(List<Integer> extents) {
        return Tensor.size(extents.stream().mapToInt(Integer::intValue).toArray());
    }

    /** The element of the image under a kernel element of a patch, or -1 beyond its edges. */
    int pixel(int patch, int element) {
        int pixel = 0;
        int step = 1;
        int patchRest = patch;
        int elementRest = element;
        for (int axis = axes() - 1; axis >= 0; axis--) {
            int place =
                    patchRest % out(axis) * strides.get(axis)
                            - pads.get(axis)
                            + elementRest % kernel.get(axis) * dilations.get(axis);
            patchRest /= out(axis);
            elementRest /= kernel.get(axis);
            if (place < 0 || place >= in.get(axis)) {
                return -1;
            }
            pixel += place * step;
            step *= in.get(axis);
        }
        return pixel;
    }
}
