package org.l1ring.importer.trees;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.TypeText;

/**
 * Reads models that conifer saved as JSON.
 *
 * <p>A row goes left when {@code x <= threshold}; the score is (start + sum of leaves) times the
 * normalisation. When the file's configuration names fixed-point types, thresholds, leaves and sums
 * are in them, as in conifer's own firmware.
 */
final class ConiferReader {
    private static final int LEAF = -2;

    private final TreeJson root;
    private final Optional<FixedType> thresholdType;
    private final Optional<Forest.DeclaredTypes> types;
    private final boolean below;

    private ConiferReader(TreeJson root, boolean useTypes) {
        this.root = root;
        Optional<FixedType> input = useTypes ? type("input_precision", "InputPrecision") : none();
        Optional<FixedType> score = useTypes ? type("score_precision", "ScorePrecision") : none();
        Optional<FixedType> threshold = type("threshold_precision", "ThresholdPrecision");
        boolean whole = input.isPresent() && score.isPresent();
        this.types =
                whole
                        ? Optional.of(new Forest.DeclaredTypes(input.get(), score.get()))
                        : Optional.empty();
        this.thresholdType = whole ? threshold.or(() -> input) : Optional.empty();
        this.below =
                root.has("splitting_convention")
                        && root.at("splitting_convention").text().equals("<");
    }

    /**
     * The trees of a file.
     *
     * @param useTypes whether the types of the file's configuration count
     */
    static Forest read(TreeJson root, boolean useTypes) {
        return new ConiferReader(root, useTypes).forest();
    }

    private static Optional<FixedType> none() {
        return Optional.empty();
    }

    /** A type of the configuration; none when it is a float or double, or absent. */
    private Optional<FixedType> type(String field, String oldField) {
        if (!root.has("config")) {
            return Optional.empty();
        }
        TreeJson config = root.at("config");
        for (String name : new String[] {field, oldField, "Precision"}) {
            if (config.has(name) && config.at(name).text().contains("ap_")) {
                try {
                    FixedType type = TypeText.parse(config.at(name).text());
                    boolean tooWide = !type.signed() && type.width() == FixedType.MAX_WIDTH;
                    if (type.width() == 0 || tooWide) {
                        throw config.at(name).error("expected 1 to 63 bits, got " + type);
                    }
                    return Optional.of(type);
                } catch (IllegalArgumentException e) {
                    throw config.at(name).error(e.getMessage());
                }
            }
        }
        return Optional.empty();
    }

    private Forest forest() {
        int features = root.at("n_features").count(Forest.MOST_COLUMNS);
        int classes = root.at("n_classes").count(Forest.MOST_GROUPS);
        int groups = classes <= 2 ? 1 : classes;
        double norm = root.has("norm") ? finite(root.at("norm")) : 1;
        boolean typed = types.isPresent();
        BigDecimal factor = typed ? BigDecimal.ONE : new BigDecimal(norm);
        List<SourceTree> trees = new ArrayList<>();
        for (TreeJson round : root.at("trees").list()) {
            if (round.size() != groups) {
                throw round.error(
                        "expected %d trees, one a score, got %d".formatted(groups, round.size()));
            }
            for (int group = 0; group < groups; group++) {
                trees.add(tree(round.at(group), group, factor));
            }
        }
        return new Forest(
                "conifer JSON" + (typed ? ", types of its configuration" : ""),
                columns(features),
                trees,
                start(groups, factor),
                typed && norm != 1 ? Optional.of(new BigDecimal(norm)) : Optional.empty(),
                types,
                groups == 1
                        ? "the score is conifer's decision function, (start + sum) times norm "
                                + norm
                        : "one score a class, conifer's decision function",
                typed
                        ? List.of("thresholds are in " + thresholdType.get() + " first, as there")
                        : List.of());
    }

    private static double finite(TreeJson place) {
        double value = place.real();
        if (!Double.isFinite(value)) {
            throw place.error("expected a finite number, got " + place.kind());
        }
        return value;
    }

    private List<Forest.Column> columns(int features) {
        List<String> names = new ArrayList<>(Collections.nCopies(features, ""));
        if (root.has("feature_map")) {
            for (var entry : root.at("feature_map").node().properties()) {
                int column = root.at("feature_map").at(entry.getKey()).integer();
                if (column >= 0 && column < features) {
                    names.set(column, entry.getKey());
                }
            }
        }
        return names.stream().map(name -> new Forest.Column(name, 0)).toList();
    }

    private List<BigDecimal> start(int groups, BigDecimal factor) {
        if (!root.has("init_predict")) {
            return Collections.nCopies(groups, BigDecimal.ZERO);
        }
        TreeJson list = root.at("init_predict");
        List<BigDecimal> start = new ArrayList<>();
        // For two classes older files have one value for each; the first serves.
        for (int group = 0; group < groups; group++) {
            if (group >= list.size()) {
                throw list.error("expected " + groups + " values, got " + list.size());
            }
            start.add(new BigDecimal(finite(list.at(group))).multiply(factor));
        }
        return start;
    }

    private SourceTree tree(TreeJson json, int group, BigDecimal factor) {
        TreeJson feature = json.at("feature");
        int nodes = feature.size();
        if (nodes == 0) {
            throw feature.error("expected at least one node, got none; write the model anew");
        }
        TreeJson threshold = json.at("threshold").sized(nodes);
        TreeJson left = json.at("children_left").sized(nodes);
        TreeJson right = json.at("children_right").sized(nodes);
        TreeJson value = json.at("value").sized(nodes);
        List<SourceNode> made = new ArrayList<>(nodes);
        for (int i = 0; i < nodes; i++) {
            if (!feature.at(i).node().isNumber()) {
                throw feature.at(i)
                        .error(
                                "expected one feature a split, got "
                                        + feature.at(i).kind()
                                        + "; oblique splits are not read");
            }
            if (feature.at(i).integer() == LEAF) {
                BigDecimal leaf = new BigDecimal(finite(value.at(i))).multiply(factor);
                made.add(new SourceNode.Leaf(i, leaf));
            } else {
                made.add(
                        new SourceNode.Split(
                                feature.at(i).integer(),
                                cut(threshold.at(i)),
                                left.at(i).integer(),
                                right.at(i).integer(),
                                SourceNode.Zeros.BY_CUT));
            }
        }
        return new SourceTree(json.where(), group, made);
    }

    private Cut cut(TreeJson place) {
        if (thresholdType.isEmpty()) {
            return below ? Cut.less(place.real()) : Cut.atMost(place.real());
        }
        FixedType type = thresholdType.get();
        long raw = type.fromReal(finite(place));
        return Cut.fixed(raw, type, !below);
    }
}
