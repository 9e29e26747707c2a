package org.l1ring.model;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import org.l1ring.fixed.FixedType;

/**
 * The weights of a model that may be loaded at run time: those of dense layers, convolutions and
 * batch normalisations, in order of execution, weights before biases; tables stay as they are.
 */
public final class Parameters {
    private Parameters() {}

    /** The arrays of a model in their order, those of recurrent cells among them. */
    public static List<ConstantArray> of(Model model) {
        List<ConstantArray> arrays = new ArrayList<>();
        mapped(
                model,
                array -> {
                    arrays.add(array);
                    return array;
                });
        return List.copyOf(arrays);
    }

    /** Number of parameters. */
    public static int count(Model model) {
        return of(model).stream().mapToInt(ConstantArray::size).sum();
    }

    /**
     * The type of a parameter as hardware holds it: all values of its bits.
     *
     * @param array an array of parameters
     */
    public static FixedType type(ConstantArray array) {
        FixedType type = array.type();
        return type.signed()
                ? FixedType.signed(type.width(), type.integer())
                : FixedType.unsigned(type.width(), type.integer());
    }

    /** The raw parameters of a model, in order, arrays row-major. */
    public static long[] raw(Model model) {
        long[] raw = new long[count(model)];
        int next = 0;
        for (ConstantArray array : of(model)) {
            for (int i = 0; i < array.size(); i++) {
                raw[next++] = array.raw(i);
            }
        }
        return raw;
    }

    /**
     * The model with other parameters.
     *
     * @param model whose layers stay
     * @param raw [parameters] raw integers of {@link #type}
     * @throws IllegalArgumentException if there are more or fewer, or one is outside its type
     */
    public static Model replaced(Model model, long[] raw) {
        if (raw.length != count(model)) {
            throw new IllegalArgumentException(
                    "%s: expected %d parameters, got %d"
                            .formatted(model.name(), count(model), raw.length));
        }
        int[] next = {0};
        return mapped(
                model,
                array -> {
                    long[] values = Arrays.copyOfRange(raw, next[0], next[0] + array.size());
                    FixedType type = type(array);
                    for (int i = 0; i < values.length; i++) {
                        if (!type.contains(values[i])) {
                            throw new IllegalArgumentException(
                                    "%s: parameter %d: expected a value of %s, got %d"
                                            .formatted(model.name(), next[0] + i, type, values[i]));
                        }
                    }
                    next[0] += array.size();
                    return new ConstantArray(array.type(), array.shape(), values);
                });
    }

    /**
     * What the parameters are, a line an array, in order: number of values, bits, fraction bits and
     * shape. Models of equal layouts take each other's parameters; names do not count.
     */
    public static List<String> layout(Model model) {
        return of(model).stream()
                .map(array ->
                        "%s%d fraction %d %s"
                                .formatted(
                                        array.type().signed() ? "s" : "u",
                                        array.type().width(),
                                        array.fraction(),
                                        Arrays.stream(array.shape())
                                                .mapToObj(Integer::toString)
                                                .collect(Collectors.joining("x"))))
                .toList();
    }

    private static Model mapped(Model model, UnaryOperator<ConstantArray> change) {
        return new Model(
                model.name(),
                model.inputs(),
                model.preprocessing(),
                model.layers().stream().map(layer -> mapped(layer, change)).toList(),
                model.outputs(),
                model.binding(),
                model.threshold());
    }

    private static Layer mapped(Layer layer, UnaryOperator<ConstantArray> change) {
        return switch (layer) {
            case Layer.Dense d ->
                    new Layer.Dense(
                            d.head(),
                            d.positions(),
                            d.inputs(),
                            d.outputs(),
                            change.apply(d.weights()),
                            change.apply(d.biases()),
                            d.accumulation());
            case Layer.Conv2d c ->
                    new Layer.Conv2d(
                            c.head(),
                            c.window(),
                            change.apply(c.weights()),
                            change.apply(c.biases()),
                            c.accumulation());
            case Layer.BatchNorm n ->
                    new Layer.BatchNorm(
                            n.head(), n.size(), change.apply(n.scale()), change.apply(n.bias()));
            case Layer.Recurrent r ->
                    new Layer.Recurrent(
                            r.head(),
                            r.steps(),
                            mapped(r.cell(), change),
                            r.allSteps(),
                            r.backwards());
            case Layer.Elementwise _,
                    Layer.Pad2d _,
                    Layer.Select _,
                    Layer.Pool _,
                    Layer.ArgMax _,
                    Layer.MatMul _,
                    Layer.GlobalAveragePooling _,
                    Layer.Embedding _,
                    Layer.ConcatFeatures _,
                    Layer.ScaleFeatures _,
                    Layer.Softmax _,
                    Layer.Dot _,
                    Layer.SumOfSquares _,
                    Layer.Trees _ ->
                    layer;
        };
    }
}
