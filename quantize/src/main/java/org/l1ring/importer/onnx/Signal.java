package org.l1ring.importer.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.l1ring.model.Layer;

/**
 * What a tensor of the graph is in the model: elements of a {@link Source} in the graph's order,
 * each times a scale plus a bias that are not yet a layer.
 */
final class Signal {
    private final Source source;
    private final int[] shape;
    private final int[] places;
    private final double[] scale;
    private final double[] bias;

    private Signal(Source source, int[] shape, int[] places, double[] scale, double[] bias) {
        this.source = source;
        this.shape = shape;
        this.places = places;
        this.scale = scale;
        this.bias = bias;
    }

    /** A source whose elements are in the graph's order. */
    static Signal of(Source source, int... shape) {
        return of(source, shape, IntStream.range(0, source.size()).toArray());
    }

    /**
     * A source in another order.
     *
     * @param places for each element of the graph's tensor that of the source, or {@link
     *     Layer.Select#ZERO}
     */
    static Signal of(Source source, int[] shape, int[] places) {
        double[] ones = new double[places.length];
        Arrays.fill(ones, 1);
        return new Signal(source, shape.clone(), places.clone(), ones, new double[places.length]);
    }

    Source source() {
        return source;
    }

    int[] shape() {
        return shape.clone();
    }

    int size() {
        return places.length;
    }

    /** Where an element of the graph's tensor is in the source. */
    int place(int index) {
        return places[index];
    }

    double scale(int index) {
        return scale[index];
    }

    double bias(int index) {
        return bias[index];
    }

    /** The tensor times a scale plus a bias, each stretched to its shape. */
    Signal times(Tensor factor, Tensor offset) {
        double[] factors = factor.stretched(shape).values();
        double[] offsets = offset.stretched(shape).values();
        double[] newScale = new double[scale.length];
        double[] newBias = new double[bias.length];
        for (int i = 0; i < scale.length; i++) {
            newScale[i] = scale[i] * factors[i];
            newBias[i] = bias[i] * factors[i] + offsets[i];
        }
        return new Signal(source, shape, places, newScale, newBias);
    }

    /** Whether the values are those of the source, in whatever order. */
    boolean plain() {
        return Arrays.stream(scale).allMatch(s -> s == 1)
                && Arrays.stream(bias).allMatch(b -> b == 0);
    }

    /** Whether the elements are those of the source in its own order. */
    boolean inOrder() {
        return inOrder(places, source.size());
    }

    static boolean inOrder(int[] places, int size) {
        return places.length == size
                && IntStream.range(0, size).allMatch(index -> places[index] == index);
    }

    /** Whether each element of the source is there once. */
    boolean permuted() {
        return places.length == source.size()
                && Arrays.stream(places).min().orElse(0) >= 0
                && Arrays.stream(places).distinct().count() == places.length;
    }
}
