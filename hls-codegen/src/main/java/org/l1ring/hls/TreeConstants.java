package org.l1ring.hls;

import org.l1ring.model.ConstantArray;
import org.l1ring.model.Layer;
import org.l1ring.model.Tree;

/** The nodes of boosted trees, one array a property, all trees one after the other. */
final class TreeConstants {
    private final int[] root;
    private final int[] feature;
    private final long[] threshold;
    private final int[] left;
    private final int[] right;
    private final long[] value;
    private int depth;

    private TreeConstants(Layer.Trees trees) {
        int nodes = trees.trees().stream().mapToInt(Tree::nodes).sum();
        root = new int[Math.max(1, trees.trees().size())];
        feature = new int[nodes];
        threshold = new long[nodes];
        left = new int[nodes];
        right = new int[nodes];
        value = new long[nodes];
        int start = 0;
        for (int t = 0; t < trees.trees().size(); t++) {
            Tree tree = trees.trees().get(t);
            root[t] = start;
            add(tree, start);
            start += tree.nodes();
        }
    }

    private void add(Tree tree, int start) {
        int[] level = new int[tree.nodes()];
        for (int node = 0; node < tree.nodes(); node++) {
            int at = start + node;
            boolean leaf = tree.leaf(node);
            feature[at] = tree.feature(node);
            left[at] = leaf ? at : start + tree.left(node);
            right[at] = leaf ? at : start + tree.right(node);
            threshold[at] = leaf ? 0 : tree.threshold(node);
            value[at] = leaf ? tree.value(node) : 0;
            if (!leaf) {
                level[tree.left(node)] = Math.max(level[tree.left(node)], level[node] + 1);
                level[tree.right(node)] = Math.max(level[tree.right(node)], level[node] + 1);
            }
            depth = Math.max(depth, level[node]);
        }
    }

    /** Writes the arrays and what the configuration says of them. */
    static void write(ModelText text, int number, Layer.Trees trees, ConfigText config) {
        TreeConstants nodes = new TreeConstants(trees);
        String thresholdType = "threshold" + number + "_t";
        String valueType = "value" + number + "_t";
        nodes.integers(text, "root" + number, nodes.root);
        nodes.integers(text, "feature" + number, nodes.feature);
        text.constants(
                "threshold" + number,
                thresholdType,
                new ConstantArray(
                        trees.thresholdType(),
                        new int[] {nodes.threshold.length},
                        nodes.threshold));
        nodes.integers(text, "left" + number, nodes.left);
        nodes.integers(text, "right" + number, nodes.right);
        text.constants(
                "value" + number,
                valueType,
                new ConstantArray(trees.scoreType(), new int[] {nodes.value.length}, nodes.value));
        single(text, "init" + number, valueType, trees, trees.init());
        single(text, "norm" + number, valueType, trees, trees.normalisation().orElse(0L));
        config.set("n_in", trees.features())
                .set("n_trees", trees.trees().size())
                .set("n_nodes", nodes.feature.length)
                .set("max_depth", nodes.depth)
                .setFlag("normalised", trees.normalisation().isPresent())
                .type("threshold_t", thresholdType)
                .type("value_t", valueType)
                .type("score_t", CppType.cast(trees.scoreType()));
    }

    private void integers(ModelText text, String name, int[] values) {
        text.constantsFile(name, ConstantsText.integers(text.heading("Nodes"), name, values));
    }

    private static void single(
            ModelText text, String name, String typeName, Layer.Trees trees, long raw) {
        ConstantArray array = new ConstantArray(trees.scoreType(), new int[] {1}, new long[] {raw});
        text.constantsFile(
                name, ConstantsText.fixed(text.heading("Constant"), name, typeName, array));
    }
}
