package org.l1ring.importer.trees;

import java.math.BigDecimal;

/** A node of a tree as its file has it, with real thresholds and leaf values. */
public sealed interface SourceNode {
    /** Where inputs that a tool takes for missing zeros go. */
    enum Zeros {
        /** As the cut says. */
        BY_CUT,
        /** To the node for inputs that pass. */
        PASS,
        /** To the other node. */
        FAIL
    }

    /**
     * A decision.
     *
     * @param feature input column
     * @param cut comparison of the column
     * @param pass node when the comparison holds
     * @param fail node otherwise
     * @param zeros where magnitudes of at most 1e-35 go
     */
    record Split(int feature, Cut cut, int pass, int fail, Zeros zeros) implements SourceNode {}

    /**
     * A leaf.
     *
     * @param number of the leaf in the file: its node, or its place among the leaves
     * @param value added to the score
     */
    record Leaf(int number, BigDecimal value) implements SourceNode {}
}
