package org.l1ring.importer.trees;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import org.l1ring.model.ModelException;

/**
 * An element of a JSON or UBJSON file with its place.
 *
 * @param node the element
 * @param where file and path
 */
record TreeJson(JsonNode node, String where) {

    ModelException error(String what) {
        return new ModelException(oneLine(where), oneLine(what));
    }

    private static String oneLine(String text) {
        return text.replaceAll("[\\s\\p{Cntrl}]+", " ");
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    TreeJson at(String field) {
        JsonNode child = node.get(field);
        if (child == null || child.isNull()) {
            throw error("expected a field \"" + field + "\", got none; write the model anew");
        }
        return new TreeJson(child, where + "." + field);
    }

    int size() {
        if (!node.isArray()) {
            throw error("expected a list, got " + kind());
        }
        return node.size();
    }

    TreeJson at(int index) {
        return new TreeJson(node.get(index), where + "[" + index + "]");
    }

    List<TreeJson> list() {
        List<TreeJson> items = new ArrayList<>(size());
        for (int i = 0; i < node.size(); i++) {
            items.add(at(i));
        }
        return items;
    }

    /** A list of the given length. */
    TreeJson sized(int size) {
        if (size() != size) {
            throw error("expected a list of " + size + ", one a node, got one of " + size());
        }
        return this;
    }

    String text() {
        if (!node.isTextual()) {
            throw error("expected a string, got " + kind());
        }
        return node.textValue();
    }

    /** An integer of 32 bits; XGBoost writes some as strings. */
    int integer() {
        if (node.isTextual()) {
            try {
                return Integer.parseInt(node.textValue());
            } catch (NumberFormatException e) {
                throw error("expected an integer, got " + kind());
            }
        }
        boolean whole =
                node.isIntegralNumber()
                        || (node.isNumber() && node.doubleValue() == Math.rint(node.doubleValue()));
        if (!whole || !node.canConvertToInt()) {
            throw error("expected a 32-bit integer, got " + kind());
        }
        return node.intValue();
    }

    /** A count in [0, most]. */
    int count(int most) {
        int value = integer();
        if (value < 0 || value > most) {
            throw error("expected an integer in 0.." + most + ", got " + value);
        }
        return value;
    }

    /** Whether a flag is set; files have true and false, or 1 and 0. */
    boolean flag() {
        return node.isBoolean() ? node.booleanValue() : integer() != 0;
    }

    /** The double nearest to a number; NaN is refused, infinities are not. */
    double real() {
        double value = number().doubleValue();
        if (Double.isNaN(value)) {
            throw error("expected a number, got NaN");
        }
        return value;
    }

    /** The float nearest to a number, rounded once; NaN is refused, infinities are not. */
    float single() {
        JsonNode number = number();
        float value =
                number.isBigDecimal()
                        ? number.decimalValue().floatValue()
                        : number.isIntegralNumber() && number.canConvertToLong()
                                ? (float) number.longValue()
                                : (float) number.doubleValue();
        if (Float.isNaN(value)) {
            throw error("expected a number, got NaN");
        }
        return value;
    }

    private JsonNode number() {
        if (!node.isNumber()) {
            throw error("expected a number, got " + kind());
        }
        return node;
    }

    String kind() {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "\"" + shorter(node.textValue()) + "\"";
            case NULL, MISSING -> "nothing";
            default -> shorter(node.asText());
        };
    }

    private static String shorter(String text) {
        String line = oneLine(text);
        return line.length() > 60 ? line.substring(0, 60) + "..." : line;
    }
}
