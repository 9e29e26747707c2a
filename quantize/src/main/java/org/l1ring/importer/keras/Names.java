package org.l1ring.importer.keras;

import java.util.Locale;

/** Names of layers and weights. */
final class Names {
    private static final int LONGEST = 80;

    private Names() {}

    /** A name of a file in one line of plain characters. */
    static String line(String name) {
        String plain = name.replaceAll("[^\\x21-\\x7e]", "?");
        return plain.length() > LONGEST ? plain.substring(0, LONGEST) + "..." : plain;
    }

    /** The name of a class as Keras 3 names its weights: {@code QDense} is {@code q_dense}. */
    static String snake(String name) {
        return name.replaceAll("\\W+", "")
                .replaceAll("(.)([A-Z][a-z]+)", "$1_$2")
                .replaceAll("([a-z])([A-Z])", "$1_$2")
                .toLowerCase(Locale.ROOT);
    }
}
