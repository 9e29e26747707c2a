package org.l1ring.importer.onnx;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/**
 * The layers of the model under construction. Results that follow exactly from exact constants get
 * the type that holds them all; others get the type chosen for real values.
 */
final class ModelParts {
    /** Widest type of an exact result; wider ones are rounded to the type for real values. */
    static final int MAX_EXACT_WIDTH = 40;

    private static final Layer.Accumulation EXACT = new Layer.Accumulation(Optional.empty());

    private final TypeChoice choice;
    private final List<Layer> layers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> realParts;

    /** More to say about layers, by their names. */
    private final Map<String, String> notes = new HashMap<>();

    ModelParts(TypeChoice choice) {
        this(choice, new ArrayList<>());
    }

    private ModelParts(TypeChoice choice, List<String> realParts) {
        this.choice = choice;
        this.realParts = realParts;
    }

    /** Parts of a cell: names and layers of its own, but the same list of real parts. */
    ModelParts inner() {
        return new ModelParts(choice, realParts);
    }

    /** More to say about a layer; empty when there is nothing. */
    String note(String layer) {
        return notes.getOrDefault(layer, "");
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

    /** The type of real results whose values are not known. */
    FixedType declared() {
        return choice.type();
    }

    /** Integer bits that a tensor has at most, as far as a sample or the declared type says. */
    int integerBits(String tensor) {
        return choice.of(tensor).integer();
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
            String name,
            boolean real,
            BigInteger least,
            BigInteger most,
            int fraction,
            double unit) {
        Optional<FixedType> exact = real ? Optional.empty() : exact(least, most, fraction);
        return ElementTypes.all(exact.orElseGet(() -> inUnits(chosen(name), unit)));
    }

    /** The type of a value that is multiplied with a number only later. */
    private static FixedType inUnits(FixedType type, double unit) {
        return new FixedType(
                type.signed(),
                type.width(),
                type.integer() - (unit == 1 ? 0 : Math.getExponent(unit)),
                type.quantization(),
                type.overflow(),
                type.saturationBits());
    }

    /**
     * A dense layer at each of some positions.
     *
     * @param unit what the result is multiplied with later
     */
    Source dense(
            String name, Source x, int positions, double[] weights, double[] bias, double unit) {
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
        ElementTypes types =
                resultType(name, w.hasReal() || b.hasReal(), least, most, fraction, unit);
        return add(new Layer.Dense(head(name, x, types), positions, in, out, w, b, EXACT));
    }

    /**
     * A convolution over an image of channels.
     *
     * @param weights [rows][columns][channels][filters]
     * @param unit what the result is multiplied with later
     */
    Source conv(
            String name,
            Source x,
            Layer.Window window,
            double[] weights,
            double[] bias,
            double unit) {
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
        ElementTypes types =
                resultType(name, w.hasReal() || b.hasReal(), least, most, fraction, unit);
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
        ElementTypes types = resultType(name, s.hasReal() || b.hasReal(), least, most, fraction, 1);
        return add(new Layer.BatchNorm(head(name, x, types), x.size(), s, b));
    }

    /** Each element times a scale plus a bias, with as many bits as fit: a rounding follows. */
    Source fine(String name, Source x, double[] scale, double[] bias, Quantizer.Rounding rounding) {
        FineScale fine = FineScale.of(x, shortest(scale), shortest(bias), rounding);
        if (!fine.agrees()) {
            realParts.add(name + " scale");
        }
        BigInteger least = BigInteger.ZERO;
        BigInteger most = BigInteger.ZERO;
        ConstantArray s = fine.scale();
        ConstantArray b = fine.bias();
        int fraction = Math.max(x.fraction() + s.fraction(), b.fraction());
        for (int i = 0; i < x.size(); i++) {
            BigInteger start = aligned(b, i % b.size(), fraction);
            BigInteger[] range = {start, start};
            addProduct(range, x, i, s, i % s.size(), fraction);
            least = least.min(range[0]);
            most = most.max(range[1]);
        }
        int width = Math.max(least.bitLength(), most.bitLength()) + 1;
        FixedType type = FixedType.signed(width, width - fraction);
        ElementTypes types = ElementTypes.all(type);
        Source y = add(new Layer.BatchNorm(head(name, x, types), x.size(), s, b));
        notes.put(y.name(), fine.note());
        return y;
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

    /** The first minus the second, which is multiplied with the unit later. */
    Source subtract(String name, Source first, Source second, double unit) {
        int fraction = Math.max(first.fraction(), second.fraction());
        int up = fraction - first.fraction();
        int down = fraction - second.fraction();
        BigInteger least = leastOf(first).shiftLeft(up).subtract(mostOf(second).shiftLeft(down));
        BigInteger most = mostOf(first).shiftLeft(up).subtract(leastOf(second).shiftLeft(down));
        ElementTypes types = resultType(name, false, least, most, fraction, unit);
        return add(new Layer.Subtract(both(name, first, second, types), first.size()));
    }

    /** The products of elements, which are multiplied with the unit later. */
    Source multiply(String name, Source first, Source second, double unit) {
        BigInteger largest = leastOf(first).abs().max(mostOf(first));
        BigInteger product = largest.multiply(leastOf(second).abs().max(mostOf(second)));
        ElementTypes types =
                resultType(
                        name,
                        false,
                        product.negate(),
                        product,
                        first.fraction() + second.fraction(),
                        unit);
        return add(new Layer.ScaleFeatures(both(name, first, second, types), first.size(), 1));
    }

    /** The sums of elements, which are multiplied with the unit later. */
    Source sum(String name, Source first, Source second, double unit) {
        int fraction = Math.max(first.fraction(), second.fraction());
        int up = fraction - first.fraction();
        int down = fraction - second.fraction();
        BigInteger least = leastOf(first).shiftLeft(up).add(leastOf(second).shiftLeft(down));
        BigInteger most = mostOf(first).shiftLeft(up).add(mostOf(second).shiftLeft(down));
        ElementTypes types = resultType(name, false, least, most, fraction, unit);
        return add(new Layer.Add(both(name, first, second, types), first.size()));
    }

    /**
     * The product of two matrices.
     *
     * @param shape rows, inner extent and columns
     * @param unit what the result is multiplied with later
     */
    Source matMul(String name, Source first, Source second, int[] shape, double unit) {
        int inner = shape[1];
        BigInteger largest = leastOf(first).abs().max(mostOf(first));
        BigInteger product =
                largest.multiply(leastOf(second).abs().max(mostOf(second)))
                        .multiply(BigInteger.valueOf(inner));
        int fraction = first.fraction() + second.fraction();
        ElementTypes types = resultType(name, false, product.negate(), product, fraction, unit);
        return add(
                new Layer.MatMul(
                        both(name, first, second, types), shape[0], inner, shape[2], EXACT));
    }

    /** Largest or smallest elements, or sums, of windows, multiplied with the unit later. */
    Source pool(
            String name,
            Source x,
            Layer.Pooling pooling,
            List<List<Integer>> windows,
            double unit) {
        ElementTypes types;
        if (pooling == Layer.Pooling.SUM) {
            int longest = windows.stream().mapToInt(List::size).max().orElse(1);
            BigInteger count = BigInteger.valueOf(longest);
            types =
                    resultType(
                            name,
                            false,
                            leastOf(x).multiply(count),
                            mostOf(x).multiply(count),
                            x.fraction(),
                            unit);
        } else {
            types =
                    x.types().uniform()
                            ? x.types()
                            : resultType(name, false, leastOf(x), mostOf(x), x.fraction(), unit);
        }
        return add(new Layer.Pool(head(name, x, types), pooling, x.size(), windows, EXACT));
    }

    /** The index of the largest element of each row. */
    Source argMax(String name, Source x, int positions) {
        int size = x.size() / positions;
        int bits = Math.max(Integer.SIZE - Integer.numberOfLeadingZeros(size - 1), 1);
        ElementTypes types = ElementTypes.all(FixedType.unsigned(bits, bits));
        return add(new Layer.ArgMax(head(name, x, types), positions, size));
    }

    /** The rows of a table that integers name. */
    Source embedding(String name, Source x, int rows, double[] table) {
        ConstantArray t = constants(name + " rows", table, rows, table.length / rows);
        FixedType own = t.type();
        FixedType type =
                new FixedType(
                        own.signed(),
                        own.width(),
                        own.integer(),
                        Quantization.TRN,
                        Overflow.WRAP,
                        0);
        return add(new Layer.Embedding(head(name, x, ElementTypes.all(type)), x.size(), t));
    }

    /** A table of a function, whose index is the argument's bits. */
    Source lookUp(String name, Source x, String function, FunctionTable table) {
        realParts.add(name + " table");
        int[] shape = {1, table.entries().length};
        ConstantArray entries = new ConstantArray(table.type(), shape, table.entries());
        Source y =
                add(
                        new Layer.LookUp(
                                head(name, x, ElementTypes.all(table.type())),
                                function,
                                x.size(),
                                x.types(),
                                entries));
        notes.put(y.name(), table.note());
        return y;
    }

    /** Softmax of rows. */
    Source softmax(String name, Source x, int size, SoftmaxTables tables) {
        realParts.add(name + " tables");
        Source y = add(tables.layer(head(name, x, tables.resultTypes()), x, size));
        notes.put(y.name(), tables.note());
        return y;
    }

    /** A cell over the steps of a sequence. */
    Source recurrent(
            String name, Source x, Model cell, int steps, boolean allSteps, boolean backwards) {
        ElementTypes types = cell.outputs().get(0).types();
        return add(new Layer.Recurrent(head(name, x, types), steps, cell, allSteps, backwards));
    }

    /** Trees over columns; each layer gives one score. */
    List<Source> trees(String name, Source x, List<Layer.Trees> forests) {
        List<Source> scores = new ArrayList<>();
        for (Layer.Trees forest : forests) {
            ElementTypes types = forest.head().resultTypes();
            scores.add(
                    add(
                            new Layer.Trees(
                                    head(name, x, types),
                                    forest.features(),
                                    forest.trees(),
                                    forest.init(),
                                    forest.thresholdType(),
                                    forest.scoreType(),
                                    forest.normalisation())));
        }
        return scores;
    }

    /** The type that holds every value of several. */
    static FixedType enclosing(ElementTypes types) {
        int fraction = Integer.MIN_VALUE;
        int integer = Integer.MIN_VALUE;
        boolean signed = types.types().stream().anyMatch(FixedType::signed);
        for (FixedType type : types.types()) {
            fraction = Math.max(fraction, type.fraction());
            integer = Math.max(integer, type.integer() + (signed && !type.signed() ? 1 : 0));
        }
        return new FixedType(
                signed, fraction + integer, integer, Quantization.TRN, Overflow.WRAP, 0);
    }
}
