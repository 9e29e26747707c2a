package org.l1ring.importer.keras;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.model.ModelException;

/**
 * The weights of a layer, in the order in which Keras made them.
 *
 * @param where file and layer, for messages
 * @param arrays by name: a path that ends in the role (earlier files) or in a number (Keras 3)
 */
record LayerWeights(String where, Map<String, Numbers> arrays) {

    /**
     * A weight.
     *
     * @param role its name in Keras, {@code kernel} for example
     * @param index its place where the file has numbers for names
     */
    Numbers get(String role, int index) {
        return find(role, index)
                .orElseThrow(() ->
                        new ModelException(
                                where,
                                "expected the weight %s, got %s; the weights may belong to another"
                                                .formatted(
                                                        role,
                                                        arrays.isEmpty()
                                                                ? "none"
                                                                : "only "
                                                                        + String.join(
                                                                                ", ",
                                                                                arrays
                                                                                        .keySet()
                                                                                        .stream()
                                                                                        .map(
                                                                                                Names
                                                                                                        ::line)
                                                                                        .limit(8)
                                                                                        .toList()))
                                        + " model"));
    }

    /** A weight that may be left out. */
    Optional<Numbers> find(String role, int index) {
        for (Map.Entry<String, Numbers> entry : arrays.entrySet()) {
            if (last(entry.getKey()).equals(role)) {
                return Optional.of(entry.getValue());
            }
        }
        return Optional.ofNullable(arrays.get("vars/" + index));
    }

    /** The last part of a path, without the number that TensorFlow adds. */
    private static String last(String path) {
        String name = path.substring(path.lastIndexOf('/') + 1);
        int colon = name.lastIndexOf(':');
        return colon < 0 ? name : name.substring(0, colon);
    }

    /**
     * The weights of a part of the layer: a cell, a wrapped layer, a direction.
     *
     * @param name the part's own, or the first word of it
     */
    LayerWeights part(String name) {
        Map<String, Numbers> inner = new LinkedHashMap<>();
        for (Map.Entry<String, Numbers> entry : arrays.entrySet()) {
            List<String> path = new ArrayList<>(List.of(entry.getKey().split("/", -1)));
            int at = 0;
            while (at < path.size() - 1
                    && !path.get(at).equals(name)
                    && !path.get(at).startsWith(name + "_")) {
                at++;
            }
            if (at < path.size() - 1) {
                inner.put(String.join("/", path.subList(at + 1, path.size())), entry.getValue());
            }
        }
        return inner.isEmpty() ? this : new LayerWeights(where, inner);
    }
}
