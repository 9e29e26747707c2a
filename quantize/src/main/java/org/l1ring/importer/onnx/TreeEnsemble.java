package org.l1ring.importer.onnx;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * A node TreeEnsembleRegressor or TreeEnsembleClassifier.
 *
 * @param node the node, for messages
 * @param trees nodes of each tree, the root first
 * @param base the scores before any tree
 * @param scores number of scores that leaves add to
 * @param average whether the sum is divided by the number of trees
 * @param wide whether inputs and thresholds are compared as doubles, not as floats
 * @param binary what a single score of two classes becomes; none where each class has its own
 * @param labels of the classes that are numbers; empty for a regressor, and for texts
 */
record TreeEnsemble(
        Node node,
        List<List<Branch>> trees,
        List<Double> base,
        int scores,
        boolean average,
        boolean wide,
        Optional<Binary> binary,
        List<Long> labels) {
    /** Operators of this kind. */
    static final Set<String> OPERATORS = Set.of("TreeEnsembleRegressor", "TreeEnsembleClassifier");

    /** Copies the lists. */
    TreeEnsemble {
        trees = List.copyOf(trees);
        base = List.copyOf(base);
        labels = List.copyOf(labels);
    }

    /** What the two classes of a single score s get. */
    enum Binary {
        /** 1 - s and s: the leaves are all probabilities. */
        PROBABILITY,
        /** -s and s. */
        MARGIN
    }

    /** How a decision compares the input with its threshold. */
    enum Comparison {
        AT_MOST,
        LESS,
        AT_LEAST,
        MORE,
        LEAF
    }

    /**
     * A node of a tree.
     *
     * @param comparison with which it decides
     * @param feature column
     * @param threshold as the file has it
     * @param yes node where the comparison holds
     * @param no node where it does not
     * @param weights of a leaf: what it adds to each score
     */
    record Branch(
            Comparison comparison,
            int feature,
            double threshold,
            int yes,
            int no,
            Map<Integer, Double> weights) {
        /** Copies the map. */
        Branch {
            weights = Map.copyOf(weights);
        }

        boolean passes(double x) {
            return switch (comparison) {
                case AT_MOST -> x <= threshold;
                case LESS -> x < threshold;
                case AT_LEAST -> x >= threshold;
                case MORE -> x > threshold;
                case LEAF -> false;
            };
        }
    }

    /** Reads a node's attributes. */
    static TreeEnsemble of(Node node) {
        return new TreeEnsembleReader(node).read();
    }

    boolean classifier() {
        return node.operator().equals("TreeEnsembleClassifier");
    }

    String transform() {
        return node.text("post_transform", "NONE");
    }

    /** The results of one row: the label and the scores, or the scores of a regressor. */
    List<Tensor> apply(Tensor x) {
        double[] sums = new double[scores];
        for (List<Branch> tree : trees) {
            Branch at = tree.get(0);
            for (int steps = 0; at.comparison() != Comparison.LEAF; steps++) {
                int next = at.passes(input(x, at)) ? at.yes() : at.no();
                if (next < 0 || steps > tree.size()) {
                    throw node.error("expected trees that end in leaves, got one that does not");
                }
                at = tree.get(next);
            }
            at.weights().forEach((score, weight) -> sums[score] += weight);
        }
        for (int i = 0; i < scores; i++) {
            sums[i] = (average ? sums[i] / trees.size() : sums[i]) + base.get(i);
        }
        double[] all = sums;
        if (binary.isPresent()) {
            boolean margin = binary.get() == Binary.MARGIN;
            all = new double[] {margin ? -sums[0] : 1 - sums[0], sums[0]};
        }
        double[] shown = transformed(all);
        Tensor values = new Tensor(new int[] {1, shown.length}, shown, false);
        if (!classifier()) {
            return List.of(values);
        }
        int best = 0;
        for (int i = 1; i < all.length; i++) {
            best = all[i] > all[best] ? i : best;
        }
        double label = labels.isEmpty() ? best : labels.get(best);
        return List.of(new Tensor(new int[] {1}, new double[] {label}, true), values);
    }

    private double input(Tensor x, Branch branch) {
        if (branch.feature() < 0 || branch.feature() >= x.size()) {
            throw node.error(
                    "expected features below %d, got %d".formatted(x.size(), branch.feature()));
        }
        double value = x.get(branch.feature());
        return wide ? value : (float) value;
    }

    private double[] transformed(double[] scores) {
        double[] y = scores.clone();
        switch (transform()) {
            case "NONE" -> {}
            case "LOGISTIC" -> Arrays.setAll(y, i -> Functions.sigmoid(scores[i]));
            case "SOFTMAX" -> {
                double most = Arrays.stream(scores).max().orElseThrow();
                double sum = Arrays.stream(scores).map(s -> Math.exp(s - most)).sum();
                Arrays.setAll(y, i -> Math.exp(scores[i] - most) / sum);
            }
            default ->
                    throw node.error(
                            "attribute post_transform: expected NONE, LOGISTIC or SOFTMAX");
        }
        return y;
    }
}
