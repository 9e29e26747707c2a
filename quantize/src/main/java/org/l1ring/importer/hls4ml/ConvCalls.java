package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Convolutions along one or two axes, channels last. */
final class ConvCalls {
    private static final int MAX_PRODUCTS = 1 << 22;

    private final Call call;
    private final Struct config;
    private final Struct products;
    private final Layer.Window window;
    private final int top;
    private final int left;
    private final int padded;
    private final int dilationHeight;
    private final int dilationWidth;

    private ConvCalls(Call call, Struct config, boolean flat, boolean point) {
        this.call = call;
        this.config = config;
        this.products =
                config.types.containsKey("mult_config")
                        ? call.config(config, "mult_config")
                        : config;
        int inHeight = flat ? 1 : call.whole(config, "in_height");
        int kernelHeight = flat || point ? 1 : call.whole(config, "filt_height");
        int kernelWidth = point ? 1 : call.whole(config, "filt_width");
        top = flat ? 0 : call.whole(config, "pad_top", 0);
        left = call.whole(config, "pad_left", 0);
        padded =
                top
                        + left
                        + (flat ? 0 : call.whole(config, "pad_bottom", 0))
                        + call.whole(config, "pad_right", 0);
        dilationHeight = flat ? 1 : dilation("dilation_height");
        dilationWidth = dilation(flat ? "dilation" : "dilation_width");
        window =
                new Layer.Window(
                        inHeight,
                        call.whole(config, "in_width"),
                        call.whole(config, "n_chan"),
                        kernelHeight,
                        kernelWidth,
                        flat ? 1 : call.whole(config, "stride_height", 1),
                        call.whole(config, "stride_width", 1),
                        flat ? 1 : call.whole(config, "out_height"),
                        call.whole(config, "out_width"),
                        call.whole(config, "n_filt", call.whole(config, "n_chan")));
    }

    private int dilation(String name) {
        return Math.max(1, call.whole(config, name, 1));
    }

    static void conv(Call call, boolean flat) {
        ConvCalls conv = new ConvCalls(call, call.config(), flat, false);
        Tensor x = conv.input(call.argument(0));
        int patch = conv.patch(conv.window.inChannels());
        ConstantArray weights =
                Weights.read(call, 2, conv.config, conv.products, patch, conv.window.filters());
        conv.finish(x, weights, call.constants(3, conv.window.filters()), call.argument(1));
    }

    static void pointwise(Call call, boolean flat) {
        ConvCalls conv = new ConvCalls(call, call.config(), flat, true);
        Layer.Window w = conv.window;
        Tensor x = conv.input(call.argument(0));
        ConstantArray weights =
                Weights.read(call, 2, conv.config, conv.products, w.inChannels(), w.filters());
        conv.finish(x, weights, call.constants(3, w.filters()), call.argument(1));
    }

    /** A filter of its own for each channel. */
    static void depthwise(Call call, boolean flat) {
        ConvCalls conv = new ConvCalls(call, call.config(), flat, false);
        conv.depthwise(call.argument(0), call.argument(1), 2, 3);
    }

    /** A depthwise convolution and a pointwise one on its result. */
    static void separable(Call call, boolean flat) {
        Struct config = call.config();
        Struct depth = call.config(config, "depthwise_config");
        Struct point = call.config(config, "pointwise_config");
        String middle = call.argument(1) + "_depthwise";
        List<List<Token>> templates = call.templates();
        if (templates.size() != 4) {
            throw call.error("expected 4 template arguments, got " + templates.size());
        }
        Call first =
                new Call(
                        call.network(),
                        call.at(),
                        call.function(),
                        List.of(templates.get(0), templates.get(1), depth.words()),
                        List.of(call.argument(0), middle, call.argument(2), call.argument(4)),
                        call.layer() + "_depthwise");
        depthwise(first, flat);
        Call second =
                new Call(
                        call.network(),
                        call.at(),
                        call.function(),
                        List.of(templates.get(1), templates.get(2), point.words()),
                        List.of(middle, call.argument(1), call.argument(3), call.argument(5)),
                        call.layer());
        pointwise(second, flat);
    }

    /** A convolution whose products are straight-line code. */
    static void distributed(Call call, boolean flat) {
        List<List<Token>> templates = call.templates();
        if (templates.size() != 3) {
            throw call.error("expected 3 template arguments, got " + templates.size());
        }
        Call conv =
                new Call(
                        call.network(),
                        call.at(),
                        call.function(),
                        List.of(templates.get(1), templates.get(2), templates.get(0)),
                        call.arguments(),
                        call.layer());
        ConvCalls rule = new ConvCalls(conv, conv.config(), flat, false);
        Tensor x = rule.input(call.argument(0));
        List<Token> words = rule.config.constants.get("dense_da");
        if (words == null || !x.types().uniform()) {
            throw rule.config.place().error("expected dense_da, and inputs of one type");
        }
        String name = "";
        for (Token word : words) {
            name = word.isName() && word.text().startsWith("dense_da") ? word.text() : name;
        }
        Declarations.CppFunction function = call.network().declarations().functions.get(name);
        if (function == null) {
            throw words.getFirst().error("expected a function " + name + " in the folder");
        }
        Layer.Window w = rule.window;
        int patch = rule.patch(w.inChannels());
        List<FixedType> types = java.util.Collections.nCopies(patch, x.types().get(0));
        StraightLine code =
                StraightLine.read(
                        call.network().declarations(),
                        function,
                        List.of(patch),
                        types,
                        w.filters());
        if (!code.cuts().isEmpty()) {
            throw function.place()
                    .error("expected sums without loss of bits in a convolution, got a cast");
        }
        List<Integer> columns = java.util.stream.IntStream.range(0, patch).boxed().toList();
        StraightLineLayers.Matrix matrix =
                StraightLineLayers.Matrix.of(code.outputs(), columns, types, conv);
        rule.place(
                x,
                matrix.weights(),
                matrix.biases(),
                call.argument(1),
                new Layer.Accumulation(java.util.Optional.empty()),
                conv.result());
    }

    private void depthwise(String input, String output, int weightsAt, int biasesAt) {
        Layer.Window w = window;
        Tensor x = input(input);
        int channels = w.inChannels();
        if (w.filters() % channels != 0) {
            throw call.error("expected filters that are a multiple of the channels");
        }
        int patch = w.kernelHeight() * w.kernelWidth();
        ConstantArray each = call.constants(weightsAt, patch, w.filters());
        int depth = w.filters() / channels;
        long[] raw = new long[Math.multiplyExact(patch * channels, w.filters())];
        for (int p = 0; p < patch; p++) {
            for (int filter = 0; filter < w.filters(); filter++) {
                int channel = filter / depth;
                raw[(p * channels + channel) * w.filters() + filter] =
                        each.raw(p * w.filters() + filter);
            }
        }
        ConstantArray weights =
                new ConstantArray(each.type(), new int[] {patch(channels), w.filters()}, raw);
        finish(x, weights, call.constants(biasesAt, w.filters()), output);
    }

    private int patch(int channels) {
        return window.kernelHeight() * window.kernelWidth() * channels;
    }

    private Tensor input(String variable) {
        Layer.Window w = window;
        check();
        int size = ShapeCalls.size(call, w.inHeight(), w.inWidth(), w.inChannels());
        return call.network().input(variable, size, call.at());
    }

    private void check() {
        Layer.Window w = window;
        boolean positive =
                w.inHeight() > 0
                        && w.inWidth() > 0
                        && w.inChannels() > 0
                        && w.kernelHeight() > 0
                        && w.kernelWidth() > 0
                        && w.strideHeight() > 0
                        && w.strideWidth() > 0
                        && w.outHeight() > 0
                        && w.outWidth() > 0
                        && w.filters() > 0;
        long products =
                (long) w.outHeight()
                        * w.outWidth()
                        * w.filters()
                        * Math.max(1, w.kernelHeight())
                        * Math.max(1, w.kernelWidth())
                        * Math.max(1, w.inChannels());
        if (!positive || products > MAX_PRODUCTS || w.outHeight() > MAX_PRODUCTS / w.outWidth()) {
            throw config.place()
                    .error(
                            "expected a convolution of 1 to %d products, got %d"
                                    .formatted(MAX_PRODUCTS, products));
        }
    }

    private void finish(
            Tensor input, ConstantArray weights, ConstantArray biases, String variable) {
        Tensor x = input;
        Struct sums = products.types.containsKey("accum_t") ? products : config;
        DenseCalls.Products rule =
                new DenseCalls.Products(call, sums, x, weights, weights.shape()[0]);
        boolean latency = Weights.latency(call, config);
        if (!latency) {
            rule.ordered(2);
        }
        FixedType result = rule.result(weights, biases);
        place(x, weights, biases, variable, rule.accumulation(biases), result);
    }

    /** Adds the layer, and one before it that lays out patches where it needs one. */
    private void place(
            Tensor input,
            ConstantArray weights,
            ConstantArray biases,
            String variable,
            Layer.Accumulation accumulation,
            FixedType result) {
        Tensor x = input;
        Layer.Window w = window;
        boolean valid = w.outHeight() == 1 + (w.inHeight() - w.kernelHeight()) / w.strideHeight();
        boolean simple = padded == 0 && dilationHeight == 1 && dilationWidth == 1;
        boolean inside =
                (w.outHeight() - 1) * w.strideHeight() + w.kernelHeight() <= w.inHeight()
                        && (w.outWidth() - 1) * w.strideWidth() + w.kernelWidth() <= w.inWidth();
        boolean positions =
                w.kernelHeight() * w.kernelWidth() == 1
                        && w.strideHeight() == 1
                        && w.strideWidth() == 1
                        && valid
                        && inside
                        && w.outWidth() == w.inWidth()
                        && w.outHeight() == w.inHeight();
        if (positions && simple) {
            Layer.Head head = head(x, variable, result);
            int number = w.outHeight() * w.outWidth();
            call.network()
                    .finish(
                            call,
                            variable,
                            new Layer.Dense(
                                    head,
                                    number,
                                    w.inChannels(),
                                    w.filters(),
                                    weights,
                                    biases,
                                    accumulation));
            return;
        }
        if (!simple || !inside) {
            x = patches(x, variable);
            w = patchWindow();
        }
        int[] shape = {w.kernelHeight(), w.kernelWidth(), w.inChannels(), w.filters()};
        ConstantArray shaped = new ConstantArray(weights.type(), shape, raw(weights));
        Layer.Head head = head(x, variable, result);
        call.network()
                .finish(call, variable, new Layer.Conv2d(head, w, shaped, biases, accumulation));
    }

    private Layer.Head head(Tensor x, String variable, FixedType result) {
        return call.network().head(call, "", variable, List.of(x), ElementTypes.all(result));
    }

    private static long[] raw(ConstantArray array) {
        long[] raw = new long[array.size()];
        java.util.Arrays.setAll(raw, array::raw);
        return raw;
    }

    /** Every patch on its own, zeros where it reaches beyond the image. */
    private Tensor patches(Tensor x, String variable) {
        Layer.Window w = window;
        List<Integer> indices = new ArrayList<>();
        for (int row = 0; row < w.outHeight(); row++) {
            for (int column = 0; column < w.outWidth(); column++) {
                for (int i = 0; i < w.kernelHeight(); i++) {
                    for (int j = 0; j < w.kernelWidth(); j++) {
                        int y = row * w.strideHeight() + i * dilationHeight - top;
                        int z = column * w.strideWidth() + j * dilationWidth - left;
                        boolean inside = y >= 0 && y < w.inHeight() && z >= 0 && z < w.inWidth();
                        for (int channel = 0; channel < w.inChannels(); channel++) {
                            indices.add(inside ? w.input(y, z, channel) : Layer.Select.ZERO);
                        }
                    }
                }
            }
        }
        ElementTypes types = ShapeCalls.selected(x, indices);
        Layer.Head head = call.network().head(call, "_patches", variable, List.of(x), types);
        return call.network().add(new Layer.Select(head, x.size(), indices));
    }

    /** Patches that lie one after the other, each a row of the image. */
    private Layer.Window patchWindow() {
        Layer.Window w = window;
        int number = w.outHeight() * w.outWidth();
        int width = w.kernelHeight() * w.kernelWidth();
        return new Layer.Window(
                number, width, w.inChannels(), 1, width, 1, width, number, 1, w.filters());
    }
}
