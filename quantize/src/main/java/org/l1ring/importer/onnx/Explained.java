package org.l1ring.importer.onnx;

import java.util.Locale;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** Layers in words, for the mapping of a file. */
final class Explained {
    private Explained() {}

    /** A layer in one line. */
    static String layer(Layer layer) {
        String what =
                switch (layer) {
                    case Layer.Dense l -> dense(l);
                    case Layer.Conv2d l -> conv(l);
                    case Layer.BatchNorm l ->
                            "scale %s and bias %s".formatted(l.scale().type(), l.bias().type());
                    case Layer.Relu _ -> "relu";
                    case Layer.Linear _ -> "cast";
                    case Layer.Quantize _ -> "quantizer";
                    case Layer.Select _ -> "new order of elements";
                    case Layer.TableActivation l ->
                            "%s by a table of %d".formatted(l.function(), l.table().size());
                    case Layer.LookUp l ->
                            "%d tables of %d entries".formatted(l.tables().shape()[0], l.entries());
                    case Layer.Softmax _ -> "softmax by tables";
                    case Layer.Pool l ->
                            l.pooling().name().toLowerCase(Locale.ROOT) + " of windows";
                    case Layer.ArgMax _ -> "index of the largest";
                    case Layer.Recurrent l ->
                            "a cell of %d layers, %d steps"
                                    .formatted(l.cell().layers().size(), l.steps());
                    case Layer.MatMul l ->
                            "product of [%d][%d] and [%d][%d]"
                                    .formatted(l.rows(), l.inner(), l.inner(), l.columns());
                    case Layer.Add _ -> "sum of elements";
                    case Layer.ConcatFeatures _ -> "elements of both";
                    case Layer.ScaleFeatures _ -> "products of elements";
                    case Layer.Subtract _ -> "difference of elements";
                    case Layer.Pad2d _,
                            Layer.GlobalAveragePooling _,
                            Layer.Embedding _,
                            Layer.Dot _,
                            Layer.SumOfSquares _,
                            Layer.Trees _ ->
                            layer.getClass().getSimpleName();
                };
        return "layer %s: %s; result %d of %s"
                .formatted(
                        layer.head().name(),
                        what,
                        layer.outputSize(),
                        types(layer.head().resultTypes()));
    }

    private static String dense(Layer.Dense l) {
        return "dense [%d][%d]%s, weights %s, biases %s"
                .formatted(
                        l.inputs(),
                        l.outputs(),
                        l.positions() == 1 ? "" : " at %d positions".formatted(l.positions()),
                        l.weights().type(),
                        l.biases().type());
    }

    private static String conv(Layer.Conv2d l) {
        return "conv2d %dx%dx%d to %dx%dx%d, weights %s, biases %s"
                .formatted(
                        l.window().inHeight(),
                        l.window().inWidth(),
                        l.window().inChannels(),
                        l.window().outHeight(),
                        l.window().outWidth(),
                        l.window().filters(),
                        l.weights().type(),
                        l.biases().type());
    }

    private static String types(ElementTypes types) {
        return types.uniform() ? types.get(0).toString() : "types of their own";
    }
}
