package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/** The arithmetic of signals: what every operator is made of. */
final class NodeLayers {
    private final ModelParts parts;
    private final IdentityHashMap<Signal, Signal> plainSignals = new IdentityHashMap<>();
    private final IdentityHashMap<Signal, Source> ordered = new IdentityHashMap<>();

    NodeLayers(ModelParts parts) {
        this.parts = parts;
    }

    ModelParts parts() {
        return parts;
    }

    /** The signal without a scale and bias that are no layer yet. */
    Signal plain(String name, Signal signal) {
        if (signal.plain()) {
            return signal;
        }
        Signal known = plainSignals.get(signal);
        if (known == null) {
            known = scaled(name, signal, Optional.empty());
            plainSignals.put(signal, known);
        }
        return known;
    }

    /** As {@link #plain}, with more bits for what is rounded anyway afterwards. */
    Signal finely(String name, Signal signal, Quantizer.Rounding rounding) {
        return signal.plain() ? signal : scaled(name, signal, Optional.of(rounding));
    }

    private Signal scaled(String name, Signal signal, Optional<Quantizer.Rounding> rounding) {
        // A permuted source keeps its order: the scales go to where its elements are.
        boolean permuted = signal.permuted();
        Source source = permuted ? signal.source() : select(name, signal);
        double[] scale = new double[source.size()];
        double[] bias = new double[source.size()];
        int[] places = new int[source.size()];
        for (int i = 0; i < scale.length; i++) {
            places[i] = permuted ? signal.place(i) : i;
            scale[places[i]] = signal.scale(i);
            bias[places[i]] = signal.bias(i);
        }
        boolean exact = Constants.exact(scale) && Constants.exact(bias);
        Source y =
                rounding.isPresent() && !exact
                        ? parts.fine(name, source, scale, bias, rounding.get())
                        : parts.affine(name, source, scale, bias);
        return Signal.of(y, signal.shape(), places);
    }

    private Source select(String name, Signal signal) {
        if (signal.inOrder()) {
            return signal.source();
        }
        int[] places = new int[signal.size()];
        Arrays.setAll(places, signal::place);
        return parts.select(name + "_order", signal.source(), places);
    }

    /** The elements as a value of the model, in the graph's order. */
    Source inOrder(String name, Signal signal) {
        Source known = ordered.get(signal);
        if (known == null) {
            known = select(name, plain(name, signal));
            ordered.put(signal, known);
        }
        return known;
    }

    /** Several signals as one, one after the other. */
    Signal joined(String name, List<Signal> signals) {
        Source all = inOrder(name + "_0", signals.get(0));
        for (int i = 1; i < signals.size(); i++) {
            all = parts.concat(name + "_with", all, inOrder(name + "_" + i, signals.get(i)));
        }
        return Signal.of(all, all.size());
    }

    /** A rule that treats all elements alike, on the source in its own order if that will do. */
    Signal onSource(String name, Signal signal, UnaryOperator<Source> rule) {
        Signal x = plain(name + "_scaled", signal);
        if (!x.permuted()) {
            return Signal.of(rule.apply(inOrder(name, x)), x.shape());
        }
        return x.on(rule.apply(x.source()));
    }

    /** {@code max(x, 0)}; factors above zero stay factors. */
    Signal relu(String name, Signal x) {
        if (x.scaledOnly() && !x.plain()) {
            Signal y = relu(name, x.bare());
            return y.times(scales(x), Tensor.of(0));
        }
        return onSource(name, x, source -> parts.relu(name, source));
    }

    private static Tensor scales(Signal x) {
        double[] scale = new double[x.size()];
        Arrays.setAll(scale, x::scale);
        return new Tensor(x.shape(), scale, false);
    }

    /** The sum, after both are stretched to one shape. */
    Signal sum(String name, Signal left, Signal right) {
        int[] shape = Tensor.broadcast(left.shape(), right.shape());
        Signal a = left.stretched(shape);
        Signal b = right.stretched(shape);
        if (negated(b) && !negated(a)) {
            return difference(name, a, b.times(-1));
        }
        if (negated(a)) {
            return difference(name, b, a.times(-1));
        }
        if (sameScale(a, b)) {
            Source y = parts.sum(name, bare(a), bare(b), a.scale(0));
            return Signal.of(y, shape).times(a.scale(0));
        }
        Source first = inOrder(name + "_first", a);
        return Signal.of(parts.sum(name, first, inOrder(name + "_second", b), 1), shape);
    }

    /** The first minus the second, after both are stretched to one shape. */
    Signal difference(String name, Signal left, Signal right) {
        int[] shape = Tensor.broadcast(left.shape(), right.shape());
        Signal a = left.stretched(shape);
        Signal b = right.stretched(shape);
        if (sameScale(a, b)) {
            Source y = parts.subtract(name, bare(a), bare(b), a.scale(0));
            return Signal.of(y, shape).times(a.scale(0));
        }
        Source first = inOrder(name + "_first", a);
        return Signal.of(parts.subtract(name, first, inOrder(name + "_second", b), 1), shape);
    }

    /** The elements without their scale and bias, in the graph's order. */
    private Source bare(Signal x) {
        Signal bare = x.plain() ? x : x.bare();
        return inOrder(bare.source().name(), bare);
    }

    private static boolean negated(Signal x) {
        for (int i = 0; i < x.size(); i++) {
            if (x.scale(i) != -1 || x.bias(i) != 0) {
                return false;
            }
        }
        return x.size() > 0;
    }

    /** Whether both are sources times one and the same number, which is not one. */
    private static boolean sameScale(Signal a, Signal b) {
        if (a.size() == 0 || a.plain() || !a.scaledOnly() || !b.scaledOnly()) {
            return false;
        }
        for (int i = 0; i < a.size(); i++) {
            if (a.scale(i) != a.scale(0) || b.scale(i) != a.scale(0)) {
                return false;
            }
        }
        return true;
    }

    /** The products of elements, after both are stretched to one shape. */
    Signal product(String name, Signal left, Signal right) {
        int[] shape = Tensor.broadcast(left.shape(), right.shape());
        Signal a = left.stretched(shape);
        Signal b = right.stretched(shape);
        if (a.scaledOnly() && b.scaledOnly()) {
            double unit = largest(a) * largest(b);
            Source y = parts.multiply(name, bare(a), bare(b), unit);
            return Signal.of(y, shape)
                    .times(scales(a), Tensor.of(0))
                    .times(scales(b), Tensor.of(0));
        }
        Source first = inOrder(name + "_first", a);
        return Signal.of(parts.multiply(name, first, inOrder(name + "_second", b), 1), shape);
    }

    private static double largest(Signal x) {
        return Arrays.stream(scales(x).values()).max().orElse(1);
    }

    /** {@code min(max(x, low), high)} as {@code low + relu(x - low)} and the like, exact. */
    Signal clip(String name, Signal x, double low, double high) {
        if (!(low <= high)) {
            throw new IllegalArgumentException(
                    "expected min at most max, got %s and %s".formatted(low, high));
        }
        Signal y = x;
        if (low != Double.NEGATIVE_INFINITY && low > -Float.MAX_VALUE) {
            y = relu(name, y.plus(-low)).plus(low);
        }
        if (high != Double.POSITIVE_INFINITY && high < Float.MAX_VALUE) {
            y = relu(name, y.times(Tensor.of(-1), Tensor.of(high)));
            y = y.times(Tensor.of(-1), Tensor.of(high));
        }
        return y;
    }

    /**
     * A function by a table; the argument is cast where it has more values than the table.
     *
     * @param function that tables hold
     * @param tensor of the graph whose values are the arguments: a sample says which they are
     */
    Signal table(String name, Signal x, String function, String tensor) {
        return onSource(
                name,
                x,
                source -> {
                    FixedType type = Ranges.enclosing(source.types());
                    FunctionTable table =
                            FunctionTable.of(
                                    Functions.named(function),
                                    type,
                                    parts.integerBits(tensor),
                                    parts.span(tensor),
                                    parts.declared());
                    boolean same = source.types().uniform() && type.equals(table.argument());
                    Source argument =
                            same
                                    ? source
                                    : parts.cast(name + "_argument", source, table.argument());
                    return parts.lookUp(name, argument, function, table);
                });
    }

    /** Whether a value is below zero: -1 or 0. */
    Source negative(String name, Source x) {
        FixedType bit = new FixedType(true, 1, 1, Quantization.TRN, Overflow.SAT, 0);
        return parts.quantize(name, x, ElementTypes.all(bit));
    }

    /** 1 where the signal is at least zero, else 0; exact whatever its scale and bias. */
    Signal notNegative(String name, Signal x) {
        return negative(name, x).plus(1);
    }

    /** -1 where the signal is below zero, else 0; exact whatever its scale and bias. */
    Signal negative(String name, Signal x) {
        Signal compared = plain(name + "_threshold", Thresholds.sign(x));
        return Signal.of(negative(name, inOrder(name + "_compared", compared)), x.shape());
    }

    /** Windows of a pooling layer: what is the same for all elements stays outside. */
    Signal pool(String name, Signal x, Layer.Pooling pooling, Windows windows) {
        boolean uniform = x.size() > 0;
        for (int i = 0; i < x.size(); i++) {
            uniform &= x.scale(i) == x.scale(0) && x.bias(i) == x.bias(0);
        }
        boolean sum = pooling == Layer.Pooling.SUM;
        boolean outside = uniform && (sum || x.scale(0) > 0);
        Signal inner = outside ? x.bare() : plain(name + "_scaled", x);
        boolean zeros = false;
        for (int i = 0; i < inner.size(); i++) {
            zeros |= inner.place(i) < 0;
        }
        Signal from = zeros ? Signal.of(inOrder(name, inner), inner.shape()) : inner;
        List<List<Integer>> places = new ArrayList<>();
        for (int[] members : windows.members()) {
            places.add(Arrays.stream(members).map(from::place).boxed().toList());
        }
        Signal y =
                Signal.of(
                        parts.pool(
                                name,
                                from.source(),
                                pooling,
                                places,
                                outside ? Math.abs(x.scale(0)) : 1),
                        windows.shape());
        if (!outside) {
            return y;
        }
        double[] bias = new double[y.size()];
        Arrays.setAll(bias, i -> x.bias(0) * (sum ? windows.members()[i].length : 1));
        return y.times(Tensor.of(x.scale(0)), new Tensor(y.shape(), bias, false));
    }
}
