package org.l1ring.importer.keras;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.l1ring.model.ModelException;

/**
 * A layer applied to values.
 *
 * @param where file and layer, for messages
 * @param kind its class
 * @param config its settings
 * @param weights its weights
 * @param inputs what it is applied to
 * @param result name of what it gives
 */
record LayerCall(
        String where,
        String kind,
        JsonNode config,
        LayerWeights weights,
        List<Value> inputs,
        String result) {
    /** Largest whole number of a setting. */
    private static final int MOST = 1 << 22;

    /** Copies the list. */
    LayerCall {
        inputs = List.copyOf(inputs);
    }

    ModelException error(String what) {
        return new ModelException(where + " (" + Names.line(kind) + ")", what);
    }

    /** This layer with another kind, configuration and name, applied to other values. */
    LayerCall with(String newKind, JsonNode newConfig, List<Value> newInputs, String newResult) {
        return new LayerCall(where, newKind, newConfig, weights, newInputs, newResult);
    }

    LayerCall with(LayerWeights newWeights) {
        return new LayerCall(where, kind, config, newWeights, inputs, result);
    }

    /** The one value it is applied to. */
    Value x() {
        if (inputs.size() != 1) {
            throw error("expected one input, got " + inputs.size());
        }
        return inputs.get(0);
    }

    /** The one value, of some number of extents with the batch. */
    Value x(int rank) {
        Value x = x();
        if (x.rank() != rank) {
            throw error(
                    "expected an input of %d dimensions with the batch, got shape %s"
                            .formatted(rank, x.shape()));
        }
        return x;
    }

    private static boolean absent(JsonNode node) {
        return node.isMissingNode() || node.isNull();
    }

    int whole(String setting, int otherwise) {
        JsonNode node = config.path(setting);
        return absent(node) ? otherwise : whole(setting, node);
    }

    /** A whole number that must be there. */
    int positive(String setting) {
        int value = whole(setting, 0);
        if (value < 1) {
            throw error(setting + ": expected a number above zero, got " + config.path(setting));
        }
        return value;
    }

    private int whole(String setting, JsonNode node) {
        if (!node.isNumber()
                || node.doubleValue() != Math.rint(node.doubleValue())
                || Math.abs(node.doubleValue()) > MOST) {
            throw error(setting + ": expected a whole number, got " + Names.line(node.toString()));
        }
        return node.intValue();
    }

    double real(String setting, double otherwise) {
        JsonNode node = config.path(setting);
        if (absent(node)) {
            return otherwise;
        }
        if (!node.isNumber() || !Double.isFinite(node.doubleValue())) {
            throw error(setting + ": expected a number, got " + Names.line(node.toString()));
        }
        return node.doubleValue();
    }

    boolean truth(String setting, boolean otherwise) {
        JsonNode node = config.path(setting);
        return absent(node) ? otherwise : node.asBoolean();
    }

    String text(String setting, String otherwise) {
        JsonNode node = config.path(setting);
        return node.isTextual() ? node.textValue() : otherwise;
    }

    /** Whole numbers, flat, of a setting that may be one number for all. */
    int[] wholes(String setting, int count, int otherwise) {
        JsonNode node = config.path(setting);
        int[] values = new int[count];
        if (absent(node)) {
            Arrays.fill(values, otherwise);
            return values;
        }
        if (node.isNumber()) {
            Arrays.fill(values, whole(setting, node));
            return values;
        }
        List<JsonNode> flat = new ArrayList<>();
        node.forEach(flat::add);
        if (flat.size() != count) {
            throw error(
                    "%s: expected %d whole numbers, got %s"
                            .formatted(setting, count, Names.line(node.toString())));
        }
        for (int i = 0; i < count; i++) {
            values[i] = whole(setting, flat.get(i));
        }
        return values;
    }

    /** Whole numbers above zero of a setting. */
    int[] positives(String setting, int count, int otherwise) {
        int[] values = wholes(setting, count, otherwise);
        if (Arrays.stream(values).anyMatch(value -> value < 1)) {
            throw error(setting + ": expected numbers above zero, got " + Arrays.toString(values));
        }
        return values;
    }

    /** Numbers of a setting, flat; none if it is left out. */
    List<Double> reals(String setting) {
        List<Double> values = new ArrayList<>();
        flat(config.path(setting), values);
        return values;
    }

    private static void flat(JsonNode node, List<Double> values) {
        if (node.isNumber()) {
            values.add(node.doubleValue());
        }
        for (JsonNode item : node) {
            flat(item, values);
        }
    }

    boolean channelsFirst() {
        return text("data_format", "channels_last").equals("channels_first");
    }

    Optional<Quantizer> quantizer(String setting) {
        return Quantizer.of(where + ": " + setting, config.path(setting));
    }

    /** A weight as its quantizer makes it. */
    Numbers quantized(Numbers weight, String setting, boolean kernel) {
        return quantizer(setting)
                .map(quantizer -> WeightQuantizer.apply(quantizer, weight, kernel))
                .orElse(weight);
    }

    /** An axis of a value, counted from the batch. */
    int axis(int axis, int rank) {
        int own = axis < 0 ? axis + rank : axis;
        if (own < 0 || own >= rank) {
            throw error("expected an axis of %d dimensions, got %d".formatted(rank, axis));
        }
        return own;
    }
}
