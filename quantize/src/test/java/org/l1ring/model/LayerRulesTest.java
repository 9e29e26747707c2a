package org.l1ring.model;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The odd cases of docs/model-format.md, by hand, and the real functions beside them. */
final class LayerRulesTest {

    /** A model of one layer: input x of the type X, wide result type R. */
    private static Model model(String inputType, int size, int outputs, String layer) {
        String text =
                """
                {'format':1,'name':'m','inputs':[{'name':'x','size':%d,'type':%s}],
                 'layers':[{'name':'n','inputs':['x'],'output':'y',%s,'result_type':%s}],
                 'outputs':[{'name':'o','from':'y','size':%d,'type':%s}]}
                """
                        .formatted(size, inputType, layer, WIDE, outputs, WIDE)
                        .replace("INT8", INT8)
                        .replace("FIX84", FIX84)
                        .replace('\'', '"');
        try {
            return read(text);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static final String WIDE = "{'type':'ap_fixed','W':40,'I':24}";
    private static final String INT8 = "{'type':'ap_int','W':8}";
    private static final String FIX84 = "{'type':'ap_fixed','W':8,'I':4}";
    private static final long ONE = 1 << 16;

    private static long[] run(Model model, long... columns) {
        return new LayerInterpreter(model).run(columns);
    }

    @ParameterizedTest(name = "x = {0}/16: entries {1} and {2}")
    @CsvSource({
        "-8, 4, 4",
        "-16, 3, 3",
        "-65, 0, 0",
        "-80, 0, 7",
        "8, 4, 4",
        "63, 7, 7",
        "127, 7, 7"
    })
    void tableIndicesTruncateTowardZero(long raw, long clamped, long wrapped) {
        String table =
                "'kind':'tanh','table':{'type':%s,'size':8,'range':8,%s'raw':[0,1,2,3,4,5,6,7]}";
        assertEquals(clamped * ONE, run(model(FIX84, 1, 1, table.formatted(INT8, "")), raw)[0]);
        String last = "'index_negative':'wraps_to_last',";
        assertEquals(wrapped * ONE, run(model(FIX84, 1, 1, table.formatted(INT8, last)), raw)[0]);
    }

    private static String dense(String accumulator) {
        return ("'kind':'dense','n_in':3,'n_out':1,'weights':{'type':%s,'raw':[[1],[1],[1]]},"
                        + "'biases':{'type':%s,'raw':[0]},%s")
                .formatted(INT8, INT8, accumulator);
    }

    @Test
    void accumulatorsThatSaturateDoSoInInputOrder() {
        String saturates = dense("'accum_type':{'type':'ap_int','W':4,'O':'SAT'}");
        assertEquals(0, run(model(INT8, 3, 1, saturates), 7, 7, -7)[0]);
        assertEquals(7 * ONE, run(model(INT8, 3, 1, saturates), 7, -7, 7)[0]);
        String wraps = dense("'accum_type':{'type':'ap_int','W':4}");
        assertEquals(7 * ONE, run(model(INT8, 3, 1, wraps), 7, 7, -7)[0]);
        assertEquals(-7 * ONE, run(model(INT8, 3, 1, wraps), 7, 2, 0)[0]);
    }

    @Test
    void productsAreCastOneByOneUnlessTheSumIsExact() {
        String whole = dense("'accum_type':{'type':'ap_int','W':8}");
        assertEquals(0, run(model(FIX84, 3, 1, whole), 8, 8, 0)[0]);
        assertEquals(-2 * ONE, run(model(FIX84, 3, 1, whole), -8, -8, 0)[0]);
        String exact = dense("'accumulation':'exact','accum_type':{'type':'ap_int','W':8}");
        assertEquals(ONE, run(model(FIX84, 3, 1, exact), 8, 8, 0)[0]);
    }

    @Test
    void poolingDividesTowardZeroAtTheAccumulatorsFractionBits() {
        String mean =
                "'kind':'global_average_pooling1d','positions':3,'channels':1,"
                        + "'accum_type':{'type':'ap_fixed','W':10,'I':6}";
        assertEquals(-1 * ONE / 16, run(model(FIX84, 3, 1, mean), -1, -2, -2)[0]);
        assertEquals(1 * ONE / 16, run(model(FIX84, 3, 1, mean), 1, 2, 2)[0]);
    }

    @Test
    void softmaxIndexesByTheTopBitsOfTheTwosComplement() {
        String softmax =
                "'kind':'softmax','exp_table':{'type':INT8,'raw':[1,2,3,4]},"
                        + "'inv_table':{'type':INT8,'raw':[10,20]}";
        Model model = model(INT8, 2, 2, softmax);
        assertArrayEquals(new long[] {40 * ONE, 10 * ONE}, run(model, -1, 0));
        assertArrayEquals(new long[] {30 * ONE, 20 * ONE}, run(model, -128, 127));
    }

    @Test
    void squaresAreSummedInABalancedTree() {
        String squares =
                "'kind':'sum_of_squares','square_type':{'type':'ap_int','W':6,'O':'SAT_ZERO'}";
        // (25 + 9) leaves the type, is zero, and 16 follows.
        assertEquals(16 * ONE, run(model(INT8, 3, 1, squares), 5, 3, 4)[0]);
        // In order 25 + 4 + 4 would be zero, one would follow; the tree adds 29 and 5.
        assertEquals(0, run(model(INT8, 4, 1, squares), 5, 2, 2, 1)[0]);
    }

    private static String prepared(String rule) {
        return ModelWriter.text(model(FIX84, 1, 1, "'kind':'linear'"))
                .replace("\"preprocessing\": null", "\"preprocessing\":{" + rule + "}")
                .replace("INT8", INT8)
                .replace("FIX84", FIX84)
                .replace('\'', '"');
    }

    private static Model read(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return ModelReader.read(new ByteArrayInputStream(bytes), "m.json");
    }

    @Test
    void preprocessingShiftsNeitherRoundNorSaturate() throws IOException {
        String rule =
                "'kind':'offset_then_shift','input_type':{'type':'ap_fixed','W':6,'I':4,"
                        + "'Q':'RND','O':'SAT'},'output_type':FIX84,"
                        + "'offsets':{'type':INT8,'raw':[0]},'shift':{'type':INT8,'raw':[%d]}";
        // 7/4 >> 1 is 3/4, not 1; 12/4 << 2 leaves the type and wraps to -4.
        assertEquals(3 * ONE / 4, run(read(prepared(rule.replace("%d", "1"))), 7)[0]);
        assertEquals(-4 * ONE, run(read(prepared(rule.replace("%d", "-2"))), 12)[0]);
    }

    @Test
    void subtractDivideTakesTheColumnsIntegerAsTheValue() throws IOException {
        String rule =
                "'kind':'subtract_divide','input_type':{'type':'ap_fixed','W':10,'I':4},"
                        + "'output_type':FIX84,'bias':[3],'norm':[4]";
        Model model = read(prepared(rule));
        assertEquals(2 * ONE, run(model, 11)[0]);
        RealInterpreter real = new RealInterpreter(model);
        assertEquals(2.0, real.run(new double[] {real.input(0, 11)})[0]);
    }

    @Test
    void embeddingsClampTheirIndex() {
        String rows =
                "'kind':'embedding','positions':3,'embeddings':{'type':INT8,'raw':[[1],[2],[3]]}";
        assertArrayEquals(
                new long[] {ONE, 2 * ONE, 3 * ONE}, run(model(INT8, 3, 3, rows), -5, 1, 99));
    }

    @Test
    void treesGoLeftWhenEqual() {
        String trees =
                "'kind':'trees','threshold_type':{'type':'ap_fixed','W':8,'I':2},"
                        + "'score_type':{'type':'ap_int','W':4,'O':'SAT'},'init':[1],'trees':["
                        + "{'feature':[0,-2,-2],'threshold':[32,0,0],'left':[1,-1,-1],"
                        + "'right':[2,-1,-1],'value':[0,7,-3]},"
                        + "{'feature':[-2],'threshold':[0],'left':[-1],'right':[-1],'value':[-2]}]";
        // The threshold is a half: 8/16. One plus seven saturates before two is taken off.
        assertEquals(5 * ONE, run(model(FIX84, 1, 1, trees), 8)[0]);
        assertEquals(-4 * ONE, run(model(FIX84, 1, 1, trees), 9)[0]);
        assertEquals(
                6.0, new RealInterpreter(model(FIX84, 1, 1, trees)).run(new double[] {0.5})[0]);
    }

    @Test
    void realFunctionsAreNotTheirTables() {
        String table = "'kind':'%s','table':{'type':%s,'size':2,'range':8,'raw':[0,1]}";
        Model tanh = model(FIX84, 1, 1, table.formatted("tanh", INT8));
        Model sigmoid = model(FIX84, 1, 1, table.formatted("sigmoid", INT8));
        double[] x = {0.3};
        assertEquals(Math.tanh(0.3), new RealInterpreter(tanh).run(x)[0]);
        assertEquals(1 / (1 + Math.exp(-0.3)), new RealInterpreter(sigmoid).run(x)[0]);
        assertEquals(0.75, new RealInterpreter(tanh).input(0, 12));
    }

    @Test
    void realResultsEqualFixedOnesWhereNothingIsLost() {
        String scale =
                "'kind':'batchnorm','scale':{'type':FIX84,'raw':[3,-5]},'bias':{'type':FIX84,'raw':[7]}";
        String means =
                "'kind':'global_average_pooling1d','positions':2,'channels':2,'accum_type':" + WIDE;
        String pad = "'kind':'pad2d','in_height':2,'in_width':2,'pad_bottom':1,'pad_right':1";
        String conv =
                "'kind':'conv2d','kernel':[2,1],'in_height':2,'in_width':2,'in_channels':1,"
                        + "'filters':2,'stride_height':1,'stride_width':1,'out_height':1,"
                        + "'out_width':2,'weights':{'type':FIX84,'raw':[[[[1,2]]],[[[3,-4]]]]},"
                        + "'biases':{'type':FIX84,'raw':[5,6]},'accumulation':'exact'";
        Stream.of(
                        model(FIX84, 4, 4, scale),
                        model(FIX84, 4, 2, means),
                        model(FIX84, 4, 9, pad),
                        model(FIX84, 4, 4, conv),
                        model(FIX84, 4, 4, "'kind':'relu'"),
                        model(FIX84, 4, 4, "'kind':'linear'"),
                        model(FIX84, 4, 1, "'kind':'sum_of_squares','square_type':" + WIDE))
                .forEach(LayerRulesTest::realEqualsFixed);
    }

    private static void realEqualsFixed(Model model) {
        long[] raw = {-20, 14, 6, 8};
        double[] real = new double[raw.length];
        RealInterpreter interpreter = new RealInterpreter(model);
        for (int i = 0; i < raw.length; i++) {
            real[i] = interpreter.input(i, raw[i]);
        }
        double[] results = interpreter.run(real);
        long[] fixed = run(model, raw);
        for (int i = 0; i < fixed.length; i++) {
            assertEquals(
                    (double) fixed[i] / ONE, results[i], 1e-12, model.layers().get(0).toString());
        }
    }

    @Test
    void inputsAreCounted() {
        Model model = model(FIX84, 4, 4, "'kind':'relu'");
        assertEquals(
                "m: input: expected 4 columns, got 2",
                assertThrows(IllegalArgumentException.class, () -> run(model, 1, 2)).getMessage());
        assertEquals(
                "m: input: expected 4 columns, got 1",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new RealInterpreter(model).run(new double[1]))
                        .getMessage());
    }
}
