package org.l1ring.importer.onnx;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.model.ModelException;

/**
 * One operation of a graph.
 *
 * @param where file, node and operator, for messages
 * @param name the node's own, or made of its operator and place; unique
 * @param operator its name, without the domain
 * @param inputs names of tensors; empty where an optional one is left out
 * @param outputs names of tensors
 * @param attributes settings by name
 */
record Node(
        String where,
        String name,
        String operator,
        List<String> inputs,
        List<String> outputs,
        Map<String, Attribute> attributes) {
    /** Copies the lists. */
    Node {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        attributes = Map.copyOf(attributes);
    }

    ModelException error(String what) {
        return new ModelException(where, what);
    }

    boolean has(String attribute) {
        return attributes.containsKey(attribute);
    }

    long whole(String attribute, long otherwise) {
        return switch (attributes.get(attribute)) {
            case null -> otherwise;
            case Attribute.Whole(long value) -> value;
            case Attribute other -> throw wrong(attribute, "an integer", other);
        };
    }

    double real(String attribute, double otherwise) {
        return switch (attributes.get(attribute)) {
            case null -> otherwise;
            case Attribute.Real(double value) -> value;
            case Attribute other -> throw wrong(attribute, "a number", other);
        };
    }

    String text(String attribute, String otherwise) {
        return switch (attributes.get(attribute)) {
            case null -> otherwise;
            case Attribute.Text(String value) -> value;
            case Attribute other -> throw wrong(attribute, "a text", other);
        };
    }

    Optional<long[]> wholes(String attribute) {
        return switch (attributes.get(attribute)) {
            case null -> Optional.empty();
            case Attribute.Wholes(List<Long> values) ->
                    Optional.of(values.stream().mapToLong(Long::longValue).toArray());
            case Attribute other -> throw wrong(attribute, "integers", other);
        };
    }

    Optional<double[]> reals(String attribute) {
        return switch (attributes.get(attribute)) {
            case null -> Optional.empty();
            case Attribute.Reals(List<Double> values) ->
                    Optional.of(values.stream().mapToDouble(Double::doubleValue).toArray());
            case Attribute other -> throw wrong(attribute, "numbers", other);
        };
    }

    List<String> texts(String attribute) {
        return switch (attributes.get(attribute)) {
            case null -> List.of();
            case Attribute.Texts(List<String> values) -> values;
            case Attribute other -> throw wrong(attribute, "texts", other);
        };
    }

    Optional<Tensor> constant(String attribute) {
        return switch (attributes.get(attribute)) {
            case null -> Optional.empty();
            case Attribute.Constant(Tensor value) -> Optional.of(value);
            case Attribute other -> throw wrong(attribute, "a tensor", other);
        };
    }

    private ModelException wrong(String attribute, String expected, Attribute got) {
        return error(
                "attribute %s: expected %s, got %s"
                        .formatted(attribute, expected, got.getClass().getSimpleName()));
    }
}
