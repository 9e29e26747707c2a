package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Pooling. */
final class PoolingCalls {
    private PoolingCalls() {}

    static void global(Call call, boolean flat) {
        Struct config = call.config();
        int positions =
                flat
                        ? call.whole(config, "n_in")
                        : ShapeCalls.size(
                                call,
                                call.whole(config, "in_height"),
                                call.whole(config, "in_width"));
        int channels = call.whole(config, "n_filt");
        Tensor x = call.input(0, ShapeCalls.size(call, positions, channels));
        if (!averages(call, config)) {
            List<List<Integer>> windows = new ArrayList<>();
            for (int channel = 0; channel < channels; channel++) {
                List<Integer> window = new ArrayList<>();
                for (int p = 0; p < positions; p++) {
                    window.add(p * channels + channel);
                }
                windows.add(window);
            }
            maximum(call, config, x, windows);
            return;
        }
        CppType.Fixed data = call.template(0);
        if (call.network().dialect().poolsInAccumulator()) {
            mean(call, x, positions, call.accumulator(config), Optional.empty());
        } else if (call.network().dialect().widensMean(data)) {
            int more = bits(positions);
            FixedType type = data.cast(call.at());
            FixedType wide =
                    new FixedType(
                            type.signed(),
                            type.width() + more,
                            type.integer() + more,
                            type.quantization(),
                            type.overflow(),
                            type.saturationBits());
            mean(call, x, positions, wide, Optional.of(type));
        } else {
            mean(call, x, positions, data.cast(call.at()), Optional.empty());
        }
    }

    /** {@code ceillog2} of the utilities: at least one. */
    private static int bits(int count) {
        return count <= 2 ? 1 : 1 + bits((count + 1) / 2);
    }

    private static void mean(
            Call call, Tensor x, int positions, FixedType accumulator, Optional<FixedType> post) {
        String variable = call.argument(1);
        ElementTypes types = ElementTypes.all(call.result());
        Layer.Head head = call.network().head(call, "", variable, List.of(x), types);
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.GlobalAveragePooling(
                                head, positions, x.size() / positions, accumulator, post));
    }

    private static boolean averages(Call call, Struct config) {
        String operation = call.symbol(config, "pool_op");
        boolean average = operation.equals("Average") || operation.equals("1");
        if (!average && !operation.equals("Max") && !operation.equals("0")) {
            throw call.error("expected pool_op Max or Average, got \"" + operation + "\"");
        }
        return average;
    }

    /** The largest elements, cast to the accumulator and then to the result. */
    private static void maximum(Call call, Struct config, Tensor x, List<List<Integer>> windows) {
        String variable = call.argument(1);
        boolean through =
                call.network().dialect().poolsInAccumulator() && call.hasType(config, "accum_t");
        FixedType first = through ? call.accumulator(config) : call.result();
        Layer.Accumulation exact = new Layer.Accumulation(Optional.empty());
        if (first.equals(call.result()) || first.equals(x.types().get(0))) {
            Layer.Head head = head(call, x, "", call.result());
            call.network()
                    .finish(
                            call,
                            variable,
                            new Layer.Pool(head, Layer.Pooling.MAXIMUM, x.size(), windows, exact));
            return;
        }
        Layer.Head head = head(call, x, "_accum", first);
        Tensor pooled =
                call.network()
                        .add(new Layer.Pool(head, Layer.Pooling.MAXIMUM, x.size(), windows, exact));
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.Linear(head(call, pooled, "", call.result()), windows.size()));
    }

    private static Layer.Head head(Call call, Tensor x, String suffix, FixedType type) {
        return call.network()
                .head(call, suffix, call.argument(1), List.of(x), ElementTypes.all(type));
    }

    /** Pooling of windows along one or two axes. */
    static void windows(Call call, boolean flat) {
        Struct config = call.config();
        int height = flat ? 1 : call.whole(config, "in_height");
        int width = call.whole(config, flat ? "n_in" : "in_width");
        int channels = call.whole(config, "n_filt");
        Tensor x = call.input(0, ShapeCalls.size(call, height, width, channels));
        int outHeight = flat ? 1 : call.whole(config, "out_height");
        int outWidth = call.whole(config, flat ? "n_out" : "out_width");
        int poolHeight = flat ? 1 : call.whole(config, "pool_height");
        int poolWidth = call.whole(config, "pool_width");
        int strideHeight = flat ? 1 : call.whole(config, "stride_height");
        int strideWidth = call.whole(config, "stride_width");
        int pads =
                call.whole(config, "pad_left", 0)
                        + call.whole(config, "pad_right", 0)
                        + call.whole(config, "pad_top", 0)
                        + call.whole(config, "pad_bottom", 0);
        boolean inside =
                (long) (outHeight - 1) * strideHeight + poolHeight <= height
                        && (long) (outWidth - 1) * strideWidth + poolWidth <= width;
        if (pads != 0 || !inside) {
            throw call.error("expected pooling without padding, got some");
        }
        ShapeCalls.size(call, outHeight, outWidth, channels);
        ShapeCalls.size(call, poolHeight, poolWidth);
        ShapeCalls.size(call, outHeight, outWidth, channels, poolHeight, poolWidth);
        List<List<Integer>> windows = new ArrayList<>();
        for (int i = 0; i < outHeight * outWidth; i++) {
            int row = i / outWidth * strideHeight;
            int column = i % outWidth * strideWidth;
            for (int channel = 0; channel < channels; channel++) {
                List<Integer> window = new ArrayList<>();
                for (int j = 0; j < poolHeight * poolWidth; j++) {
                    int y = row + j / poolWidth;
                    window.add((y * width + column + j % poolWidth) * channels + channel);
                }
                windows.add(window);
            }
        }
        if (averages(call, config)) {
            averages(call, config, x, windows);
        } else {
            maximum(call, config, x, windows);
        }
    }

    private static void averages(Call call, Struct config, Tensor x, List<List<Integer>> windows) {
        if (!call.network().dialect().poolsInAccumulator()) {
            throw call.error(
                    "expected the averages of hls4ml 1.0 and later, got an older nnet_pooling.h");
        }
        Layer.Accumulation sum = new Layer.Accumulation(Optional.of(call.accumulator(config)));
        Layer.Head head = head(call, x, "", call.result());
        call.network()
                .finish(
                        call,
                        call.argument(1),
                        new Layer.Pool(head, Layer.Pooling.AVERAGE, x.size(), windows, sum));
    }

    /** Of our own projects. */
    static void own(Call call) {
        Struct config = call.config();
        int positions = call.whole(config, "n_in");
        Tensor x = call.input(0, ShapeCalls.size(call, positions, call.whole(config, "n_filt")));
        FixedType accumulator = call.accumulator(config);
        FixedType post = call.type(config, "post_t").cast(config.place());
        boolean same =
                post.width() == accumulator.width() && post.integer() == accumulator.integer();
        mean(call, x, positions, accumulator, same ? Optional.empty() : Optional.of(post));
    }
}
