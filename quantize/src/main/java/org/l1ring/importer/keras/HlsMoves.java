package org.l1ring.importer.keras;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Pooling, sums of values and moves of elements as hls4ml builds them. */
final class HlsMoves {
    private final HlsNetwork network;
    private final HlsConfig config;

    HlsMoves(HlsNetwork network, HlsConfig config) {
        this.network = network;
        this.config = config;
    }

    /** The shape after a layer that only changes it. */
    static List<Integer> shape(LayerCall call) {
        GraphBuilder scratch = new GraphBuilder();
        ShapeLayers shapes = new ShapeLayers(scratch);
        return call.kind().equals("Flatten")
                ? shapes.flatten(call).shape()
                : shapes.reshape(call).shape();
    }

    /** Where each element of a layer's result comes from, as a graph of moves says. */
    private static Value moved(LayerCall call, int axes) {
        ShapeLayers shapes = new ShapeLayers(new GraphBuilder());
        return axes == 0 ? shapes.permute(call) : shapes.pad(call, axes);
    }

    Value permuted(LayerCall call) {
        Value x = call.x();
        int[] dims = call.wholes("dims", x.rank() - 1, 1);
        List<Integer> shape = moved(call, 0).shape();
        double[] numbers = IntStream.range(0, Math.toIntExact(x.size())).asDoubleStream().toArray();
        int[] extents = x.shape().stream().skip(1).mapToInt(Integer::intValue).toArray();
        Numbers places =
                new Numbers(extents, numbers)
                        .transposed(Arrays.stream(dims).map(dim -> dim - 1).toArray());
        return network.select(
                call.result(),
                x,
                shape,
                Arrays.stream(places.values()).mapToInt(p -> (int) p).toArray());
    }

    Value padded(LayerCall call, int axes) {
        Value x = call.x(axes + 2);
        if (call.channelsFirst()) {
            throw call.error("expected channels last with --config");
        }
        List<Integer> shape = moved(call, axes).shape();
        boolean two = axes == 2;
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            int[] pair = ShapeLayers.pairs(call, "padding", axes)[axis];
            before.add(pair[0]);
            after.add(pair[1]);
        }
        List<Integer> ones = Collections.nCopies(axes, 1);
        ConvSteps steps = new ConvSteps(ones, ones, ones, before, after, 1, false);
        HlsWindow window = HlsWindow.of(steps, x, x.extent(-1));
        return two || axes == 1 ? network.select(call.result(), x, shape, window.places()) : x;
    }

    Value merged(LayerCall call) {
        if (call.inputs().size() != 2) {
            throw call.error("expected two inputs with --config, got " + call.inputs().size());
        }
        Value x = call.inputs().get(0);
        Value y = call.inputs().get(1);
        if (!x.shape().equals(y.shape())) {
            throw call.error("expected inputs of one shape with --config");
        }
        String kind = "Merge";
        Optional<FixedType> declared = config.type(call.result(), kind, "result");
        FixedType first = network.type(x);
        FixedType second = network.type(y);
        boolean product = call.kind().equals("Multiply");
        boolean difference = call.kind().equals("Subtract");
        FixedType exact =
                product
                        ? HlsTypes.product(first, second, config.maximum())
                        : HlsTypes.sum(first, second, difference, config.maximum());
        FixedType result = declared.orElse(exact);
        int size = Math.toIntExact(x.size());
        boolean average = call.kind().equals("Average");
        FixedType whole = HlsTypes.sum(first, second, false, Optional.empty());
        Layer.Head head =
                network.head(
                        average ? call.result() + "/sum" : call.result(),
                        List.of(x, y),
                        average ? whole : result);
        Layer layer =
                switch (call.kind()) {
                    case "Multiply" -> new Layer.ScaleFeatures(head, size, 1);
                    case "Subtract" -> new Layer.Subtract(head, size);
                    default -> new Layer.Add(head, size);
                };
        Value sum = network.add(call.result(), layer, x.shape());
        if (!average) {
            return sum;
        }
        FixedType half = FixedType.unsigned(1, 0);
        FixedType none = FixedType.unsigned(1, 1);
        return network.add(
                call.result(),
                new Layer.BatchNorm(
                        network.head(call.result(), List.of(sum), result),
                        size,
                        new ConstantArray(half, new int[] {1}, new long[] {1}),
                        new ConstantArray(none, new int[] {1}, new long[] {0})),
                x.shape());
    }

    Value concatenated(LayerCall call) {
        List<Value> inputs = call.inputs();
        int rank = inputs.get(0).rank();
        int axis = call.axis(call.whole("axis", -1), rank);
        if (inputs.size() != 2 || axis != rank - 1) {
            throw call.error("expected two inputs along the last axis with --config");
        }
        Value x = inputs.get(0);
        Value y = inputs.get(1);
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(axis, x.extent(-1) + y.extent(-1));
        int positions = Math.toIntExact(x.size() / x.extent(-1));
        if (positions != y.size() / y.extent(-1)) {
            throw call.error("expected inputs that fit each other");
        }
        FixedType result =
                config.type(call.result(), "Concatenate", "result")
                        .orElseGet(() ->
                                HlsTypes.either(
                                        network.type(x), network.type(y), config.maximum()));
        Layer.Head head = network.head(call.result(), List.of(x, y), result);
        return network.add(
                call.result(),
                new Layer.ConcatFeatures(head, positions, x.extent(-1), y.extent(-1)),
                shape);
    }

    Value pooled(LayerCall call, int axes, Layer.Pooling pooling) {
        Value x = call.x(axes + 2);
        int[] size = call.positives("pool_size", axes, 2);
        ConvSteps steps = ConvSteps.of(call, axes, size, 1, x);
        boolean zeros = steps.before().stream().anyMatch(count -> count != 0);
        zeros |= steps.after().stream().anyMatch(count -> count != 0);
        if (call.channelsFirst() || (zeros && pooling == Layer.Pooling.AVERAGE)) {
            throw call.error("expected channels last, and no padding of a mean, with --config");
        }
        HlsWindow window = HlsWindow.of(steps, x, x.extent(-1));
        return pool(call, "Pooling" + axes + "D", pooling, window.pools(), window.result(axes));
    }

    Value whole(LayerCall call, int axes, Layer.Pooling pooling) {
        Value x = call.x(axes + 2);
        if (call.channelsFirst()) {
            throw call.error("expected channels last with --config");
        }
        int channels = x.extent(-1);
        int places = Math.toIntExact(x.size() / channels);
        List<List<Integer>> windows = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            int own = channel;
            windows.add(IntStream.range(0, places).mapToObj(i -> i * channels + own).toList());
        }
        return pool(call, "GlobalPooling" + axes + "D", pooling, windows, List.of(1, channels));
    }

    private Value pool(
            LayerCall call,
            String kind,
            Layer.Pooling pooling,
            List<List<Integer>> windows,
            List<Integer> shape) {
        Value x = call.x();
        FixedType own = network.type(x);
        boolean average = pooling == Layer.Pooling.AVERAGE;
        FixedType accumulator =
                config.type(call.result(), kind, "accum")
                        .orElseGet(() -> average ? HlsTypes.mean(own, windows.get(0).size()) : own);
        FixedType result = config.type(call.result(), kind, "result").orElse(own);
        boolean same = accumulator.equals(result) || average;
        Layer.Head head =
                new Layer.Head(
                        network.unique(same ? call.result() : call.result() + "/pooled"),
                        List.of(x.name()),
                        "",
                        ElementTypes.all(average ? result : accumulator));
        Layer.Head whole =
                new Layer.Head(head.name(), head.inputs(), head.name(), head.resultTypes());
        Value pooled =
                network.add(
                        call.result(),
                        new Layer.Pool(
                                whole,
                                pooling,
                                Math.toIntExact(x.size()),
                                windows,
                                new Layer.Accumulation(
                                        average ? Optional.of(accumulator) : Optional.empty())),
                        shape);
        return same ? pooled : network.cast(call.result(), pooled, result);
    }
}
