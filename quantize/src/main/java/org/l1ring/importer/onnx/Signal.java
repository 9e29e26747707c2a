package org.l1ring.importer.onnx;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.l1ring.model.Layer;

/**
 * What a tensor of the graph is in the model: elements of a {@link Source} in the graph's order,
 * each times a scale plus a bias that are not yet a layer.
 */
final class Signal {
    private static final double CANCELLED = 1e-14;

    private final Source source;
    private final int[] shape;
    private final int[] places;
    private final double[] scale;
    private final double[] bias;

    private Signal(Source source, int[] shape, int[] places, double[] scale, double[] bias) {
        if (Tensor.size(shape) != places.length) {
            throw new IllegalArgumentException(
                    "expected %d elements for shape %s, got %d"
                            .formatted(Tensor.size(shape), Arrays.toString(shape), places.length));
        }
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

    /** A constant, as a bias of zeros of some source. */
    static Signal constant(Source any, Tensor value) {
        int[] nowhere = new int[value.size()];
        Arrays.fill(nowhere, Layer.Select.ZERO);
        return of(any, value.shape(), nowhere).times(Tensor.of(1), value);
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

    /** The same places and scales of another source, which has as many elements. */
    Signal on(Source other) {
        return new Signal(other, shape, places, scale, bias);
    }

    /** The elements of the source without scale and bias. */
    Signal bare() {
        return of(source, shape, places);
    }

    Signal reshaped(int... newShape) {
        return new Signal(source, newShape.clone(), places, scale, bias);
    }

    /**
     * Elements of this signal in another order.
     *
     * @param elements for each element of the result the one of this signal, or -1 for a constant
     * @param constants for each element of the result its value where it is a constant
     */
    Signal moved(int[] newShape, int[] elements, double[] constants) {
        int size = elements.length;
        int[] newPlaces = new int[size];
        double[] newScale = new double[size];
        double[] newBias = new double[size];
        for (int i = 0; i < size; i++) {
            int from = elements[i];
            newPlaces[i] = from < 0 ? Layer.Select.ZERO : places[from];
            newScale[i] = from < 0 ? 1 : scale[from];
            newBias[i] = from < 0 ? constants[i] : bias[from];
        }
        return new Signal(source, newShape.clone(), newPlaces, newScale, newBias);
    }

    /** Elements of this signal in another order. */
    Signal moved(int[] newShape, int... elements) {
        return moved(newShape, elements, new double[elements.length]);
    }

    /** The signal stretched to a larger shape. */
    Signal stretched(int... target) {
        double[] numbers = IntStream.range(0, size()).asDoubleStream().toArray();
        int[] elements = new Tensor(shape, numbers, false).stretched(target).integers();
        return moved(target, elements);
    }

    /** The signal whose axis i is this one's axis {@code order[i]}. */
    Signal transposed(int... order) {
        double[] numbers = IntStream.range(0, size()).asDoubleStream().toArray();
        Tensor turned = ShapeOps.transposed(new Tensor(shape, numbers, false), order);
        return moved(turned.shape(), turned.integers());
    }

    /** The signal with its last two axes exchanged. */
    Signal turned() {
        int[] order = IntStream.range(0, shape.length).toArray();
        order[order.length - 1] = order.length - 2;
        order[order.length - 2] = order.length - 1;
        return transposed(order);
    }

    /** The tensor times a scale plus a bias, each stretched to its shape. */
    Signal times(Tensor factor, Tensor offset) {
        double[] factors = factor.stretched(shape).values();
        double[] offsets = offset.stretched(shape).values();
        double[] newScale = new double[scale.length];
        double[] newBias = new double[bias.length];
        for (int i = 0; i < scale.length; i++) {
            newScale[i] = scale[i] * factors[i];
            double moved = bias[i] * factors[i];
            double sum = moved + offsets[i];
            // What is left of two numbers that cancel is their rounding.
            newBias[i] = Math.abs(sum) < CANCELLED * Math.abs(offsets[i]) ? 0 : sum;
        }
        return new Signal(source, shape, places, newScale, newBias);
    }

    /** The tensor times a number. */
    Signal times(double factor) {
        return times(Tensor.of(factor), Tensor.of(0));
    }

    /** The tensor plus a number. */
    Signal plus(double offset) {
        return times(Tensor.of(1), Tensor.of(offset));
    }

    /** Whether the values are those of the source, in whatever order. */
    boolean plain() {
        return Arrays.stream(scale).allMatch(s -> s == 1)
                && Arrays.stream(bias).allMatch(b -> b == 0);
    }

    /** Whether the values are those of the source times factors above zero. */
    boolean scaledOnly() {
        return Arrays.stream(scale).allMatch(s -> s > 0)
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
