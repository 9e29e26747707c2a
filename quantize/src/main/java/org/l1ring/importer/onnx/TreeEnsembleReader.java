package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Reads the lists of a node of trees. */
final class TreeEnsembleReader {
    private static final int MAX_NODES = 1 << 20;
    private static final int MAX_SCORES = 1 << 10;

    private final Node node;
    private final boolean classifier;

    /** Place of a node within its tree, by tree and node number. */
    private final Map<Long, Integer> places = new HashMap<>();

    /** Place of a tree by its number. */
    private final Map<Integer, Integer> order = new HashMap<>();

    /** The file's nodes of each tree. */
    private final List<List<Integer>> members = new ArrayList<>();

    /** What each of the file's nodes adds to the scores. */
    private final List<Map<Integer, Double>> leaves = new ArrayList<>();

    TreeEnsembleReader(Node node) {
        this.node = node;
        this.classifier = node.operator().equals("TreeEnsembleClassifier");
    }

    private int[] wholes(String attribute, int size) {
        long[] values = node.wholes(attribute).orElse(new long[0]);
        if (size >= 0 && values.length != size) {
            throw node.error(
                    "attribute %s: expected %d numbers, got %d"
                            .formatted(attribute, size, values.length));
        }
        return Arrays.stream(values)
                .mapToInt(value -> Math.clamp(value, -1, Integer.MAX_VALUE))
                .toArray();
    }

    private Optional<double[]> reals(String attribute) {
        return node.constant(attribute + "_as_tensor")
                .map(Tensor::values)
                .or(() -> node.reals(attribute));
    }

    private double[] reals(String attribute, int size) {
        double[] values = reals(attribute).orElse(new double[0]);
        if (values.length != size || !Arrays.stream(values).allMatch(Double::isFinite)) {
            throw node.error(
                    "attribute %s: expected %d finite numbers, got %d or others"
                            .formatted(attribute, size, values.length));
        }
        return values;
    }

    TreeEnsemble read() {
        String what = classifier ? "class" : "target";
        int[] scoreIds = wholes(what + "_ids", -1);
        List<Long> labels =
                Arrays.stream(node.wholes("classlabels_int64s").orElse(new long[0]))
                        .boxed()
                        .toList();
        int classes = Math.max(labels.size(), node.texts("classlabels_strings").size());
        long declared = classifier ? classes : node.whole("n_targets", 1);
        if (declared < 1 || declared > MAX_SCORES) {
            throw node.error("expected 1 to %d scores, got %d".formatted(MAX_SCORES, declared));
        }
        for (int id : scoreIds) {
            if (id < 0 || id >= declared) {
                throw node.error(
                        "attribute %s_ids: expected 0 to %d, got %d"
                                .formatted(what, declared - 1, id));
            }
        }
        boolean single =
                classifier && classes == 2 && Arrays.stream(scoreIds).distinct().count() == 1;
        double[] weights = reals(what + "_weights", scoreIds.length);
        boolean positive = Arrays.stream(weights).allMatch(weight -> weight >= 0);
        String aggregate = node.text("aggregate_function", "SUM");
        if (!aggregate.equals("SUM") && !aggregate.equals("AVERAGE")) {
            throw node.error("attribute aggregate_function: expected SUM or AVERAGE");
        }
        int scores = single ? 1 : (int) declared;
        collect();
        addWeights(what, single ? new int[scoreIds.length] : scoreIds, weights);
        return new TreeEnsemble(
                node,
                trees(),
                base(scores, (int) declared),
                scores,
                aggregate.equals("AVERAGE"),
                node.constant("nodes_values_as_tensor").isPresent(),
                single
                        ? Optional.of(
                                positive
                                        ? TreeEnsemble.Binary.PROBABILITY
                                        : TreeEnsemble.Binary.MARGIN)
                        : Optional.empty(),
                labels);
    }

    private List<Double> base(int scores, int declared) {
        double[] values = reals("base_values").orElse(new double[scores]);
        boolean ofBoth = scores == 1 && declared == 2 && values.length == 2;
        if (values.length != scores && !ofBoth) {
            throw node.error(
                    "attribute base_values: expected %d numbers, got %d"
                            .formatted(scores, values.length));
        }
        return Arrays.stream(ofBoth ? new double[] {values[1]} : values).boxed().toList();
    }

    /** Sorts the nodes into trees. */
    private void collect() {
        int[] treeIds = wholes("nodes_treeids", -1);
        int[] nodeIds = wholes("nodes_nodeids", treeIds.length);
        if (treeIds.length == 0 || treeIds.length > MAX_NODES) {
            throw node.error("expected 1 to %d nodes, got %d".formatted(MAX_NODES, treeIds.length));
        }
        for (int i = 0; i < treeIds.length; i++) {
            int next = order.size();
            int tree = order.computeIfAbsent(treeIds[i], _ -> next);
            if (tree == members.size()) {
                members.add(new ArrayList<>());
            }
            if (places.put(key(treeIds[i], nodeIds[i]), members.get(tree).size()) != null) {
                throw node.error(
                        "tree %d: expected node %d once, got it twice"
                                .formatted(treeIds[i], nodeIds[i]));
            }
            members.get(tree).add(i);
            leaves.add(new HashMap<>());
        }
    }

    private List<List<TreeEnsemble.Branch>> trees() {
        int size = leaves.size();
        int[] treeIds = wholes("nodes_treeids", size);
        int[] yes = wholes("nodes_truenodeids", size);
        int[] no = wholes("nodes_falsenodeids", size);
        int[] features = wholes("nodes_featureids", size);
        double[] values = reals("nodes_values", size);
        List<String> modes = node.texts("nodes_modes");
        if (modes.size() != size) {
            throw node.error(
                    "attribute nodes_modes: expected %d texts, got %d"
                            .formatted(size, modes.size()));
        }
        List<List<TreeEnsemble.Branch>> trees = new ArrayList<>();
        for (List<Integer> own : members) {
            List<TreeEnsemble.Branch> branches = new ArrayList<>();
            for (int i : own) {
                TreeEnsemble.Comparison comparison = comparison(modes.get(i));
                boolean leaf = comparison == TreeEnsemble.Comparison.LEAF;
                int tree = treeIds[i];
                branches.add(
                        new TreeEnsemble.Branch(
                                comparison,
                                features[i],
                                values[i],
                                leaf ? -1 : places.getOrDefault(key(tree, yes[i]), -1),
                                leaf ? -1 : places.getOrDefault(key(tree, no[i]), -1),
                                leaf ? leaves.get(i) : Map.of()));
            }
            trees.add(branches);
        }
        return trees;
    }

    private void addWeights(String what, int[] scoreIds, double[] weights) {
        int[] trees = wholes(what + "_treeids", scoreIds.length);
        int[] nodes = wholes(what + "_nodeids", scoreIds.length);
        for (int i = 0; i < scoreIds.length; i++) {
            Integer place = places.get(key(trees[i], nodes[i]));
            if (place == null) {
                throw node.error(
                        "attribute %s_nodeids: expected nodes of the trees, got %d of tree %d"
                                .formatted(what, nodes[i], trees[i]));
            }
            int at = members.get(order.get(trees[i])).get(place);
            leaves.get(at).merge(scoreIds[i], weights[i], Double::sum);
        }
    }

    private static long key(int tree, int node) {
        return (long) tree << Integer.SIZE | (node & 0xffffffffL);
    }

    private TreeEnsemble.Comparison comparison(String mode) {
        return switch (mode) {
            case "BRANCH_LEQ" -> TreeEnsemble.Comparison.AT_MOST;
            case "BRANCH_LT" -> TreeEnsemble.Comparison.LESS;
            case "BRANCH_GTE" -> TreeEnsemble.Comparison.AT_LEAST;
            case "BRANCH_GT" -> TreeEnsemble.Comparison.MORE;
            case "LEAF" -> TreeEnsemble.Comparison.LEAF;
            default ->
                    throw node.error(
                            "attribute nodes_modes: expected comparisons of order, got %s; a"
                                            .formatted(GraphReader.line(mode))
                                    + " category has no place on a grid");
        };
    }
}
