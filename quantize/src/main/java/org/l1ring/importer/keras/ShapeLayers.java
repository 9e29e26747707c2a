package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.stream.IntStream;

/** Writes layers that move elements. */
final class ShapeLayers {
    private static final int MOST = 1 << 17;

    private final GraphBuilder graph;

    ShapeLayers(GraphBuilder graph) {
        this.graph = graph;
    }

    Value flatten(LayerCall call) {
        Value x = call.x();
        Value ordered =
                call.channelsFirst() && x.rank() > 2
                        ? graph.transpose(call.result() + "/order", x, Layouts.last(x.rank()))
                        : x;
        return graph.reshape(call.result(), ordered, List.of(1, whole(x.size())));
    }

    private static int whole(long size) {
        return Math.toIntExact(size);
    }

    Value reshape(LayerCall call) {
        Value x = call.x();
        JsonNode target = call.config().path("target_shape");
        int[] shape = call.wholes("target_shape", target.isArray() ? target.size() : 1, -1);
        long known = 1;
        int open = -1;
        for (int i = 0; i < shape.length; i++) {
            if (shape[i] == -1 && open < 0) {
                open = i;
            } else if (shape[i] < 1) {
                throw call.error("target_shape: expected at most one -1, got " + target);
            } else {
                known = Math.multiplyExact(known, shape[i]);
            }
        }
        if (open >= 0 && known > 0) {
            shape[open] = whole(x.size() / known);
            known *= shape[open];
        }
        if (known != x.size()) {
            throw call.error(
                    "target_shape: expected %d elements, got %s"
                            .formatted(x.size(), Names.line(target.toString())));
        }
        List<Integer> all = new ArrayList<>(List.of(1));
        Arrays.stream(shape).forEach(all::add);
        return graph.reshape(call.result(), x, all);
    }

    Value permute(LayerCall call) {
        Value x = call.x();
        int[] dims = call.wholes("dims", x.rank() - 1, 1);
        List<Integer> order = new ArrayList<>(List.of(0));
        Arrays.stream(dims).forEach(order::add);
        List<Integer> sorted = order.stream().sorted().toList();
        if (!sorted.equals(IntStream.range(0, x.rank()).boxed().toList())) {
            throw call.error("dims: expected each axis once, got " + Arrays.toString(dims));
        }
        return graph.transpose(call.result(), x, order);
    }

    Value repeat(LayerCall call) {
        Value x = call.x(2);
        int times = call.positive("n");
        int features = x.extent(1);
        if ((long) times * features > MOST) {
            throw call.error("expected at most %d elements, got more".formatted(MOST));
        }
        int[] places = IntStream.range(0, times * features).map(i -> i % features).toArray();
        Value repeated = graph.gather(call.result() + "/repeated", x, 1, places);
        return graph.reshape(call.result(), repeated, List.of(1, times, features));
    }

    /** Pairs of counts for the axes of places, however the file writes them. */
    static int[][] pairs(LayerCall call, String setting, int axes) {
        JsonNode node = call.config().path(setting);
        int[][] pairs = new int[axes][2];
        boolean nested = node.isArray() && node.path(0).isArray();
        if (nested && node.size() == axes) {
            for (int axis = 0; axis < axes; axis++) {
                for (int side = 0; side < 2; side++) {
                    pairs[axis][side] = node.path(axis).path(side).asInt(-1);
                }
            }
        } else if (axes == 1) {
            pairs[0] = call.wholes(setting, 2, 1);
        } else {
            int[] both = call.wholes(setting, axes, 1);
            for (int axis = 0; axis < axes; axis++) {
                pairs[axis] = new int[] {both[axis], both[axis]};
            }
        }
        for (int[] pair : pairs) {
            if (Math.min(pair[0], pair[1]) < 0 || Math.max(pair[0], pair[1]) > MOST) {
                throw call.error(
                        setting
                                + ": expected counts of zero or more, got "
                                + Names.line(node.toString()));
            }
        }
        return pairs;
    }

    Value pad(LayerCall call, int axes) {
        Value x = call.x(axes + 2);
        int[][] pairs = pairs(call, "padding", axes);
        List<Integer> before = new ArrayList<>(Collections.nCopies(x.rank(), 0));
        List<Integer> after = new ArrayList<>(Collections.nCopies(x.rank(), 0));
        long size = 1;
        for (int axis = 0; axis < axes; axis++) {
            int place = axis + (call.channelsFirst() ? 2 : 1);
            before.set(place, pairs[axis][0]);
            after.set(place, pairs[axis][1]);
            size *= x.extent(place) + pairs[axis][0] + pairs[axis][1];
        }
        if (size > MOST) {
            throw call.error("expected at most %d elements, got more".formatted(MOST));
        }
        return graph.pad(call.result(), x, before, after);
    }

    Value crop(LayerCall call, int axes) {
        Value x = call.x(axes + 2);
        int[][] pairs = pairs(call, "cropping", axes);
        Value y = x;
        for (int axis = 0; axis < axes; axis++) {
            int place = axis + (call.channelsFirst() ? 2 : 1);
            int end = x.extent(place) - pairs[axis][1];
            if (pairs[axis][0] >= end) {
                throw call.error("cropping: expected fewer elements, got all");
            }
            int[] kept = IntStream.range(pairs[axis][0], end).toArray();
            y = graph.gather(call.result() + "/axis_" + axis, y, place, kept);
        }
        return graph.identity(call.result(), y);
    }

    Value repeatPlaces(LayerCall call, int axes) {
        Value x = call.x(axes + 2);
        int[] times = call.positives("size", axes, 2);
        if (!call.text("interpolation", "nearest").equals("nearest")) {
            throw call.error("interpolation: expected nearest, got another");
        }
        Value y = x;
        for (int axis = 0; axis < axes; axis++) {
            int place = axis + (call.channelsFirst() ? 2 : 1);
            int each = times[axis];
            if ((long) each * y.size() > MOST) {
                throw call.error("expected at most %d elements, got more".formatted(MOST));
            }
            int[] places = IntStream.range(0, x.extent(place) * each).map(i -> i / each).toArray();
            y = graph.gather(call.result() + "/axis_" + axis, y, place, places);
        }
        return graph.identity(call.result(), y);
    }

    /** Rows of a table that whole numbers name. */
    Value embedding(LayerCall call) {
        Value x = call.x();
        Numbers rows =
                call.quantized(call.weights().get("embeddings", 0), "embeddings_quantizer", true);
        rows.require(
                call.weights().where() + ": embeddings",
                call.positive("input_dim"),
                call.positive("output_dim"));
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.add(rows.extent(1));
        Value table = graph.constant(call.result() + "/embeddings", rows);
        return graph.node(
                "Gather",
                call.result(),
                shape,
                List.of(table, x),
                GraphBuilder.attribute("axis", 0));
    }
}
