package org.l1ring.model;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * A JSON element with its place in the file, so that every error can say where.
 *
 * @param node the element
 * @param where file and path
 */
record Json(JsonNode node, String where) {
    private static final double[] NONE = {};
    private static final long MAX_WORK = 1 << 24;

    ModelException error(String what) {
        return new ModelException(where, what);
    }

    boolean has(String field) {
        return node.hasNonNull(field);
    }

    Json at(String field) {
        JsonNode child = node.get(field);
        if (child == null || child.isNull()) {
            throw error("expected a field \"" + field + "\", got none; add it");
        }
        return new Json(child, where + "." + field);
    }

    List<Json> list() {
        if (!node.isArray()) {
            throw error("expected a list, got " + kind());
        }
        List<Json> items = new ArrayList<>(node.size());
        for (int i = 0; i < node.size(); i++) {
            items.add(new Json(node.get(i), where + "[" + i + "]"));
        }
        return items;
    }

    String text() {
        if (!node.isTextual()) {
            throw error("expected a string, got " + kind());
        }
        return node.textValue();
    }

    boolean flag() {
        if (!node.isBoolean()) {
            throw error("expected true or false, got " + kind());
        }
        return node.booleanValue();
    }

    double real() {
        if (!node.isNumber()) {
            throw error("expected a number, got " + kind());
        }
        return node.doubleValue();
    }

    long integer() {
        boolean whole =
                node.isIntegralNumber()
                        || (node.isNumber() && node.doubleValue() == Math.rint(node.doubleValue()));
        if (!whole || !node.canConvertToLong()) {
            throw error("expected a 64-bit integer, got " + kind());
        }
        return node.longValue();
    }

    /** A count: an integer in [minimum, 2^31). */
    int count(int minimum) {
        long value = integer();
        if (value < minimum || value > Integer.MAX_VALUE) {
            throw error("expected an integer of at least " + minimum + ", got " + value);
        }
        return (int) value;
    }

    int count(String field, int minimum) {
        return at(field).count(minimum);
    }

    /** The product of extents: the elements of a value. */
    int elements(long... extents) {
        long product = 1;
        for (long extent : extents) {
            product = Math.min(product * extent, Integer.MAX_VALUE);
        }
        if (product > ModelReader.MAX_ELEMENTS) {
            throw error(
                    "expected at most %d elements, got %s; such a value is too large for a trigger"
                            .formatted(ModelReader.MAX_ELEMENTS, Arrays.toString(extents)));
        }
        return (int) product;
    }

    /** Checks that a layer has no more products, or entries of tables, than a trigger can have. */
    void work(long... extents) {
        long product = 1;
        for (long extent : extents) {
            product = Math.min(product * extent, Integer.MAX_VALUE);
        }
        if (product > MAX_WORK) {
            throw error(
                    "expected at most %d products or table entries in a layer, got more"
                            .formatted(MAX_WORK));
        }
    }

    List<String> texts() {
        return list().stream().map(Json::text).toList();
    }

    int[] integers() {
        long[] values = longs();
        int[] narrow = new int[values.length];
        for (int i = 0; i < values.length; i++) {
            if (values[i] != (int) values[i]) {
                throw error("element " + i + ": expected a 32-bit integer, got " + values[i]);
            }
            narrow[i] = (int) values[i];
        }
        return narrow;
    }

    long[] longs() {
        if (!node.isArray()) {
            throw error("expected a list, got " + kind());
        }
        long[] values = new long[node.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = new Json(node.get(i), where + "[" + i + "]").integer();
        }
        return values;
    }

    /** A fixed-point type object. */
    FixedType type() {
        if (!node.isObject()) {
            throw error("expected a type {type, W, I, signed, Q, O, N}, got " + kind());
        }
        String name = at("type").text();
        boolean signed =
                switch (name) {
                    case "ap_fixed", "ap_int" -> true;
                    case "ap_ufixed", "ap_uint" -> false;
                    default ->
                            throw error(
                                    "expected ap_fixed, ap_ufixed, ap_int or ap_uint, got " + name);
                };
        if (has("signed") && at("signed").flag() != signed) {
            throw error("expected \"signed\": " + signed + " for " + name + ", got the opposite");
        }
        int width = count("W", 0);
        int integer = has("I") ? (int) at("I").integer() : width;
        if (name.endsWith("int") && integer != width) {
            throw error("expected I = W = " + width + " for " + name + ", got I = " + integer);
        }
        try {
            return new FixedType(
                    signed,
                    width,
                    integer,
                    has("Q") ? mode(Quantization.class, "Q") : Quantization.TRN,
                    has("O") ? mode(Overflow.class, "O") : Overflow.WRAP,
                    has("N") ? count("N", 0) : 0);
        } catch (IllegalArgumentException e) {
            throw error(e.getMessage());
        }
    }

    private <E extends Enum<E>> E mode(Class<E> type, String field) {
        Json place = at(field);
        String name = place.text().toUpperCase(Locale.ROOT).replaceFirst("^AP_", "");
        try {
            return Enum.valueOf(type, name);
        } catch (IllegalArgumentException e) {
            throw place.error(
                    "expected one of "
                            + List.of(type.getEnumConstants())
                            + ", got "
                            + place.text());
        }
    }

    /** The type or types of {@code size} elements, at {@code field} or at {@code field + "s"}. */
    ElementTypes types(String field, int size) {
        if (!has(field + "s")) {
            return ElementTypes.all(at(field).type());
        }
        Json list = at(field + "s");
        List<FixedType> types = list.list().stream().map(Json::type).toList();
        if (types.size() != size) {
            throw list.error("expected " + size + " types, one an element, got " + types.size());
        }
        return new ElementTypes(types);
    }

    /** A constant array of the given shape; -1 leaves an extent open. */
    ConstantArray constants(String field, int... expected) {
        Json place = at(field);
        FixedType type = place.at("type").type();
        int[] shape = place.has("shape") ? place.at("shape").integers() : place.nesting();
        boolean fits = shape.length == expected.length;
        for (int i = 0; fits && i < shape.length; i++) {
            fits = expected[i] < 0 ? shape[i] > 0 : shape[i] == expected[i];
        }
        if (!fits) {
            throw place.error(
                    "expected shape %s, got %s; transpose or reshape the array"
                            .formatted(dimensions(expected), dimensions(shape)));
        }
        long[] raw = place.at("raw").flatten(shape);
        for (int i = 0; i < raw.length; i++) {
            if (!type.contains(raw[i])) {
                throw place.error(
                        "value %d: expected a raw value of %s, got %d".formatted(i, type, raw[i]));
            }
        }
        return new ConstantArray(
                type, shape, raw, place.has("real") ? place.at("real").reals(raw.length) : NONE);
    }

    /** A flat list of so many finite numbers. */
    private double[] reals(int size) {
        List<Json> items = list();
        if (items.size() != size) {
            throw error("expected %d numbers, got %d".formatted(size, items.size()));
        }
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = items.get(i).real();
            if (!Double.isFinite(values[i])) {
                throw items.get(i).error("expected a finite number, got " + values[i]);
            }
        }
        return values;
    }

    /** The shape of the nested list {@code raw}, by its first elements. */
    private int[] nesting() {
        List<Integer> extents = new ArrayList<>();
        for (JsonNode level = at("raw").node;
                level != null && level.isArray();
                level = level.get(0)) {
            extents.add(level.size());
        }
        return extents.stream().mapToInt(Integer::intValue).toArray();
    }

    private static String dimensions(int[] shape) {
        StringBuilder text = new StringBuilder();
        for (int extent : shape) {
            text.append('[').append(extent < 0 ? "*" : String.valueOf(extent)).append(']');
        }
        return text.toString();
    }

    /** The integers of a nested list of the given shape, row-major; a flat list will do too. */
    private long[] flatten(int[] shape) {
        long size = 1;
        for (int extent : shape) {
            size = Math.min(size * extent, Integer.MAX_VALUE);
        }
        if (size > 1 << 26) {
            throw error("expected at most 2^26 values, got shape " + dimensions(shape));
        }
        long[] values = new long[(int) size];
        int filled =
                node.isArray() && node.size() > 0 && !node.get(0).isArray()
                        ? fill(values, 0, new int[] {values.length}, 0)
                        : fill(values, 0, shape, 0);
        if (filled != values.length) {
            throw error("expected " + values.length + " values, got " + filled);
        }
        return values;
    }

    private int fill(long[] values, int start, int[] shape, int depth) {
        if (!node.isArray() || node.size() != shape[depth]) {
            throw error(
                    "expected a list of "
                            + shape[depth]
                            + ", got "
                            + (node.isArray() ? "one of " + node.size() : kind()));
        }
        int position = start;
        for (int i = 0; i < node.size(); i++) {
            Json item = new Json(node.get(i), where + "[" + i + "]");
            if (depth == shape.length - 1) {
                values[position++] = item.integer();
            } else {
                position = item.fill(values, position, shape, depth + 1);
            }
        }
        return position;
    }

    private String kind() {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case OBJECT -> "an object";
            case STRING -> "\"" + node.textValue() + "\"";
            case NULL, MISSING -> "nothing";
            default -> node.asText();
        };
    }
}
