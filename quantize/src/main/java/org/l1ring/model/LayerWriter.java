package org.l1ring.model;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;

/** The JSON object of a layer. */
final class LayerWriter {
    private final ObjectNode node = JsonNodeFactory.instance.objectNode();

    private LayerWriter() {}

    static ObjectNode write(Layer layer) {
        return new LayerWriter().layer(layer);
    }

    private ObjectNode layer(Layer layer) {
        Layer.Head head = layer.head();
        node.put("name", head.name());
        switch (layer) {
            case Layer.Dense l -> dense(l);
            case Layer.Conv2d l -> conv2d(l);
            case Layer.Pad2d l -> pad2d(l);
            case Layer.BatchNorm l -> {
                kind("batchnorm", head).set("scale", ModelWriter.constants(l.scale()));
                node.set("bias", ModelWriter.constants(l.bias()));
            }
            case Layer.Relu l -> kind("relu", head).put("size", l.size());
            case Layer.Linear l -> kind("linear", head).put("size", l.size());
            case Layer.Quantize l -> kind("quantize", head).put("size", l.size());
            case Layer.Select l -> {
                ArrayNode indices = kind("select", head).putArray("indices");
                l.indices().forEach(indices::add);
            }
            case Layer.TableActivation l -> tableActivation(l);
            case Layer.LookUp l ->
                    kind("lookup", head)
                            .put("function", l.function())
                            .set("tables", ModelWriter.constants(l.tables()));
            case Layer.Softmax l -> softmax(l);
            case Layer.Pool l -> pool(l);
            case Layer.ArgMax l -> kind("argmax", head).put("positions", l.positions());
            case Layer.Recurrent l ->
                    kind("recurrent", head)
                            .put("steps", l.steps())
                            .put("all_steps", l.allSteps())
                            .put("backwards", l.backwards())
                            .set("cell", ModelWriter.cell(l.cell()));
            case Layer.MatMul l -> matMul(l);
            case Layer.GlobalAveragePooling l -> globalAveragePooling(l);
            case Layer.Embedding l ->
                    kind("embedding", head)
                            .put("positions", l.positions())
                            .set("embeddings", ModelWriter.constants(l.embeddings()));
            case Layer.ConcatFeatures l ->
                    kind("concat_features", head).put("positions", l.positions());
            case Layer.ScaleFeatures _ -> kind("multiply_hls4ml", head);
            case Layer.Add _ -> kind("add", head);
            case Layer.Subtract _ -> kind("subtract", head);
            case Layer.Dot l -> {
                kind("dot", head);
                accumulation(l.accumulation());
            }
            case Layer.SumOfSquares l ->
                    kind("sum_of_squares", head)
                            .set("square_type", ModelWriter.type(l.squareType()));
            case Layer.Trees l -> trees(l);
        }
        ModelWriter.types(node, "result_type", head.resultTypes());
        return node;
    }

    private ObjectNode kind(String kind, Layer.Head head) {
        node.put("kind", kind);
        ArrayNode inputs = node.putArray("inputs");
        head.inputs().forEach(inputs::add);
        return node.put("output", head.output());
    }

    private void accumulation(Layer.Accumulation accumulation) {
        if (accumulation.type().isPresent()) {
            node.set("accum_type", ModelWriter.type(accumulation.type().get()));
        } else {
            node.put("accumulation", "exact");
        }
    }

    private void dense(Layer.Dense l) {
        if (l.positions() == 1) {
            kind("dense", l.head());
        } else {
            kind("pointwise_conv1d", l.head()).put("positions", l.positions());
        }
        node.put("n_in", l.inputs()).put("n_out", l.outputs());
        node.set("weights", ModelWriter.constants(l.weights()));
        node.set("biases", ModelWriter.constants(l.biases()));
        accumulation(l.accumulation());
    }

    private void conv2d(Layer.Conv2d l) {
        Layer.Window w = l.window();
        kind("conv2d", l.head())
                .put("in_height", w.inHeight())
                .put("in_width", w.inWidth())
                .put("in_channels", w.inChannels())
                .put("filters", w.filters());
        node.putArray("kernel").add(w.kernelHeight()).add(w.kernelWidth());
        node.put("stride_height", w.strideHeight())
                .put("stride_width", w.strideWidth())
                .put("out_height", w.outHeight())
                .put("out_width", w.outWidth())
                .put("padding", 0);
        node.set("weights", ModelWriter.constants(l.weights()));
        node.set("biases", ModelWriter.constants(l.biases()));
        accumulation(l.accumulation());
    }

    private void pad2d(Layer.Pad2d l) {
        kind("pad2d", l.head())
                .put("in_height", l.inHeight())
                .put("in_width", l.inWidth())
                .put("pad_bottom", l.padBottom())
                .put("pad_right", l.padRight());
    }

    private void matMul(Layer.MatMul l) {
        kind("matmul", l.head())
                .put("rows", l.rows())
                .put("inner", l.inner())
                .put("columns", l.columns());
        accumulation(l.accumulation());
    }

    private void globalAveragePooling(Layer.GlobalAveragePooling l) {
        kind("global_average_pooling1d", l.head())
                .put("positions", l.positions())
                .put("channels", l.channels())
                .set("accum_type", ModelWriter.type(l.accumType()));
        l.postType().ifPresent(type -> node.set("post_type", ModelWriter.type(type)));
    }

    private void softmax(Layer.Softmax l) {
        kind("softmax", l.head())
                .put("size", l.positions() * l.size())
                .put("implementation", l.difference().isPresent() ? "stable" : "latency");
        if (!l.plain()) {
            node.put("positions", l.positions());
            node.set("sum_type", ModelWriter.type(l.sumType()));
            node.set("inv_input_type", ModelWriter.type(l.inverseInputType()));
        }
        l.difference()
                .ifPresent(difference -> {
                    node.put(
                            "difference",
                            difference.fromMaximum() ? "maximum_minus_x" : "x_minus_maximum");
                    node.set("difference_type", ModelWriter.type(difference.type()));
                });
        node.set("exp_table", ModelWriter.constants(l.expTable()));
        node.set("inv_table", ModelWriter.constants(l.inverseTable()));
    }

    private void pool(Layer.Pool l) {
        kind("pool", l.head()).put("operation", l.pooling().name().toLowerCase(Locale.ROOT));
        ArrayNode windows = node.putArray("windows");
        for (List<Integer> window : l.windows()) {
            ArrayNode indices = windows.addArray();
            window.forEach(indices::add);
        }
        if (l.pooling() == Layer.Pooling.SUM || l.pooling() == Layer.Pooling.AVERAGE) {
            accumulation(l.accumulation());
        }
    }

    private void tableActivation(Layer.TableActivation l) {
        if (l.function().equals("sigmoid") || l.function().equals("tanh")) {
            kind(l.function(), l.head()).put("size", l.size());
        } else {
            kind("table", l.head()).put("size", l.size()).put("function", l.function());
        }
        ObjectNode table = ModelWriter.constants(l.table());
        table.put("size", l.table().size()).put("range", l.range());
        if (l.negativeIndexIsLast()) {
            table.put("index_negative", "wraps_to_last");
        }
        node.set("table", table);
    }

    private void trees(Layer.Trees l) {
        kind("trees", l.head());
        node.putArray("init").add(l.init());
        l.normalisation().ifPresent(factor -> node.put("normalisation", factor));
        node.set("threshold_type", ModelWriter.type(l.thresholdType()));
        node.set("score_type", ModelWriter.type(l.scoreType()));
        ArrayNode list = node.putArray("trees");
        for (Tree tree : l.trees()) {
            ObjectNode item = list.addObject();
            ArrayNode feature = item.putArray("feature");
            ArrayNode threshold = item.putArray("threshold");
            ArrayNode left = item.putArray("left");
            ArrayNode right = item.putArray("right");
            ArrayNode value = item.putArray("value");
            for (int n = 0; n < tree.nodes(); n++) {
                feature.add(tree.leaf(n) ? Tree.LEAF : tree.feature(n));
                threshold.add(tree.threshold(n));
                left.add(tree.left(n));
                right.add(tree.right(n));
                value.add(tree.value(n));
            }
        }
    }
}
