package org.l1ring.importer.trees;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.microsoft.ml.lightgbm.PredictionType;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_double;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_float;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_int;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_long_long;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_p_void;
import com.microsoft.ml.lightgbm.SWIGTYPE_p_void;
import com.microsoft.ml.lightgbm.lightgbmlib;
import com.microsoft.ml.lightgbm.lightgbmlibConstants;
import io.github.metarank.lightgbm4j.LGBMBooster;
import io.github.metarank.lightgbm4j.LGBMDataset;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import ml.dmlc.xgboost4j.java.Booster;
import ml.dmlc.xgboost4j.java.DMatrix;
import ml.dmlc.xgboost4j.java.XGBoost;
import ml.dmlc.xgboost4j.java.XGBoostError;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.TypeText;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.l1ring.lower.Lowering;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.LayerInterpreter;
import org.l1ring.model.Model;
import org.l1ring.model.Tree;

/** Trees trained by XGBoost and LightGBM choose the libraries' leaves and give their scores. */
final class TrainedTreesTest {
    private static final int ROWS = 10_000;
    private static final int TRAINED = 4_000;
    private static final int COLUMNS = 8;
    private static final int ROUNDS = 20;

    /** Columns of different grids; the thresholds of the third have nothing but integers. */
    private static final List<FixedType> TYPES =
            TypeText.parseAll(
                    "ap_fixed<16,8>,ap_fixed<12,4>,ap_int<10>,ap_ufixed<10,2>,ap_fixed<9,9>,"
                            + "ap_fixed<18,6>,ap_fixed<8,1>,ap_fixed<16,16>");

    private static final FixedType LEAVES = FixedType.signed(16, 16);

    @TempDir private Path folder;

    /** Rows of raw values on the columns' grids, a third of them zeros, and labels. */
    private static final class Sample {
        final long[][] raw = new long[ROWS][COLUMNS];
        final float[] values = new float[ROWS * COLUMNS];
        final float[] labels = new float[ROWS];

        Sample(long seed, int classes) {
            Random random = new Random(seed);
            for (int k = 0; k < ROWS; k++) {
                double sum = 0;
                for (int i = 0; i < COLUMNS; i++) {
                    FixedType type = TYPES.get(i);
                    double value = random.nextGaussian() * Math.scalb(1.0, type.integer() - 3);
                    boolean zero = random.nextInt(3) == 0;
                    long drawn = zero ? 0 : Math.round(Math.scalb(value, type.fraction()));
                    raw[k][i] = Math.clamp(drawn, type.minimumRaw(), type.maximumRaw());
                    values[k * COLUMNS + i] = (float) type.toReal(raw[k][i]);
                    sum += Math.scalb(type.toReal(raw[k][i]), -type.integer()) * (i % 3 - 0.8);
                }
                sum += random.nextGaussian() * 0.1;
                labels[k] =
                        switch (classes) {
                            case 1 -> (float) sum;
                            case 2 -> sum > 0 ? 1 : 0;
                            default -> sum < -0.2 ? 0 : sum < 0.2 ? 1 : 2;
                        };
            }
        }
    }

    @ParameterizedTest(name = "{0} as {3}")
    @CsvSource({
        "binary:logistic, 2, 1, json",
        "reg:squarederror, 1, 1, ubj",
        "multi:softprob, 3, 3, ubj",
        "count:poisson, 2, 1, json"
    })
    void xgboost(String objective, int classes, int scores, String format) throws Exception {
        assumeTrue(xgboostLoads(), "skipped, the native library of xgboost4j does not load here");
        Sample sample = new Sample(classes, classes);
        Map<String, Object> settings = new HashMap<>();
        settings.put("objective", objective);
        settings.put("max_depth", 4);
        settings.put("eta", 0.3);
        settings.put("nthread", 1);
        settings.put("seed", 7);
        if (scores > 1) {
            settings.put("num_class", scores);
        }
        int cells = TRAINED * COLUMNS;
        DMatrix train =
                new DMatrix(Arrays.copyOf(sample.values, cells), TRAINED, COLUMNS, Float.NaN);
        train.setLabel(Arrays.copyOf(sample.labels, TRAINED));
        DMatrix all = new DMatrix(sample.values, ROWS, COLUMNS, Float.NaN);
        Booster booster = XGBoost.train(train, settings, ROUNDS, new HashMap<>(), null, null);
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        booster.saveModel(bytes, format);
        Path file = Files.write(folder.resolve("trained." + format), bytes.toByteArray());
        float[][] leaves = booster.predictLeaf(all, 0);
        float[][] margins = booster.predict(all, true);
        check(
                file,
                sample,
                scores,
                (row, tree) -> (int) leaves[row][tree],
                (row, score) -> margins[row][score],
                true);
        booster.dispose();
        train.dispose();
        all.dispose();
    }

    @ParameterizedTest(name = "{0}, {3}")
    @CsvSource({
        "binary, 2, 1, zero_as_missing=true",
        "regression, 1, 1, use_missing=false",
        "multiclass, 3, 3, use_missing=true",
        "regression, 1, 1, boosting=rf bagging_freq=1 bagging_fraction=0.5"
    })
    void lightGbm(String objective, int classes, int scores, String more) throws Exception {
        assumeTrue(lightGbmLoads(), "skipped, the native library of lightgbm4j does not load here");
        Sample sample = new Sample(classes + 10, classes);
        float[] train = Arrays.copyOf(sample.values, TRAINED * COLUMNS);
        LGBMDataset data =
                LGBMDataset.createFromMat(
                        train, TRAINED, COLUMNS, true, "verbosity=-1 " + more, null);
        data.setField("label", Arrays.copyOf(sample.labels, TRAINED));
        String settings =
                "objective=%s num_leaves=15 verbosity=-1 num_threads=1 seed=3 %s%s"
                        .formatted(objective, more, scores > 1 ? " num_class=" + scores : "");
        LGBMBooster booster = LGBMBooster.create(data, settings);
        for (int i = 0; i < ROUNDS; i++) {
            booster.updateOneIter();
        }
        String text = booster.saveModelToString(0, 0, LGBMBooster.FeatureImportanceType.SPLIT);
        Path file =
                Files.write(folder.resolve("trained.txt"), text.getBytes(StandardCharsets.UTF_8));
        int trees = (int) text.lines().filter(line -> line.startsWith("Tree=")).count();
        double[] leaves =
                predict(text, sample, PredictionType.C_API_PREDICT_LEAF_INDEX, ROWS * trees);
        // Forests are averaged in predictions only, which regression leaves as they are.
        double[] margins =
                predict(
                        text,
                        sample,
                        objective.equals("regression")
                                ? PredictionType.C_API_PREDICT_NORMAL
                                : PredictionType.C_API_PREDICT_RAW_SCORE,
                        ROWS * scores);
        check(
                file,
                sample,
                scores,
                (row, tree) -> (int) leaves[row * trees + tree],
                (row, score) -> margins[row * scores + score],
                false);
        booster.close();
        data.close();
    }

    /** LightGBM's predictions by row; lightgbm4j itself has too little room for many trees. */
    private static double[] predict(String text, Sample sample, PredictionType type, int size) {
        SWIGTYPE_p_p_void handle = lightgbmlib.voidpp_handle();
        SWIGTYPE_p_int iterations = lightgbmlib.new_intp();
        assertEquals(0, lightgbmlib.LGBM_BoosterLoadModelFromString(text, iterations, handle));
        SWIGTYPE_p_void booster = lightgbmlib.voidpp_value(handle);
        SWIGTYPE_p_float rows = lightgbmlib.new_floatArray(sample.values.length);
        for (int i = 0; i < sample.values.length; i++) {
            lightgbmlib.floatArray_setitem(rows, i, sample.values[i]);
        }
        SWIGTYPE_p_double out = lightgbmlib.new_doubleArray(size);
        SWIGTYPE_p_long_long length = lightgbmlib.new_int64_tp();
        assertEquals(
                0,
                lightgbmlib.LGBM_BoosterPredictForMat(
                        booster,
                        lightgbmlib.float_to_voidp_ptr(rows),
                        lightgbmlibConstants.C_API_DTYPE_FLOAT32,
                        ROWS,
                        COLUMNS,
                        1,
                        type.getType(),
                        0,
                        -1,
                        "num_threads=1",
                        length,
                        out));
        assertEquals(size, lightgbmlib.int64_tp_value(length));
        double[] values = new double[size];
        for (int i = 0; i < size; i++) {
            values[i] = lightgbmlib.doubleArray_getitem(out, i);
        }
        lightgbmlib.delete_doubleArray(out);
        lightgbmlib.delete_floatArray(rows);
        lightgbmlib.LGBM_BoosterFree(booster);
        return values;
    }

    private interface LeafOf {
        int at(int row, int tree);
    }

    private interface ScoreOf {
        double at(int row, int score);
    }

    private static void check(
            Path file, Sample sample, int scores, LeafOf leaf, ScoreOf score, boolean single)
            throws IOException {
        ImportedForest imported =
                TreeFiles.read(file, new TreeTypes(TYPES, Optional.empty())).orElseThrow();
        int trees = imported.origins().size();
        assertTrue(trees > ROUNDS / 2 && trees <= ROUNDS * scores, "trees: " + trees);
        Model numbers = leafModel(imported);
        long[][] chosen = run(numbers, sample);
        long[][] sums = run(imported.model(), sample);
        FixedType type = imported.model().outputs().getFirst().types().get(0);
        double largest = Math.scalb((double) type.maximumRaw(), -type.fraction());
        // Half a step for each rounded value; XGBoost's own sums are rounded to floats.
        double bound =
                Math.scalb(0.5, -type.fraction()) * (trees / scores + 1)
                        + largest * trees * (single ? 0x1p-24 : 0x1p-50);
        for (int k = 0; k < ROWS; k++) {
            for (int t = 0; t < trees; t++) {
                assertEquals(leaf.at(k, t), chosen[k][t], "leaf of row " + k + ", tree " + t);
            }
            for (int s = 0; s < scores; s++) {
                double got = type.toReal(sums[k][s]);
                assertEquals(score.at(k, s), got, bound, "score " + s + " of row " + k);
            }
        }
    }

    /** The outputs of all rows, in the vector kernel and, for some, in the layer interpreter. */
    private static long[][] run(Model model, Sample sample) {
        BlockKernel kernel = new BlockKernel(Lowering.lower(model), Engine.VECTOR);
        LayerInterpreter interpreter = new LayerInterpreter(model);
        long[][] outputs = new long[ROWS][model.outputColumns()];
        for (int first = 0; first < ROWS; first += BlockKernel.CROSSINGS) {
            int crossings = Math.min(BlockKernel.CROSSINGS, ROWS - first);
            for (int k = 0; k < crossings; k++) {
                for (int i = 0; i < COLUMNS; i++) {
                    kernel.set(i, k, sample.raw[first + k][i]);
                }
            }
            kernel.run();
            for (int k = 0; k < crossings; k++) {
                for (int i = 0; i < model.outputColumns(); i++) {
                    outputs[first + k][i] = kernel.get(i, k);
                }
            }
        }
        for (int k = 0; k < ROWS; k++) {
            assertArrayEquals(interpreter.run(sample.raw[k]), outputs[k], "engines at row " + k);
        }
        return outputs;
    }

    /** One output a tree, which is the number that the leaf has in the file. */
    private static Model leafModel(ImportedForest imported) {
        Model model = imported.model();
        Layer.Trees like = (Layer.Trees) model.layers().getFirst();
        List<Layer> layers = new ArrayList<>();
        List<Model.Output> outputs = new ArrayList<>();
        for (ImportedForest.Origin origin : imported.origins()) {
            String name = "leaf_" + layers.size();
            ElementTypes type = ElementTypes.all(LEAVES);
            layers.add(
                    new Layer.Trees(
                            new Layer.Head(name, like.head().inputs(), name, type),
                            like.features(),
                            List.of(numbered(origin, like.features())),
                            0,
                            like.thresholdType(),
                            LEAVES,
                            Optional.empty()));
            outputs.add(new Model.Output(name, name, 1, type));
        }
        return new Model(
                "leaves",
                model.inputs(),
                Optional.empty(),
                layers,
                outputs,
                Optional.empty(),
                Optional.empty());
    }

    private static Tree numbered(ImportedForest.Origin origin, int features) {
        Tree tree = origin.tree();
        int[] feature = new int[tree.nodes()];
        long[] threshold = new long[feature.length];
        int[] left = new int[feature.length];
        int[] right = new int[feature.length];
        long[] value = new long[feature.length];
        for (int i = 0; i < feature.length; i++) {
            feature[i] = tree.feature(i);
            threshold[i] = tree.threshold(i);
            left[i] = tree.left(i);
            right[i] = tree.right(i);
            value[i] = tree.leaf(i) ? origin.leaves().get(i) : 0;
        }
        return new Tree(feature, threshold, left, right, value, features);
    }

    private static boolean xgboostLoads() {
        try (AutoCloseable _ = new DMatrix(new float[] {1}, 1, 1, Float.NaN)::dispose) {
            return true;
        } catch (XGBoostError | LinkageError e) {
            return false;
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static boolean lightGbmLoads() {
        try {
            LGBMBooster.loadNative();
            return true;
        } catch (IOException | LinkageError e) {
            return false;
        }
    }
}
