package org.l1ring.lower;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.model.Layer;
import org.l1ring.model.Tree;

/** Boosted trees as comparisons and selections. */
final class TreeLowering {
    private TreeLowering() {}

    static Value lower(Arithmetic arithmetic, Layer.Trees forest, Value[] x) {
        int fraction = forest.scoreType().fraction();
        List<Value> scores = new ArrayList<>();
        for (Tree tree : forest.trees()) {
            scores.add(new Value(lower(arithmetic.builder(), forest, tree, x), fraction));
        }
        Value sum =
                arithmetic.accumulate(
                        arithmetic.constant(forest.init(), fraction),
                        scores,
                        new Layer.Accumulation(Optional.of(forest.scoreType())));
        return forest.normalisation().isPresent()
                ? arithmetic.scaled(sum, forest.normalisation().get(), fraction)
                : sum;
    }

    private static int lower(CircuitBuilder builder, Layer.Trees forest, Tree tree, Value[] x) {
        int[] results = new int[tree.nodes()];
        for (int node = tree.nodes() - 1; node >= 0; node--) {
            results[node] =
                    tree.leaf(node)
                            ? builder.constant(tree.value(node))
                            : builder.select(
                                    test(builder, forest, tree, node, x[tree.feature(node)]),
                                    results[tree.left(node)],
                                    results[tree.right(node)]);
        }
        return results[0];
    }

    /** {@code x <= threshold} on the grid of x: the threshold is rounded down to it. */
    private static int test(
            CircuitBuilder builder, Layer.Trees forest, Tree tree, int node, Value x) {
        int drop = forest.thresholdType().fraction() - x.fraction();
        long threshold = tree.threshold(node);
        if (drop >= 0) {
            threshold >>= Math.min(drop, 63);
        } else {
            // Beyond the interval of x the comparison is constant whatever the exact threshold.
            Interval range = builder.interval(x.step());
            long magnitude = Math.max(Math.abs(range.min()), Math.abs(range.max())) + 1;
            threshold =
                    Math.abs(threshold) > magnitude >> Math.min(-drop, 63)
                            ? Long.signum(threshold) * magnitude
                            : threshold << -drop;
        }
        return builder.compare(Op.Relation.LESS_OR_EQUAL, x.step(), builder.constant(threshold));
    }
}
