package org.l1ring.importer.trees;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.TypeText;
import org.l1ring.importer.ImportedModel;
import org.l1ring.importer.ModelImporter;
import org.l1ring.lower.Lowering;
import org.l1ring.model.LayerInterpreter;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.ModelReader;
import org.l1ring.model.ModelWriter;

/** Files of trees give the leaves and sums of a direct evaluation in floats. */
final class TreeFilesTest {
    private static final int ROWS = 2000;
    private static final TreeTypes INPUTS =
            new TreeTypes(List.of(TypeText.parse("ap_fixed<16,8>")), Optional.empty());

    @TempDir private Path folder;

    private Path file(SampleFile sample, SampleForest forest) throws IOException {
        return Files.write(folder.resolve("m" + sample.ending()), sample.bytes(forest));
    }

    private Path file(String name, String text) throws IOException {
        return Files.writeString(folder.resolve(name), text);
    }

    private static String error(Path file, TreeTypes types) {
        return assertThrows(ModelException.class, () -> ModelImporter.read(file, types))
                .getMessage();
    }

    @ParameterizedTest
    @EnumSource(SampleFile.class)
    void everyRowHasItsScore(SampleFile sample) throws IOException {
        SampleForest forest = SampleForest.make(17, 40, 9, 5);
        Model model = ModelImporter.read(file(sample, forest), INPUTS).model();
        FixedType score = model.outputs().getFirst().types().get(0);
        LayerInterpreter layers = new LayerInterpreter(model);
        CircuitInterpreter circuit = new CircuitInterpreter(Lowering.lower(model));
        Random random = new Random(5);
        long[] raws = new long[9];
        long[] outputs = new long[1];
        double[] row = new double[9];
        for (int k = 0; k < ROWS; k++) {
            for (int i = 0; i < raws.length; i++) {
                raws[i] = (short) (random.nextInt(3) == 0 ? random.nextInt() : normal(random));
                row[i] = raws[i] / 256.0;
            }
            long expected = round(sample.start(), score);
            for (SampleForest.Node leaf : forest.leaves(row, sample.strict())) {
                expected += round(leaf.value(), score);
            }
            assertEquals(expected, layers.run(raws)[0], "row " + k);
            circuit.run(raws, outputs);
            assertEquals(expected, outputs[0], "row " + k);
        }
    }

    private static int normal(Random random) {
        return (int) (random.nextGaussian() * 300);
    }

    private static long round(double value, FixedType type) {
        return (long) Math.rint(Math.scalb(value, type.fraction()));
    }

    @ParameterizedTest
    @EnumSource(SampleFile.class)
    void writtenModelIsTheSame(SampleFile sample) throws IOException {
        Path file = file(sample, SampleForest.make(3, 10, 4, 4));
        Model model = ModelImporter.read(file);
        Path out = folder.resolve("native.json");
        ModelWriter.write(model, out);
        assertEquals(
                Lowering.lower(model).digest(), Lowering.lower(ModelReader.read(out)).digest());
        Path packed = folder.resolve("packed" + sample.ending() + ".gz");
        try (GZIPOutputStream gzip = new GZIPOutputStream(Files.newOutputStream(packed))) {
            gzip.write(Files.readAllBytes(file));
        }
        assertEquals(
                ModelWriter.text(model).replace("\"m\"", "\"packed\""),
                ModelWriter.text(ModelImporter.read(packed)));
    }

    @Test
    void explanationSaysWhatWasMerged() throws IOException {
        SampleForest forest = SampleForest.make(17, 40, 9, 5);
        ImportedModel imported = ModelImporter.read(file(SampleFile.XGBOOST, forest), INPUTS);
        String text = String.join("\n", imported.explanation());
        assertTrue(
                text.contains("format: XGBoost 2.1.4 JSON, booster gbtree, objective reg:"), text);
        assertTrue(text.contains("trees: 40 for 1 score, depth up to 5, "), text);
        assertTrue(text.contains("features: 9 columns, 9 used; types as declared"), text);
        assertTrue(text.contains("  x0: ap_fixed<16,8>, "), text);
        assertTrue(text.contains("missing values: "), text);
        assertTrue(text.contains("none overflows"), text);
        assertTrue(text.contains("base score: 0.500000000 as raw "), text);
        assertTrue(text.contains("meaning: the score is the prediction"), text);
    }

    @Test
    void typesOfConifersConfigurationAreKept() throws IOException {
        String tree =
                "{\"feature\": [0, -2, -2], \"threshold\": [1.3, -2, -2],"
                        + " \"value\": [0, 0.9, -0.6], \"children_left\": [1, -1, -1],"
                        + " \"children_right\": [2, -1, -1]}";
        String text =
                "{\"n_classes\": 2, \"n_features\": 1, \"n_trees\": 1, \"max_depth\": 1,"
                        + " \"init_predict\": [0.3], \"norm\": 1, \"trees\": [["
                        + tree
                        + "]], \"config\": {\"input_precision\": \"ap_fixed<8,4>\","
                        + " \"threshold_precision\": \"ap_fixed<6,4>\","
                        + " \"score_precision\": \"ap_fixed<8,5>\"}}";
        Model model = ModelImporter.read(file("c.json", text));
        LayerInterpreter layers = new LayerInterpreter(model);
        // 1.3 is 1.25 in quarters: raw 20 in sixteenths; 0.3, 0.9 and -0.6 are 2, 7 and -5 eighths.
        assertEquals(9, layers.run(new long[] {20})[0]);
        assertEquals(-3, layers.run(new long[] {21})[0]);
        Model real = ModelImporter.read(file("c.json", text), INPUTS).model();
        assertEquals(FixedType.signed(16, 8), real.columnType(0));
    }

    @Test
    void adaBoostIsTheWeightedMean() throws IOException {
        String text =
                new String(
                                SampleFile.TMVA.bytes(SampleForest.make(1, 2, 3, 1)),
                                StandardCharsets.UTF_8)
                        .replace(">Grad<", ">AdaBoost<")
                        .replace(">False<", ">True<")
                        .replaceFirst("boostWeight=\"1.0e", "boostWeight=\"3.0e")
                        .replaceAll("(pos=\"l\".*)-99", "$1-1")
                        .replaceAll("(pos=\"r\".*)-99", "$11");
        Model model = ModelImporter.read(file("ada.xml", text), INPUTS).model();
        FixedType score = model.outputs().getFirst().types().get(0);
        SampleForest forest = SampleForest.make(1, 2, 3, 1);
        LayerInterpreter layers = new LayerInterpreter(model);
        Random random = new Random(1);
        for (int k = 0; k < 200; k++) {
            long[] raws = new long[3];
            double sum = 0;
            for (int i = 0; i < 3; i++) {
                raws[i] = (short) random.nextInt();
            }
            for (int t = 0; t < 2; t++) {
                SampleForest.Node root = forest.trees().get(t).getFirst();
                boolean right = raws[root.feature()] / 256.0 >= root.threshold();
                sum += (t == 0 ? 3 : 1) * (right ? 1 : -1);
            }
            assertEquals(sum / 4, score.toReal(layers.run(raws)[0]));
        }
    }

    @Test
    void refusalsSayWhatAndHow() throws IOException {
        Path file = file(SampleFile.XGBOOST, SampleForest.make(3, 2, 4, 2));
        String text = Files.readString(file);
        assertEquals(
                "m.json: expected one input type or 4, one a column, got 2; mend --input-type",
                error(
                        file,
                        new TreeTypes(TypeText.parseAll("ap_int<4>,ap_int<5>"), Optional.empty())));
        assertTrue(
                error(file, new TreeTypes(List.of(), Optional.of(TypeText.parse("ap_fixed<8,-4>"))))
                        .startsWith(
                                "m.json: expected a score type that holds every sum, at least"
                                        + " ap_fixed<"));
        assertEquals(
                "c.json.learner.gradient_booster.model.trees[0]: node 0: expected a numerical"
                        + " split, got a categorical one; a category has no place on a grid: encode"
                        + " it as columns of 0 and 1",
                error(
                        file(
                                "c.json",
                                text.replaceFirst("\"split_type\":\\[0", "\"split_type\":[1")),
                        INPUTS));
        assertEquals(
                "d.json.learner.gradient_booster: expected the booster gbtree or dart, got"
                        + " \"gblinear\"; linear boosters have no trees",
                error(file("d.json", text.replace("gbtree", "gblinear")), INPUTS));
        String lines =
                new String(
                        SampleFile.LIGHTGBM.bytes(SampleForest.make(3, 2, 4, 2)),
                        StandardCharsets.UTF_8);
        assertTrue(
                error(
                                file(
                                        "l.txt",
                                        lines.replaceFirst("decision_type=2", "decision_type=1")),
                                INPUTS)
                        .contains("split 0: expected a numerical split, got a categorical one"));
        assertTrue(
                error(file("t.txt", lines.substring(0, lines.length() / 2)), INPUTS)
                        .startsWith("t.txt"));
    }

    @Test
    void loopsAndSharedNodesAreRefused() throws IOException {
        String text = Files.readString(file(SampleFile.XGBOOST, SampleForest.make(3, 1, 4, 2)));
        String loop = text.replaceFirst("\"left_children\":\\[1", "\"left_children\":[0");
        assertEquals(
                "loop.json.learner.gradient_booster.model.trees[0]: node 0: expected a child of its"
                        + " own, got node 0, which another node has, or which is above it; write the"
                        + " model anew",
                error(file("loop.json", loop), INPUTS));
    }

    @Test
    void lengthsBeyondTheFileAreRefused() throws IOException {
        byte[] bytes = SampleFile.UBJSON.bytes(SampleForest.make(3, 1, 4, 2));
        String text = new String(bytes, StandardCharsets.ISO_8859_1);
        int place = text.indexOf("[$d#L") + 5;
        bytes[place + 1] = 0x7f;
        Path file = Files.write(folder.resolve("long.ubj"), bytes);
        assertTrue(
                error(file, INPUTS).contains("expected UBJSON with a length of at most the "),
                error(file, INPUTS));
    }

    @Test
    void deepNestingIsOneLine() throws IOException {
        String nodes = "<Node pos=\"l\" IVar=\"0\" Cut=\"0\" cType=\"1\" nType=\"0\">";
        String deep =
                "<MethodSetup Method=\"BDT::B\"><Variable Expression=\"x\"/><BinaryTree"
                        + " boostWeight=\"1\">"
                        + nodes.repeat(100_000);
        String line = error(file("deep.xml", deep), INPUTS);
        assertTrue(line.contains("a depth of at most"), line);
        error(file("deep.json", "{\"learner\":" + "[".repeat(1_000_000)), INPUTS);
        error(file("brackets.ubj", "{i\1a" + "[".repeat(1_000_000)), INPUTS);
    }
}
