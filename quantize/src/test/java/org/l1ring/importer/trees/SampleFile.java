package org.l1ring.importer.trees;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.stream.Collectors;

/** Files of trees as other tools write them. */
enum SampleFile {
    /** JSON of conifer, without fixed-point types. */
    CONIFER(".json", false) {
        @Override
        byte[] bytes(SampleForest forest) throws IOException {
            ObjectNode root = NODES.objectNode();
            root.put("n_classes", 2).put("n_features", forest.features());
            root.put("n_trees", forest.trees().size()).put("max_depth", 9).put("norm", 1.0);
            root.putArray("init_predict").add(0.25);
            ObjectNode map = root.putObject("feature_map");
            map.put("pt", 0).put("eta", 1);
            ArrayNode trees = root.putArray("trees");
            for (List<SampleForest.Node> nodes : forest.trees()) {
                ObjectNode tree = trees.addArray().addObject();
                for (String field : List.of("feature", "threshold", "value")) {
                    tree.putArray(field);
                }
                tree.putArray("children_left");
                tree.putArray("children_right");
                for (SampleForest.Node node : nodes) {
                    boolean leaf = node.feature() == SampleForest.LEAF;
                    tree.withArray("feature").add(leaf ? -2 : node.feature());
                    tree.withArray("threshold").add((double) node.threshold());
                    tree.withArray("value").add((double) node.value());
                    tree.withArray("children_left").add(node.left());
                    tree.withArray("children_right").add(node.right());
                }
            }
            return MAPPER.writeValueAsBytes(root);
        }
    },

    /** JSON of XGBoost. */
    XGBOOST(".json", true) {
        @Override
        byte[] bytes(SampleForest forest) throws IOException {
            return MAPPER.writeValueAsBytes(xgboost(forest));
        }
    },

    /** UBJSON of XGBoost. */
    UBJSON(".ubj", true) {
        @Override
        byte[] bytes(SampleForest forest) throws IOException {
            ByteArrayOutputStream bytes = new ByteArrayOutputStream();
            try (DataOutputStream out = new DataOutputStream(bytes)) {
                ubjson(xgboost(forest), out);
            }
            return bytes.toByteArray();
        }
    },

    /** Text of LightGBM. */
    LIGHTGBM(".txt", false) {
        @Override
        byte[] bytes(SampleForest forest) {
            return lightGbm(forest).getBytes(StandardCharsets.UTF_8);
        }
    },

    /** XML of TMVA, gradient boosting. */
    TMVA(".weights.xml", true) {
        @Override
        byte[] bytes(SampleForest forest) {
            return tmva(forest).getBytes(StandardCharsets.UTF_8);
        }
    };

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;
    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    private final String ending;
    private final boolean strict;

    SampleFile(String ending, boolean strict) {
        this.ending = ending;
        this.strict = strict;
    }

    abstract byte[] bytes(SampleForest forest) throws IOException;

    byte[] bytes(int trees, int features, int depth) throws IOException {
        return bytes(SampleForest.make(ordinal(), trees, features, depth));
    }

    String ending() {
        return ending;
    }

    /** Whether the tool compares with {@code <}, not {@code <=}. */
    boolean strict() {
        return strict;
    }

    /** The score before any tree in these files. */
    double start() {
        return this == CONIFER ? 0.25 : this == XGBOOST || this == UBJSON ? 0.5 : 0;
    }

    private static ObjectNode xgboost(SampleForest forest) {
        ObjectNode root = NODES.objectNode();
        ObjectNode learner = root.putObject("learner");
        learner.putObject("attributes");
        learner.putArray("feature_names");
        ObjectNode booster = learner.putObject("gradient_booster");
        ObjectNode model = booster.putObject("model");
        booster.put("name", "gbtree");
        ArrayNode info = model.putArray("tree_info");
        ArrayNode trees = model.putArray("trees");
        for (List<SampleForest.Node> nodes : forest.trees()) {
            info.add(0);
            ObjectNode tree = trees.addObject();
            for (String field : List.of("left_children", "right_children", "split_indices")) {
                tree.putArray(field);
            }
            for (String field : List.of("split_conditions", "default_left", "split_type")) {
                tree.putArray(field);
            }
            for (SampleForest.Node node : nodes) {
                boolean leaf = node.feature() == SampleForest.LEAF;
                tree.withArray("left_children").add(node.left());
                tree.withArray("right_children").add(node.right());
                tree.withArray("split_indices").add(leaf ? 0 : node.feature());
                tree.withArray("split_conditions").add(leaf ? node.value() : node.threshold());
                tree.withArray("default_left").add(0);
                tree.withArray("split_type").add(0);
            }
            tree.putObject("tree_param").put("size_leaf_vector", "1");
        }
        ObjectNode parameters = learner.putObject("learner_model_param");
        parameters.put("base_score", "5E-1").put("num_class", "0");
        parameters.put("num_feature", String.valueOf(forest.features())).put("num_target", "1");
        learner.putObject("objective").put("name", "reg:squarederror");
        root.putArray("version").add(2).add(1).add(4);
        return root;
    }

    /** Writes as XGBoost does: lists of numbers are typed and counted, keys have long lengths. */
    private static void ubjson(JsonNode node, DataOutputStream out) throws IOException {
        if (node.isObject()) {
            out.write('{');
            for (var entry : node.properties()) {
                text(entry.getKey(), out);
                ubjson(entry.getValue(), out);
            }
            out.write('}');
        } else if (node.isTextual()) {
            out.write('S');
            text(node.textValue(), out);
        } else if (node.isArray() && node.size() > 0 && node.get(0).isNumber()) {
            boolean real = node.get(0).isFloatingPointNumber();
            out.write(
                    real
                            ? "[$d#L".getBytes(StandardCharsets.UTF_8)
                            : "[$l#L".getBytes(StandardCharsets.UTF_8));
            out.writeLong(node.size());
            for (JsonNode item : node) {
                if (real) {
                    out.writeFloat(item.floatValue());
                } else {
                    out.writeInt(item.intValue());
                }
            }
        } else if (node.isArray()) {
            out.write("[#L".getBytes(StandardCharsets.UTF_8));
            out.writeLong(node.size());
            for (JsonNode item : node) {
                ubjson(item, out);
            }
        } else {
            out.write('i');
            out.write(node.intValue());
        }
    }

    private static void text(String text, DataOutputStream out) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        out.write('L');
        out.writeLong(bytes.length);
        out.write(bytes);
    }

    private static String lightGbm(SampleForest forest) {
        StringBuilder text = new StringBuilder("tree\nversion=v4\nnum_class=1\n");
        text.append("num_tree_per_iteration=1\nlabel_index=0\nmax_feature_idx=")
                .append(forest.features() - 1)
                .append("\nobjective=binary sigmoid:1\nfeature_names=");
        for (int i = 0; i < forest.features(); i++) {
            text.append(i == 0 ? "" : " ").append("Column_").append(i);
        }
        text.append("\nfeature_infos=");
        for (int i = 0; i < forest.features(); i++) {
            text.append(i == 0 ? "" : " ").append("[-3.5:4.25]");
        }
        text.append("\n\n");
        for (int i = 0; i < forest.trees().size(); i++) {
            text.append("Tree=").append(i).append('\n');
            lightGbm(forest.trees().get(i), text);
        }
        return text.append("end of trees\n\nparameters:\n[boosting: gbdt]\nend of parameters\n")
                .toString();
    }

    private static void lightGbm(List<SampleForest.Node> nodes, StringBuilder text) {
        List<Integer> splits = new ArrayList<>();
        List<Integer> leaves = new ArrayList<>();
        for (int i = 0; i < nodes.size(); i++) {
            (nodes.get(i).feature() == SampleForest.LEAF ? leaves : splits).add(i);
        }
        text.append("num_leaves=").append(leaves.size()).append("\nnum_cat=0\n");
        line(text, "split_feature", splits, i -> nodes.get(i).feature());
        line(text, "threshold", splits, i -> (double) nodes.get(i).threshold());
        line(text, "decision_type", splits, _ -> 2);
        line(text, "left_child", splits, i -> child(nodes.get(i).left(), splits, leaves));
        line(text, "right_child", splits, i -> child(nodes.get(i).right(), splits, leaves));
        line(text, "leaf_value", leaves, i -> (double) nodes.get(i).value());
        text.append("is_linear=0\nshrinkage=0.1\n\n\n");
    }

    private static int child(int node, List<Integer> splits, List<Integer> leaves) {
        return splits.contains(node) ? splits.indexOf(node) : ~leaves.indexOf(node);
    }

    private static void line(
            StringBuilder text, String key, List<Integer> nodes, IntFunction<Object> value) {
        text.append(key)
                .append('=')
                .append(
                        nodes.stream()
                                .map(node -> String.valueOf(value.apply(node)))
                                .collect(Collectors.joining(" ")))
                .append('\n');
    }

    private static String tmva(SampleForest forest) {
        StringBuilder text =
                new StringBuilder(
                        "<?xml version=\"1.0\"?>\n<MethodSetup Method=\"BDT::BDTG\">\n"
                                + "<GeneralInfo><Info name=\"AnalysisType\""
                                + " value=\"Classification\"/></GeneralInfo>\n<Options>"
                                + "<Option name=\"BoostType\" modified=\"Yes\">Grad</Option>"
                                + "<Option name=\"UseYesNoLeaf\">False</Option></Options>\n"
                                + "<Variables>\n");
        for (int i = 0; i < forest.features(); i++) {
            text.append(
                    "<Variable VarIndex=\"%d\" Expression=\"v%d\" Min=\"-3.5\" Max=\"4\"/>\n"
                            .formatted(i, i));
        }
        text.append("</Variables>\n<Classes NClass=\"2\"/>\n");
        text.append("<Transformations NTransformations=\"0\"/>\n<Weights AnalysisType=\"1\">\n");
        for (List<SampleForest.Node> nodes : forest.trees()) {
            text.append("<BinaryTree type=\"DecisionTree\" boostWeight=\"1.0e+00\">\n");
            tmva(nodes, 0, "s", text);
            text.append("</BinaryTree>\n");
        }
        return text.append("</Weights>\n</MethodSetup>\n").toString();
    }

    private static void tmva(
            List<SampleForest.Node> nodes, int at, String place, StringBuilder text) {
        SampleForest.Node node = nodes.get(at);
        boolean leaf = node.feature() == SampleForest.LEAF;
        // Every other cut has its sides swapped.
        boolean above = at % 2 == 0;
        text.append(
                "<Node pos=\"%s\" NCoef=\"0\" IVar=\"%d\" Cut=\"%s\" cType=\"%d\" res=\"%s\" nType=\"%d\""
                        .formatted(
                                place,
                                node.feature(),
                                node.threshold(),
                                above ? 1 : 0,
                                node.value(),
                                leaf ? -99 : 0));
        if (leaf) {
            text.append("/>\n");
            return;
        }
        text.append(">\n");
        tmva(nodes, above ? node.left() : node.right(), "l", text);
        tmva(nodes, above ? node.right() : node.left(), "r", text);
        text.append("</Node>\n");
    }
}
