package org.l1ring.importer.trees;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/**
 * Reads models that XGBoost saved as JSON or UBJSON, boosters gbtree and dart.
 *
 * <p>A row goes left when {@code (float) x < split_conditions}; the score is the base score's
 * margin plus the leaves.
 */
final class XgboostReader {
    private static final int MOST_TREES = 1 << 20;

    private final TreeJson learner;
    private final TreeJson booster;
    private final String kind;

    private XgboostReader(TreeJson learner) {
        this.learner = learner;
        this.booster = learner.at("gradient_booster");
        this.kind = booster.has("name") ? booster.at("name").text() : "gbtree";
    }

    /** The trees of a file's root object. */
    static Forest read(TreeJson root, String encoding) {
        return new XgboostReader(root.at("learner")).forest(root, encoding);
    }

    private Forest forest(TreeJson root, String encoding) {
        TreeJson model =
                switch (kind) {
                    case "gbtree" -> booster.at("model");
                    case "dart" -> booster.at("gbtree").at("model");
                    default ->
                            throw booster.error(
                                    "expected the booster gbtree or dart, got "
                                            + booster.at("name").kind()
                                            + "; linear boosters have no trees");
                };
        TreeJson parameters = learner.at("learner_model_param");
        int features = parameters.at("num_feature").count(Forest.MOST_COLUMNS);
        int groups =
                Math.max(
                        optional(parameters, "num_class", Forest.MOST_GROUPS),
                        optional(parameters, "num_target", Forest.MOST_GROUPS));
        TreeJson list = model.at("trees");
        TreeJson info = model.at("tree_info").sized(list.size());
        if (list.size() > MOST_TREES) {
            throw list.error("expected at most " + MOST_TREES + " trees, got " + list.size());
        }
        List<SourceTree> trees = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            trees.add(tree(list.at(i), info.at(i).integer(), weight(i, list.size())));
        }
        XgboostObjective objective = XgboostObjective.of(learner.at("objective").at("name"));
        List<BigDecimal> start = start(parameters.at("base_score"), objective, Math.max(1, groups));
        return new Forest(
                "XGBoost "
                        + version(root)
                        + " "
                        + encoding
                        + ", booster "
                        + kind
                        + ", objective "
                        + objective.name(),
                columns(features),
                trees,
                start,
                Optional.empty(),
                Optional.empty(),
                objective.meaning(),
                notes());
    }

    private static int optional(TreeJson parameters, String field, int most) {
        return parameters.has(field) ? parameters.at(field).count(most) : 0;
    }

    private static String version(TreeJson root) {
        if (!root.has("version") || !root.at("version").node().isArray()) {
            return "of an unknown version";
        }
        List<String> parts = new ArrayList<>();
        root.at("version").list().forEach(part -> parts.add(String.valueOf(part.integer())));
        return String.join(".", parts);
    }

    private List<Forest.Column> columns(int features) {
        List<Forest.Column> columns = new ArrayList<>();
        boolean named =
                learner.has("feature_names") && learner.at("feature_names").size() == features;
        for (int i = 0; i < features; i++) {
            columns.add(
                    new Forest.Column(named ? learner.at("feature_names").at(i).text() : "", 0));
        }
        return columns;
    }

    private List<String> notes() {
        List<String> notes = new ArrayList<>();
        if (learner.has("attributes") && learner.at("attributes").has("best_iteration")) {
            notes.add(
                    "the file says best_iteration "
                            + learner.at("attributes").at("best_iteration").kind()
                            + "; all its trees are kept");
        }
        if (kind.equals("dart")) {
            notes.add("each leaf value is multiplied by its tree's weight_drop");
        }
        return notes;
    }

    /** The factor of a tree's leaves. */
    private float weight(int tree, int trees) {
        return kind.equals("dart") ? booster.at("weight_drop").sized(trees).at(tree).single() : 1;
    }

    private List<BigDecimal> start(TreeJson base, XgboostObjective objective, int groups) {
        String text = base.node().isTextual() ? base.text() : base.node().asText();
        String[] values = text.replaceAll("[\\[\\]\\s]", "").split(",", -1);
        List<BigDecimal> start = new ArrayList<>();
        for (String value : values) {
            try {
                start.add(objective.margin(Float.parseFloat(value)));
            } catch (NumberFormatException e) {
                throw base.error(
                        "expected a base score that "
                                + objective.name()
                                + " has, got "
                                + base.kind());
            }
        }
        if (start.size() == 1) {
            return Collections.nCopies(groups, start.getFirst());
        }
        if (start.size() != groups) {
            throw base.error("expected 1 or " + groups + " values, got " + start.size());
        }
        return start;
    }

    private static SourceTree tree(TreeJson json, int group, float weight) {
        if (json.has("tree_param")
                && json.at("tree_param").has("size_leaf_vector")
                && json.at("tree_param").at("size_leaf_vector").integer() > 1) {
            throw json.error("expected leaves of one value, got vectors; train with one_output");
        }
        TreeJson left = json.at("left_children");
        int nodes = left.size();
        if (nodes == 0) {
            throw left.error("expected at least one node, got none; write the model anew");
        }
        TreeJson right = json.at("right_children").sized(nodes);
        TreeJson feature = json.at("split_indices").sized(nodes);
        TreeJson threshold = json.at("split_conditions").sized(nodes);
        json.at("default_left").sized(nodes);
        boolean typed = json.has("split_type") && json.at("split_type").size() > 0;
        List<SourceNode> made = new ArrayList<>(nodes);
        for (int i = 0; i < nodes; i++) {
            if (left.at(i).integer() == -1) {
                made.add(new SourceNode.Leaf(i, leaf(threshold.at(i), weight)));
                continue;
            }
            if (typed && json.at("split_type").sized(nodes).at(i).integer() != 0) {
                throw json.error(
                        "node %d: expected a numerical split, got a categorical one; a category"
                                        .formatted(i)
                                + " has no place on a grid: encode it as columns of 0 and 1");
            }
            made.add(
                    new SourceNode.Split(
                            feature.at(i).integer(),
                            Cut.less(threshold.at(i).single()),
                            left.at(i).integer(),
                            right.at(i).integer(),
                            SourceNode.Zeros.BY_CUT));
        }
        return new SourceTree(json.where(), group, made);
    }

    private static BigDecimal leaf(TreeJson place, float weight) {
        float value = place.single();
        if (!Float.isFinite(value) || !Float.isFinite(weight)) {
            throw place.error("expected a finite leaf value, got " + place.kind());
        }
        return new BigDecimal(value).multiply(new BigDecimal(weight));
    }
}
