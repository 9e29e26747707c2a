package org.l1ring.importer.trees;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.model.ModelException;

/**
 * Reads models that LightGBM saved as text.
 *
 * <p>A row goes left when {@code (double) x <= threshold}, but for splits whose missing values are
 * zeros: there {@code |x| <= 1e-35} goes the default way. The score is the sum of the leaves, over
 * the number of iterations when the file says {@code average_output}.
 */
final class LightGbmReader {
    private static final int CATEGORICAL = 1;
    private static final int DEFAULT_LEFT = 2;
    private static final int MISSING_SHIFT = 2;
    private static final int MISSING_ZERO = 1;
    private static final int MOST_NODES = 1 << 24;

    private final String file;
    private final String[] lines;
    private int line;

    private LightGbmReader(String file, String text) {
        this.file = file;
        this.lines = text.split("\\R", -1);
    }

    /** Whether a text starts as a model does. */
    static boolean recognises(String start) {
        return start.startsWith("tree\n") || start.startsWith("tree\r\n");
    }

    /** The trees of a file. */
    static Forest read(String file, String text) {
        return new LightGbmReader(file, text).forest();
    }

    /** The fields of a part of the file, with its place. */
    private record Part(String where, Map<String, String> fields) {
        boolean has(String field) {
            return fields.containsKey(field);
        }

        String at(String field) {
            String value = fields.get(field);
            if (value == null) {
                throw error("expected a line " + field + "=..., got none; write the model anew");
            }
            return value;
        }

        ModelException error(String what) {
            return new ModelException(where, what);
        }

        int integer(String field) {
            return integer(field, at(field));
        }

        private int integer(String field, String text) {
            try {
                return Integer.parseInt(text.strip());
            } catch (NumberFormatException e) {
                throw error(field + ": expected an integer, got \"" + shorter(text) + "\"");
            }
        }

        int count(String field, int most) {
            int value = integer(field);
            if (value < 0 || value > most) {
                throw error(field + ": expected 0.." + most + ", got " + value);
            }
            return value;
        }

        private String[] words(String field, int size) {
            String text = at(field).strip();
            String[] words = text.isEmpty() ? new String[0] : text.split("\\s+", -1);
            if (words.length != size) {
                throw error(field + ": expected " + size + " values, got " + words.length);
            }
            return words;
        }

        int[] integers(String field, int size) {
            String[] words = words(field, size);
            int[] values = new int[size];
            for (int i = 0; i < size; i++) {
                values[i] = integer(field, words[i]);
            }
            return values;
        }

        double[] reals(String field, int size) {
            String[] words = words(field, size);
            double[] values = new double[size];
            for (int i = 0; i < size; i++) {
                values[i] = real(field, words[i]);
            }
            return values;
        }

        private double real(String field, String word) {
            try {
                double value =
                        switch (word) {
                            case "inf" -> Double.POSITIVE_INFINITY;
                            case "-inf" -> Double.NEGATIVE_INFINITY;
                            default -> Double.parseDouble(word);
                        };
                if (!Double.isNaN(value)) {
                    return value;
                }
            } catch (NumberFormatException e) {
                throw error(field + ": expected a number, got \"" + shorter(word) + "\"");
            }
            throw error(field + ": expected a number, got NaN");
        }

        private static String shorter(String text) {
            String plain = text.replaceAll("\\p{Cntrl}", "?");
            return plain.length() > 60 ? plain.substring(0, 60) + "..." : plain;
        }
    }

    private Forest forest() {
        Part header = part(file);
        int features = header.count("max_feature_idx", Forest.MOST_COLUMNS - 1) + 1;
        int groups = header.count("num_tree_per_iteration", Forest.MOST_GROUPS);
        if (groups == 0) {
            throw header.error("num_tree_per_iteration: expected at least 1, got 0");
        }
        List<Part> parts = new ArrayList<>();
        boolean ended = false;
        while (line < lines.length && !ended) {
            String text = lines[line];
            if (text.startsWith("Tree=")) {
                parts.add(part(file + ": line " + (line + 1) + ": " + text.strip()));
            } else {
                ended = text.strip().equals("end of trees");
                line++;
            }
        }
        if (!ended) {
            throw new ModelException(
                    file,
                    "expected \"end of trees\" after %d trees, got the end of the file; it may be"
                                    .formatted(parts.size())
                            + " truncated");
        }
        boolean average = header.has("average_output");
        int iterations = average ? Math.max(1, parts.size() / groups) : 1;
        List<SourceTree> trees = new ArrayList<>();
        for (int i = 0; i < parts.size(); i++) {
            trees.add(tree(parts.get(i), i % groups, iterations));
        }
        String objective = header.has("objective") ? header.at("objective").strip() : "custom";
        return new Forest(
                "LightGBM text "
                        + (header.has("version") ? header.at("version").strip() : "")
                        + ", objective "
                        + objective,
                columns(header, features),
                trees,
                Collections.nCopies(groups, BigDecimal.ZERO),
                Optional.empty(),
                Optional.empty(),
                meaning(objective),
                average
                        ? List.of("leaf values are divided by the " + iterations + " iterations")
                        : List.of());
    }

    /** The fields from the current line to the next tree or to the end of the trees. */
    private Part part(String where) {
        Map<String, String> fields = new HashMap<>();
        int first = line;
        while (line < lines.length) {
            String text = lines[line];
            boolean next = line > first && text.startsWith("Tree=");
            if (next || text.strip().equals("end of trees")) {
                break;
            }
            int equals = text.indexOf('=');
            String key = equals < 0 ? text.strip() : text.substring(0, equals);
            if (fields.put(key, equals < 0 ? "" : text.substring(equals + 1)) != null
                    && !key.isEmpty()) {
                throw new ModelException(
                        file + ": line " + (line + 1),
                        "expected " + Part.shorter(key) + " once, got it again");
            }
            line++;
        }
        return new Part(where, fields);
    }

    private static List<Forest.Column> columns(Part header, int features) {
        String[] names = header.at("feature_names").strip().split("\\s+", -1);
        String infos = header.has("feature_infos") ? header.at("feature_infos").strip() : "";
        String[] ranges = infos.split("\\s+", -1);
        List<Forest.Column> columns = new ArrayList<>();
        for (int i = 0; i < features; i++) {
            double magnitude = ranges.length == features ? magnitude(header, ranges[i]) : 0;
            columns.add(new Forest.Column(names.length == features ? names[i] : "", magnitude));
        }
        return columns;
    }

    /** The largest magnitude of a range {@code [low:high]}; 0 for anything else. */
    private static double magnitude(Part header, String range) {
        int colon = range.indexOf(':');
        if (!range.startsWith("[") || !range.endsWith("]") || colon < 0) {
            return 0;
        }
        return Math.max(
                Math.abs(header.real("feature_infos", range.substring(1, colon))),
                Math.abs(
                        header.real(
                                "feature_infos", range.substring(colon + 1, range.length() - 1))));
    }

    private static String meaning(String objective) {
        String name = objective.split("\\s", -1)[0];
        return switch (name) {
            case "binary", "multiclassova", "cross_entropy" ->
                    "the score is a logit; the probability is 1 / (1 + exp(-s * score)), s as in"
                            + " sigmoid:s of the objective, else 1";
            case "multiclass" ->
                    "one margin a class; the largest names the class, softmax gives probabilities";
            case "poisson", "gamma", "tweedie" -> "the score is the logarithm of the prediction";
            case "regression" ->
                    objective.contains("sqrt")
                            ? "the score is the signed root of the prediction"
                            : "the score is the prediction";
            case "regression_l1", "huber", "fair", "quantile", "mape" ->
                    "the score is the prediction";
            default -> "the score is the sum of the leaves, before what the objective does to it";
        };
    }

    private static SourceTree tree(Part part, int group, int iterations) {
        int leaves = part.count("num_leaves", MOST_NODES);
        if (part.has("is_linear") && part.integer("is_linear") != 0) {
            throw part.error(
                    "expected constant leaves, got linear ones; train without linear_tree");
        }
        if (leaves == 0) {
            throw part.error("num_leaves: expected at least 1, got 0; write the model anew");
        }
        double[] values = part.reals("leaf_value", leaves);
        int splits = leaves - 1;
        List<SourceNode> nodes = new ArrayList<>();
        if (splits > 0) {
            int[] feature = part.integers("split_feature", splits);
            double[] threshold = part.reals("threshold", splits);
            int[] type = part.integers("decision_type", splits);
            int[] left = part.integers("left_child", splits);
            int[] right = part.integers("right_child", splits);
            for (int i = 0; i < splits; i++) {
                if ((type[i] & CATEGORICAL) != 0) {
                    throw part.error(
                            "split %d: expected a numerical split, got a categorical one; a"
                                            .formatted(i)
                                    + " category has no place on a grid: encode it as columns of 0"
                                    + " and 1");
                }
                nodes.add(
                        new SourceNode.Split(
                                feature[i],
                                Cut.atMost(threshold[i]),
                                child(left[i], splits),
                                child(right[i], splits),
                                zeros(type[i])));
            }
        }
        for (int i = 0; i < leaves; i++) {
            nodes.add(new SourceNode.Leaf(i, leaf(part, values[i], iterations)));
        }
        return new SourceTree(part.where(), group, nodes);
    }

    private static BigDecimal leaf(Part part, double value, int iterations) {
        if (Double.isInfinite(value)) {
            throw part.error("leaf_value: expected finite values, got " + value);
        }
        BigDecimal exact = new BigDecimal(value);
        return iterations == 1
                ? exact
                : exact.divide(BigDecimal.valueOf(iterations), new MathContext(60));
    }

    /** Negative children are leaves, which follow the splits. */
    private static int child(int number, int splits) {
        return number >= 0 && number < splits ? number : number >= 0 ? -1 : splits + ~number;
    }

    private static SourceNode.Zeros zeros(int type) {
        if ((type >> MISSING_SHIFT & 3) != MISSING_ZERO) {
            return SourceNode.Zeros.BY_CUT;
        }
        return (type & DEFAULT_LEFT) != 0 ? SourceNode.Zeros.PASS : SourceNode.Zeros.FAIL;
    }
}
