package org.l1ring.importer.trees;

import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;

/**
 * Types that a user declares for trees with real thresholds and leaf values.
 *
 * @param inputs none for a choice by the thresholds, one for all columns, or one a column
 * @param score of the score, or empty for a choice by the leaf values
 */
public record TreeTypes(List<FixedType> inputs, Optional<FixedType> score) {
    /** Everything is chosen by the file. */
    public static final TreeTypes CHOSEN = new TreeTypes(List.of(), Optional.empty());

    /** Copies the list. */
    public TreeTypes {
        inputs = List.copyOf(inputs);
    }
}
