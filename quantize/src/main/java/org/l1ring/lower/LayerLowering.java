package org.l1ring.lower;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.LongToIntFunction;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.Layer;
import org.l1ring.model.ModelException;

/** The values of a layer before its final cast; docs/model-format.md states each rule. */
final class LayerLowering {
    /** Largest table made for an index rule that is no shift. */
    private static final long MAX_DIRECT_TABLE = 1 << 20;

    /** Further steps from a table's middle lie outside every table. */
    private static final long MAX_STEPS = 1L << 40;

    private final Arithmetic arithmetic;
    private final CircuitBuilder builder;
    private final List<Value[]> inputs;
    private final String where;

    private LayerLowering(Arithmetic arithmetic, List<Value[]> inputs, String where) {
        this.arithmetic = arithmetic;
        this.builder = arithmetic.builder();
        this.inputs = inputs;
        this.where = where;
    }

    static Value[] lower(Arithmetic arithmetic, Layer layer, List<Value[]> inputs, String where) {
        return new LayerLowering(arithmetic, inputs, where).lower(layer);
    }

    private Value[] lower(Layer layer) {
        Value[] x = inputs.get(0);
        return switch (layer) {
            case Layer.Dense dense -> dense(dense, x);
            case Layer.Conv2d conv -> conv2d(conv, x);
            case Layer.Pad2d pad -> pad(pad, x);
            case Layer.BatchNorm norm -> batchNorm(norm, x);
            case Layer.Relu _ -> each(x, this::relu);
            case Layer.Linear _, Layer.Quantize _ -> x.clone();
            case Layer.Select select -> select(select, x);
            case Layer.TableActivation activation -> tableActivation(activation, x);
            case Layer.Softmax softmax -> softmax(softmax, x);
            case Layer.GlobalAveragePooling pooling -> pooling(pooling, x);
            case Layer.Embedding embedding -> embedding(embedding, x);
            case Layer.ConcatFeatures concat -> concat(concat);
            case Layer.ScaleFeatures scale -> scaleFeatures(scale);
            case Layer.Subtract subtract -> {
                Value[] values = new Value[subtract.size()];
                Arrays.setAll(values, i -> arithmetic.difference(x[i], inputs.get(1)[i]));
                yield values;
            }
            case Layer.Dot dot -> {
                List<Value> products = new ArrayList<>();
                for (int i = 0; i < dot.size(); i++) {
                    products.add(arithmetic.multiply(x[i], inputs.get(1)[i]));
                }
                yield new Value[] {arithmetic.accumulate(zero(), products, dot.accumulation())};
            }
            case Layer.SumOfSquares squares -> {
                FixedType type = squares.squareType();
                List<Value> terms = new ArrayList<>();
                for (Value value : x) {
                    terms.add(arithmetic.cast(arithmetic.multiply(value, value), type));
                }
                yield new Value[] {arithmetic.tree(terms, type)};
            }
            case Layer.Trees trees -> new Value[] {TreeLowering.lower(arithmetic, trees, x)};
        };
    }

    private interface Rule {
        Value apply(Value value);
    }

    private static Value[] each(Value[] x, Rule rule) {
        Value[] values = new Value[x.length];
        Arrays.setAll(values, i -> rule.apply(x[i]));
        return values;
    }

    private Value zero() {
        return arithmetic.constant(0, 0);
    }

    private Value relu(Value value) {
        return new Value(builder.maximum(value.step(), builder.constant(0)), value.fraction());
    }

    private Value[] dense(Layer.Dense dense, Value[] x) {
        Value[] values = new Value[dense.outputSize()];
        for (int position = 0; position < dense.positions(); position++) {
            for (int out = 0; out < dense.outputs(); out++) {
                List<Value> products = new ArrayList<>();
                for (int in = 0; in < dense.inputs(); in++) {
                    Value value = x[position * dense.inputs() + in];
                    addProduct(products, value, dense.weights(), in * dense.outputs() + out);
                }
                values[position * dense.outputs() + out] =
                        arithmetic.accumulate(
                                element(dense.biases(), out), products, dense.accumulation());
            }
        }
        return values;
    }

    private void addProduct(List<Value> products, Value value, ConstantArray weights, int index) {
        if (weights.raw(index) != 0) {
            products.add(arithmetic.scaled(value, weights.raw(index), weights.fraction()));
        }
    }

    private Value element(ConstantArray array, int index) {
        return arithmetic.constant(array.raw(index), array.fraction());
    }

    private Value[] conv2d(Layer.Conv2d conv, Value[] x) {
        Layer.Window w = conv.window();
        Value[] values = new Value[conv.outputSize()];
        int next = 0;
        for (int row = 0; row < w.outHeight(); row++) {
            for (int column = 0; column < w.outWidth(); column++) {
                for (int filter = 0; filter < w.filters(); filter++) {
                    values[next++] =
                            arithmetic.accumulate(
                                    element(conv.biases(), filter),
                                    patch(
                                            conv,
                                            x,
                                            row * w.strideHeight(),
                                            column * w.strideWidth(),
                                            filter),
                                    conv.accumulation());
                }
            }
        }
        return values;
    }

    private List<Value> patch(Layer.Conv2d conv, Value[] x, int top, int left, int filter) {
        Layer.Window w = conv.window();
        List<Value> products = new ArrayList<>();
        for (int row = 0; row < w.kernelHeight(); row++) {
            for (int column = 0; column < w.kernelWidth(); column++) {
                for (int channel = 0; channel < w.inChannels(); channel++) {
                    addProduct(
                            products,
                            x[w.input(top + row, left + column, channel)],
                            conv.weights(),
                            w.weight(row, column, channel, filter));
                }
            }
        }
        return products;
    }

    private Value[] pad(Layer.Pad2d pad, Value[] x) {
        int width = pad.inWidth() + pad.padRight();
        Value[] values = new Value[pad.outputSize()];
        for (int i = 0; i < values.length; i++) {
            boolean inside = i / width < pad.inHeight() && i % width < pad.inWidth();
            values[i] = inside ? x[i / width * pad.inWidth() + i % width] : zero();
        }
        return values;
    }

    private Value[] batchNorm(Layer.BatchNorm norm, Value[] x) {
        Value[] values = new Value[x.length];
        for (int i = 0; i < x.length; i++) {
            int scale = i % norm.scale().size();
            Value product =
                    arithmetic.scaled(x[i], norm.scale().raw(scale), norm.scale().fraction());
            values[i] =
                    arithmetic.sum(List.of(product, element(norm.bias(), i % norm.bias().size())));
        }
        return values;
    }

    private Value[] select(Layer.Select select, Value[] x) {
        Value[] values = new Value[select.outputSize()];
        for (int i = 0; i < values.length; i++) {
            int index = select.indices().get(i);
            values[i] = index == Layer.Select.ZERO ? zero() : x[index];
        }
        return values;
    }

    private Value[] tableActivation(Layer.TableActivation activation, Value[] x) {
        Value[] values = new Value[x.length];
        for (int i = 0; i < x.length; i++) {
            FixedType type = activation.head().resultTypes().get(i);
            values[i] =
                    new Value(
                            lookUp(activation, x[i], entries(activation.table(), type)),
                            type.fraction());
        }
        return values;
    }

    /** The entries of a table, already cast to the layer's result type. */
    private static long[] entries(ConstantArray table, FixedType type) {
        long[] entries = new long[table.size()];
        Arrays.setAll(entries, i -> type.cast(table.raw(i), table.type()));
        return entries;
    }

    private int lookUp(Layer.TableActivation activation, Value x, long[] entries) {
        int last = entries.length - 1;
        int exponent = Math.getExponent(entries.length / activation.range());
        if (Math.scalb(activation.range(), exponent) != entries.length) {
            return lookUpDirectly(activation, x, entries);
        }
        FixedType whole = new FixedType(true, 64, 64, Quantization.TRN_ZERO, Overflow.WRAP, 0);
        int truncated = builder.cast(x.step(), x.fraction() - exponent, whole);
        int index = builder.linear(new int[] {truncated}, new long[] {1}, entries.length / 2);
        int clamped = builder.clamp(index, 0, last);
        if (activation.negativeIndexIsLast()) {
            int negative = builder.compare(Op.Relation.LESS, index, builder.constant(0));
            clamped = builder.select(negative, builder.constant(last), clamped);
        }
        return builder.table(clamped, new Contents(entries));
    }

    /** Composes an index rule that is no shift with the table, over the argument's interval. */
    private int lookUpDirectly(Layer.TableActivation activation, Value x, long[] entries) {
        Interval interval = builder.interval(x.step());
        if (interval.max() - interval.min() < 0
                || interval.max() - interval.min() >= MAX_DIRECT_TABLE) {
            throw new ModelException(
                    where,
                    "expected a power-of-two ratio of table size to range, or at most 2^20"
                            + " argument values, got "
                            + interval
                            + "; change the table's range");
        }
        BigDecimal scale = BigDecimal.valueOf(entries.length).multiply(power(-x.fraction()));
        BigDecimal range = new BigDecimal(activation.range());
        LongToIntFunction place =
                raw -> {
                    BigInteger steps =
                            BigDecimal.valueOf(raw)
                                    .multiply(scale)
                                    .divideToIntegralValue(range)
                                    .toBigInteger();
                    long index = Math.clamp(steps.longValueExact(), -MAX_STEPS, MAX_STEPS);
                    return Math.clamp(index + entries.length / 2, -1, entries.length);
                };
        long[] composed = new long[(int) (interval.max() - interval.min()) + 1];
        int below = activation.negativeIndexIsLast() ? entries.length - 1 : 0;
        for (int i = 0; i < composed.length; ) {
            int index = place.applyAsInt(interval.min() + i);
            int end = lastWith(index, place, interval, i) + 1;
            int entry = index < 0 ? below : Math.min(index, entries.length - 1);
            Arrays.fill(composed, i, end, entries[entry]);
            i = end;
        }
        int offset = builder.linear(new int[] {x.step()}, new long[] {1}, -interval.min());
        return builder.table(offset, new Contents(composed));
    }

    /** The last argument that a rule, which never falls, maps to an index. */
    private static int lastWith(int index, LongToIntFunction place, Interval interval, int from) {
        int low = from;
        int high = (int) (interval.max() - interval.min());
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (place.applyAsInt(interval.min() + middle) == index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static BigDecimal power(int exponent) {
        BigDecimal two = BigDecimal.TWO.pow(Math.abs(exponent));
        return exponent >= 0 ? two : BigDecimal.ONE.divide(two);
    }

    private Value[] softmax(Layer.Softmax softmax, Value[] x) {
        ConstantArray exp = softmax.expTable();
        List<Value> exponentials = new ArrayList<>();
        for (int i = 0; i < x.length; i++) {
            exponentials.add(topBits(x[i], softmax.inputTypes().get(i), exp));
        }
        Value sum = arithmetic.tree(exponentials, exp.type());
        Value inverse = topBits(sum, exp.type(), softmax.inverseTable());
        Value[] values = new Value[x.length];
        Arrays.setAll(values, i -> arithmetic.multiply(exponentials.get(i), inverse));
        return values;
    }

    /** The entry indexed by the highest bits of the argument, a raw value of the type. */
    private Value topBits(Value x, FixedType type, ConstantArray table) {
        int bits = Integer.numberOfTrailingZeros(table.size());
        if (type.width() < bits) {
            throw new ModelException(
                    where,
                    "expected an argument of at least %d bits for a table of %d, got %s; widen it"
                            .formatted(bits, table.size(), type));
        }
        int index = builder.slice(x.step(), type.width() - bits, bits);
        long[] entries = new long[table.size()];
        Arrays.setAll(entries, table::raw);
        return new Value(builder.table(index, new Contents(entries)), table.fraction());
    }

    private Value[] pooling(Layer.GlobalAveragePooling pooling, Value[] x) {
        FixedType type = pooling.accumType();
        Value[] values = new Value[pooling.channels()];
        for (int channel = 0; channel < values.length; channel++) {
            Value sum = arithmetic.constant(0, type.fraction());
            for (int position = 0; position < pooling.positions(); position++) {
                Value next = x[position * pooling.channels() + channel];
                sum = arithmetic.cast(arithmetic.sum(List.of(sum, next)), type);
            }
            Value mean = arithmetic.cast(arithmetic.divide(sum, pooling.positions()), type);
            values[channel] =
                    pooling.postType().isPresent()
                            ? arithmetic.cast(mean, pooling.postType().get())
                            : mean;
        }
        return values;
    }

    private Value[] embedding(Layer.Embedding embedding, Value[] x) {
        ConstantArray rows = embedding.embeddings();
        Value[] values = new Value[embedding.outputSize()];
        FixedType whole = new FixedType(true, 64, 64, Quantization.TRN, Overflow.WRAP, 0);
        for (int position = 0; position < x.length; position++) {
            int index = builder.cast(x[position].step(), x[position].fraction(), whole);
            int row = builder.clamp(index, 0, embedding.rows() - 1L);
            for (int k = 0; k < embedding.width(); k++) {
                long[] column = new long[embedding.rows()];
                int offset = k;
                Arrays.setAll(column, r -> rows.raw(r * embedding.width() + offset));
                values[position * embedding.width() + k] =
                        new Value(builder.table(row, new Contents(column)), rows.fraction());
            }
        }
        return values;
    }

    private Value[] concat(Layer.ConcatFeatures concat) {
        int first = concat.firstWidth();
        int second = concat.secondWidth();
        Value[] values = new Value[concat.outputSize()];
        for (int i = 0; i < values.length; i++) {
            int position = i / (first + second);
            int feature = i % (first + second);
            values[i] =
                    feature < first
                            ? inputs.get(0)[position * first + feature]
                            : inputs.get(1)[position * second + feature - first];
        }
        return values;
    }

    private Value[] scaleFeatures(Layer.ScaleFeatures scale) {
        Value[] values = new Value[scale.outputSize()];
        Arrays.setAll(
                values,
                i -> arithmetic.multiply(inputs.get(0)[i / scale.width()], inputs.get(1)[i]));
        return values;
    }
}
