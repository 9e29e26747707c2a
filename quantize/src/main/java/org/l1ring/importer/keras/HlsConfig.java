package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.TypeText;
import org.l1ring.model.ModelException;

/** The types and settings of an hls4ml configuration. */
final class HlsConfig {
    private static final int MAX_BYTES = 1 << 20;
    private static final String PRECISION = "Precision";
    private static final String OTHERWISE = "default";

    private final String file;
    private final Map<String, String> modelTypes;
    private final Map<String, Map<String, String>> kindTypes = new HashMap<>();
    private final Map<String, Map<String, String>> nameTypes = new HashMap<>();
    private final JsonNode root;

    private HlsConfig(String file, JsonNode root) {
        this.file = file;
        this.root = root;
        this.modelTypes = types(root.path("Model"));
        collect(root.path("LayerType"), kindTypes);
        collect(root.path("LayerName"), nameTypes);
        if (!modelTypes.containsKey(OTHERWISE)) {
            throw error("Model: expected a Precision with a default type, got none; add one");
        }
    }

    /**
     * Reads a configuration.
     *
     * @throws ModelException when it is no YAML, or has no types for the model
     */
    static HlsConfig read(Path path) {
        String file = path.getFileName().toString();
        try {
            if (Files.size(path) > MAX_BYTES) {
                throw new ModelException(file, "expected at most 1 MB of YAML, got more");
            }
            JsonNode whole = new YAMLMapper().readTree(Files.readAllBytes(path));
            if (whole == null || !whole.isObject()) {
                throw new ModelException(file, "expected YAML with HLSConfig, got none");
            }
            return new HlsConfig(file, whole.has("HLSConfig") ? whole.path("HLSConfig") : whole);
        } catch (IOException | IllegalArgumentException e) {
            String what = String.valueOf(e.getMessage()).replaceAll("\\s+", " ");
            throw new ModelException(
                    path.toString(),
                    "expected YAML of hls4ml, got an error: "
                            + what.substring(0, Math.min(200, what.length())));
        }
    }

    private ModelException error(String what) {
        return new ModelException(file, what);
    }

    private static void collect(JsonNode layers, Map<String, Map<String, String>> all) {
        layers.properties()
                .forEach(layer -> all.put(lower(layer.getKey()), types(layer.getValue())));
    }

    private static Map<String, String> types(JsonNode layer) {
        JsonNode precision = layer.path(PRECISION);
        Map<String, String> types = new HashMap<>();
        if (precision.isTextual()) {
            types.put(OTHERWISE, precision.textValue());
        }
        precision
                .properties()
                .forEach(entry -> types.put(lower(entry.getKey()), entry.getValue().asText()));
        return types;
    }

    private static String lower(String text) {
        return text.toLowerCase(Locale.ROOT);
    }

    /** The declared type of a model's values. */
    FixedType otherwise() {
        return parse("Model", OTHERWISE, modelTypes.get(OTHERWISE))
                .orElseThrow(() -> error("Model: Precision: expected a type, got auto"));
    }

    /** The largest type that is chosen for auto. */
    Optional<FixedType> maximum() {
        return Optional.ofNullable(modelTypes.get("maximum"))
                .flatMap(text -> parse("Model", "maximum", text));
    }

    /**
     * The type of a variable of a layer; nothing for auto.
     *
     * @param name of the layer
     * @param kind its class in hls4ml
     * @param variable result, weight, bias, accum …
     */
    Optional<FixedType> type(String name, String kind, String variable) {
        List<Map<String, String>> places =
                List.of(
                        nameTypes.getOrDefault(lower(name), Map.of()),
                        kindTypes.getOrDefault(lower(kind), Map.of()),
                        modelTypes);
        for (Map<String, String> place : places) {
            String text = place.getOrDefault(variable, place.get(OTHERWISE));
            if (text != null) {
                return parse(name, variable, text);
            }
        }
        throw error("layer %s: expected a type of %s, got none".formatted(name, variable));
    }

    /** The type that a layer's own entry gives a variable; nothing if it gives none. */
    Optional<String> own(String name, String variable) {
        return Optional.ofNullable(nameTypes.getOrDefault(lower(name), Map.of()).get(variable));
    }

    boolean names(String layer) {
        return nameTypes.containsKey(lower(layer));
    }

    private Optional<FixedType> parse(String name, String variable, String text) {
        String plain = text.replaceAll("\\s+", "");
        if (plain.equalsIgnoreCase("auto")) {
            return Optional.empty();
        }
        try {
            return Optional.of(TypeText.parse(plain.startsWith("ap_") ? plain : "ap_" + plain));
        } catch (IllegalArgumentException e) {
            throw error(
                    "layer %s: Precision of %s: %s"
                            .formatted(Names.line(name), variable, e.getMessage()));
        }
    }

    /** A type that is a setting of its own, {@code exp_table_t} for example. */
    FixedType table(String name, String kind, String key, FixedType otherwise) {
        return setting(name, kind, key).flatMap(text -> parse(name, key, text)).orElse(otherwise);
    }

    /** A setting of a layer, or of its class; nothing if neither has it. */
    Optional<String> setting(String name, String kind, String key) {
        return find(root.path("LayerName"), name, key)
                .or(() -> find(root.path("LayerType"), kind, key));
    }

    private static Optional<String> find(JsonNode layers, String layer, String key) {
        for (Iterator<Map.Entry<String, JsonNode>> all = layers.properties().iterator();
                all.hasNext(); ) {
            Map.Entry<String, JsonNode> entry = all.next();
            if (lower(entry.getKey()).equals(lower(layer))) {
                for (Map.Entry<String, JsonNode> setting : entry.getValue().properties()) {
                    if (Names.snake(setting.getKey()).equals(key)) {
                        return Optional.of(setting.getValue().asText());
                    }
                }
            }
        }
        return Optional.empty();
    }

    /** A whole number of a layer's settings. */
    int whole(String name, String kind, String key, int otherwise) {
        Optional<String> text = setting(name, kind, key);
        if (text.isEmpty()) {
            return otherwise;
        }
        if (!text.get().matches("\\d{1,6}")) {
            throw error(
                    "layer %s: %s: expected a whole number, got %s"
                            .formatted(Names.line(name), key, Names.line(text.get())));
        }
        return Integer.parseInt(text.get());
    }
}
