package org.l1ring.lower;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.Tree;

/** Seeded boosted trees as JSON. */
final class RandomTrees {
    private final RandomValues values;
    private final FixedType threshold;
    private final FixedType score;
    private final int features;

    private RandomTrees(RandomValues values, int features) {
        this.values = values;
        this.features = features;
        this.threshold = values.type();
        this.score = values.type();
    }

    /** Adds the fields of a tree layer. */
    static void fill(ObjectNode layer, int features, RandomValues values) {
        new RandomTrees(values, features).fill(layer);
    }

    private void fill(ObjectNode layer) {
        layer.set("threshold_type", values.json(threshold));
        layer.set("score_type", values.json(score));
        layer.putArray("init").add(values.reachable(score));
        if (values.chance(0.5)) {
            layer.put("normalisation", values.reachable(score));
        }
        ArrayNode trees = layer.putArray("trees");
        for (int count = values.between(1, 6); count > 0; count--) {
            ObjectNode tree = trees.addObject();
            for (String field : new String[] {"feature", "threshold", "left", "right", "value"}) {
                tree.putArray(field);
            }
            grow(tree, values.between(0, 4));
        }
    }

    /** Adds a node and those below it. */
    private int grow(ObjectNode tree, int depth) {
        ArrayNode feature = (ArrayNode) tree.get("feature");
        ArrayNode left = (ArrayNode) tree.get("left");
        ArrayNode right = (ArrayNode) tree.get("right");
        int node = feature.size();
        boolean leaf = depth == 0 || values.chance(0.15);
        feature.add(leaf ? Tree.LEAF : values.between(0, features - 1));
        ((ArrayNode) tree.get("threshold")).add(leaf ? 0 : values.raw(threshold));
        ((ArrayNode) tree.get("value")).add(leaf ? values.reachable(score) : 0);
        left.add(-1);
        right.add(-1);
        if (!leaf) {
            left.set(node, left.numberNode(grow(tree, depth - 1)));
            right.set(node, right.numberNode(grow(tree, depth - 1)));
        }
        return node;
    }
}
