package org.l1ring.bench.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.Tree;

/**
 * Random boosted trees of full depth on 12-bit features.
 *
 * @param features number of inputs
 * @param trees number of trees
 * @param depth comparisons from root to leaf
 */
public record SeededForest(int features, int trees, int depth) {
    private static final FixedType FEATURE = FixedType.signed(12, 6);
    private static final FixedType SCORE = FixedType.signed(16, 8);

    /**
     * The forest as a model.
     *
     * @param name the model's name
     * @return a model with one output, {@code score}
     */
    public Model model(String name) {
        SplittableRandom random = new SplittableRandom(features);
        List<Tree> made = new ArrayList<>();
        for (int i = 0; i < trees; i++) {
            made.add(tree(random));
        }
        Layer forest =
                new Layer.Trees(
                        new Layer.Head("forest", List.of("x"), "score", ElementTypes.all(SCORE)),
                        features,
                        made,
                        0,
                        FEATURE,
                        SCORE,
                        Optional.empty());
        return new Model(
                name,
                List.of(new Model.Input("x", features, ElementTypes.all(FEATURE))),
                Optional.empty(),
                List.of(forest),
                List.of(new Model.Output("score", "score", 1, ElementTypes.all(SCORE))),
                Optional.empty(),
                Optional.empty());
    }

    private Tree tree(SplittableRandom random) {
        int inner = (1 << depth) - 1;
        int nodes = 2 * inner + 1;
        int[] feature = new int[nodes];
        long[] threshold = new long[nodes];
        int[] left = new int[nodes];
        int[] right = new int[nodes];
        long[] value = new long[nodes];
        for (int node = 0; node < nodes; node++) {
            if (node < inner) {
                feature[node] = random.nextInt(features);
                threshold[node] = random.nextInt(-1500, 1500);
                left[node] = 2 * node + 1;
                right[node] = 2 * node + 2;
            } else {
                feature[node] = Tree.LEAF;
                value[node] = random.nextInt(-200, 200);
            }
        }
        return new Tree(feature, threshold, left, right, value, features);
    }
}
