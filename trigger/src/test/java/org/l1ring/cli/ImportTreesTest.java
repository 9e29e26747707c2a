package org.l1ring.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.TypeText;
import org.l1ring.model.Model;
import org.l1ring.model.ModelReader;

/** The verb import on files of trees. */
final class ImportTreesTest {
    private static final String LIGHTGBM =
            """
            tree
            version=v4
            num_class=1
            num_tree_per_iteration=1
            max_feature_idx=1
            objective=binary sigmoid:1
            feature_names=pt eta
            feature_infos=[0:500] [-2.5:2.5]

            Tree=0
            num_leaves=3
            num_cat=0
            split_feature=0 1
            threshold=20.3 0.5000001
            decision_type=2 2
            left_child=1 -1
            right_child=-2 -3
            leaf_value=-0.25 0.5 0.125
            is_linear=0

            end of trees
            """;

    @TempDir private Path folder;
    private Path file;
    private Path out;

    @BeforeEach
    void writeFile() throws IOException {
        file = Files.writeString(folder.resolve("jets.txt"), LIGHTGBM);
        out = folder.resolve("out.json");
    }

    @Test
    void explainAloneWritesNothing() {
        String text = Verb.succeed("import", file, "--explain", "--input-type", "ap_fixed<12,10>");
        assertTrue(text.startsWith("format: LightGBM text v4, objective binary sigmoid:1\n"), text);
        assertTrue(text.contains("  x0 (pt): ap_fixed<12,10>, 1 thresholds, 1 on the grid"), text);
        assertTrue(text.contains("the score is a logit"), text);
        assertFalse(Files.exists(out));
    }

    @Test
    void modelHasADefaultForEachColumn() {
        Verb.succeed("import", file, "-o", out);
        Model model = ModelReader.read(out);
        assertEquals("jets", model.name());
        assertEquals(FixedType.signed(16, 10), model.columnType(0));
        assertEquals(FixedType.signed(16, 3), model.columnType(1));
        assertTrue(Verb.succeed("inspect", out).startsWith("jets: 2 inputs, 1 output"));
    }

    @Test
    void columnsHaveDeclaredTypes() {
        Verb.succeed(
                "import",
                file,
                "-o",
                out,
                "--input-type",
                "ap_uint<10>,ap_fixed<8,3>",
                "--score-type",
                "ap_fixed<8,2,RND,SAT>");
        Model model = ModelReader.read(out);
        assertEquals(TypeText.parse("ap_ufixed<10,10>"), model.columnType(0));
        assertEquals(
                TypeText.parse("ap_fixed<8,2,RND,SAT>"), model.outputs().getFirst().types().get(0));
    }

    @Test
    void wrongTypesAreOneLine() {
        assertEquals(
                "jets.txt: expected one input type or 2, one a column, got 3; mend --input-type",
                Verb.reject(
                        "import",
                        file,
                        "-o",
                        out,
                        "--input-type",
                        "ap_int<4>,ap_int<4>,ap_int<4>"));
        assertTrue(
                Verb.reject("import", file, "-o", out, "--input-type", "float")
                        .startsWith("type: expected ap_fixed<W,I>, "));
        assertEquals(
                "expected a file to write, -o MODEL, or --explain, got neither",
                Verb.reject("import", file));
    }

    @Test
    void typesAreForTreesOnly() throws IOException {
        SmallModel model = new SmallModel(folder, 1);
        assertEquals(
                model.file
                        + ": expected trees with real thresholds for --input-type and --score-type,"
                        + " got a file of another kind; leave them out",
                Verb.reject("import", model.file, "-o", out, "--input-type", "ap_int<4>"));
    }
}
