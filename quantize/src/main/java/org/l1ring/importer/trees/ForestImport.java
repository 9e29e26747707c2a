package org.l1ring.importer.trees;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.Tree;

/** Turns the trees of a file into a model on the grid of its inputs. */
public final class ForestImport {
    private static final String COLUMNS = "features";

    private final String name;
    private final Forest forest;
    private final List<FixedType> columns;
    private final List<GridTree> trees = new ArrayList<>();

    private ForestImport(String name, Forest forest, List<FixedType> columns) {
        this.name = name;
        this.forest = forest;
        this.columns = columns;
    }

    /**
     * The model of a forest.
     *
     * @param file for messages
     * @param name of the model
     * @throws ModelException when the trees are broken or a type does not fit
     */
    public static ImportedForest model(String file, String name, Forest forest, TreeTypes types) {
        checkSize(file, forest);
        ColumnTypes chosen = ColumnTypes.of(file, forest, types);
        return new ForestImport(name, forest, chosen.types()).build(file, chosen, types);
    }

    /**
     * The types of a forest's columns: those declared, else those that its thresholds need.
     *
     * @param file for messages
     * @return one a column
     * @throws ModelException when the number of declared types is wrong
     */
    public static List<FixedType> columnTypes(String file, Forest forest, TreeTypes types) {
        return ColumnTypes.of(file, forest, types).types();
    }

    private static void checkSize(String file, Forest forest) {
        if (forest.columns().isEmpty() || forest.columns().size() > Forest.MOST_COLUMNS) {
            throw new ModelException(
                    file,
                    "expected 1..%d features, got %d"
                            .formatted(Forest.MOST_COLUMNS, forest.columns().size()));
        }
        if (forest.groups() < 1 || forest.groups() > Forest.MOST_GROUPS) {
            throw new ModelException(
                    file,
                    "expected 1..%d scores, got %d".formatted(Forest.MOST_GROUPS, forest.groups()));
        }
        if (forest.trees().isEmpty()) {
            throw new ModelException(file, "expected at least one tree, got none");
        }
        for (SourceTree tree : forest.trees()) {
            if (tree.group() < 0 || tree.group() >= forest.groups()) {
                throw new ModelException(
                        tree.where(),
                        "expected a class in 0..%d, got %d"
                                .formatted(forest.groups() - 1, tree.group()));
            }
        }
    }

    private ImportedForest build(String file, ColumnTypes chosen, TreeTypes types) {
        for (SourceTree tree : forest.trees()) {
            trees.add(GridTree.of(tree, columns));
        }
        FixedType thresholds = thresholdType(file);
        ScoreGrid scores = ScoreGrid.of(file, forest, trees, types.score());
        List<ImportedForest.Origin> origins = new ArrayList<>();
        Map<Integer, List<Tree>> groups = new LinkedHashMap<>();
        for (GridTree tree : trees) {
            Tree made = tree(tree, thresholds, scores);
            List<Integer> leaves = new ArrayList<>();
            for (GridTree.Node node : tree.nodes()) {
                leaves.add(
                        tree.source().nodes().get(node.source())
                                        instanceof SourceNode.Leaf(int number, _)
                                ? number
                                : -1);
            }
            origins.add(new ImportedForest.Origin(made, leaves));
            groups.computeIfAbsent(tree.source().group(), _ -> new ArrayList<>()).add(made);
        }
        Model model = model(groups, thresholds, scores);
        return new ImportedForest(
                model, new ForestText(forest, columns, trees, chosen, scores).lines(), origins);
    }

    private Model model(Map<Integer, List<Tree>> groups, FixedType thresholds, ScoreGrid scores) {
        List<Layer> layers = new ArrayList<>();
        List<Model.Output> outputs = new ArrayList<>();
        ElementTypes result = ElementTypes.all(scores.type());
        for (int group = 0; group < forest.groups(); group++) {
            String suffix = forest.groups() == 1 ? "" : "_" + group;
            Layer.Head head =
                    new Layer.Head("trees" + suffix, List.of(COLUMNS), "sum" + suffix, result);
            layers.add(
                    new Layer.Trees(
                            head,
                            columns.size(),
                            groups.getOrDefault(group, List.of()),
                            scores.start(group),
                            thresholds,
                            scores.type(),
                            scores.normalisation()));
            outputs.add(new Model.Output("score" + suffix, "sum" + suffix, 1, result));
        }
        boolean uniform = columns.stream().distinct().count() == 1;
        Model.Input input =
                new Model.Input(
                        COLUMNS,
                        columns.size(),
                        uniform ? ElementTypes.all(columns.getFirst()) : new ElementTypes(columns));
        return new Model(
                name,
                List.of(input),
                Optional.empty(),
                layers,
                outputs,
                Optional.empty(),
                Optional.empty());
    }

    /** One type for all thresholds: the finest grid, and the widest range on it. */
    private FixedType thresholdType(String file) {
        int fraction = Integer.MIN_VALUE;
        int integer = Integer.MIN_VALUE;
        for (GridTree tree : trees) {
            for (GridTree.Node node : tree.nodes()) {
                if (node.feature() != GridTree.LEAF) {
                    FixedType type = columns.get(node.feature());
                    fraction = Math.max(fraction, type.fraction());
                    integer = Math.max(integer, type.integer() + (type.signed() ? 0 : 1));
                }
            }
        }
        if (fraction == Integer.MIN_VALUE) {
            return columns.getFirst();
        }
        int width = Math.max(1, fraction + integer);
        if (width > FixedType.MAX_WIDTH) {
            throw new ModelException(
                    file,
                    "expected input types that together span at most 64 bits, got %d (%d integer"
                                    .formatted(width, integer)
                            + " and %d fraction bits); declare closer ones with --input-type"
                                    .formatted(fraction));
        }
        return FixedType.signed(width, width - fraction);
    }

    private Tree tree(GridTree grid, FixedType thresholds, ScoreGrid scores) {
        int size = grid.nodes().size();
        int[] feature = new int[size];
        long[] threshold = new long[size];
        int[] left = new int[size];
        int[] right = new int[size];
        long[] value = new long[size];
        for (int i = 0; i < size; i++) {
            GridTree.Node node = grid.nodes().get(i);
            left[i] = node.left();
            right[i] = node.right();
            if (node.feature() == GridTree.LEAF) {
                feature[i] = Tree.LEAF;
                value[i] = scores.leaf(grid, i);
            } else {
                feature[i] = node.feature();
                int finer = thresholds.fraction() - columns.get(node.feature()).fraction();
                threshold[i] = node.threshold() << finer;
            }
        }
        return new Tree(feature, threshold, left, right, value, columns.size());
    }
}
