package org.l1ring.menu;

import java.util.List;

/**
 * An algorithm (seed) of a menu.
 *
 * @param index its bit, 0 to 511
 * @param name for example {@code L1_SingleMu22}
 * @param text the expression as the file has it
 * @param expression what it asks for
 * @param moduleId board of the Global Trigger that computes it
 * @param moduleIndex place on that board
 * @param labels of the editor
 */
public record Algorithm(
        int index,
        String name,
        String text,
        Expression expression,
        int moduleId,
        int moduleIndex,
        List<String> labels) {
    /** Number of algorithm bits of a crossing. */
    public static final int BITS = 512;

    /** Copies the labels. */
    public Algorithm {
        labels = List.copyOf(labels);
    }
}
