package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/** Writes a network as the layers that hls4ml builds of it with a configuration. */
final class HlsNetwork implements Translation.Target {
    private final HlsConfig config;
    private final HlsProducts products;
    private final HlsActivations activations;
    private final HlsMoves moves;
    private final List<Model.Input> inputs = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private final Map<String, FixedType> types = new HashMap<>();
    private final Map<String, Value> values = new HashMap<>();
    private final Set<String> names = new HashSet<>();

    private HlsNetwork(HlsConfig config) {
        this.config = config;
        this.activations = new HlsActivations(this, config);
        this.products = new HlsProducts(this, config, activations);
        this.moves = new HlsMoves(this, config);
    }

    /**
     * A file as a model.
     *
     * @param file name for messages
     * @param until layer whose result is to be the only output; empty for the file's own
     */
    static KerasImporter.Configured read(
            KerasFile source, String file, HlsConfig config, String until) {
        HlsNetwork network = new HlsNetwork(config);
        List<Value> outputs = Translation.write(source, file, network);
        if (!until.isEmpty()) {
            Value value = network.values.get(until);
            if (value == null) {
                throw new ModelException(
                        file, "expected a layer of the file, got " + Names.line(until));
            }
            outputs = List.of(value);
        }
        Model model =
                new Model(
                        source.name(),
                        network.inputs,
                        Optional.empty(),
                        needed(network.layers, outputs),
                        outputs.stream().map(network::output).toList(),
                        Optional.empty(),
                        Optional.empty());
        List<String> lines = new ArrayList<>();
        model.inputs()
                .forEach(input ->
                        lines.add(
                                "input %s: %d columns of %s"
                                        .formatted(
                                                input.name(), input.size(), input.types().get(0))));
        model.layers().forEach(layer -> lines.add(HlsText.of(layer)));
        return new KerasImporter.Configured(model, lines);
    }

    private static List<Layer> needed(List<Layer> layers, List<Value> outputs) {
        Set<String> needed = new HashSet<>();
        outputs.forEach(output -> needed.add(output.name()));
        List<Layer> kept = new ArrayList<>();
        for (Layer layer : layers.reversed()) {
            if (needed.contains(layer.head().output())) {
                kept.addFirst(layer);
                needed.addAll(layer.head().inputs());
            }
        }
        return kept;
    }

    private Model.Output output(Value value) {
        return new Model.Output(
                value.name(),
                value.name(),
                Math.toIntExact(value.size()),
                ElementTypes.all(type(value)));
    }

    /** The type of a value's elements. */
    FixedType type(Value value) {
        return types.get(value.name());
    }

    @Override
    public Value input(String name, List<Integer> shape) {
        // hls4ml's own name of the input of a sequence that has no layer for it.
        String known = config.names(name) || !name.endsWith("_input") ? name : "input1";
        FixedType type = config.type(known, "InputLayer", "result").orElse(config.otherwise());
        Value value = new Value(unique(name), shape);
        inputs.add(
                new Model.Input(
                        value.name(), Math.toIntExact(value.size()), ElementTypes.all(type)));
        return known(name, value, type);
    }

    private Value known(String name, Value value, FixedType type) {
        types.put(value.name(), type);
        values.put(name, value);
        return value;
    }

    @Override
    public Value identity(String result, Value x) {
        values.put(result, x);
        return x;
    }

    String unique(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    /** The head of a layer. */
    Layer.Head head(String name, List<Value> from, FixedType type) {
        String own = unique(name);
        return new Layer.Head(
                own, from.stream().map(Value::name).toList(), own, ElementTypes.all(type));
    }

    /** A layer's result. */
    Value add(String name, Layer layer, List<Integer> shape) {
        layers.add(layer);
        Value value = new Value(layer.head().output(), shape);
        return known(name, value, layer.head().resultTypes().get(0));
    }

    /** Takes back the layer that gives a value. */
    void remove(Value value) {
        layers.removeIf(layer -> layer.head().output().equals(value.name()));
        names.remove(value.name());
    }

    /** The value after a cast, if its type is another. */
    Value cast(String name, Value x, FixedType type) {
        if (type(x).equals(type)) {
            return x;
        }
        Layer.Head head = head(name, List.of(x), type);
        return add(name, new Layer.Linear(head, Math.toIntExact(x.size())), x.shape());
    }

    /** The type that a configuration gives a result, or the model's own. */
    FixedType result(String name, String kind) {
        return config.type(name, kind, "result").orElse(config.otherwise());
    }

    @Override
    public List<Value> apply(LayerCall call) {
        Value value = one(call);
        values.put(call.result(), value);
        return List.of(value);
    }

    private Value one(LayerCall call) {
        if (Layers.IDENTITIES.contains(call.kind())) {
            return call.x();
        }
        return switch (call.kind()) {
            case "Dense", "QDense" -> products.dense(call);
            case "Conv1D", "QConv1D" -> products.conv(call, 1);
            case "Conv2D", "QConv2D" -> products.conv(call, 2);
            case "BatchNormalization" -> products.normalization(call);
            case "Activation", "QActivation" -> {
                JsonNode function = call.config().path("activation");
                yield activations.apply(call, function, call.result(), call.x());
            }
            case "ReLU", "LeakyReLU", "Softmax" -> activations.layer(call);
            case "Add", "Subtract", "Multiply", "Average" -> moves.merged(call);
            case "Concatenate" -> moves.concatenated(call);
            case "Flatten", "Reshape" -> {
                Value x = call.x();
                List<Integer> shape = HlsMoves.shape(call);
                Value flat = new Value(x.name(), shape);
                yield flat;
            }
            case "Permute" -> moves.permuted(call);
            case "ZeroPadding1D" -> moves.padded(call, 1);
            case "ZeroPadding2D" -> moves.padded(call, 2);
            case "MaxPooling1D" -> moves.pooled(call, 1, Layer.Pooling.MAXIMUM);
            case "MaxPooling2D" -> moves.pooled(call, 2, Layer.Pooling.MAXIMUM);
            case "AveragePooling1D" -> moves.pooled(call, 1, Layer.Pooling.AVERAGE);
            case "AveragePooling2D" -> moves.pooled(call, 2, Layer.Pooling.AVERAGE);
            case "GlobalMaxPooling1D" -> moves.whole(call, 1, Layer.Pooling.MAXIMUM);
            case "GlobalMaxPooling2D" -> moves.whole(call, 2, Layer.Pooling.MAXIMUM);
            case "GlobalAveragePooling1D" -> moves.whole(call, 1, Layer.Pooling.AVERAGE);
            case "GlobalAveragePooling2D" -> moves.whole(call, 2, Layer.Pooling.AVERAGE);
            default ->
                    throw call.error(
                            "the layer is not supported with --config; leave the option out, or see"
                                    + " docs/formats.md");
        };
    }

    /** Elements in a new order, of the same type. */
    Value select(String name, Value x, List<Integer> shape, int... places) {
        Layer.Head head = head(name, List.of(x), type(x));
        List<Integer> all = IntStream.of(places).boxed().toList();
        return add(name, new Layer.Select(head, Math.toIntExact(x.size()), all), shape);
    }
}
