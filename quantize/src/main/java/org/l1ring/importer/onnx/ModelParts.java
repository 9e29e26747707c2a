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

/**
 * The layers of the model under construction. Results that follow exactly from exact constants get
 * the type that holds them all; others get the type chosen for real values.
 */
final class ModelParts {

    private static final Layer.Accumulation EXACT = new Layer.Accumulation(Optional.empty());

    private final TypeChoice choice;
    private final List<Layer> layers = new ArrayList<>();
    private final Set<String> names = new HashSet<>();
    private final List<String> realParts;

    /** More to say about layers, by their names. */
    private final Map<String, String> notes = new HashMap<>();

    /** What the cells of recurrent layers are made of, by the layers' names. */
    private final Map<String, List<String>> cells = new HashMap<>();

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

    /** A layer in a line, and in one for each layer of its cell. */
    List<String> explained(Layer layer) {
        String more = notes.getOrDefault(layer.head().output(), "");
        List<String> lines = new ArrayList<>();
        lines.add(Explained.layer(layer) + (more.isEmpty() ? "" : "; " + more));
        lines.addAll(cells.getOrDefault(layer.head().output(), List.of()));
        return lines;
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

    /** Values of a tensor in the sample, where there is one. */
    Optional<TypeChoice.Span> span(String tensor) {
        return choice.span(tensor);
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

    private ElementTypes resultType(
            String name,
            boolean real,
            BigInteger least,
            BigInteger most,
            int fraction,
            double unit) {
        Optional<FixedType> exact = real ? Optional.empty() : Ranges.exact(least, most, fraction);
        return ElementTypes.all(exact.orElseGet(() -> Ranges.inUnits(chosen(name), unit)));
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
            BigInteger start = Ranges.aligned(b, i % out, fraction);
            BigInteger[] range = {start, start};
            for (int k = 0; k < in; k++) {
                Ranges.addProduct(range, x, i / out * in + k, w, k * out + i % out, fraction);
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
        BigInteger low = Ranges.leastOf(x);
        BigInteger high = Ranges.mostOf(x);
        int shift = fraction - x.fraction() - w.fraction();
        for (int filter = 0; filter < window.filters(); filter++) {
            BigInteger start = Ranges.aligned(b, filter, fraction);
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

    /** Each element times a scale plus a bias. */
    Source affine(String name, Source x, double[] scale, double[] bias) {
        ConstantArray s = constants(name + " scale", shortest(scale), shortest(scale).length);
        ConstantArray b = constants(name + " bias", shortest(bias), shortest(bias).length);
        int fraction = Math.max(x.fraction() + s.fraction(), b.fraction());
        BigInteger least = null;
        BigInteger most = null;
        for (int i = 0; i < x.size(); i++) {
            BigInteger start = Ranges.aligned(b, i % b.size(), fraction);
            BigInteger[] range = {start, start};
            Ranges.addProduct(range, x, i, s, i % s.size(), fraction);
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
            BigInteger start = Ranges.aligned(b, i % b.size(), fraction);
            BigInteger[] range = {start, start};
            Ranges.addProduct(range, x, i, s, i % s.size(), fraction);
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
        List<FixedType> types = x.types().types().stream().map(Ranges::positive).toList();
        return add(new Layer.Relu(head(name, x, new ElementTypes(types)), x.size()));
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
        BigInteger least =
                Ranges.leastOf(first).shiftLeft(up).subtract(Ranges.mostOf(second).shiftLeft(down));
        BigInteger most =
                Ranges.mostOf(first).shiftLeft(up).subtract(Ranges.leastOf(second).shiftLeft(down));
        ElementTypes types = resultType(name, false, least, most, fraction, unit);
        return add(new Layer.Subtract(both(name, first, second, types), first.size()));
    }

    /** The products of elements, which are multiplied with the unit later. */
    Source multiply(String name, Source first, Source second, double unit) {
        BigInteger largest = Ranges.leastOf(first).abs().max(Ranges.mostOf(first));
        BigInteger product =
                largest.multiply(Ranges.leastOf(second).abs().max(Ranges.mostOf(second)));
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
        BigInteger least =
                Ranges.leastOf(first).shiftLeft(up).add(Ranges.leastOf(second).shiftLeft(down));
        BigInteger most =
                Ranges.mostOf(first).shiftLeft(up).add(Ranges.mostOf(second).shiftLeft(down));
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
        BigInteger largest = Ranges.leastOf(first).abs().max(Ranges.mostOf(first));
        BigInteger product =
                largest.multiply(Ranges.leastOf(second).abs().max(Ranges.mostOf(second)))
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
                            Ranges.leastOf(x).multiply(count),
                            Ranges.mostOf(x).multiply(count),
                            x.fraction(),
                            unit);
        } else {
            types =
                    x.types().uniform()
                            ? x.types()
                            : resultType(
                                    name,
                                    false,
                                    Ranges.leastOf(x),
                                    Ranges.mostOf(x),
                                    x.fraction(),
                                    unit);
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

    /**
     * A cell over the steps of a sequence.
     *
     * @param layer whose head says its name only
     * @param inner parts of the cell
     */
    Source recurrent(Source x, Layer.Recurrent layer, ModelParts inner) {
        Layer.Head head = head(layer.head().name(), x, layer.head().resultTypes());
        Source y =
                add(
                        new Layer.Recurrent(
                                head,
                                layer.steps(),
                                layer.cell(),
                                layer.allSteps(),
                                layer.backwards()));
        cells.put(
                y.name(),
                inner.layers.stream()
                        .flatMap(own -> inner.explained(own).stream())
                        .map(line -> "  in its cell: " + line)
                        .toList());
        return y;
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
}
