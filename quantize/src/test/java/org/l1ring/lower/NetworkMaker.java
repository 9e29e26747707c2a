package org.l1ring.lower;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.DoubleUnaryOperator;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Functions;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/** Layers one after the other, with seeded weights; each method returns the name of its result. */
final class NetworkMaker {
    /** Of weights and biases. */
    private static final FixedType WEIGHT = rounded(true, 8, 2);

    private final Random random;
    private final List<Model.Input> inputs = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final List<Model.Output> outputs = new ArrayList<>();

    NetworkMaker(Random random) {
        this.random = random;
    }

    /** Rounds to the nearest and saturates. */
    static FixedType rounded(boolean signed, int width, int integer) {
        FixedType type =
                signed ? FixedType.signed(width, integer) : FixedType.unsigned(width, integer);
        return type.with(Quantization.RND, Overflow.SAT);
    }

    String input(String name, int size, FixedType type) {
        inputs.add(new Model.Input(name, size, ElementTypes.all(type)));
        return name;
    }

    void output(String name, String from, int size, FixedType type) {
        outputs.add(new Model.Output(name, from, size, ElementTypes.all(type)));
    }

    Model model(String name) {
        return new Model(
                name,
                inputs,
                Optional.empty(),
                layers,
                outputs,
                Optional.empty(),
                Optional.empty());
    }

    private Layer.Head head(String name, FixedType type, String... from) {
        return new Layer.Head(name, List.of(from), name, ElementTypes.all(type));
    }

    private String add(Layer layer) {
        layers.add(layer);
        return layer.head().output();
    }

    private ConstantArray weights(double width, int... shape) {
        int size = 1;
        for (int extent : shape) {
            size *= extent;
        }
        long[] raw = new long[size];
        for (int i = 0; i < size; i++) {
            raw[i] = WEIGHT.fromReal(width * random.nextGaussian());
        }
        return new ConstantArray(WEIGHT, shape, raw);
    }

    /** The same dense layer at each position. */
    String dense(String name, String from, int positions, int in, int out, FixedType type) {
        return add(
                new Layer.Dense(
                        head(name, type, from),
                        positions,
                        in,
                        out,
                        weights(1.5 / Math.sqrt(in), in, out),
                        weights(0.2, out),
                        new Layer.Accumulation(Optional.empty())));
    }

    /** Each element times the same constant. */
    String scaled(String name, String from, int size, double factor, FixedType type) {
        FixedType fine = rounded(false, 8, 0);
        long[] scale = {fine.fromReal(factor)};
        return add(
                new Layer.BatchNorm(
                        head(name, type, from),
                        size,
                        new ConstantArray(fine, new int[] {1}, scale),
                        new ConstantArray(fine, new int[] {1}, new long[1])));
    }

    String relu(String name, String from, int size, FixedType type) {
        return add(new Layer.Relu(head(name, type, from), size));
    }

    String concat(
            String name, String first, int firstWidth, String second, int width, FixedType type) {
        return add(new Layer.ConcatFeatures(head(name, type, first, second), 1, firstWidth, width));
    }

    String select(String name, String from, int size, List<Integer> indices, FixedType type) {
        return add(new Layer.Select(head(name, type, from), size, indices));
    }

    String pool(
            String name,
            Layer.Pooling pooling,
            String from,
            int size,
            List<List<Integer>> windows,
            FixedType type) {
        Layer.Accumulation sum =
                new Layer.Accumulation(
                        pooling == Layer.Pooling.AVERAGE ? Optional.of(type) : Optional.empty());
        return add(new Layer.Pool(head(name, type, from), pooling, size, windows, sum));
    }

    String matMul(
            String name,
            String left,
            String right,
            int rows,
            int inner,
            int columns,
            FixedType type) {
        Layer.Accumulation exact = new Layer.Accumulation(Optional.empty());
        return add(new Layer.MatMul(head(name, type, left, right), rows, inner, columns, exact));
    }

    String times(String name, String first, String second, int size, FixedType type) {
        return add(new Layer.ScaleFeatures(head(name, type, first, second), size, 1));
    }

    String plus(String name, String first, String second, int size, FixedType type) {
        return add(new Layer.Add(head(name, type, first, second), size));
    }

    String minus(String name, String first, String second, int size, FixedType type) {
        return add(new Layer.Subtract(head(name, type, first, second), size));
    }

    /** A function that {@link Functions} knows, by a table of a power of two of entries. */
    String table(
            String name,
            String function,
            String from,
            int size,
            int entries,
            double range,
            FixedType type) {
        DoubleUnaryOperator f = Functions.named(function).orElseThrow();
        long[] raw = new long[entries];
        for (int i = 0; i < entries; i++) {
            raw[i] = type.fromReal(f.applyAsDouble((i - entries / 2) * range / entries));
        }
        return add(
                new Layer.TableActivation(
                        head(name, type, from),
                        function,
                        size,
                        new ConstantArray(type, new int[] {entries}, raw),
                        range,
                        false));
    }

    /** A smooth function of its own for each element, by tables over all values of a type. */
    String edges(String name, String from, int size, FixedType argument, FixedType type) {
        int entries = 1 << argument.width();
        long[] raw = new long[size * entries];
        for (int i = 0; i < size; i++) {
            double slope = random.nextGaussian();
            double height = random.nextGaussian();
            double centre = random.nextGaussian();
            for (int k = 0; k < entries; k++) {
                long value = argument.signed() && k >= entries / 2 ? k - entries : k;
                double x = argument.toReal(value);
                double y =
                        slope * x / (1 + Math.exp(-x))
                                + height * Math.exp(-(x - centre) * (x - centre));
                raw[i * entries + k] = type.fromReal(y);
            }
        }
        return add(
                new Layer.LookUp(
                        head(name, type, from),
                        "",
                        size,
                        ElementTypes.all(argument),
                        new ConstantArray(type, new int[] {size, entries}, raw)));
    }

    /** Softmax of rows in its stable form; differences beyond 8 count as 8. */
    String softmax(
            String name, String from, int rows, int size, FixedType argument, FixedType type) {
        FixedType difference = rounded(false, 10, 3);
        FixedType entry = rounded(false, 10, 1);
        FixedType sum = rounded(false, 9 + bits(size), 1 + bits(size));
        long[] exponentials = new long[1 << difference.width()];
        for (int i = 0; i < exponentials.length; i++) {
            exponentials[i] = entry.fromReal(Math.exp(-difference.toReal(i)));
        }
        long[] inverses = new long[1 << 10];
        int dropped = sum.width() - 10;
        for (int i = 0; i < inverses.length; i++) {
            inverses[i] = entry.fromReal(1 / Math.max(sum.toReal((long) i << dropped), 0.5));
        }
        return add(
                new Layer.Softmax(
                        head(name, type, from),
                        rows,
                        size,
                        ElementTypes.all(argument),
                        Optional.of(new Layer.Difference(difference, true)),
                        new ConstantArray(entry, new int[] {exponentials.length}, exponentials),
                        sum,
                        sum,
                        new ConstantArray(entry, new int[] {inverses.length}, inverses)));
    }

    private static int bits(int size) {
        return 32 - Integer.numberOfLeadingZeros(size - 1);
    }

    String recurrent(
            String name, String from, int steps, Model cell, boolean all, boolean backwards) {
        FixedType type = cell.outputs().get(0).types().get(0);
        return add(new Layer.Recurrent(head(name, type, from), steps, cell, all, backwards));
    }

    /** For each of so many channels the elements of all positions. */
    static List<List<Integer>> overPositions(int positions, int channels) {
        List<List<Integer>> windows = new ArrayList<>();
        for (int channel = 0; channel < channels; channel++) {
            List<Integer> window = new ArrayList<>();
            for (int position = 0; position < positions; position++) {
                window.add(position * channels + channel);
            }
            windows.add(Collections.unmodifiableList(window));
        }
        return windows;
    }
}
