package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.model.ModelException;

/**
 * A quantizer or activation function as a file names it.
 *
 * @param where file and layer, for messages
 * @param name of the class or function
 * @param settings by name; a number, a truth as 0 or 1, a text, or a list of numbers
 */
record Quantizer(String where, String name, Map<String, Object> settings) {
    /** The order of arguments in the texts of QKeras. */
    private static final Map<String, List<String>> ARGUMENTS =
            Map.ofEntries(
                    Map.entry(
                            "quantized_bits",
                            List.of(
                                    "bits",
                                    "integer",
                                    "symmetric",
                                    "keep_negative",
                                    "alpha",
                                    "use_stochastic_rounding",
                                    "scale_axis",
                                    "qnoise_factor")),
                    Map.entry(
                            "quantized_linear",
                            List.of(
                                    "bits",
                                    "integer",
                                    "symmetric",
                                    "keep_negative",
                                    "alpha",
                                    "use_stochastic_rounding",
                                    "scale_axis",
                                    "qnoise_factor")),
                    Map.entry(
                            "quantized_relu",
                            List.of(
                                    "bits",
                                    "integer",
                                    "use_sigmoid",
                                    "negative_slope",
                                    "use_stochastic_rounding",
                                    "relu_upper_bound",
                                    "is_quantized_clip",
                                    "qnoise_factor")),
                    Map.entry(
                            "quantized_tanh",
                            List.of(
                                    "bits",
                                    "use_stochastic_rounding",
                                    "symmetric",
                                    "use_real_tanh")),
                    Map.entry(
                            "quantized_sigmoid",
                            List.of(
                                    "bits",
                                    "symmetric",
                                    "use_real_sigmoid",
                                    "use_stochastic_rounding")),
                    Map.entry(
                            "binary",
                            List.of("use_01", "alpha", "use_stochastic_rounding", "scale_axis")),
                    Map.entry(
                            "stochastic_binary",
                            List.of("alpha", "temperature", "use_real_sigmoid")),
                    Map.entry(
                            "ternary",
                            List.of(
                                    "alpha",
                                    "threshold",
                                    "use_stochastic_rounding",
                                    "number_of_unrolls")),
                    Map.entry(
                            "stochastic_ternary",
                            List.of(
                                    "alpha",
                                    "threshold",
                                    "temperature",
                                    "use_real_sigmoid",
                                    "number_of_unrolls")),
                    Map.entry(
                            "quantized_po2",
                            List.of(
                                    "bits",
                                    "max_value",
                                    "use_stochastic_rounding",
                                    "quadratic_approximation",
                                    "log2_rounding",
                                    "qnoise_factor")),
                    Map.entry(
                            "quantized_relu_po2",
                            List.of(
                                    "bits",
                                    "max_value",
                                    "negative_slope",
                                    "use_stochastic_rounding",
                                    "quadratic_approximation",
                                    "log2_rounding",
                                    "qnoise_factor")),
                    Map.entry(
                            "quantized_hswish",
                            List.of(
                                    "bits",
                                    "integer",
                                    "symmetric",
                                    "alpha",
                                    "use_stochastic_rounding",
                                    "scale_axis",
                                    "qnoise_factor")));

    /** Copies the map. */
    Quantizer {
        settings = Map.copyOf(settings);
    }

    ModelException error(String what) {
        return new ModelException(where + ": " + Names.line(name), what);
    }

    /** Whether QKeras defines it, as opposed to a function of Keras. */
    boolean known() {
        return ARGUMENTS.containsKey(name);
    }

    /**
     * Reads a quantizer.
     *
     * @param node null or absent for none; else a text or an object
     */
    static Optional<Quantizer> of(String where, JsonNode node) {
        if (node == null || node.isNull() || node.isMissingNode()) {
            return Optional.empty();
        }
        if (node.isTextual()) {
            String text = node.textValue().strip();
            return text.isEmpty() || text.equals("None")
                    ? Optional.empty()
                    : Optional.of(parse(where, text));
        }
        JsonNode config = node.path("config");
        if (!node.isObject()) {
            throw new ModelException(where, "expected a quantizer, got another kind of setting");
        }
        // Keras 3 wraps plain functions: the configuration is then the name.
        if (config.isTextual()) {
            return of(where, config);
        }
        Map<String, Object> settings = new HashMap<>();
        config.properties()
                .forEach(entry ->
                        value(entry.getValue()).ifPresent(v -> settings.put(entry.getKey(), v)));
        String name = node.path("class_name").asText("");
        name = name.substring(name.lastIndexOf('>') + 1);
        if (name.isEmpty()) {
            throw new ModelException(where, "expected a quantizer with a class_name, got none");
        }
        return Optional.of(new Quantizer(where, name, settings));
    }

    private static Optional<Object> value(JsonNode node) {
        if (node.isNumber()) {
            return Optional.of(node.doubleValue());
        }
        if (node.isBoolean()) {
            return Optional.of(node.booleanValue() ? 1.0 : 0.0);
        }
        if (node.isTextual()) {
            return Optional.of(node.textValue());
        }
        if (node.isArray()) {
            List<Double> numbers = new ArrayList<>();
            flat(node, numbers);
            return Optional.of(numbers);
        }
        // A number of NumPy or of a tensor, as Keras 3 writes it.
        JsonNode inner = node.path("config").path("value");
        return inner.isMissingNode() ? Optional.empty() : value(inner);
    }

    private static void flat(JsonNode node, List<Double> numbers) {
        for (JsonNode item : node) {
            if (item.isArray()) {
                flat(item, numbers);
            } else {
                numbers.add(item.asDouble());
            }
        }
    }

    /** A text such as {@code quantized_bits(4,0,alpha=1)}. */
    private static Quantizer parse(String where, String text) {
        int open = text.indexOf('(');
        String name = (open < 0 ? text : text.substring(0, open)).strip();
        Map<String, Object> settings = new HashMap<>();
        if (open >= 0) {
            int close = text.lastIndexOf(')');
            if (close < open) {
                throw new ModelException(
                        where, "expected %s to end with a bracket".formatted(Names.line(text)));
            }
            List<String> order = ARGUMENTS.getOrDefault(name, List.of());
            int position = 0;
            for (String argument : text.substring(open + 1, close).split(",", -1)) {
                int equals = argument.indexOf('=');
                String value = argument.substring(equals + 1).strip();
                if (value.isEmpty() && equals < 0) {
                    continue;
                }
                if (equals < 0 && position >= order.size()) {
                    throw new ModelException(
                            where,
                            "%s: expected at most %d arguments, got more"
                                    .formatted(Names.line(name), order.size()));
                }
                String key =
                        equals < 0 ? order.get(position) : argument.substring(0, equals).strip();
                position++;
                value(where, value).ifPresent(v -> settings.put(key, v));
            }
        }
        return new Quantizer(where, name, settings);
    }

    private static Optional<Object> value(String where, String text) {
        return switch (text) {
            case "None" -> Optional.empty();
            case "True" -> Optional.of(1.0);
            case "False" -> Optional.of(0.0);
            default -> {
                if (text.startsWith("'") || text.startsWith("\"")) {
                    yield Optional.of(text.replaceAll("['\"]", ""));
                }
                try {
                    yield Optional.of(Double.valueOf(text));
                } catch (NumberFormatException e) {
                    throw new ModelException(
                            where, "expected a number or a text, got " + Names.line(text));
                }
            }
        };
    }

    /** A number; absent or null gives the default. */
    double number(String setting, double otherwise) {
        return switch (settings.get(setting)) {
            case null -> otherwise;
            case Double value -> value;
            case List<?> list when list.size() == 1 -> (Double) list.get(0);
            case Object other ->
                    throw error(
                            setting + ": expected a number, got " + Names.line(other.toString()));
        };
    }

    /** A whole number of at most 64 in size. */
    int whole(String setting, int otherwise) {
        double value = number(setting, otherwise);
        if (value != Math.rint(value) || Math.abs(value) > 64) {
            throw error(setting + ": expected a whole number up to 64, got " + value);
        }
        return (int) value;
    }

    boolean truth(String setting, boolean otherwise) {
        return number(setting, otherwise ? 1 : 0) != 0;
    }

    boolean has(String setting) {
        return settings.containsKey(setting);
    }

    /** The rule by which a scale follows from the data: auto, auto_po2, or empty for none. */
    String automatic() {
        return settings.get("alpha") instanceof String text ? text : "";
    }

    /** This quantizer with one more setting. */
    Quantizer with(String setting, Object value) {
        Map<String, Object> changed = new HashMap<>(settings);
        changed.put(setting, value);
        return new Quantizer(where, name, changed);
    }

    /** Numbers of a setting that may be a list. */
    List<Double> numbers(String setting) {
        return switch (settings.get(setting)) {
            case null -> List.of();
            case Double value -> List.of(value);
            case List<?> list -> list.stream().map(item -> (Double) item).toList();
            case Object other ->
                    throw error(
                            setting + ": expected numbers, got " + Names.line(other.toString()));
        };
    }
}
