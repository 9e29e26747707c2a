package org.l1ring.importer.keras;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * A group of an HDF5 file, read whole.
 *
 * @param groups by name
 * @param arrays by name
 * @param texts attributes that hold one text, or a list of them
 */
record Hdf5Node(
        Map<String, Hdf5Node> groups,
        Map<String, Numbers> arrays,
        Map<String, List<String>> texts) {
    static final Hdf5Node EMPTY = new Hdf5Node(Map.of(), Map.of(), Map.of());

    /** A group below this one. */
    Optional<Hdf5Node> group(String... path) {
        Hdf5Node at = this;
        for (String name : path) {
            at = at.groups.get(name);
            if (at == null) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    /** An array by a path with slashes. */
    Optional<Numbers> array(String path) {
        Hdf5Node at = this;
        String rest = path;
        for (int cut = rest.indexOf('/'); cut >= 0; cut = rest.indexOf('/')) {
            at = at.groups.get(rest.substring(0, cut));
            if (at == null) {
                return Optional.empty();
            }
            rest = rest.substring(cut + 1);
        }
        return Optional.ofNullable(at.arrays.get(rest));
    }

    /** The one text of an attribute. */
    Optional<String> text(String attribute) {
        List<String> all = texts.getOrDefault(attribute, List.of());
        return all.size() == 1 ? Optional.of(all.get(0)) : Optional.empty();
    }

    /** The texts of an attribute, split into attributes that end in 0, 1 … when it is long. */
    List<String> list(String attribute) {
        List<String> whole = texts.get(attribute);
        if (whole != null) {
            return whole;
        }
        java.util.ArrayList<String> parts = new java.util.ArrayList<>();
        for (int i = 0; texts.containsKey(attribute + i); i++) {
            parts.addAll(texts.get(attribute + i));
        }
        return parts;
    }
}
