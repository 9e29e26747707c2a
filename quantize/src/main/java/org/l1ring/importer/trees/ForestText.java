package org.l1ring.importer.trees;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.l1ring.fixed.FixedType;

/** How a forest was mapped, for people. */
final class ForestText {
    private final Forest forest;
    private final List<FixedType> columns;
    private final List<GridTree> trees;
    private final ColumnTypes chosen;
    private final ScoreGrid scores;
    private final List<String> lines = new ArrayList<>();

    ForestText(
            Forest forest,
            List<FixedType> columns,
            List<GridTree> trees,
            ColumnTypes chosen,
            ScoreGrid scores) {
        this.forest = forest;
        this.columns = columns;
        this.trees = trees;
        this.chosen = chosen;
        this.scores = scores;
    }

    /** One line a fact. */
    List<String> lines() {
        lines.add(String.format(Locale.ROOT, "format: %s", forest.format()));
        trees();
        thresholds();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "missing values: fixed-point columns cannot express them; every row follows the"
                                + " path of values that are there"));
        score();
        lines.add(String.format(Locale.ROOT, "meaning: %s", forest.meaning()));
        forest.notes().forEach(note -> lines.add("note: " + note));
        return lines.stream().map(text -> text.replaceAll("\\p{Cntrl}", " ")).toList();
    }

    private void trees() {
        int depth = 0;
        int inFile = 0;
        int kept = 0;
        int constant = 0;
        for (GridTree tree : trees) {
            depth = Math.max(depth, tree.depth());
            inFile += tree.source().nodes().size();
            kept += tree.nodes().size();
            constant += tree.constant();
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "trees: %d for %d score%s, depth up to %d, %d nodes in the file, %d kept; %d"
                                + " decisions are constant on the grid",
                        trees.size(),
                        forest.groups(),
                        forest.groups() == 1 ? "" : "s",
                        depth,
                        inFile,
                        kept,
                        constant));
    }

    private void thresholds() {
        List<Set<BigDecimal>> real = new ArrayList<>();
        List<Set<Long>> grid = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            real.add(new HashSet<>());
            grid.add(new HashSet<>());
        }
        for (GridTree tree : trees) {
            for (SourceNode node : tree.source().nodes()) {
                if (node instanceof SourceNode.Split split
                        && split.feature() >= 0
                        && split.feature() < columns.size()) {
                    real.get(split.feature()).add(split.cut().bound());
                }
            }
            for (GridTree.Node node : tree.nodes()) {
                if (node.feature() != GridTree.LEAF) {
                    grid.get(node.feature()).add(node.threshold());
                }
            }
        }
        long used = real.stream().filter(set -> !set.isEmpty()).count();
        int allReal = real.stream().mapToInt(Set::size).sum();
        int allGrid = grid.stream().mapToInt(Set::size).sum();
        lines.add(
                String.format(
                        Locale.ROOT,
                        "features: %d columns, %d used; types %s",
                        columns.size(),
                        used,
                        chosen.reason()));
        for (int i = 0; i < columns.size(); i++) {
            if (!real.get(i).isEmpty()) {
                String name = forest.columns().get(i).name();
                lines.add(
                        String.format(
                                Locale.ROOT,
                                "  x%d%s: %s, %d thresholds, %d on the grid",
                                i,
                                name.isEmpty() ? "" : " (" + name + ")",
                                columns.get(i),
                                real.get(i).size(),
                                grid.get(i).size()));
            }
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "thresholds: x < t and x <= t became x <= k on the columns' grids, each decision"
                                + " kept; %d different ones became %d",
                        allReal,
                        allGrid));
    }

    private void score() {
        FixedType type = scores.type();
        lines.add(String.format(Locale.ROOT, "score: %s, %s", type, scores.reason()));
        int most = 0;
        int[] counts = new int[forest.groups()];
        for (GridTree tree : trees) {
            most = Math.max(most, ++counts[tree.source().group()]);
        }
        double step = Math.scalb(1.0, -type.fraction());
        lines.add(
                String.format(
                        Locale.ROOT,
                        "leaf values: cast to it (%s); a score differs from the real sum by at most %.3g",
                        type.quantization(),
                        switch (type.quantization()) {
                                    case TRN, TRN_ZERO -> 1.0;
                                    case RND, RND_ZERO, RND_MIN_INF, RND_INF, RND_CONV -> 0.5;
                                }
                                * step
                                * (most + 1)));
        lines.add(
                String.format(
                        Locale.ROOT,
                        "sums: from %s to %s, %s",
                        real(scores.lowest(), step),
                        real(scores.highest(), step),
                        scores.holdsEverySum()
                                ? "none overflows"
                                : "some overflow: " + type.overflow() + " as the type says"));
        StringBuilder starts = new StringBuilder();
        for (int group = 0; group < Math.min(forest.groups(), 8); group++) {
            starts.append(group == 0 ? "" : ", ")
                    .append(
                            String.format(
                                    Locale.ROOT,
                                    "%.9g as raw %d",
                                    forest.start().get(group).doubleValue(),
                                    scores.start(group)));
        }
        lines.add(
                String.format(
                        Locale.ROOT,
                        "base score: %s%s",
                        starts,
                        forest.groups() > 8 ? ", ..." : ""));
    }

    private static String real(BigInteger raw, double step) {
        return String.format(Locale.ROOT, "%.6g", raw.doubleValue() * step);
    }
}
