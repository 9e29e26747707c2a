package org.l1ring.model;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * Evaluates a model layer by layer, each operation as docs/model-format.md states it: the reference
 * that circuits are held against.
 *
 * <p>Numbers are exact and of any size; nothing is reordered or simplified. Instances are immutable
 * and may be shared.
 */
public final class LayerInterpreter {
    /** Name of the preprocessed inputs in {@link #trace}. */
    public static final String SCALED = "scaled";

    private final Model model;

    /** An interpreter of a model. */
    public LayerInterpreter(Model model) {
        this.model = model;
    }

    /**
     * The outputs of one crossing.
     *
     * @param columns [input columns] raw values of their types
     * @return [output columns] raw values of their types
     */
    public long[] run(long[] columns) {
        Map<String, Tensor> tensors = evaluate(columns, new LinkedHashMap<>());
        long[] results = new long[model.outputColumns()];
        int next = 0;
        for (Model.Output output : model.outputs()) {
            Tensor from = tensors.get(output.from());
            for (int i = 0; i < output.size(); i++) {
                results[next++] = from.get(i).cast(output.types().get(i));
            }
        }
        return results;
    }

    /**
     * The intermediate values of one crossing, in order: {@link #SCALED} when the model has
     * preprocessing, then the output of each layer.
     *
     * @param columns [input columns] raw values of their types
     * @return raw values by name
     */
    public Map<String, long[]> trace(long[] columns) {
        Map<String, long[]> trace = new LinkedHashMap<>();
        evaluate(columns, trace);
        return trace;
    }

    /** Raw values and their types. */
    @SuppressWarnings("ArrayRecordComponent") // never shared
    private record Tensor(long[] raw, ElementTypes types) {
        Exact get(int index) {
            return Exact.of(raw[index], types.get(index));
        }
    }

    private Map<String, Tensor> evaluate(long[] columns, Map<String, long[]> trace) {
        if (columns.length != model.columns()) {
            throw new IllegalArgumentException(
                    "%s: input: expected %d columns, got %d"
                            .formatted(model.name(), model.columns(), columns.length));
        }
        long[] scaled = columns.clone();
        if (model.preprocessing().isPresent()) {
            Arrays.setAll(scaled, i -> preprocess(model.preprocessing().get(), columns[i], i));
            trace.put(SCALED, scaled.clone());
        }
        Map<String, Tensor> tensors = new HashMap<>();
        int start = 0;
        for (Model.Input input : model.inputs()) {
            long[] raw = Arrays.copyOfRange(scaled, start, start + input.size());
            if (model.preprocessing().isPresent()) {
                FixedType from = model.preprocessing().get().outputType();
                Arrays.setAll(raw, i -> Exact.of(raw[i], from).cast(input.types().get(i)));
            }
            tensors.put(input.name(), new Tensor(raw, input.types()));
            start += input.size();
        }
        for (Layer layer : model.layers()) {
            Layer.Head head = layer.head();
            List<Tensor> inputs = head.inputs().stream().map(tensors::get).toList();
            Exact[] values = values(layer, inputs);
            long[] raw = new long[values.length];
            Arrays.setAll(raw, i -> values[i].cast(head.resultTypes().get(i)));
            trace.put(head.output(), raw);
            tensors.put(head.output(), new Tensor(raw, head.resultTypes()));
        }
        return tensors;
    }

    private static long preprocess(Preprocessing rule, long column, int index) {
        return switch (rule) {
            case Preprocessing.OffsetThenShift r -> {
                FixedType type = r.inputType();
                Exact t = Exact.of(column, type).minus(Exact.of(r.offsets(), index)).in(type);
                int shift = r.shift(index);
                FixedType wrapping =
                        new FixedType(
                                type.signed(),
                                type.width(),
                                type.integer(),
                                Quantization.TRN,
                                Overflow.WRAP,
                                0);
                Exact shifted = new Exact(t.raw().shiftRight(shift), t.fraction());
                yield shifted.in(wrapping).cast(r.outputType());
            }
            case Preprocessing.SubtractDivide r -> {
                BigInteger difference =
                        BigInteger.valueOf(column).subtract(BigInteger.valueOf(r.bias(index)));
                yield new Exact(difference, r.normBits(index)).cast(r.outputType());
            }
        };
    }

    /** The values before the final cast. */
    private static Exact[] values(Layer layer, List<Tensor> inputs) {
        Tensor x = inputs.get(0);
        Exact[] y = new Exact[layer.outputSize()];
        switch (layer) {
            case Layer.Dense dense -> dense(dense, x, y);
            case Layer.Conv2d conv -> conv2d(conv, x, y);
            case Layer.Pad2d pad -> pad(pad, x, y);
            case Layer.BatchNorm norm ->
                    Arrays.setAll(
                            y,
                            i ->
                                    x.get(i)
                                            .times(Exact.of(norm.scale(), i % norm.scale().size()))
                                            .plus(Exact.of(norm.bias(), i % norm.bias().size())));
            case Layer.Relu _ ->
                    Arrays.setAll(y, i -> x.get(i).raw().signum() < 0 ? Exact.ZERO : x.get(i));
            case Layer.Linear _, Layer.Quantize _ -> Arrays.setAll(y, x::get);
            case Layer.Select select -> select(select, x, y);
            case Layer.TableActivation table -> Arrays.setAll(y, i -> lookUp(table, x.get(i)));
            case Layer.LookUp lookUp ->
                    Arrays.setAll(
                            y,
                            i -> {
                                FixedType type = lookUp.inputTypes().get(i);
                                int index = topBits(x.raw()[i], type, lookUp.entries());
                                return Exact.of(lookUp.tables(), lookUp.start(i) + index);
                            });
            case Layer.Softmax softmax -> softmax(softmax, x, y);
            case Layer.Pool pool -> pool(pool, x, y);
            case Layer.ArgMax argMax -> argMax(argMax, x, y);
            case Layer.Recurrent recurrent -> recurrent(recurrent, x, y);
            case Layer.MatMul product -> matMul(product, inputs, y);
            case Layer.Add _ -> Arrays.setAll(y, i -> x.get(i).plus(inputs.get(1).get(i)));
            case Layer.GlobalAveragePooling pooling -> pooling(pooling, x, y);
            case Layer.Embedding embedding -> embedding(embedding, x, y);
            case Layer.ConcatFeatures concat -> concat(concat, inputs, y);
            case Layer.ScaleFeatures scale ->
                    Arrays.setAll(y, i -> x.get(i / scale.width()).times(inputs.get(1).get(i)));
            case Layer.Subtract _ -> Arrays.setAll(y, i -> x.get(i).minus(inputs.get(1).get(i)));
            case Layer.Dot dot -> {
                List<Exact> products = new ArrayList<>();
                for (int i = 0; i < dot.size(); i++) {
                    products.add(x.get(i).times(inputs.get(1).get(i)));
                }
                y[0] = accumulate(Exact.ZERO, products, dot.accumulation());
            }
            case Layer.SumOfSquares squares -> {
                List<Exact> terms = new ArrayList<>();
                for (int i = 0; i < squares.size(); i++) {
                    terms.add(x.get(i).times(x.get(i)).in(squares.squareType()));
                }
                y[0] = tree(terms, squares.squareType());
            }
            case Layer.Trees trees -> y[0] = forest(trees, x);
        }
        return y;
    }

    /** Start and products in the accumulator's type one after the other, or the exact sum. */
    private static Exact accumulate(
            Exact start, List<Exact> products, Layer.Accumulation accumulation) {
        if (accumulation.type().isEmpty()) {
            return products.stream().reduce(start, Exact::plus);
        }
        FixedType type = accumulation.type().get();
        Exact sum = start.in(type);
        for (Exact product : products) {
            sum = sum.plus(product.in(type)).in(type);
        }
        return sum;
    }

    /** A balanced tree: the left half is the largest power of two below the size. */
    private static Exact tree(List<Exact> terms, FixedType type) {
        int size = terms.size();
        if (size == 1) {
            return terms.get(0);
        }
        int left = 1;
        while (2 * left < size) {
            left *= 2;
        }
        return tree(terms.subList(0, left), type)
                .plus(tree(terms.subList(left, size), type))
                .in(type);
    }

    private static void dense(Layer.Dense dense, Tensor x, Exact[] y) {
        Exact[] weights = new Exact[dense.weights().size()];
        Arrays.setAll(weights, i -> Exact.of(dense.weights(), i));
        for (int position = 0; position < dense.positions(); position++) {
            for (int out = 0; out < dense.outputs(); out++) {
                List<Exact> products = new ArrayList<>();
                for (int in = 0; in < dense.inputs(); in++) {
                    products.add(
                            x.get(position * dense.inputs() + in)
                                    .times(weights[in * dense.outputs() + out]));
                }
                y[position * dense.outputs() + out] =
                        accumulate(Exact.of(dense.biases(), out), products, dense.accumulation());
            }
        }
    }

    private static void conv2d(Layer.Conv2d conv, Tensor x, Exact[] y) {
        Layer.Window w = conv.window();
        for (int i = 0; i < y.length; i++) {
            int filter = i % w.filters();
            int column = i / w.filters() % w.outWidth();
            int row = i / w.filters() / w.outWidth();
            List<Exact> products = new ArrayList<>();
            int patch = w.kernelHeight() * w.kernelWidth() * w.inChannels();
            for (int k = 0; k < patch; k++) {
                int channel = k % w.inChannels();
                int right = k / w.inChannels() % w.kernelWidth();
                int down = k / w.inChannels() / w.kernelWidth();
                int pixel =
                        (row * w.strideHeight() + down) * w.inWidth()
                                + column * w.strideWidth()
                                + right;
                products.add(
                        x.get(pixel * w.inChannels() + channel)
                                .times(Exact.of(conv.weights(), k * w.filters() + filter)));
            }
            y[i] = accumulate(Exact.of(conv.biases(), filter), products, conv.accumulation());
        }
    }

    private static void pad(Layer.Pad2d pad, Tensor x, Exact[] y) {
        Arrays.fill(y, Exact.ZERO);
        for (int row = 0; row < pad.inHeight(); row++) {
            for (int column = 0; column < pad.inWidth(); column++) {
                y[row * (pad.inWidth() + pad.padRight()) + column] =
                        x.get(row * pad.inWidth() + column);
            }
        }
    }

    private static void select(Layer.Select select, Tensor x, Exact[] y) {
        for (int i = 0; i < y.length; i++) {
            int index = select.indices().get(i);
            y[i] = index == Layer.Select.ZERO ? Exact.ZERO : x.get(index);
        }
    }

    /** {@code table[truncate(x * size / range) + size / 2]}, the index clamped. */
    private static Exact lookUp(Layer.TableActivation activation, Exact x) {
        int size = activation.table().size();
        BigDecimal range = new BigDecimal(activation.range());
        BigInteger numerator =
                x.raw()
                        .multiply(BigInteger.valueOf(size))
                        .multiply(BigInteger.TEN.pow(range.scale()));
        BigInteger denominator = range.unscaledValue();
        BigInteger steps =
                x.fraction() >= 0
                        ? numerator.divide(denominator.shiftLeft(x.fraction()))
                        : numerator.shiftLeft(-x.fraction()).divide(denominator);
        BigInteger index = steps.add(BigInteger.valueOf(size / 2));
        if (index.signum() < 0 && activation.negativeIndexIsLast()) {
            return Exact.of(activation.table(), size - 1);
        }
        return Exact.of(activation.table(), clamp(index, size - 1));
    }

    private static int clamp(BigInteger index, int last) {
        return index.max(BigInteger.ZERO).min(BigInteger.valueOf(last)).intValueExact();
    }

    private static void softmax(Layer.Softmax softmax, Tensor x, Exact[] y) {
        for (int row = 0; row < softmax.positions(); row++) {
            softmax(softmax, x, y, row * softmax.size());
        }
    }

    private static void softmax(Layer.Softmax softmax, Tensor x, Exact[] y, int start) {
        ConstantArray exp = softmax.expTable();
        int end = start + softmax.size();
        Exact largest = x.get(start);
        for (int i = start + 1; i < end; i++) {
            largest = x.get(i).atMost(largest) ? largest : x.get(i);
        }
        List<Exact> exponentials = new ArrayList<>();
        for (int i = start; i < end; i++) {
            long argument = x.raw()[i];
            if (softmax.difference().isPresent()) {
                Layer.Difference rule = softmax.difference().get();
                Exact difference =
                        rule.fromMaximum() ? largest.minus(x.get(i)) : x.get(i).minus(largest);
                argument = difference.cast(rule.type());
            }
            int index = topBits(argument, softmax.expInputType(i), exp.size());
            exponentials.add(Exact.of(exp, index).in(softmax.sumType()));
        }
        long sum = tree(exponentials, softmax.sumType()).cast(softmax.inverseInputType());
        ConstantArray inverse = softmax.inverseTable();
        int index = topBits(sum, softmax.inverseInputType(), inverse.size());
        for (int i = start; i < end; i++) {
            y[i] = exponentials.get(i - start).times(Exact.of(inverse, index));
        }
    }

    private static void pool(Layer.Pool pool, Tensor x, Exact[] y) {
        for (int i = 0; i < y.length; i++) {
            List<Exact> window = pool.windows().get(i).stream().map(x::get).toList();
            y[i] =
                    switch (pool.pooling()) {
                        case MAXIMUM ->
                                window.stream().reduce((a, b) -> b.atMost(a) ? a : b).orElseThrow();
                        case MINIMUM ->
                                window.stream().reduce((a, b) -> a.atMost(b) ? a : b).orElseThrow();
                        case SUM -> sum(window, pool.accumulation());
                        case AVERAGE -> {
                            FixedType type = pool.accumulation().type().orElseThrow();
                            yield mean(sum(window, pool.accumulation()), window.size(), type);
                        }
                    };
        }
    }

    /** From zero, each term added exactly and the sum cast. */
    private static Exact sum(List<Exact> terms, Layer.Accumulation accumulation) {
        if (accumulation.type().isEmpty()) {
            return terms.stream().reduce(Exact.ZERO, Exact::plus);
        }
        FixedType type = accumulation.type().get();
        Exact sum = new Exact(BigInteger.ZERO, type.fraction());
        for (Exact term : terms) {
            sum = sum.plus(term).in(type);
        }
        return sum;
    }

    /** Divided toward zero at the fraction bits of the sum. */
    private static Exact mean(Exact sum, int count, FixedType type) {
        BigInteger quotient = sum.raw().divide(BigInteger.valueOf(count));
        return new Exact(quotient, sum.fraction()).in(type);
    }

    private static void argMax(Layer.ArgMax argMax, Tensor x, Exact[] y) {
        for (int row = 0; row < y.length; row++) {
            int best = 0;
            for (int i = 1; i < argMax.size(); i++) {
                int start = row * argMax.size();
                best = x.get(start + i).atMost(x.get(start + best)) ? best : i;
            }
            y[row] = new Exact(BigInteger.valueOf(best), 0);
        }
    }

    private static void matMul(Layer.MatMul product, List<Tensor> inputs, Exact[] y) {
        for (int i = 0; i < y.length; i++) {
            List<Exact> products = new ArrayList<>();
            for (int k = 0; k < product.inner(); k++) {
                int left = i / product.columns() * product.inner() + k;
                int right = k * product.columns() + i % product.columns();
                products.add(inputs.get(0).get(left).times(inputs.get(1).get(right)));
            }
            y[i] = accumulate(Exact.ZERO, products, product.accumulation());
        }
    }

    private static void recurrent(Layer.Recurrent recurrent, Tensor x, Exact[] y) {
        Model cell = recurrent.cell();
        LayerInterpreter interpreter = new LayerInterpreter(cell);
        int features = recurrent.features();
        int units = recurrent.units();
        long[] columns = new long[cell.columns()];
        for (int turn = 0; turn < recurrent.steps(); turn++) {
            int step = recurrent.step(turn);
            for (int i = 0; i < features; i++) {
                columns[i] = x.get(step * features + i).cast(cell.inputs().get(0).types().get(i));
            }
            long[] results = interpreter.run(columns);
            System.arraycopy(results, units, columns, features, columns.length - features);
            int start = recurrent.allSteps() ? step * units : 0;
            for (int i = 0; i < units; i++) {
                y[start + i] = Exact.of(results[i], cell.outputs().get(0).types().get(i));
            }
        }
    }

    /** The highest bits of the two's complement, as many as index a table of the size. */
    private static int topBits(long raw, FixedType type, int size) {
        int bits = Integer.numberOfTrailingZeros(size);
        return (int) (raw >>> (type.width() - bits) & (size - 1));
    }

    private static void pooling(Layer.GlobalAveragePooling pooling, Tensor x, Exact[] y) {
        FixedType type = pooling.accumType();
        for (int channel = 0; channel < y.length; channel++) {
            List<Exact> terms = new ArrayList<>();
            for (int position = 0; position < pooling.positions(); position++) {
                terms.add(x.get(position * pooling.channels() + channel));
            }
            Exact sum = sum(terms, new Layer.Accumulation(Optional.of(type)));
            Exact mean = mean(sum, pooling.positions(), type);
            y[channel] = pooling.postType().isPresent() ? mean.in(pooling.postType().get()) : mean;
        }
    }

    private static void embedding(Layer.Embedding embedding, Tensor x, Exact[] y) {
        for (int i = 0; i < y.length; i++) {
            int row = clamp(x.get(i / embedding.width()).floor(), embedding.rows() - 1);
            y[i] =
                    Exact.of(
                            embedding.embeddings(),
                            row * embedding.width() + i % embedding.width());
        }
    }

    private static void concat(Layer.ConcatFeatures concat, List<Tensor> inputs, Exact[] y) {
        int next = 0;
        for (int position = 0; position < concat.positions(); position++) {
            for (int i = 0; i < concat.firstWidth(); i++) {
                y[next++] = inputs.get(0).get(position * concat.firstWidth() + i);
            }
            for (int i = 0; i < concat.secondWidth(); i++) {
                y[next++] = inputs.get(1).get(position * concat.secondWidth() + i);
            }
        }
    }

    private static Exact forest(Layer.Trees forest, Tensor x) {
        FixedType type = forest.scoreType();
        Exact score = Exact.of(forest.init(), type);
        for (Tree tree : forest.trees()) {
            int node = 0;
            while (!tree.leaf(node)) {
                Exact threshold = Exact.of(tree.threshold(node), forest.thresholdType());
                boolean left = x.get(tree.feature(node)).atMost(threshold);
                node = left ? tree.left(node) : tree.right(node);
            }
            score = score.plus(Exact.of(tree.value(node), type)).in(type);
        }
        return forest.normalisation().isPresent()
                ? score.times(Exact.of(forest.normalisation().get(), type))
                : score;
    }
}
