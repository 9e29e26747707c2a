package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Calls that only move elements: copies, padding, transposition, repetition. */
final class ShapeCalls {
    private static final int MAX_SIZE = 1 << 20;

    private ShapeCalls() {}

    /** Types of selected elements; a zero takes that of the first. */
    static ElementTypes selected(Tensor x, List<Integer> indices) {
        if (x.types().uniform()) {
            return x.types();
        }
        List<FixedType> types = new ArrayList<>();
        for (int index : indices) {
            types.add(x.types().get(Math.max(0, index)));
        }
        return new ElementTypes(types);
    }

    /** A copy for each further argument. */
    static void copies(Call call, int size) {
        Tensor x =
                size == 0
                        ? call.network().variable(call.argument(0), call.at())
                        : call.input(0, size);
        for (int i = 1; i < call.arguments().size(); i++) {
            call.network().bind(call.argument(i), x);
        }
    }

    private static void select(Call call, Tensor x, List<Integer> indices) {
        if (indices.size() > MAX_SIZE || indices.isEmpty()) {
            throw call.error(
                    "expected 1 to %d results, got %d".formatted(MAX_SIZE, indices.size()));
        }
        String variable = call.argument(1);
        FixedType result = call.result();
        boolean same = x.types().uniform() && x.types().get(0).equals(result);
        ElementTypes types = same ? x.types() : ElementTypes.all(result);
        Layer.Head head = call.network().head(call, "", variable, List.of(x), types);
        call.network().finish(call, variable, new Layer.Select(head, x.size(), indices));
    }

    static void zeroPad(Call call, boolean flat) {
        Struct config = call.config();
        int height = flat ? 1 : call.whole(config, "in_height");
        int width = call.whole(config, "in_width");
        int channels = call.whole(config, "n_chan", 1);
        int top = flat ? 0 : call.whole(config, "pad_top", 0);
        int left = call.whole(config, "pad_left", 0);
        int outHeight = flat ? 1 : call.whole(config, "out_height");
        int outWidth = call.whole(config, "out_width");
        Tensor x = call.input(0, size(call, height, width, channels));
        size(call, outHeight, outWidth, channels);
        boolean appended =
                top == 0 && left == 0 && channels == 1 && outHeight >= height && outWidth >= width;
        if (appended && !flat) {
            String variable = call.argument(1);
            Layer.Head head =
                    call.network()
                            .head(call, "", variable, List.of(x), ElementTypes.all(call.result()));
            call.network()
                    .finish(
                            call,
                            variable,
                            new Layer.Pad2d(
                                    head, height, width, outHeight - height, outWidth - width));
            return;
        }
        List<Integer> indices = new ArrayList<>();
        for (int row = -top; row < outHeight - top; row++) {
            for (int column = -left; column < outWidth - left; column++) {
                boolean inside = row >= 0 && row < height && column >= 0 && column < width;
                for (int c = 0; c < channels; c++) {
                    indices.add(inside ? (row * width + column) * channels + c : -1);
                }
            }
        }
        select(call, x, indices);
    }

    static int size(Call call, int... extents) {
        long size = 1;
        for (int extent : extents) {
            size *= extent;
            if (size < 1 || size > MAX_SIZE) {
                throw call.error(
                        "expected 1 to %d elements, got %s"
                                .formatted(MAX_SIZE, java.util.Arrays.toString(extents)));
            }
        }
        return (int) size;
    }

    /** Nearest neighbours. */
    static void resize(Call call) {
        Struct config = call.config();
        int height = config.constants.containsKey("height") ? call.whole(config, "height") : 1;
        int width =
                call.whole(config, config.constants.containsKey("width") ? "width" : "in_width");
        int channels = call.whole(config, "n_chan");
        int newHeight =
                config.constants.containsKey("new_height") ? call.whole(config, "new_height") : 1;
        int newWidth = call.whole(config, "new_width");
        Tensor x = call.input(0, size(call, height, width, channels));
        size(call, newHeight, newWidth, channels);
        long yRatio = ((long) height << 16) / newHeight + 1;
        long xRatio = ((long) width << 16) / newWidth + 1;
        List<Integer> indices = new ArrayList<>();
        for (int row = 0; row < newHeight; row++) {
            for (int column = 0; column < newWidth; column++) {
                int y = (int) ((row * yRatio) >> 16);
                int z = (int) ((column * xRatio) >> 16);
                if (y >= height || z >= width) {
                    throw call.error("expected neighbours within the image, got one outside");
                }
                for (int c = 0; c < channels; c++) {
                    indices.add((y * width + z) * channels + c);
                }
            }
        }
        String variable = call.argument(1);
        Layer.Head head = call.network().head(call, "", variable, List.of(x), selected(x, indices));
        call.network().finish(call, variable, new Layer.Select(head, x.size(), indices));
    }

    /** The form with shapes and strides: element i comes from where the strides lead. */
    static void strided(Call call) {
        Struct config = call.config();
        int size = call.whole(config, "N");
        double[] shape = numbers(call, config, "to_shape");
        double[] strides = numbers(call, config, "perm_strides");
        Tensor x = call.input(0, size(call, size));
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            long rest = i;
            long index = 0;
            for (int axis = shape.length - 1; axis >= 0; axis--) {
                long extent = Math.max(1, (long) shape[axis]);
                index += rest % extent * (long) strides[Math.min(axis, strides.length - 1)];
                rest /= extent;
            }
            if (index < 0 || index >= size) {
                throw call.error("expected strides that stay within %d elements".formatted(size));
            }
            indices.add((int) index);
        }
        select(call, x, indices);
    }

    private static double[] numbers(Call call, Struct config, String name) {
        double[] values = call.network().values(config.name() + "_" + name, config.place());
        if (values.length < 1 || values.length > 4) {
            throw config.place().error("expected 1 to 4 axes, got " + values.length);
        }
        return values;
    }

    static void crop(Call call, boolean flat) {
        Struct config = call.config();
        int height = flat ? 1 : call.whole(config, "in_height");
        int width = call.whole(config, "in_width");
        int channels = call.whole(config, "n_chan");
        int outHeight = flat ? 1 : call.whole(config, "out_height");
        int outWidth = call.whole(config, "out_width");
        int top = flat ? 0 : call.whole(config, "crop_top");
        int left = call.whole(config, "crop_left");
        Tensor x = call.input(0, size(call, height, width, channels));
        if (top + outHeight > height || left + outWidth > width) {
            throw call.error("expected a crop within the image, got a larger one");
        }
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < outHeight * outWidth; i++) {
            int pixel = (top + i / outWidth) * width + left + i % outWidth;
            for (int c = 0; c < channels; c++) {
                indices.add(pixel * channels + c);
            }
        }
        select(call, x, indices);
    }

    /** The old form: {@code transpose_2d}, {@code transpose_3d}. */
    static void transpose(Call call) {
        Struct config = call.config();
        List<Integer> shape = new ArrayList<>();
        if (config.constants.containsKey("depth")) {
            shape.add(call.whole(config, "depth"));
            shape.add(call.whole(config, "height"));
            shape.add(call.whole(config, "width"));
            if (call.function().equals("transpose_2d") || shape.getFirst() == 1) {
                shape.removeFirst();
            }
        } else {
            throw call.error("expected depth, height and width in " + config.name());
        }
        List<Integer> order = permutation(call, config, shape.size());
        int[] extents = shape.stream().mapToInt(Integer::intValue).toArray();
        int size = size(call, extents);
        Tensor x = call.input(0, size);
        select(call, x, transposed(shape, order, size));
    }

    private static List<Integer> permutation(Call call, Struct config, int axes) {
        Declarations.CppArray array = call.network().declarations().arrays.get("perm");
        List<Integer> order = new ArrayList<>();
        if (axes == 2) {
            return List.of(1, 0);
        }
        if (array == null || array.values() == null) {
            throw config.place().error("expected perm in " + config.name() + ", got none");
        }
        for (double value : array.values()) {
            order.add((int) value);
        }
        if (!java.util.Set.copyOf(order).equals(java.util.Set.of(0, 1, 2))) {
            throw array.place().error("expected an order of three axes, got " + order);
        }
        return order;
    }

    static List<Integer> transposed(List<Integer> shape, List<Integer> order, int size) {
        int axes = shape.size();
        int[] strides = new int[axes];
        int stride = 1;
        for (int i = axes - 1; i >= 0; i--) {
            strides[i] = stride;
            stride *= shape.get(i);
        }
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            int rest = i;
            int index = 0;
            for (int a = axes - 1; a >= 0; a--) {
                int extent = shape.get(order.get(a));
                index += rest % extent * strides[order.get(a)];
                rest /= extent;
            }
            indices.add(index);
        }
        return indices;
    }
}
