package org.l1ring.importer.keras;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** Writes pooling layers. */
final class PoolLayers {
    private final GraphBuilder graph;
    private final Activations activations;

    PoolLayers(GraphBuilder graph, Activations activations) {
        this.graph = graph;
        this.activations = activations;
    }

    /** The largest or the mean of each window. */
    Value window(LayerCall call, int axes, boolean average) {
        Value x = call.x(axes + 2);
        int[] size = call.positives("pool_size", axes, 2);
        ConvSteps steps = ConvSteps.of(call, axes, size, 1, x);
        boolean first = steps.channelsFirst();
        String result = call.result();
        Optional<Quantizer> factor = call.quantizer("average_quantizer");
        boolean activated = Activations.present(call.where(), call.config().path("activation"));
        String pooled = activated || factor.isPresent() ? result + "/pooled" : result;
        Value image = first ? x : graph.transpose(pooled + "/channels", x, Layouts.first(x.rank()));
        List<Integer> shape = new ArrayList<>(List.of(1, image.extent(1)));
        for (int axis = 0; axis < axes; axis++) {
            shape.add(steps.extent(image.extent(axis + 2), size[axis], axis));
        }
        AttributeProto[] attributes = steps.attributes(false);
        Value y =
                graph.node(
                        average ? "AveragePool" : "MaxPool",
                        first ? pooled : pooled + "/image",
                        shape,
                        List.of(image),
                        attributes);
        Value back = first ? y : graph.transpose(pooled, y, Layouts.last(x.rank()));
        return after(call, back, factor, Arrays.stream(size).reduce(1, Math::multiplyExact));
    }

    /** QKeras' quantizer of the factor, and an activation. */
    private Value after(LayerCall call, Value mean, Optional<Quantizer> factor, int area) {
        boolean activated = Activations.present(call.where(), call.config().path("activation"));
        Value y = mean;
        if (factor.isPresent()) {
            double exact =
                    WeightQuantizer.apply(factor.get(), Numbers.of(1.0 / area), false).get(0);
            String name = activated ? call.result() + "/mean" : call.result();
            y = graph.with("Mul", name, mean, area * exact);
        }
        return activated
                ? activations.apply(
                        call.where(), call.config().path("activation"), y, call.result())
                : y;
    }

    /** The largest or the mean of all places. */
    Value global(LayerCall call, int axes, boolean average) {
        Value x = call.x(axes + 2);
        boolean first = call.channelsFirst();
        boolean kept = call.truth("keepdims", false);
        String result = call.result();
        Optional<Quantizer> factor = call.quantizer("average_quantizer");
        boolean activated = Activations.present(call.where(), call.config().path("activation"));
        String pooled = activated || factor.isPresent() ? result + "/pooled" : result;
        Value image = first ? x : graph.transpose(pooled + "/channels", x, Layouts.first(x.rank()));
        List<Integer> shape = new ArrayList<>(List.of(1, image.extent(1)));
        int area = 1;
        for (int axis = 0; axis < axes; axis++) {
            shape.add(1);
            area *= image.extent(axis + 2);
        }
        Value y =
                graph.node(
                        average ? "GlobalAveragePool" : "GlobalMaxPool",
                        pooled + "/image",
                        shape,
                        List.of(image));
        List<Integer> target = new ArrayList<>(List.of(1, image.extent(1)));
        if (kept) {
            for (int axis = 0; axis < axes; axis++) {
                target.add(first ? target.size() : 1, 1);
            }
        }
        return after(call, graph.reshape(pooled, y, target), factor, area);
    }
}
