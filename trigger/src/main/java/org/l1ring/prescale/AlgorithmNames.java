package org.l1ring.prescale;

import java.util.HashMap;
import java.util.Map;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuException;

/** Finds the algorithms of a menu that tables name by index, by name or by both. */
final class AlgorithmNames {
    private final Menu menu;
    private final Map<Integer, Algorithm> byIndex = new HashMap<>();
    private final Map<String, Algorithm> byName = new HashMap<>();

    AlgorithmNames(Menu menu) {
        this.menu = menu;
        for (Algorithm algorithm : menu.algorithms()) {
            byIndex.put(algorithm.index(), algorithm);
            byName.put(algorithm.name(), algorithm);
        }
    }

    /** The index that a text says. */
    static int index(String where, String text) {
        int index = text.matches("\\d{1,4}") ? Integer.parseInt(text) : Algorithm.BITS;
        if (index >= Algorithm.BITS) {
            throw new MenuException(
                    where,
                    "expected an algorithm's index from 0 to 511, got \"%s\"; correct it"
                            .formatted(text));
        }
        return index;
    }

    /** The algorithm of an index, which must have the name unless that is empty. */
    Algorithm find(String where, int index, String name) {
        Algorithm algorithm = byIndex.get(index);
        if (algorithm == null) {
            throw new MenuException(
                    where,
                    "expected an algorithm of the menu %s, got the index %d, which it does not have; %s"
                            .formatted(menu.name(), index, "remove the row or give its menu"));
        }
        if (!name.isEmpty() && !name.equals(algorithm.name())) {
            throw new MenuException(
                    where,
                    "expected the name %s, which the menu %s has at index %d, got %s; %s"
                            .formatted(
                                    algorithm.name(),
                                    menu.name(),
                                    index,
                                    name,
                                    "correct the row or give its menu"));
        }
        return algorithm;
    }

    /** The algorithm of a text that is an index or a name. */
    Algorithm find(String where, String text) {
        if (text.matches("\\d+")) {
            return find(where, index(where, text), "");
        }
        Algorithm algorithm = byName.get(text);
        if (algorithm == null) {
            throw new MenuException(
                    where,
                    "expected an algorithm of the menu %s, got \"%s\", which it does not have; %s"
                            .formatted(menu.name(), text, "remove the row or give its menu"));
        }
        return algorithm;
    }
}
