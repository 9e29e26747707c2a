package org.l1ring.lower;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/** The values of a layer before its final cast; docs/model-format.md states each rule. */
final class LayerLowering {
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
            case Layer.TableActivation activation ->
                    new TableLowering(arithmetic, where).activation(activation, x);
            case Layer.LookUp lookUp -> new TableLowering(arithmetic, where).lookUp(lookUp, x);
            case Layer.Softmax softmax -> new TableLowering(arithmetic, where).softmax(softmax, x);
            case Layer.Pool pool -> pool(pool, x);
            case Layer.ArgMax argMax -> argMax(argMax, x);
            case Layer.Recurrent recurrent -> recurrent(recurrent, x);
            case Layer.MatMul product -> matMul(product);
            case Layer.Add add -> {
                Value[] values = new Value[add.size()];
                Arrays.setAll(values, i -> arithmetic.sum(List.of(x[i], inputs.get(1)[i])));
                yield values;
            }
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
                                arithmetic.element(dense.biases(), out),
                                products,
                                dense.accumulation());
            }
        }
        return values;
    }

    private void addProduct(List<Value> products, Value value, ConstantArray weights, int index) {
        if (!arithmetic.isZero(weights, index)) {
            products.add(arithmetic.times(value, weights, index));
        }
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
                                    arithmetic.element(conv.biases(), filter),
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
            Value product = arithmetic.times(x[i], norm.scale(), i % norm.scale().size());
            Value bias = arithmetic.element(norm.bias(), i % norm.bias().size());
            values[i] = arithmetic.sum(List.of(product, bias));
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

    private Value[] pooling(Layer.GlobalAveragePooling pooling, Value[] x) {
        FixedType type = pooling.accumType();
        Value[] values = new Value[pooling.channels()];
        for (int channel = 0; channel < values.length; channel++) {
            List<Value> terms = new ArrayList<>();
            for (int position = 0; position < pooling.positions(); position++) {
                terms.add(x[position * pooling.channels() + channel]);
            }
            Value mean = mean(terms, type);
            values[channel] =
                    pooling.postType().isPresent()
                            ? arithmetic.cast(mean, pooling.postType().get())
                            : mean;
        }
        return values;
    }

    private Value[] pool(Layer.Pool pool, Value[] x) {
        Value[] values = new Value[pool.outputSize()];
        for (int i = 0; i < values.length; i++) {
            List<Value> window = pool.windows().get(i).stream().map(k -> x[k]).toList();
            values[i] =
                    switch (pool.pooling()) {
                        case MAXIMUM -> arithmetic.extreme(window, builder::maximum);
                        case MINIMUM -> arithmetic.extreme(window, builder::minimum);
                        case SUM ->
                                pool.accumulation()
                                        .type()
                                        .map(type -> sum(window, type))
                                        .orElseGet(() -> arithmetic.sum(window));
                        case AVERAGE -> mean(window, pool.accumulation().type().orElseThrow());
                    };
        }
        return values;
    }

    /** From zero, each term added exactly and the sum cast to the type. */
    private Value sum(List<Value> terms, FixedType type) {
        Value sum = arithmetic.constant(0, type.fraction());
        for (Value term : terms) {
            sum = arithmetic.cast(arithmetic.sum(List.of(sum, term)), type);
        }
        return sum;
    }

    private Value mean(List<Value> terms, FixedType type) {
        return arithmetic.cast(arithmetic.divide(sum(terms, type), terms.size()), type);
    }

    private Value[] argMax(Layer.ArgMax argMax, Value[] x) {
        Value[] values = new Value[argMax.positions()];
        for (int row = 0; row < values.length; row++) {
            int start = row * argMax.size();
            List<Value> elements = List.of(x).subList(start, start + argMax.size());
            int fraction = elements.stream().mapToInt(Value::fraction).max().orElseThrow();
            int best = arithmetic.aligned(elements.get(0), fraction);
            int index = builder.constant(0);
            for (int i = 1; i < argMax.size(); i++) {
                int next = arithmetic.aligned(elements.get(i), fraction);
                int larger = builder.compare(Op.Relation.LESS, best, next);
                index = builder.select(larger, builder.constant(i), index);
                best = builder.maximum(best, next);
            }
            values[row] = new Value(index, 0);
        }
        return values;
    }

    private Value[] matMul(Layer.MatMul product) {
        Value[] values = new Value[product.outputSize()];
        for (int i = 0; i < values.length; i++) {
            List<Value> products = new ArrayList<>();
            for (int k = 0; k < product.inner(); k++) {
                Value left = inputs.get(0)[i / product.columns() * product.inner() + k];
                Value right = inputs.get(1)[k * product.columns() + i % product.columns()];
                products.add(arithmetic.multiply(left, right));
            }
            values[i] = arithmetic.accumulate(zero(), products, product.accumulation());
        }
        return values;
    }

    /** The cell once for each step. */
    private Value[] recurrent(Layer.Recurrent recurrent, Value[] x) {
        Model cell = recurrent.cell();
        Map<String, Value[]> tensors = new HashMap<>();
        for (Model.Input state : cell.inputs().subList(1, cell.inputs().size())) {
            Value[] start = new Value[state.size()];
            Arrays.setAll(start, i -> arithmetic.constant(0, state.types().get(i).fraction()));
            tensors.put(state.name(), start);
        }
        Value[] values = new Value[recurrent.outputSize()];
        for (int turn = 0; turn < recurrent.steps(); turn++) {
            int step = recurrent.step(turn);
            Model.Input input = cell.inputs().get(0);
            int from = step * input.size();
            tensors.put(
                    input.name(),
                    cast(Arrays.copyOfRange(x, from, from + input.size()), input.types()));
            for (Layer layer : cell.layers()) {
                List<Value[]> arguments = layer.head().inputs().stream().map(tensors::get).toList();
                String place = where + ": cell layer " + layer.head().name();
                Value[] results = lower(arithmetic, layer, arguments, place);
                tensors.put(layer.head().output(), cast(results, layer.head().resultTypes()));
            }
            List<Value[]> results = new ArrayList<>();
            for (Model.Output output : cell.outputs()) {
                results.add(cast(tensors.get(output.from()), output.types()));
            }
            int to = recurrent.allSteps() ? step * recurrent.units() : 0;
            System.arraycopy(results.get(0), 0, values, to, recurrent.units());
            for (int state = 1; state < results.size(); state++) {
                tensors.put(cell.inputs().get(state).name(), results.get(state));
            }
        }
        return values;
    }

    private Value[] cast(Value[] values, ElementTypes types) {
        Value[] results = new Value[values.length];
        Arrays.setAll(results, i -> arithmetic.cast(values[i], types.get(i)));
        return results;
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
