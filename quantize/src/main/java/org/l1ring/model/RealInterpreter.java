package org.l1ring.model;

import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.fixed.FixedType;

/**
 * Evaluates a model in double precision, without any quantization or overflow: what the network
 * meant before it was made to fit hardware.
 *
 * <p>Constants are the real numbers that came with the model; where there are none, and for
 * thresholds, the values that their types gave them. Softmax and the functions that {@link
 * Functions} knows are themselves, not their tables. Only {@link Layer.Quantize} casts. Instances
 * are immutable.
 */
public final class RealInterpreter {
    private final Model model;

    /** An interpreter of a model. */
    public RealInterpreter(Model model) {
        this.model = model;
    }

    /**
     * The real outputs of one crossing.
     *
     * @param columns [input columns] real values
     * @return [output columns] real values
     */
    public double[] run(double[] columns) {
        if (columns.length != model.columns()) {
            throw new IllegalArgumentException(
                    "%s: input: expected %d columns, got %d"
                            .formatted(model.name(), model.columns(), columns.length));
        }
        double[] scaled = columns.clone();
        if (model.preprocessing().isPresent()) {
            Arrays.setAll(scaled, i -> preprocess(model.preprocessing().get(), columns[i], i));
        }
        Map<String, double[]> tensors = new HashMap<>();
        int start = 0;
        for (Model.Input input : model.inputs()) {
            tensors.put(input.name(), Arrays.copyOfRange(scaled, start, start + input.size()));
            start += input.size();
        }
        for (Layer layer : model.layers()) {
            List<double[]> inputs = layer.head().inputs().stream().map(tensors::get).toList();
            tensors.put(layer.head().output(), values(layer, inputs));
        }
        double[] results = new double[model.outputColumns()];
        int next = 0;
        for (Model.Output output : model.outputs()) {
            System.arraycopy(tensors.get(output.from()), 0, results, next, output.size());
            next += output.size();
        }
        return results;
    }

    /**
     * The real value of an input column's raw integer.
     *
     * @param column input column
     * @param raw of its type
     */
    public double input(int column, long raw) {
        return model.columnType(column).toReal(raw);
    }

    private static double preprocess(Preprocessing rule, double x, int column) {
        return switch (rule) {
            case Preprocessing.OffsetThenShift r ->
                    Math.scalb(x - real(r.offsets(), column), -r.shift(column));
            case Preprocessing.SubtractDivide r ->
                    Math.scalb(x - r.bias(column), -r.normBits(column));
        };
    }

    private static double real(ConstantArray array, int index) {
        return array.real(index);
    }

    private static double[] values(Layer layer, List<double[]> inputs) {
        double[] x = inputs.get(0);
        double[] y = new double[layer.outputSize()];
        switch (layer) {
            case Layer.Dense dense -> dense(dense, x, y);
            case Layer.Conv2d conv -> conv2d(conv, x, y);
            case Layer.Pad2d pad -> {
                for (int i = 0; i < x.length; i++) {
                    int row = i / pad.inWidth();
                    y[row * (pad.inWidth() + pad.padRight()) + i % pad.inWidth()] = x[i];
                }
            }
            case Layer.BatchNorm norm ->
                    Arrays.setAll(
                            y,
                            i ->
                                    x[i] * real(norm.scale(), i % norm.scale().size())
                                            + real(norm.bias(), i % norm.bias().size()));
            case Layer.Relu _ -> Arrays.setAll(y, i -> Math.max(x[i], 0));
            case Layer.Linear _ -> Arrays.setAll(y, i -> x[i]);
            case Layer.Quantize quantize -> quantize(quantize.head().resultTypes(), x, y);
            case Layer.Select select -> select(select, x, y);
            case Layer.TableActivation activation ->
                    Arrays.setAll(y, i -> tabled(activation, x[i]));
            case Layer.LookUp lookUp -> Arrays.setAll(y, i -> lookUp(lookUp, i, x[i]));
            case Layer.Softmax softmax -> {
                for (int row = 0; row < softmax.positions(); row++) {
                    softmax(x, y, row * softmax.size(), softmax.size());
                }
            }
            case Layer.Pool pool -> pool(pool, x, y);
            case Layer.ArgMax argMax -> argMax(argMax, x, y);
            case Layer.Recurrent recurrent -> recurrent(recurrent, x, y);
            case Layer.MatMul product -> matMul(product, x, inputs.get(1), y);
            case Layer.Add _ -> Arrays.setAll(y, i -> x[i] + inputs.get(1)[i]);
            case Layer.GlobalAveragePooling pooling -> {
                for (int i = 0; i < x.length; i++) {
                    y[i % pooling.channels()] += x[i] / pooling.positions();
                }
            }
            case Layer.Embedding embedding -> embedding(embedding, x, y);
            case Layer.ConcatFeatures concat -> concat(concat, x, inputs.get(1), y);
            case Layer.ScaleFeatures scale ->
                    Arrays.setAll(y, i -> x[i / scale.width()] * inputs.get(1)[i]);
            case Layer.Subtract _ -> Arrays.setAll(y, i -> x[i] - inputs.get(1)[i]);
            case Layer.Dot _ -> {
                for (int i = 0; i < x.length; i++) {
                    y[0] += x[i] * inputs.get(1)[i];
                }
            }
            case Layer.SumOfSquares _ -> y[0] = Arrays.stream(x).map(value -> value * value).sum();
            case Layer.Trees trees -> y[0] = forest(trees, x);
        }
        return y;
    }

    private static void concat(
            Layer.ConcatFeatures concat, double[] first, double[] second, double[] y) {
        int width = concat.firstWidth() + concat.secondWidth();
        for (int i = 0; i < y.length; i++) {
            int feature = i % width - concat.firstWidth();
            y[i] =
                    feature < 0
                            ? first[i / width * concat.firstWidth() + i % width]
                            : second[i / width * concat.secondWidth() + feature];
        }
    }

    private static void dense(Layer.Dense dense, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            int out = i % dense.outputs();
            y[i] = real(dense.biases(), out);
            for (int in = 0; in < dense.inputs(); in++) {
                y[i] +=
                        x[i / dense.outputs() * dense.inputs() + in]
                                * real(dense.weights(), in * dense.outputs() + out);
            }
        }
    }

    private static void conv2d(Layer.Conv2d conv, double[] x, double[] y) {
        Layer.Window w = conv.window();
        for (int i = 0; i < y.length; i++) {
            int filter = i % w.filters();
            int left = i / w.filters() % w.outWidth() * w.strideWidth();
            int top = i / w.filters() / w.outWidth() * w.strideHeight();
            y[i] = real(conv.biases(), filter);
            for (int row = 0; row < w.kernelHeight(); row++) {
                for (int column = 0; column < w.kernelWidth(); column++) {
                    for (int channel = 0; channel < w.inChannels(); channel++) {
                        y[i] +=
                                x[w.input(top + row, left + column, channel)]
                                        * real(
                                                conv.weights(),
                                                w.weight(row, column, channel, filter));
                    }
                }
            }
        }
    }

    private static void quantize(ElementTypes types, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            FixedType type = types.get(i);
            y[i] = type.toReal(type.fromReal(x[i]));
        }
    }

    private static void select(Layer.Select select, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            int index = select.indices().get(i);
            y[i] = index == Layer.Select.ZERO ? 0 : x[index];
        }
    }

    /** The function itself, or its table where there is no more than that. */
    private static double tabled(Layer.TableActivation activation, double x) {
        var function = Functions.named(activation.function());
        if (function.isPresent()) {
            return function.get().applyAsDouble(x);
        }
        int size = activation.table().size();
        long index = (long) (x * size / activation.range()) + size / 2;
        boolean last = index < 0 && activation.negativeIndexIsLast();
        return real(activation.table(), last ? size - 1 : Math.clamp(index, 0, size - 1));
    }

    private static double lookUp(Layer.LookUp lookUp, int element, double x) {
        var function = Functions.named(lookUp.function());
        if (function.isPresent()) {
            return function.get().applyAsDouble(x);
        }
        FixedType type = lookUp.inputTypes().get(element);
        int bits = Integer.numberOfTrailingZeros(lookUp.entries());
        long index = type.fromReal(x) >>> (type.width() - bits) & (lookUp.entries() - 1L);
        return real(lookUp.tables(), lookUp.start(element) + (int) index);
    }

    private static void softmax(double[] x, double[] y, int start, int size) {
        double largest = Arrays.stream(x, start, start + size).max().orElse(0);
        double sum = 0;
        for (int i = start; i < start + size; i++) {
            y[i] = Math.exp(x[i] - largest);
            sum += y[i];
        }
        for (int i = start; i < start + size; i++) {
            y[i] /= sum;
        }
    }

    private static void pool(Layer.Pool pool, double[] x, double[] y) {
        for (int i = 0; i < y.length; i++) {
            var window = pool.windows().get(i).stream().mapToDouble(k -> x[k]);
            y[i] =
                    switch (pool.pooling()) {
                        case MAXIMUM -> window.max().orElseThrow();
                        case MINIMUM -> window.min().orElseThrow();
                        case SUM -> window.sum();
                        case AVERAGE -> window.average().orElseThrow();
                    };
        }
    }

    private static void argMax(Layer.ArgMax argMax, double[] x, double[] y) {
        for (int row = 0; row < y.length; row++) {
            int start = row * argMax.size();
            int best = start;
            for (int i = start + 1; i < start + argMax.size(); i++) {
                best = x[i] > x[best] ? i : best;
            }
            y[row] = best - start;
        }
    }

    private static void matMul(Layer.MatMul product, double[] left, double[] right, double[] y) {
        for (int i = 0; i < y.length; i++) {
            int row = i / product.columns();
            for (int k = 0; k < product.inner(); k++) {
                y[i] +=
                        left[row * product.inner() + k]
                                * right[k * product.columns() + i % product.columns()];
            }
        }
    }

    private static void recurrent(Layer.Recurrent recurrent, double[] x, double[] y) {
        RealInterpreter interpreter = new RealInterpreter(recurrent.cell());
        int features = recurrent.features();
        int units = recurrent.units();
        double[] columns = new double[recurrent.cell().columns()];
        for (int turn = 0; turn < recurrent.steps(); turn++) {
            int step = recurrent.step(turn);
            System.arraycopy(x, step * features, columns, 0, features);
            double[] results = interpreter.run(columns);
            System.arraycopy(results, units, columns, features, columns.length - features);
            int start = recurrent.allSteps() ? step * units : 0;
            System.arraycopy(results, 0, y, start, units);
        }
    }

    private static void embedding(Layer.Embedding embedding, double[] x, double[] y) {
        int width = embedding.width();
        for (int i = 0; i < y.length; i++) {
            int row = (int) Math.clamp(Math.floor(x[i / width]), 0.0, embedding.rows() - 1.0);
            y[i] = real(embedding.embeddings(), row * width + i % width);
        }
    }

    private static double forest(Layer.Trees forest, double[] x) {
        FixedType type = forest.scoreType();
        double score = type.toReal(forest.init());
        for (Tree tree : forest.trees()) {
            int node = 0;
            while (!tree.leaf(node)) {
                double threshold = forest.thresholdType().toReal(tree.threshold(node));
                boolean left = x[tree.feature(node)] <= threshold;
                node = left ? tree.left(node) : tree.right(node);
            }
            score += type.toReal(tree.value(node));
        }
        return forest.normalisation().isPresent()
                ? score * type.toReal(forest.normalisation().get())
                : score;
    }
}
