package org.l1ring.model;

/**
 * One binary decision tree in node arrays; node 0 is the root.
 *
 * <p>At an inner node the left branch is taken when {@code x[feature] <= threshold}.
 */
public final class Tree {
    /** Feature number of a leaf. */
    public static final int LEAF = -2;

    private final int[] feature;
    private final long[] threshold;
    private final int[] left;
    private final int[] right;
    private final long[] value;

    /**
     * A tree of N nodes.
     *
     * @param feature [N] input number, {@link #LEAF} at leaves
     * @param threshold [N] raw values of the threshold type
     * @param left [N] node when the comparison holds
     * @param right [N] node otherwise
     * @param value [N] raw leaf values of the score type
     * @param features number of inputs
     * @throws IllegalArgumentException when arrays differ in length, or nodes point nowhere or back
     */
    public Tree(
            int[] feature, long[] threshold, int[] left, int[] right, long[] value, int features) {
        int nodes = feature.length;
        if (nodes == 0
                || threshold.length != nodes
                || left.length != nodes
                || right.length != nodes
                || value.length != nodes) {
            throw new IllegalArgumentException(
                    "expected equal, non-empty node arrays, got lengths %d, %d, %d, %d, %d"
                            .formatted(
                                    nodes,
                                    threshold.length,
                                    left.length,
                                    right.length,
                                    value.length));
        }
        for (int node = 0; node < nodes; node++) {
            if (feature[node] == LEAF) {
                continue;
            }
            if (feature[node] < 0 || feature[node] >= features) {
                throw new IllegalArgumentException(
                        "node %d: expected a feature in 0..%d or -2 for a leaf, got %d"
                                .formatted(node, features - 1, feature[node]));
            }
            if (Math.min(left[node], right[node]) <= node
                    || Math.max(left[node], right[node]) >= nodes) {
                throw new IllegalArgumentException(
                        "node %d: expected children in %d..%d, got %d and %d"
                                .formatted(node, node + 1, nodes - 1, left[node], right[node]));
            }
        }
        this.feature = feature.clone();
        this.threshold = threshold.clone();
        this.left = left.clone();
        this.right = right.clone();
        this.value = value.clone();
    }

    /** Number of nodes. */
    public int nodes() {
        return feature.length;
    }

    /** Whether a node is a leaf. */
    public boolean leaf(int node) {
        return feature[node] == LEAF;
    }

    /** Input that an inner node compares. */
    public int feature(int node) {
        return feature[node];
    }

    /** Raw threshold of an inner node. */
    public long threshold(int node) {
        return threshold[node];
    }

    /** Node taken when {@code x <= threshold}. */
    public int left(int node) {
        return left[node];
    }

    /** Node taken when {@code x > threshold}. */
    public int right(int node) {
        return right[node];
    }

    /** Raw value of a leaf. */
    public long value(int node) {
        return value[node];
    }
}
