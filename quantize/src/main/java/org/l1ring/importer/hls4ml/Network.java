package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Preprocessing;

/** The layers that a top function's calls become, and what its variables hold. */
final class Network {
    private static final int MAX_SIZE = 1 << 20;

    private final Declarations declarations;
    private final Dialect dialect;
    private final Map<String, Tensor> variables = new HashMap<>();
    private final Map<String, CppType> declared = new HashMap<>();
    private final Map<String, double[]> loaded = new HashMap<>();
    private final Map<String, Tensor> inputs = new LinkedHashMap<>();
    private final List<Layer> layers = new ArrayList<>();
    private final Set<String> layerNames = new HashSet<>();
    private final Set<String> outputNames = new HashSet<>();
    private final List<String> explanation = new ArrayList<>();

    private Optional<Preprocessing> preprocessing = Optional.empty();
    private int sliced;
    private Token place;

    Network(Declarations declarations, Dialect dialect) {
        this.declarations = declarations;
        this.dialect = dialect;
    }

    /** Says which call is read next. */
    void at(Token call) {
        place = call;
    }

    Declarations declarations() {
        return declarations;
    }

    Dialect dialect() {
        return dialect;
    }

    List<Layer> layers() {
        return layers;
    }

    /** Lines on what became of each call. */
    List<String> explanation() {
        return explanation;
    }

    /** The network's inputs by variable. */
    Map<String, Tensor> inputs() {
        return inputs;
    }

    void addInput(String variable, Tensor tensor) {
        inputs.put(variable, tensor);
        variables.put(variable, tensor);
        outputNames.add(tensor.name());
    }

    /** Makes a variable the network's input, after preprocessing of the columns. */
    void preprocess(String columns, String variable, int size, Preprocessing rule) {
        inputs.remove(columns);
        preprocessing = Optional.of(rule);
        addInput(variable, new Tensor(variable, size, ElementTypes.all(rule.outputType()), null));
    }

    Optional<Preprocessing> preprocessing() {
        return preprocessing;
    }

    /** Makes a part of the columns an input. */
    void slice(Call call, String columns, int start, int size, FixedType type) {
        if (sliced == 0) {
            inputs.remove(columns);
        }
        if (start != sliced) {
            throw call.error("expected slices in order, got one at " + start);
        }
        sliced += size;
        String variable = call.argument(1);
        addInput(variable, new Tensor(variable, size, ElementTypes.all(type), null));
    }

    boolean knows(String variable) {
        return variables.containsKey(variable);
    }

    void bind(String variable, Tensor tensor) {
        variables.put(variable, tensor);
    }

    /** The type that a variable was declared with. */
    void declare(String variable, CppType type) {
        declared.put(variable, type);
    }

    boolean isDeclared(String variable) {
        return declared.containsKey(variable);
    }

    /** The element type of a variable's declaration. */
    CppType.Fixed declaredResult(String variable, Call call) {
        CppType type = declared.get(variable);
        if (type == null) {
            throw call.error("expected a declared variable, got \"" + variable + "\"");
        }
        return call.fixed(type, call.at());
    }

    /** Values that a text file gives an array. */
    void load(String array, double[] values) {
        loaded.put(array, values);
    }

    Tensor variable(String name, Token at) {
        Tensor tensor = variables.get(name);
        if (tensor == null) {
            throw at.error("expected a variable that an earlier call wrote, got \"" + name + "\"");
        }
        return tensor;
    }

    /** The value of a variable, which must have a size. */
    Tensor input(String variable, int size, Token at) {
        Tensor tensor = variable(variable, at);
        if (tensor.size() == 0) {
            Tensor sized = new Tensor(tensor.name(), size, tensor.types(), tensor.declared());
            variables.put(variable, sized);
            inputs.replace(variable, sized);
            return sized;
        }
        if (tensor.size() != size) {
            throw at.error(
                    "expected %s to have %d elements, got %d"
                            .formatted(variable, size, tensor.size()));
        }
        return tensor;
    }

    /** A name for a layer that none has. */
    String unique(String name, Set<String> taken) {
        String result = name;
        for (int i = 2; !taken.add(result); i++) {
            result = name + "_" + i;
        }
        return result;
    }

    /**
     * The head of a layer whose result goes to a variable or, with a suffix, to a further layer.
     */
    Layer.Head head(
            Call call, String suffix, String output, List<Tensor> from, ElementTypes types) {
        String name = unique(call.layer() + suffix, layerNames);
        List<String> names = from.stream().map(Tensor::name).toList();
        return new Layer.Head(name, names, unique(output + suffix, outputNames), types);
    }

    /** Adds a layer in between. */
    Tensor add(Layer layer) {
        if (layer.outputSize() > MAX_SIZE || layer.outputSize() < 1) {
            throw place.error(
                    "expected 1 to %d results, got %d".formatted(MAX_SIZE, layer.outputSize()));
        }
        layers.add(layer);
        return new Tensor(
                layer.head().output(), layer.outputSize(), layer.head().resultTypes(), null);
    }

    /** Adds a call's last layer, whose result goes to a variable. */
    void finish(Call call, String variable, Layer layer) {
        Tensor tensor = add(layer);
        CppType.Fixed declared =
                call.templates().isEmpty() ? null : declaredType(call, tensor.types().get(0));
        variables.put(variable, new Tensor(tensor.name(), tensor.size(), tensor.types(), declared));
        explanation.add(
                "%s:%d %s -> %s %s, %d of %s"
                        .formatted(
                                call.at().file(),
                                call.at().line(),
                                call.function(),
                                kind(layer),
                                layer.head().name(),
                                tensor.size(),
                                tensor.types().uniform()
                                        ? tensor.types().get(0)
                                        : "types of their own"));
    }

    private static String kind(Layer layer) {
        return layer.getClass().getSimpleName();
    }

    /** The C++ type behind a result: an integer type stays one. */
    private CppType.Fixed declaredType(Call call, FixedType type) {
        for (List<Token> words : call.templates()) {
            if (declarations.type(words, call.at(), null) instanceof CppType.Fixed fixed
                    && fixed.width() <= FixedType.MAX_WIDTH
                    && fixed.cast(call.at()).equals(type)) {
                return fixed;
            }
        }
        return null;
    }

    /** Constants of an array in the type of its declaration. */
    ConstantArray constants(String name, Token at, int... shape) {
        Declarations.CppArray array = array(name, at);
        CppType type = declarations.type(array.type(), array.place(), null);
        if (!(type instanceof CppType.Fixed fixed)) {
            throw array.place()
                    .error("expected values of a type ap_[u]fixed or ap_[u]int for " + name);
        }
        double[] values = values(name, at);
        int size = Arrays.stream(shape).reduce(1, Math::multiplyExact);
        if (values.length != size) {
            throw array.place()
                    .error(
                            "expected %d values in %s for the layer, got %d"
                                    .formatted(size, name, values.length));
        }
        FixedType cast = fixed.cast(array.place());
        long[] raw = new long[size];
        for (int i = 0; i < size; i++) {
            raw[i] = Doubles.cast(cast, values[i]);
        }
        return new ConstantArray(fixed.type(array.place()), shape, raw);
    }

    Declarations.CppArray array(String name, Token at) {
        Declarations.CppArray array = declarations.arrays.get(name);
        if (array == null) {
            throw at.error(
                    "expected an array of constants, got \"" + name + "\", which is unknown");
        }
        return array;
    }

    /** The numbers of an array: those of a text file where the top function loads one. */
    double[] values(String name, Token at) {
        Declarations.CppArray array = array(name, at);
        double[] values = loaded.getOrDefault(name, array.values());
        if (values == null) {
            throw array.place().error("expected values of " + name + ", got none");
        }
        if (!array.size().isEmpty()) {
            long size = declarations.whole(array.size(), array.place(), null, 1, Integer.MAX_VALUE);
            if (size * array.group() != values.length) {
                if (values.length < size && array.group() == 1 && !loaded.containsKey(name)) {
                    return Arrays.copyOf(values, (int) Math.min(size, MAX_SIZE));
                }
                throw array.place()
                        .error(
                                "expected the %d values of %s, got %d"
                                        .formatted(size, name, values.length / array.group()));
            }
        }
        return values;
    }
}
