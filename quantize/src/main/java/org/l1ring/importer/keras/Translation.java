package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.l1ring.model.ModelException;

/** Walks through the layers of a network of Keras, models within models included. */
final class Translation {
    private static final int MOST_LAYERS = 2000;
    private static final int DEEPEST = 8;
    private static final int LARGEST_EXTENT = 1 << 22;
    private static final Set<String> MODELS = Set.of("Model", "Functional", "Sequential");

    private final String file;
    private final Target target;
    private int count;

    private Translation(String file, Target target) {
        this.file = file;
        this.target = target;
    }

    /** What a network is written as. */
    interface Target {
        /** An input of a model that is in no other. */
        Value input(String name, List<Integer> shape);

        /** What a layer gives. */
        List<Value> apply(LayerCall call);

        /** The same value under a new name. */
        Value identity(String result, Value x);
    }

    /**
     * Writes a file. Every layer's result has the layer's name.
     *
     * @param source description and weights
     * @param file name for messages
     * @return the outputs, no two the same
     */
    static List<Value> write(KerasFile source, String file, Target target) {
        Translation translation = new Translation(file, target);
        Part top =
                new Part(
                        kind(source.model()),
                        source.model().path("config"),
                        source.weights(),
                        "",
                        0);
        if (!MODELS.contains(top.kind)) {
            throw new ModelException(
                    file,
                    "expected a Sequential or functional model, got %s; subclassed models have no"
                                    .formatted(Names.line(top.kind))
                            + " description of their layers");
        }
        List<Value> outputs = new ArrayList<>();
        Set<String> given = new HashSet<>();
        for (Value output : translation.model(top, List.of())) {
            outputs.add(
                    given.add(output.name())
                            ? output
                            : target.identity(output.name() + "/again", output));
        }
        return outputs;
    }

    private static String kind(JsonNode layer) {
        return Layers.kind(layer.path("class_name").asText(""));
    }

    /**
     * A model, or a model within one.
     *
     * @param kind its class
     * @param config its settings
     * @param weights of its layers
     * @param prefix of the names of its layers
     * @param depth of models around it
     */
    private record Part(
            String kind, JsonNode config, WeightSource weights, String prefix, int depth) {}

    /** A tensor that a layer's call gives. */
    private record Ref(String layer, int call, int tensor) {}

    private List<Value> model(Part part, List<Value> inputs) {
        if (part.depth > DEEPEST) {
            throw new ModelException(file, "expected models at most 8 deep, got more");
        }
        return part.kind.equals("Sequential") ? sequential(part, inputs) : functional(part, inputs);
    }

    private static JsonNode layerList(Part part) {
        return part.config.isArray() ? part.config : part.config.path("layers");
    }

    private List<Value> sequential(Part part, List<Value> inputs) {
        List<Value> values = inputs;
        Map<String, Integer> kinds = new HashMap<>();
        for (JsonNode layer : layerList(part)) {
            String kind = kind(layer);
            int before = kinds.merge(kind, 1, Integer::sum) - 1;
            if (kind.equals("InputLayer")) {
                values = values.isEmpty() ? List.of(input(part, layer)) : values;
                continue;
            }
            if (values.isEmpty()) {
                values = List.of(implied(part, layer));
            }
            values = layer(part, layer, before, values);
        }
        if (values.isEmpty()) {
            throw new ModelException(file, "expected layers, got none");
        }
        return values;
    }

    /** The input of a sequence whose first layer says its shape. */
    private Value implied(Part part, JsonNode layer) {
        JsonNode config = layer.path("config");
        JsonNode nested = config.path("layers").path(0).path("config");
        JsonNode shape = config.path("batch_input_shape");
        for (JsonNode candidate :
                List.of(
                        config.path("batch_shape"),
                        part.config.path("build_input_shape"),
                        layer.path("build_config").path("input_shape"),
                        nested.path("batch_input_shape"),
                        nested.path("batch_shape"))) {
            shape = shape.isArray() ? shape : candidate;
        }
        String name = config.path("name").asText("x") + "_input";
        return target.input(part.prefix + name, shape(file + ": input " + Names.line(name), shape));
    }

    private Value input(Part part, JsonNode layer) {
        JsonNode config = layer.path("config");
        String name = config.path("name").asText(layer.path("name").asText("x"));
        JsonNode shape =
                config.has("batch_input_shape")
                        ? config.path("batch_input_shape")
                        : config.path("batch_shape");
        return target.input(part.prefix + name, shape(file + ": input " + Names.line(name), shape));
    }

    private static List<Integer> shape(String where, JsonNode shape) {
        List<Integer> extents = new ArrayList<>(List.of(1));
        if (!shape.isArray() || shape.isEmpty()) {
            throw new ModelException(where, "expected a shape, got none; give the model an Input");
        }
        long size = 1;
        for (int i = 1; i < shape.size(); i++) {
            JsonNode extent = shape.get(i);
            size *= extent.isInt() ? Math.max(extent.intValue(), 0) : 0;
            if (size < 1 || size > LARGEST_EXTENT) {
                throw new ModelException(
                        where,
                        "expected a fixed shape, got %s; save the model with one"
                                .formatted(Names.line(shape.toString())));
            }
            extents.add(extent.intValue());
        }
        return extents;
    }

    private List<Value> layer(Part part, JsonNode layer, int before, List<Value> inputs) {
        JsonNode config = layer.path("config");
        String name = config.path("name").asText(layer.path("name").asText(""));
        String kind = kind(layer);
        count++;
        if (name.isEmpty() || count > MOST_LAYERS) {
            throw new ModelException(
                    file,
                    name.isEmpty()
                            ? "expected layers with names, got one without"
                            : "expected at most %d layers, got more".formatted(MOST_LAYERS));
        }
        String result = part.prefix + Names.line(name);
        String className = layer.path("class_name").asText("");
        if (MODELS.contains(kind)) {
            Part inner =
                    new Part(
                            kind,
                            config,
                            part.weights.inner(name, className, before),
                            result + "/",
                            part.depth + 1);
            List<Value> results = model(inner, inputs);
            return results.size() == 1 ? List.of(target.identity(result, results.get(0))) : results;
        }
        String where = file + ": layer " + result;
        LayerCall call =
                new LayerCall(
                        where,
                        module(layer) + kind,
                        config,
                        part.weights.of(name, className, before),
                        inputs,
                        result);
        try {
            return target.apply(call);
        } catch (ArithmeticException | IllegalArgumentException e) {
            throw call.error(
                    "expected settings that fit each other, got an error: "
                            + String.valueOf(e.getMessage()).replaceAll("\\s+", " "));
        }
    }

    /** HGQ 2 gives its layers names of QKeras. */
    private static String module(JsonNode layer) {
        boolean second =
                layer.path("module").asText("").startsWith("hgq")
                        || layer.path("registered_name").asText("").startsWith("hgq>")
                        || layer.path("class_name").asText("").startsWith("hgq>");
        return second ? SecondHgqLayers.PREFIX : "";
    }

    /** A layer of a functional model that waits for its inputs. */
    private record Waiting(JsonNode layer, int before, int call, List<Ref> inputs) {}

    private List<Value> functional(Part part, List<Value> inputs) {
        Map<Ref, Value> values = new HashMap<>();
        Deque<Waiting> waiting = new ArrayDeque<>();
        List<Ref> given = refs(part.config.path("input_layers"));
        Map<String, Integer> kinds = new HashMap<>();
        for (JsonNode layer : layerList(part)) {
            String kind = kind(layer);
            int before = kinds.merge(kind, 1, Integer::sum) - 1;
            String name = layer.path("name").asText(layer.path("config").path("name").asText(""));
            if (kind.equals("InputLayer")) {
                int index = given.stream().map(Ref::layer).toList().indexOf(name);
                if (!inputs.isEmpty() && (index < 0 || index >= inputs.size())) {
                    throw new ModelException(
                            file + ": layer " + Names.line(name),
                            "expected as many inputs as the model within has");
                }
                values.put(
                        new Ref(name, 0, 0),
                        inputs.isEmpty() ? input(part, layer) : inputs.get(index));
                continue;
            }
            int index = 0;
            for (JsonNode call : layer.path("inbound_nodes")) {
                waiting.add(
                        new Waiting(
                                layer,
                                before,
                                index++,
                                refs(call.has("args") ? call.path("args") : call)));
            }
        }
        run(part, waiting, values);
        List<Value> outputs = new ArrayList<>();
        for (Ref ref : refs(part.config.path("output_layers"))) {
            Value value = values.get(ref);
            if (value == null) {
                throw unknown(ref);
            }
            outputs.add(value);
        }
        if (outputs.isEmpty()) {
            throw new ModelException(file, "expected output_layers, got none");
        }
        return outputs;
    }

    private ModelException unknown(Ref ref) {
        return new ModelException(
                file + ": layer " + Names.line(ref.layer),
                "expected a layer that gives tensor %d of its call %d, got none of that name"
                        .formatted(ref.tensor, ref.call));
    }

    /** Applies each layer once its inputs are there, in the file's order where it can. */
    private void run(Part part, Deque<Waiting> waiting, Map<Ref, Value> values) {
        int idle = 0;
        while (!waiting.isEmpty()) {
            Waiting next = waiting.removeFirst();
            List<Value> inputs = new ArrayList<>();
            for (Ref ref : next.inputs) {
                if (values.containsKey(ref)) {
                    inputs.add(values.get(ref));
                }
            }
            if (inputs.size() < next.inputs.size()) {
                idle++;
                waiting.addLast(next);
                if (idle > waiting.size()) {
                    throw unknown(
                            next.inputs.stream()
                                    .filter(ref -> !values.containsKey(ref))
                                    .findFirst()
                                    .orElseThrow());
                }
                continue;
            }
            idle = 0;
            String name =
                    next.layer
                            .path("name")
                            .asText(next.layer.path("config").path("name").asText(""));
            List<Value> results = layer(part, next.layer, next.before, inputs);
            for (int i = 0; i < results.size(); i++) {
                values.put(new Ref(name, next.call, i), results.get(i));
            }
        }
    }

    /** The tensors that a call names, in the ways of Keras 2 and 3. */
    private static List<Ref> refs(JsonNode node) {
        List<Ref> refs = new ArrayList<>();
        collect(node, refs, 0);
        return refs;
    }

    private static void collect(JsonNode node, List<Ref> refs, int depth) {
        JsonNode tensor = node.path("config").path("keras_history");
        JsonNode ref = tensor.isArray() ? tensor : node;
        if (ref.isArray() && ref.path(0).isTextual() && ref.path(1).isInt()) {
            refs.add(new Ref(ref.get(0).textValue(), ref.get(1).intValue(), ref.path(2).asInt(0)));
        } else if (depth < DEEPEST && (node.isArray() || node.isObject())) {
            node.forEach(item -> collect(item, refs, depth + 1));
        }
    }
}
