package org.l1ring.importer.onnx;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/**
 * The layers of the model under construction. Results that follow exactly from exact constants get
 * the type that holds them all; others get the type chosen for real values.
 */
final class ModelParts {
    /** Widest type of an exact result; wider ones are rounded to the type for real values. */
    static final int MAX_EXACT_WIDTH = 40;

    private static final Layer.Accumulation EXACT = new Layer.Accumulation(Optional.empty());
    private static final int TABLE_SIZE = 1024;

    private final TypeChoice choice;
    private final List<Layer> layers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> realParts = new ArrayList<>();

    ModelParts(TypeChoice choice) {
        this.choice = choice;
    }

    List<Layer> layers() {
        return layers;
    }

    /** What is real in the file and got a type by choice. */
    List<String> realParts() {
        return realParts;
    }

    /** A name not used before. */
    String unique(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /** The type chosen for a real tensor. */
    FixedType chosen(String tensor) {
        realParts.add(tensor);
        return choice.of(tensor);
    }

    private Layer.Head head(String name, Source x, ElementTypes types) {
        String own = unique(name);
        return new Layer.Head(own, List.of(x.name()), own, types);
    }

    private Source add(Layer layer) {
        layers.add(layer);
        return new Source(layer.head().output(), layer.outputSize(), layer.head().resultTypes());
    }

    private ConstantArray constants(String what, double[] values, int... shape) {
        ConstantArray typed = Constants.typed(values, shape, choice.width());
        if (typed.hasReal()) {
            realParts.add(what);
        }
        return typed;
    }

    /** The narrowest type of a range, if it is narrow enough. */
    private static Optional<FixedType> exact(BigInteger least, BigInteger most, int fraction) {
        boolean signed = least.signum() < 0;
        int width = Math.max(least.bitLength(), most.bitLength()) + (signed ? 1 : 0);
        width = Math.max(width, 1);
        return width > MAX_EXACT_WIDTH
                ? Optional.empty()
                : Optional.of(
                        new FixedType(
                                signed,
                                width,
                                width - fraction,
                                Quantization.TRN,
                                Overflow.WRAP,
                                0));
    }

    private ElementTypes resultType(
            String name, boolean real, BigInteger least, BigInteger most, int fraction) {
        Optional<FixedType> exact = real ? Optional.empty() : exact(least, most, fraction);
        return ElementTypes.all(exact.orElseGet(() -> chosen(name)));
    }

    /** A dense layer at each of some positions. */
    Source dense(String name, Source x, int positions, double[] weights, double[] bias) {
        int out = bias.length;
        int in = weights.length / out;
        ConstantArray w = constants(name + " weights", weights, in, out);
        ConstantArray b = constants(name + " biases", bias, out);
        int fraction = Math.max(x.fraction() + w.fraction(), b.fraction());
        BigInteger least = BigInteger.ZERO;
        BigInteger most = BigInteger.ZERO;
        for (int i = 0; i < (x.types().uniform() ? 1 : positions) * out; i++) {
            BigInteger start = aligned(b, i % out, fraction);
            BigInteger[] range = {start, start};
            for (int k = 0; k < in; k++) {
                addProduct(range, x, i / out * in + k, w, k * out + i % out, fraction);
            }
            least = least.min(range[0]);
            most = most.max(range[1]);
        }
        ElementTypes types = resultType(name, w.hasReal() || b.hasReal(), least, most, fraction);
        return add(new Layer.Dense(head(name, x, types), positions, in, out, w, b, EXACT));
    }

    /**
     * A convolution over an image of channels.
     *
     * @param weights [rows][columns][channels][filters]
     */
    Source conv(String name, Source x, Layer.Window window, double[] weights, double[] bias) {
        ConstantArray w =
                constants(
                        name + " weights",
                        weights,
                        window.kernelHeight(),
                        window.kernelWidth(),
                        window.inChannels(),
                        window.filters());
        ConstantArray b = constants(name + " biases", bias, window.filters());
        int fraction = Math.max(x.fraction() + w.fraction(), b.fraction());
        BigInteger least = BigInteger.ZERO;
        BigInteger most = BigInteger.ZERO;
        BigInteger low = leastOf(x);
        BigInteger high = mostOf(x);
        int shift = fraction - x.fraction() - w.fraction();
        for (int filter = 0; filter < window.filters(); filter++) {
            BigInteger start = aligned(b, filter, fraction);
            BigInteger[] range = {start, start};
            for (int k = filter; k < w.size(); k += window.filters()) {
                BigInteger factor = BigInteger.valueOf(w.raw(k)).shiftLeft(shift);
                boolean up = factor.signum() > 0;
                range[0] = range[0].add(factor.multiply(up ? low : high));
                range[1] = range[1].add(factor.multiply(up ? high : low));
            }
            least = least.min(range[0]);
            most = most.max(range[1]);
        }
        ElementTypes types = resultType(name, w.hasReal() || b.hasReal(), least, most, fraction);
        return add(new Layer.Conv2d(head(name, x, types), window, w, b, EXACT));
    }

    private static BigInteger leastOf(Source x) {
        return IntStream.range(0, x.types().types().size())
                .mapToObj(x::least)
                .reduce(BigInteger.ZERO, BigInteger::min);
    }

    private static BigInteger mostOf(Source x) {
        return IntStream.range(0, x.types().types().size())
                .mapToObj(x::most)
                .reduce(BigInteger.ZERO, BigInteger::max);
    }

    private static BigInteger aligned(ConstantArray array, int index, int fraction) {
        return BigInteger.valueOf(array.raw(index)).shiftLeft(fraction - array.fraction());
    }

    private static void addProduct(
            BigInteger[] range, Source x, int element, ConstantArray w, int index, int fraction) {
        if (w.raw(index) == 0) {
            return;
        }
        BigInteger factor =
                BigInteger.valueOf(w.raw(index)).shiftLeft(fraction - x.fraction() - w.fraction());
        boolean up = factor.signum() > 0;
        range[0] = range[0].add(factor.multiply(up ? x.least(element) : x.most(element)));
        range[1] = range[1].add(factor.multiply(up ? x.most(element) : x.least(element)));
    }

    /** Each element times a scale plus a bias. */
    Source affine(String name, Source x, double[] scale, double[] bias) {
        ConstantArray s = constants(name + " scale", shortest(scale), shortest(scale).length);
        ConstantArray b = constants(name + " bias", shortest(bias), shortest(bias).length);
        int fraction = Math.max(x.fraction() + s.fraction(), b.fraction());
        BigInteger least = null;
        BigInteger most = null;
        for (int i = 0; i < x.size(); i++) {
            BigInteger start = aligned(b, i % b.size(), fraction);
            BigInteger[] range = {start, start};
            addProduct(range, x, i, s, i % s.size(), fraction);
            least = least == null ? range[0] : least.min(range[0]);
            most = most == null ? range[1] : most.max(range[1]);
        }
        ElementTypes types = resultType(name, s.hasReal() || b.hasReal(), least, most, fraction);
        return add(new Layer.BatchNorm(head(name, x, types), x.size(), s, b));
    }

    /** One entry where all are the same. */
    private static double[] shortest(double[] values) {
        boolean same = Arrays.stream(values).allMatch(value -> value == values[0]);
        return same ? new double[] {values[0]} : values;
    }

    /** {@code max(x, 0)}; the result has no sign. */
    Source relu(String name, Source x) {
        List<FixedType> types = x.types().types().stream().map(ModelParts::positive).toList();
        return add(new Layer.Relu(head(name, x, new ElementTypes(types)), x.size()));
    }

    private static FixedType positive(FixedType type) {
        return type.signed() ? FixedType.unsigned(type.width() - 1, type.integer() - 1) : type;
    }

    /** A quantizer of the network. */
    Source quantize(String name, Source x, ElementTypes types) {
        return add(new Layer.Quantize(head(name, x, types), x.size()));
    }

    /** A cast that the network does not have. */
    Source cast(String name, Source x, FixedType type) {
        return add(new Layer.Linear(head(name, x, ElementTypes.all(type)), x.size()));
    }

    /** Elements in a new order. */
    Source select(String name, Source x, int... places) {
        ElementTypes types = x.types();
        if (!types.uniform()) {
            FixedType none = FixedType.unsigned(1, 1);
            types =
                    new ElementTypes(
                            Arrays.stream(places)
                                    .mapToObj(place -> place < 0 ? none : x.types().get(place))
                                    .toList());
        }
        return add(
                new Layer.Select(
                        head(name, x, types), x.size(), Arrays.stream(places).boxed().toList()));
    }

    /** The elements of two values, one after the other. */
    Source concat(String name, Source first, Source second) {
        List<FixedType> types = new ArrayList<>();
        IntStream.range(0, first.size()).forEach(i -> types.add(first.types().get(i)));
        IntStream.range(0, second.size()).forEach(i -> types.add(second.types().get(i)));
        boolean same = types.stream().distinct().count() == 1;
        ElementTypes all = same ? ElementTypes.all(types.get(0)) : new ElementTypes(types);
        return add(
                new Layer.ConcatFeatures(
                        both(name, first, second, all), 1, first.size(), second.size()));
    }

    private Layer.Head both(String name, Source first, Source second, ElementTypes types) {
        String own = unique(name);
        return new Layer.Head(own, List.of(first.name(), second.name()), own, types);
    }

    /** The first minus the second. */
    Source subtract(String name, Source first, Source second) {
        int fraction = Math.max(first.fraction(), second.fraction());
        int up = fraction - first.fraction();
        int down = fraction - second.fraction();
        BigInteger least = leastOf(first).shiftLeft(up).subtract(mostOf(second).shiftLeft(down));
        BigInteger most = mostOf(first).shiftLeft(up).subtract(leastOf(second).shiftLeft(down));
        ElementTypes types = resultType(name, false, least, most, fraction);
        return add(new Layer.Subtract(both(name, first, second, types), first.size()));
    }

    /** The products of elements. */
    Source multiply(String name, Source first, Source second) {
        BigInteger largest = leastOf(first).abs().max(mostOf(first));
        BigInteger product = largest.multiply(leastOf(second).abs().max(mostOf(second)));
        ElementTypes types =
                resultType(
                        name,
                        false,
                        product.negate(),
                        product,
                        first.fraction() + second.fraction());
        return add(new Layer.ScaleFeatures(both(name, first, second, types), first.size(), 1));
    }

    /**
     * Sigmoid or tanh by a table.
     *
     * @param range full span of arguments that the table covers
     */
    Source table(String name, Source x, String function, double range) {
        boolean tanh = function.equals("tanh");
        FixedType type =
                new FixedType(tanh, 16, tanh ? 1 : 0, Quantization.RND_CONV, Overflow.SAT, 0);
        DoubleUnaryOperator rule = tanh ? Math::tanh : v -> 1 / (1 + Math.exp(-v));
        long[] entries = new long[TABLE_SIZE];
        for (int i = 0; i < TABLE_SIZE; i++) {
            entries[i] =
                    type.fromReal(rule.applyAsDouble((i - TABLE_SIZE / 2) * range / TABLE_SIZE));
        }
        realParts.add(name + " table");
        return add(
                new Layer.TableActivation(
                        head(name, x, ElementTypes.all(type)),
                        function,
                        x.size(),
                        new ConstantArray(type, new int[] {TABLE_SIZE}, entries),
                        range,
                        false));
    }

    /** Softmax over all elements, by tables of the exponential and the inverse. */
    Source softmax(String name, Source logits) {
        FixedType argument = new FixedType(true, 16, 6, Quantization.RND, Overflow.SAT, 0);
        Source x = cast(name + "_argument", logits, argument);
        FixedType type = new FixedType(true, 18, 8, Quantization.RND, Overflow.SAT, 0);
        int bits = Integer.numberOfTrailingZeros(TABLE_SIZE);
        long[] exponentials = new long[TABLE_SIZE];
        long[] inverses = new long[TABLE_SIZE];
        for (int i = 0; i < TABLE_SIZE; i++) {
            int step = i < TABLE_SIZE / 2 ? i : i - TABLE_SIZE;
            double x1 = Math.scalb((double) step, argument.integer() - bits);
            double x2 = Math.scalb((double) step, type.integer() - bits);
            exponentials[i] = type.fromReal(Math.exp(x1));
            inverses[i] = x2 > 0 ? type.fromReal(1 / x2) : type.maximumRaw();
        }
        int[] shape = {TABLE_SIZE};
        realParts.add(name + " tables");
        FixedType result = new FixedType(false, 16, 1, Quantization.RND, Overflow.SAT, 0);
        return add(
                Layer.Softmax.latency(
                        head(name, x, ElementTypes.all(result)),
                        x.size(),
                        x.types(),
                        new ConstantArray(type, shape, exponentials),
                        new ConstantArray(type, shape, inverses)));
    }
}
