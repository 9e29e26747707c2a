package org.l1ring.importer.onnx;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.importer.trees.Cut;
import org.l1ring.importer.trees.Forest;
import org.l1ring.importer.trees.ForestImport;
import org.l1ring.importer.trees.ImportedForest;
import org.l1ring.importer.trees.SourceNode;
import org.l1ring.importer.trees.SourceTree;
import org.l1ring.importer.trees.TreeTypes;
import org.l1ring.model.Layer;

/** Makes layers of trees. */
final class TreeLayers {
    private final NodeLayers layers;
    private final String file;
    private final Optional<FixedType> score;

    /**
     * For a graph.
     *
     * @param file for messages
     * @param score the declared type of scores
     */
    TreeLayers(NodeLayers layers, String file, Optional<FixedType> score) {
        this.layers = layers;
        this.file = file;
        this.score = score;
    }

    /**
     * The scores of a node before what is made of them.
     *
     * @param result [1][scores]
     * @param byClass the same for each class, where a single score decides between two
     * @param explanation how the trees were mapped, line by line
     */
    record Scores(Signal result, Signal byClass, List<String> explanation) {
        /** Copies the list. */
        Scores {
            explanation = List.copyOf(explanation);
        }
    }

    /** The scores of a node. */
    Scores apply(Arguments arguments) {
        Node node = arguments.node();
        Signal x = arguments.signal(0);
        TreeEnsemble ensemble = TreeEnsemble.of(node);
        Source columns = layers.inOrder(arguments.name() + "_columns", x);
        List<FixedType> types =
                IntStream.range(0, columns.size()).mapToObj(columns.types()::get).toList();
        Forest forest = forest(ensemble, columns.size());
        ImportedForest imported =
                ForestImport.model(file, "trees", forest, new TreeTypes(types, score));
        List<Layer.Trees> forests =
                imported.model().layers().stream().map(layer -> (Layer.Trees) layer).toList();
        List<Signal> scores = new ArrayList<>();
        for (Source one : layers.parts().trees(arguments.name(), columns, forests)) {
            scores.add(Signal.of(one, 1));
        }
        Signal all =
                (scores.size() == 1 ? scores.get(0) : layers.joined(arguments.name(), scores))
                        .reshaped(1, scores.size());
        if (ensemble.average()) {
            all = all.times(1.0 / ensemble.trees().size());
        }
        Signal byClass = ensemble.binary().isPresent() ? classes(ensemble, all) : all;
        boolean linked = !ensemble.transform().equals("NONE");
        return new Scores(linked ? all : byClass, byClass, imported.explanation());
    }

    /** The scores of two classes from a single one. */
    private static Signal classes(TreeEnsemble ensemble, Signal score) {
        boolean margin = ensemble.binary().equals(Optional.of(TreeEnsemble.Binary.MARGIN));
        double[] start = {margin ? 0 : 1, 0};
        return score.moved(new int[] {1, 2}, 0, 0)
                .times(
                        new Tensor(new int[] {2}, new double[] {-1, 1}, false),
                        new Tensor(new int[] {2}, start, false));
    }

    /** The types of the columns of a graph's input that goes into trees only. */
    static List<FixedType> columnTypes(
            String file, Node node, int columns, List<FixedType> declared) {
        Forest forest = forest(TreeEnsemble.of(node), columns);
        TreeTypes types = new TreeTypes(declared, Optional.empty());
        return ForestImport.columnTypes(file, forest, types);
    }

    private static Forest forest(TreeEnsemble ensemble, int columns) {
        Node node = ensemble.node();
        List<SourceTree> trees = new ArrayList<>();
        for (int i = 0; i < ensemble.trees().size(); i++) {
            List<TreeEnsemble.Branch> branches = ensemble.trees().get(i);
            for (int score : scoresOf(branches)) {
                List<SourceNode> nodes = new ArrayList<>();
                for (int k = 0; k < branches.size(); k++) {
                    nodes.add(node(branches.get(k), k, score, ensemble.wide()));
                }
                trees.add(new SourceTree(node.where() + ": tree " + i, score, nodes));
            }
        }
        return new Forest(
                "ONNX " + node.operator() + ", post_transform " + ensemble.transform(),
                IntStream.range(0, columns).mapToObj(_ -> new Forest.Column("", 0)).toList(),
                trees,
                ensemble.base().stream().map(base -> start(ensemble, base)).toList(),
                Optional.empty(),
                Optional.empty(),
                meaning(ensemble),
                List.of());
    }

    /** The score before any tree; that of a mean of trees is for their sum. */
    private static BigDecimal start(TreeEnsemble ensemble, double base) {
        BigDecimal exact = new BigDecimal(base);
        return ensemble.average()
                ? exact.multiply(BigDecimal.valueOf(ensemble.trees().size()))
                : exact;
    }

    private static List<Integer> scoresOf(List<TreeEnsemble.Branch> branches) {
        return branches.stream()
                .flatMap(branch -> branch.weights().keySet().stream())
                .collect(Collectors.toCollection(TreeSet::new))
                .stream()
                .toList();
    }

    private static SourceNode node(
            TreeEnsemble.Branch branch, int number, int score, boolean wide) {
        int feature = branch.feature();
        int yes = branch.yes();
        int no = branch.no();
        SourceNode.Zeros zeros = SourceNode.Zeros.BY_CUT;
        return switch (branch.comparison()) {
            case LEAF -> {
                BigDecimal value = new BigDecimal(branch.weights().getOrDefault(score, 0.0));
                yield new SourceNode.Leaf(number, value);
            }
            case AT_MOST -> new SourceNode.Split(feature, atMost(branch, wide), yes, no, zeros);
            case MORE -> new SourceNode.Split(feature, atMost(branch, wide), no, yes, zeros);
            case LESS -> new SourceNode.Split(feature, less(branch, wide), yes, no, zeros);
            case AT_LEAST -> new SourceNode.Split(feature, less(branch, wide), no, yes, zeros);
        };
    }

    private static Cut atMost(TreeEnsemble.Branch branch, boolean wide) {
        return wide ? Cut.atMost(branch.threshold()) : Cut.atMost((float) branch.threshold());
    }

    private static Cut less(TreeEnsemble.Branch branch, boolean wide) {
        return wide ? Cut.less(branch.threshold()) : Cut.less((float) branch.threshold());
    }

    private static String meaning(TreeEnsemble ensemble) {
        return switch (ensemble.transform()) {
            case "LOGISTIC" ->
                    "the score is a logit; the file's own output, 1 / (1 + exp(-score)), is left"
                            + " off";
            case "SOFTMAX" ->
                    "one margin a class; the file's own outputs, their softmax, are left off";
            case "NONE" -> "the file's own scores";
            default ->
                    throw ensemble.node()
                            .error("attribute post_transform: expected NONE, LOGISTIC or SOFTMAX");
        };
    }
}
