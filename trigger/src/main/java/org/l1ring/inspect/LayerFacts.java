package org.l1ring.inspect;

import java.util.Locale;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.Layer;

/**
 * Size and cost of a layer.
 *
 * @param kind of the layer as the model file names it
 * @param products multiplications by non-zero constants or between values, over all positions
 * @param allProducts the same with the zeros, or 0 where nothing is multiplied
 */
public record LayerFacts(String kind, long products, long allProducts) {

    /** The facts of a layer. */
    static LayerFacts of(Layer layer) {
        return switch (layer) {
            case Layer.Dense dense ->
                    weights(
                            dense.positions() == 1 ? "dense" : "pointwise_conv1d",
                            dense.weights(),
                            dense.positions());
            case Layer.Conv2d conv ->
                    weights(
                            "conv2d",
                            conv.weights(),
                            (long) conv.window().outHeight() * conv.window().outWidth());
            case Layer.BatchNorm norm ->
                    weights("batchnorm", norm.scale(), norm.size() / norm.scale().size());
            case Layer.Pad2d _ -> plain("pad2d", 0);
            case Layer.Relu _ -> plain("relu", 0);
            case Layer.Linear _ -> plain("linear", 0);
            case Layer.Quantize _ -> plain("quantize", 0);
            case Layer.Select _ -> plain("select", 0);
            case Layer.TableActivation table -> plain(table.function(), 0);
            case Layer.Softmax softmax -> plain("softmax", softmax.outputSize());
            case Layer.LookUp lookUp -> plain((lookUp.function() + " lookup").strip(), 0);
            case Layer.Pool pool ->
                    plain(pool.pooling().name().toLowerCase(Locale.ROOT) + " pool", 0);
            case Layer.ArgMax _ -> plain("argmax", 0);
            case Layer.Recurrent recurrent -> recurrent(recurrent);
            case Layer.MatMul product ->
                    plain("matmul", (long) product.outputSize() * product.inner());
            case Layer.Add _ -> plain("add", 0);
            case Layer.GlobalAveragePooling _ -> plain("global_average_pooling1d", 0);
            case Layer.Embedding _ -> plain("embedding", 0);
            case Layer.ConcatFeatures _ -> plain("concat_features", 0);
            case Layer.ScaleFeatures scale -> plain("multiply_hls4ml", scale.outputSize());
            case Layer.Subtract _ -> plain("subtract", 0);
            case Layer.Dot dot -> plain("dot", dot.size());
            case Layer.SumOfSquares squares -> plain("sum_of_squares", squares.size());
            case Layer.Trees trees -> plain(trees.trees().size() + " trees", 0);
        };
    }

    private static LayerFacts recurrent(Layer.Recurrent recurrent) {
        long products = 0;
        long allProducts = 0;
        for (Layer layer : recurrent.cell().layers()) {
            LayerFacts facts = of(layer);
            products += recurrent.steps() * facts.products();
            allProducts += recurrent.steps() * facts.allProducts();
        }
        return new LayerFacts("recurrent", products, allProducts);
    }

    private static LayerFacts plain(String kind, long products) {
        return new LayerFacts(kind, products, products);
    }

    private static LayerFacts weights(String kind, ConstantArray weights, long uses) {
        long used = 0;
        for (int i = 0; i < weights.size(); i++) {
            used += weights.raw(i) == 0 ? 0 : 1;
        }
        return new LayerFacts(kind, uses * used, uses * weights.size());
    }
}
