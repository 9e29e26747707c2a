package org.l1ring.importer.trees;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Seeded trees to write in the formats of other tools.
 *
 * @param features number of columns
 * @param trees root first
 */
record SampleForest(int features, List<List<Node>> trees) {
    static final int LEAF = -1;

    /** A node; a leaf has feature {@link #LEAF}. */
    record Node(int feature, float threshold, int left, int right, float value) {}

    static SampleForest make(long seed, int trees, int features, int depth) {
        Random random = new Random(seed);
        List<List<Node>> made = new ArrayList<>();
        for (int i = 0; i < trees; i++) {
            List<Node> nodes = new ArrayList<>();
            grow(nodes, random, features, depth);
            made.add(nodes);
        }
        return new SampleForest(features, made);
    }

    private static int grow(List<Node> nodes, Random random, int features, int depth) {
        int at = nodes.size();
        if (depth == 0 || (random.nextInt(10) == 0 && at > 0)) {
            nodes.add(new Node(LEAF, 0, -1, -1, (float) random.nextGaussian() / 4));
            return at;
        }
        nodes.add(new Node(LEAF, 0, -1, -1, 0));
        // Some thresholds are on the grid of inputs, where < and <= differ; some are beyond it.
        float threshold =
                switch (random.nextInt(4)) {
                    case 0 -> random.nextInt(2048) / 256f - 4;
                    case 1 -> (float) random.nextGaussian() * 100;
                    default -> (float) random.nextGaussian();
                };
        int feature = random.nextInt(features);
        int left = grow(nodes, random, features, depth - 1);
        int right = grow(nodes, random, features, depth - 1);
        nodes.set(at, new Node(feature, threshold, left, right, 0));
        return at;
    }

    /** The leaf of each tree for a row. */
    List<Node> leaves(double[] row, boolean strict) {
        List<Node> leaves = new ArrayList<>();
        for (List<Node> tree : trees) {
            Node node = tree.getFirst();
            while (node.feature() != LEAF) {
                double x = row[node.feature()];
                boolean left = strict ? x < node.threshold() : x <= node.threshold();
                node = tree.get(left ? node.left() : node.right());
            }
            leaves.add(node);
        }
        return leaves;
    }
}
