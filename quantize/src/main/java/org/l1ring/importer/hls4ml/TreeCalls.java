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
    private TreeCalls() {}

    static void trees(Call call) {
        Struct config = call.config();
        int features = call.whole(config, "n_in");
        Tensor x = call.input(0, features);
        int trees = call.whole(config, "n_trees");
        int nodes = call.whole(config, "n_nodes");
        int[] root = integers(call, 2, trees);
        int[] feature = integers(call, 3, nodes);
        ConstantArray threshold = call.constants(4, nodes);
        int[] left = integers(call, 5, nodes);
        int[] right = integers(call, 6, nodes);
        ConstantArray value = call.constants(7, nodes);
        ConstantArray init = call.constants(8, 1);
        List<Tree> all = new ArrayList<>();
        for (int t = 0; t < trees; t++) {
            int from = root[t];
            int to = t + 1 < trees ? root[t + 1] : nodes;
            if (from < 0 || to <= from || to > nodes) {
                throw call.error("expected roots in order, got " + from + " before " + to);
            }
            all.add(tree(call, features, from, to, feature, threshold, left, right, value));
        }
        boolean normalised = call.symbol(config, "normalised").equals("1");
        FixedType score = call.type(config, "score_t").cast(config.place());
        Optional<Long> factor =
                normalised ? Optional.of(call.constants(9, 1).raw(0)) : Optional.empty();
        String variable = call.argument(1);
        Layer.Head head =
                call.network()
                        .head(call, "", variable, List.of(x), ElementTypes.all(call.result()));
        call.network()
                .finish(
                        call,
                        variable,
                        new Layer.Trees(
                                head,
                                features,
                                all,
                                init.raw(0),
                                threshold.type(),
                                score,
                                factor));
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
