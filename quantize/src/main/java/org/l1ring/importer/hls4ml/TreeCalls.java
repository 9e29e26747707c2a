package org.l1ring.importer.hls4ml;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Tree;

/** Boosted trees of our own projects: nodes of all trees one after the other. */
final class TreeCalls {
    private final Call call;
    private final int features;
    private final int[] feature;
    private final int[] left;
    private final int[] right;
    private final ConstantArray threshold;
    private final ConstantArray value;

    private TreeCalls(Call call, int features, int nodes) {
        this.call = call;
        this.features = features;
        feature = integers(call, 3, nodes);
        threshold = call.constants(4, nodes);
        left = integers(call, 5, nodes);
        right = integers(call, 6, nodes);
        value = call.constants(7, nodes);
    }

    static void trees(Call call) {
        Struct config = call.config();
        int features = call.whole(config, "n_in");
        Tensor x = call.input(0, features);
        int nodes = call.whole(config, "n_nodes");
        TreeCalls arrays = new TreeCalls(call, features, nodes);
        int[] root = integers(call, 2, call.whole(config, "n_trees"));
        List<Tree> all = new ArrayList<>();
        for (int t = 0; t < root.length; t++) {
            all.add(arrays.tree(root[t], t + 1 < root.length ? root[t + 1] : nodes));
        }
        boolean normalised = call.symbol(config, "normalised").equals("1");
        Optional<Long> factor =
                normalised ? Optional.of(call.constants(9, 1).raw(0)) : Optional.empty();
        FixedType score = call.type(config, "score_t").cast(config.place());
        long init = call.constants(8, 1).raw(0);
        String variable = call.argument(1);
        Layer.Head head =
                call.network()
                        .head(call, "", variable, List.of(x), ElementTypes.all(call.result()));
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.Trees(
                                head, features, all, init, arrays.threshold.type(), score, factor));
    }

    /** The tree of the nodes in a range. */
    private Tree tree(int from, int to) {
        if (from < 0 || to <= from || to > feature.length) {
            throw call.error("expected roots in order, got " + from + " before " + to);
        }
        int nodes = to - from;
        int[] features = new int[nodes];
        long[] thresholds = new long[nodes];
        int[] lefts = new int[nodes];
        int[] rights = new int[nodes];
        long[] values = new long[nodes];
        for (int i = 0; i < nodes; i++) {
            boolean leaf = feature[from + i] < 0;
            features[i] = leaf ? Tree.LEAF : feature[from + i];
            thresholds[i] = threshold.raw(from + i);
            lefts[i] = left[from + i] - from;
            rights[i] = right[from + i] - from;
            values[i] = value.raw(from + i);
        }
        try {
            return new Tree(features, thresholds, lefts, rights, values, this.features);
        } catch (IllegalArgumentException e) {
            throw call.error("tree at node " + from + ": " + e.getMessage());
        }
    }

    private static int[] integers(Call call, int index, int size) {
        double[] values = call.network().values(call.argument(index), call.at());
        if (values.length != size) {
            throw call.error(
                    "expected %d values of %s, got %d"
                            .formatted(size, call.argument(index), values.length));
        }
        return Arrays.stream(values).mapToInt(v -> (int) v).toArray();
    }
}
