package org.l1ring.importer.onnx;

import static org.l1ring.importer.onnx.OnnxSketch.reals;
import static org.l1ring.importer.onnx.OnnxSketch.text;
import static org.l1ring.importer.onnx.OnnxSketch.texts;
import static org.l1ring.importer.onnx.OnnxSketch.whole;
import static org.l1ring.importer.onnx.OnnxSketch.wholes;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Forests as scikit-learn's converter writes them. */
public final class TreeSamples {
    /** Input columns of all of them. */
    public static final int COLUMNS = 4;

    private static final int DEPTH = 3;

    /** Both outputs are shown. */
    private static final int BOTH = -1;

    private static final List<String> MODES =
            List.of("BRANCH_LEQ", "BRANCH_LT", "BRANCH_GTE", "BRANCH_GT");

    private final Random random;
    private final boolean positive;
    private final int[] scores;
    private final List<Long> treeIds = new ArrayList<>();
    private final List<Long> nodeIds = new ArrayList<>();
    private final List<Long> features = new ArrayList<>();
    private final List<String> modes = new ArrayList<>();
    private final List<Double> values = new ArrayList<>();
    private final List<Long> yes = new ArrayList<>();
    private final List<Long> no = new ArrayList<>();
    private final List<Long> leafTrees = new ArrayList<>();
    private final List<Long> leafNodes = new ArrayList<>();
    private final List<Long> leafScores = new ArrayList<>();
    private final List<Double> weights = new ArrayList<>();

    private TreeSamples(long seed, boolean positive, int... scores) {
        this.random = new Random(seed);
        this.positive = positive;
        this.scores = scores;
        for (int tree = 0; tree < 5; tree++) {
            grow(tree);
        }
    }

    /** A complete tree in the order root, left, right; each leaf adds to each score. */
    private void grow(long tree) {
        int size = (1 << (DEPTH + 1)) - 1;
        for (int node = 0; node < size; node++) {
            boolean leaf = node >= size / 2;
            treeIds.add(tree);
            nodeIds.add((long) node);
            features.add(leaf ? 0L : random.nextInt(COLUMNS));
            modes.add(leaf ? "LEAF" : MODES.get(random.nextInt(MODES.size())));
            // Thresholds on the grid of the inputs too, where less and at most differ.
            values.add(leaf ? 0 : random.nextInt(-32, 33) / 8.0 + random.nextInt(2) / 19.0);
            yes.add(leaf ? 0L : 2L * node + 1);
            no.add(leaf ? 0L : 2L * node + 2);
            for (int score : leaf ? scores : new int[0]) {
                leafTrees.add(tree);
                leafNodes.add((long) node);
                leafScores.add((long) score);
                weights.add(random.nextInt(positive ? 0 : -64, 65) / 64.0);
            }
        }
    }

    private static long[] longs(List<Long> list) {
        return list.stream().mapToLong(Long::longValue).toArray();
    }

    private static double[] doubles(List<Double> list) {
        return list.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private byte[] file(String operator, String what, List<AttributeProto> more, int shown) {
        OnnxSketch sketch = new OnnxSketch(1, 15).input("x", 1, COLUMNS);
        List<AttributeProto> with = new ArrayList<>(more);
        with.add(wholes("nodes_treeids", longs(treeIds)));
        with.add(wholes("nodes_nodeids", longs(nodeIds)));
        with.add(wholes("nodes_featureids", longs(features)));
        with.add(texts("nodes_modes", modes));
        with.add(reals("nodes_values", doubles(values)));
        with.add(wholes("nodes_truenodeids", longs(yes)));
        with.add(wholes("nodes_falsenodeids", longs(no)));
        with.add(wholes(what + "_treeids", longs(leafTrees)));
        with.add(wholes(what + "_nodeids", longs(leafNodes)));
        with.add(wholes(what + "_ids", longs(leafScores)));
        with.add(reals(what + "_weights", doubles(weights)));
        List<String> results =
                sketch.node(
                        "ai.onnx.ml",
                        operator,
                        List.of("x"),
                        what.equals("class") ? 2 : 1,
                        with.toArray(AttributeProto[]::new));
        if (shown == BOTH) {
            String map = sketch.node("ai.onnx.ml", "ZipMap", List.of(results.get(1)), 1).get(0);
            return sketch.file(results.get(0), map);
        }
        return sketch.file(results.get(shown));
    }

    /** A classifier whose outputs are labels and a map of scores, as it is converted. */
    public static byte[] labelled() {
        return classifier(true, "NONE", new long[] {0, 1, 2}, BOTH, 0, 1, 2);
    }

    /** A classifier whose only output is the label. */
    public static byte[] labels() {
        return classifier(true, "NONE", new long[] {0, 1, 2}, 0, 0, 1, 2);
    }

    private static byte[] classifier(
            boolean positive, String transform, long[] labels, int shown, int... scores) {
        return new TreeSamples(labels.length + transform.length(), positive, scores)
                .file(
                        "TreeEnsembleClassifier",
                        "class",
                        List.of(
                                wholes("classlabels_int64s", labels),
                                text("post_transform", transform)),
                        shown);
    }

    /** Forests whose scores are the file's own. */
    public static List<OnnxSamples.Sample> exact() {
        byte[] mean =
                new TreeSamples(3, false, 0)
                        .file(
                                "TreeEnsembleRegressor",
                                "target",
                                List.of(
                                        whole("n_targets", 1),
                                        reals("base_values", 0.25),
                                        text("aggregate_function", "AVERAGE")),
                                0);
        byte[] two =
                new TreeSamples(4, false, 0, 1)
                        .file("TreeEnsembleRegressor", "target", List.of(whole("n_targets", 2)), 0);
        return List.of(
                sample("regression, mean", mean, 1e-3),
                sample("regression, two targets", two, 0),
                sample(
                        "three classes",
                        classifier(true, "NONE", new long[] {0, 1, 2}, 1, 0, 1, 2),
                        0),
                sample("probability", classifier(true, "NONE", new long[] {0, 1}, 1, 0), 0),
                sample("margin", classifier(false, "NONE", new long[] {0, 1}, 1, 0), 0));
    }

    /** Forests whose link function the model leaves off. */
    public static List<OnnxSamples.Sample> linked() {
        return List.of(
                sample("logistic", classifier(false, "LOGISTIC", new long[] {0, 1}, 1, 0), 0),
                sample(
                        "softmax",
                        classifier(false, "SOFTMAX", new long[] {0, 1, 2}, 1, 0, 1, 2),
                        0));
    }

    private static OnnxSamples.Sample sample(String name, byte[] file, double error) {
        return new OnnxSamples.Sample(name, file, -6, 6, error);
    }
}
