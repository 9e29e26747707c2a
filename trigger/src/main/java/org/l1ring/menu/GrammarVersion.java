package org.l1ring.menu;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * The version of the grammar that a menu is written in, compared part by part: 0.10 is later than
 * 0.7.
 *
 * @param parts from the most significant on
 */
public record GrammarVersion(List<Integer> parts) implements Comparable<GrammarVersion> {

    /** Copies the parts. */
    public GrammarVersion {
        parts = List.copyOf(parts);
    }

    /**
     * Reads a version such as {@code 0.13.0}.
     *
     * @throws NumberFormatException when a part is no number
     */
    public static GrammarVersion parse(String text) {
        return new GrammarVersion(
                Arrays.stream(text.strip().split("\\.", -1)).map(Integer::valueOf).toList());
    }

    @Override
    public int compareTo(GrammarVersion other) {
        for (int i = 0; i < Math.max(parts.size(), other.parts.size()); i++) {
            int order = Integer.compare(part(i), other.part(i));
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    private int part(int index) {
        return index < parts.size() ? parts.get(index) : 0;
    }

    @Override
    public String toString() {
        return parts.stream().map(String::valueOf).collect(Collectors.joining("."));
    }
}
