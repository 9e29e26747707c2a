package org.l1ring.importer.onnx;

import static org.l1ring.importer.onnx.OnnxSketch.real;
import static org.l1ring.importer.onnx.OnnxSketch.reals;
import static org.l1ring.importer.onnx.OnnxSketch.text;
import static org.l1ring.importer.onnx.OnnxSketch.texts;
import static org.l1ring.importer.onnx.OnnxSketch.whole;
import static org.l1ring.importer.onnx.OnnxSketch.wholes;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.List;

/** Small models, one or more for each operator. */
public final class OnnxSamples {
    private static final int OPSET = 19;

    /** The error of a circuit whose tables and constants were rounded. */
    private static final double ROUGH = 0.03;

    private final List<Sample> samples = new ArrayList<>();

    private OnnxSamples() {}

    /**
     * A model.
     *
     * @param name what it shows
     * @param file ONNX
     * @param least least input
     * @param most largest input
     * @param error largest error of the circuit; 0 where it is exact
     */
    @SuppressWarnings("ArrayRecordComponent") // never changed
    public record Sample(String name, byte[] file, double least, double most, double error) {
        @Override
        public String toString() {
            return name;
        }
    }

    /** All models. */
    public static List<Sample> all() {
        OnnxSamples made = new OnnxSamples();
        made.pools();
        made.reductions();
        made.resizes();
        made.functions();
        made.pairs();
        made.products();
        made.softmaxes();
        made.recurrent();
        made.moves();
        made.quantized();
        made.networks();
        return made.samples;
    }

    private static OnnxSketch sketch(int... shape) {
        return new OnnxSketch(shape.length, OPSET).input("x", shape);
    }

    private void add(String name, double error, byte[] file) {
        samples.add(new Sample(name, file, -4, 4, error));
    }

    /** A model of one node of the input. */
    private void one(
            String name, double error, String operator, int[] shape, AttributeProto... with) {
        OnnxSketch sketch = sketch(shape);
        add(name, error, sketch.file(sketch.node(operator, List.of("x"), with)));
    }

    private void pools() {
        int[] image = {1, 2, 7, 6};
        AttributeProto kernel = wholes("kernel_shape", 3, 2);
        AttributeProto strides = wholes("strides", 2, 2);
        AttributeProto pads = wholes("pads", 1, 0, 1, 1);
        AttributeProto up = whole("ceil_mode", 1);
        AttributeProto padded = whole("count_include_pad", 1);
        AttributeProto gaps = wholes("dilations", 2, 3);
        one("max pool", 0, "MaxPool", image, kernel);
        one("max pool, pads", 0, "MaxPool", image, kernel, strides, pads);
        one("max pool, ceil", 0, "MaxPool", image, kernel, strides, up);
        one("max pool, dilations", 0, "MaxPool", image, kernel, gaps);
        one("max pool, same", 0, "MaxPool", image, kernel, strides, text("auto_pad", "SAME_UPPER"));
        one("max pool, 1d", 0, "MaxPool", new int[] {1, 3, 9}, wholes("kernel_shape", 4));
        one("mean pool", ROUGH, "AveragePool", image, kernel);
        one("mean pool, four", 0, "AveragePool", image, wholes("kernel_shape", 2, 2));
        one("mean pool, pads", ROUGH, "AveragePool", image, kernel, strides, pads);
        one("mean pool, pads count", ROUGH, "AveragePool", image, kernel, pads, padded);
        one("mean pool, ceil", ROUGH, "AveragePool", image, kernel, strides, up);
        one(
                "mean pool, ceil, pads count",
                ROUGH,
                "AveragePool",
                image,
                kernel,
                strides,
                pads,
                up,
                padded);
        one("mean pool, dilations", ROUGH, "AveragePool", image, kernel, gaps, pads);
        one("global max", 0, "GlobalMaxPool", image);
        one("global mean", ROUGH, "GlobalAveragePool", image);
        one("global mean of eight", 0, "GlobalAveragePool", new int[] {1, 3, 8});
    }

    private void reductions() {
        int[] shape = {1, 3, 4, 2};
        for (String operator : List.of("ReduceMax", "ReduceMin", "ReduceSum", "ReduceMean")) {
            OnnxSketch sketch = sketch(shape);
            String axes = sketch.wholes(1, -1);
            boolean last = operator.equals("ReduceSum");
            double error = operator.equals("ReduceMean") ? ROUGH : 0;
            String y =
                    last
                            ? sketch.node(operator, List.of("x", axes), whole("keepdims", 0))
                            : sketch.node(operator, List.of("x"), wholes("axes", 2, 1));
            OnnxSketch old = new OnnxSketch(1, 13).input("x", shape);
            String z =
                    last
                            ? old.node(operator, List.of("x"))
                            : old.node(operator, List.of("x"), wholes("axes", 2, 1));
            add(operator + ", version 13", error, old.file(z));
            if (last) {
                add(operator, error, sketch.file(y));
            }
        }
        OnnxSketch squares = new OnnxSketch(1, 13).input("x", shape);
        String s = squares.node("ReduceSumSquare", List.of("x"), wholes("axes", 3));
        add("sum of squares", 0, squares.file(s));
        OnnxSketch sizes = new OnnxSketch(1, 13).input("x", shape);
        String l1 = sizes.node("ReduceL1", List.of("x"), wholes("axes", 1));
        add("sum of magnitudes", 0, sizes.file(l1));
        OnnxSketch roots = new OnnxSketch(1, 13).input("x", shape);
        String l2 = roots.node("ReduceL2", List.of("x"), wholes("axes", 1));
        add("root of squares", 0.2, roots.file(l2));
        for (long last : new long[] {0, 1}) {
            OnnxSketch largest = sketch(1, 3, 5);
            String index =
                    largest.node(
                            "ArgMax",
                            List.of("x"),
                            whole("axis", 1 + last),
                            whole("keepdims", last));
            add("argmax along " + (1 + last), 0, largest.integerFile(index));
        }
    }

    private void resizes() {
        for (String place : List.of("half_pixel", "asymmetric", "align_corners")) {
            for (String nearest : List.of("round_prefer_floor", "floor", "ceil")) {
                OnnxSketch sketch = sketch(1, 2, 3, 4);
                String scales = sketch.floats(new int[] {4}, 1, 1, 2, 1.5);
                String y =
                        sketch.node(
                                "Resize",
                                List.of("x", "", scales),
                                text("coordinate_transformation_mode", place),
                                text("nearest_mode", nearest));
                add("resize " + place + ", " + nearest, 0, sketch.file(y));
            }
        }
        OnnxSketch sizes = sketch(1, 2, 3, 4);
        String extents = sizes.wholes(1, 2, 6, 2);
        add("resize to", 0, sizes.file(sizes.node("Resize", List.of("x", "", "", extents))));
        OnnxSketch old = new OnnxSketch(1, 9).input("x", 1, 1, 2, 3);
        String scales = old.floats(new int[] {4}, 1, 1, 2, 2);
        add("upsample", 0, old.file(old.node("Upsample", List.of("x", scales))));
    }

    private void functions() {
        int[] shape = {1, 6};
        for (String operator :
                List.of(
                        "Sigmoid",
                        "Tanh",
                        "Softsign",
                        "Softplus",
                        "Elu",
                        "Selu",
                        "HardSwish",
                        "Exp",
                        "Sin",
                        "Cos",
                        "Erf",
                        "Atan",
                        "Celu",
                        "Mish")) {
            one(operator, operator.equals("Exp") ? 1 : ROUGH, operator, shape);
        }
        one("abs", 0, "Abs", shape);
        one("hard sigmoid", ROUGH, "HardSigmoid", shape);
        one("leaky relu", 0, "LeakyRelu", shape, real("alpha", 0.25));
        one("thresholded relu", 0, "ThresholdedRelu", shape, real("alpha", 0.5));
        for (String operator : List.of("Sqrt", "Log", "Reciprocal")) {
            OnnxSketch sketch = sketch(shape);
            String y = sketch.node(operator, List.of("x"));
            samples.add(new Sample(operator, sketch.file(y), 0.25, 4, 0.1));
        }
        OnnxSketch slopes = sketch(1, 2, 3);
        String slope = slopes.floats(new int[] {2, 1}, 0.25, -0.5);
        add("slopes", 0, slopes.file(slopes.node("PRelu", List.of("x", slope))));
        for (double power : new double[] {2, 3, 0.5}) {
            OnnxSketch sketch = sketch(shape);
            String y = sketch.node("Pow", List.of("x", sketch.number(power)));
            boolean whole = power == Math.rint(power);
            samples.add(
                    new Sample(
                            "power " + power,
                            sketch.file(y),
                            whole ? -4 : 0.25,
                            4,
                            whole ? 0 : 0.1));
        }
    }

    private void pairs() {
        for (String operator : List.of("Add", "Sub", "Mul", "Max", "Min", "Mean", "Sum")) {
            OnnxSketch sketch = sketch(1, 2, 3).input("z", 1, 1, 3);
            String y = sketch.node(operator, List.of("x", "z"));
            add(operator + " of results", 0, sketch.file(y));
        }
        for (String operator : List.of("Max", "Min", "Sum")) {
            OnnxSketch sketch = sketch(1, 4).input("z", 1, 4);
            String limit = sketch.quarters(1, 4);
            String y = sketch.node(operator, List.of("x", "z", limit));
            add(operator + " of three", 0, sketch.file(y));
        }
        OnnxSketch means = sketch(1, 4).input("z", 1, 4);
        String relu = means.node("Relu", List.of("x"));
        add("mean of three", ROUGH, means.file(means.node("Mean", List.of("x", "z", relu))));
        OnnxSketch ratio = sketch(1, 3);
        String limit = ratio.node("Clip", List.of("x", ratio.number(1), ratio.number(4)));
        add("quotient", 0.1, ratio.file(ratio.node("Div", List.of("x", limit))));
        OnnxSketch inverse = sketch(1, 3);
        String over = inverse.node("Clip", List.of("x", inverse.number(1), inverse.number(4)));
        String part = inverse.node("Div", List.of(inverse.number(3), over));
        add("quotient of a constant", 0.1, inverse.file(part));
        for (String operator : List.of("Greater", "LessOrEqual", "Less", "GreaterOrEqual")) {
            OnnxSketch sketch = sketch(1, 4).input("z", 1, 4);
            String bit = sketch.node(operator, List.of("x", sketch.number(0.5)));
            String y = sketch.node("Where", List.of(bit, "x", "z"));
            add(operator + " and where", 0, sketch.file(y));
        }
        OnnxSketch both = sketch(1, 4).input("z", 1, 4);
        String more = both.node("Greater", List.of("x", "z"));
        String number = both.node("Cast", List.of(more), whole("to", 1));
        add("greater of results", 0, both.file(number));
    }

    private void products() {
        OnnxSketch left = sketch(1, 3, 4);
        add("left constant", 0, left.file(left.node("MatMul", List.of(left.quarters(2, 3), "x"))));
        OnnxSketch stack = sketch(1, 2, 3, 4);
        add(
                "stack of constants",
                0,
                stack.file(stack.node("MatMul", List.of("x", stack.quarters(2, 4, 2)))));
        OnnxSketch vector = sketch(1, 3, 4);
        add("vector", 0, vector.file(vector.node("MatMul", List.of("x", vector.quarters(4)))));
        OnnxSketch two = sketch(1, 2, 3, 2).input("z", 1, 2, 2, 4);
        add("product of results", 0, two.file(two.node("MatMul", List.of("x", "z"))));
        OnnxSketch one = sketch(1, 3, 2).input("z", 1, 2, 4);
        add("one product of results", 0, one.file(one.node("MatMul", List.of("x", "z"))));
        OnnxSketch gemm = sketch(1, 4);
        String y =
                gemm.node(
                        "Gemm",
                        List.of("x", gemm.quarters(3, 4), gemm.quarters(3)),
                        whole("transB", 1),
                        real("alpha", 0.5));
        add("gemm", 0, gemm.file(y));
        OnnxSketch turned = sketch(1, 4);
        String z = turned.node("Gemm", List.of("x", turned.quarters(1, 3)), whole("transA", 1));
        add("gemm, transposed", 0, turned.file(z));
    }

    private void softmaxes() {
        one("softmax", ROUGH, "Softmax", new int[] {1, 5});
        one("softmax of rows", ROUGH, "Softmax", new int[] {1, 3, 4});
        one("softmax of columns", ROUGH, "Softmax", new int[] {1, 3, 4}, whole("axis", 1));
        OnnxSketch old = new OnnxSketch(1, 9).input("x", 1, 2, 3);
        add("softmax, version 9", ROUGH, old.file(old.node("Softmax", List.of("x"))));
        one("log softmax", 0.2, "LogSoftmax", new int[] {1, 4});
    }

    private void recurrent() {
        for (String cell : List.of("LSTM", "GRU", "RNN")) {
            for (String way : List.of("forward", "reverse", "bidirectional")) {
                for (int result = 0; result < 2; result++) {
                    recurrent(cell, way, result);
                }
            }
        }
        recurrent("GRU", "forward", 0, whole("linear_before_reset", 1));
        recurrent(
                "GRU",
                "reverse",
                1,
                texts("activations", List.of("HardSigmoid", "Relu")),
                reals("activation_alpha", 0.25),
                reals("activation_beta", 0.5));
        recurrent("LSTM", "forward", 2);
        recurrent("RNN", "forward", 1, texts("activations", List.of("Relu")));
    }

    private void recurrent(String cell, String way, int result, AttributeProto... more) {
        int hidden = 3;
        int gates = cell.equals("LSTM") ? 4 : cell.equals("GRU") ? 3 : 1;
        int ways = way.equals("bidirectional") ? 2 : 1;
        OnnxSketch sketch = sketch(1, 4, 2);
        String turned = sketch.node("Transpose", List.of("x"), wholes("perm", 1, 0, 2));
        List<AttributeProto> with = new ArrayList<>(List.of(more));
        with.add(whole("hidden_size", hidden));
        with.add(text("direction", way));
        List<String> results =
                sketch.node(
                        "",
                        cell,
                        List.of(
                                turned,
                                sketch.reals(ways, gates * hidden, 2),
                                sketch.reals(ways, gates * hidden, hidden),
                                sketch.reals(ways, 2 * gates * hidden)),
                        cell.equals("LSTM") ? 3 : 2,
                        with.toArray(AttributeProto[]::new));
        add(
                "%s %s %d %d".formatted(cell, way, result, more.length),
                0.1,
                sketch.file(results.get(result)));
    }

    private void moves() {
        OnnxSketch rows = sketch(1, 4);
        String table = rows.quarters(5, 3);
        String whole =
                rows.node(
                        "Cast",
                        List.of(rows.node("Clip", List.of("x", rows.number(0), rows.number(4)))),
                        whole("to", 7));
        add("rows by index", 0, rows.file(rows.node("Gather", List.of(table, whole))));
        OnnxSketch constant = sketch(1, 3);
        String more =
                constant.node("Concat", List.of("x", constant.quarters(1, 2)), whole("axis", 1));
        add("concat with a constant", 0, constant.file(more));
        for (String mode : List.of("constant", "edge", "reflect")) {
            OnnxSketch pad = sketch(1, 3, 4);
            String y =
                    pad.node(
                            "Pad",
                            List.of("x", pad.wholes(0, 1, 2, 0, 0, 1), pad.number(0.5)),
                            text("mode", mode));
            add("pad, " + mode, 0, pad.file(y));
        }
        OnnxSketch scaled = sketch(1, 2, 4);
        String twice = scaled.node("Mul", List.of("x", scaled.quarters(2, 1)));
        String turned = scaled.node("Transpose", List.of(twice), wholes("perm", 0, 2, 1));
        String relu = scaled.node("Relu", List.of(turned));
        add("scaled and moved", 0, scaled.file(relu));
    }

    private void quantized() {
        OnnxSketch sketch = sketch(1, 4);
        String scale = sketch.number(0.0371);
        String zero = sketch.number(-11, true);
        String q = sketch.node("QuantizeLinear", List.of("x", scale, zero));
        String d = sketch.node("DequantizeLinear", List.of(q, scale, zero));
        byte[] weights = {3, -127, 55, 18, 0, -4, 99, 127, -1, 20, 7, -66};
        String steps = sketch.floats(new int[] {3}, 0.011, 0.0123, 0.0071);
        String w =
                sketch.node(
                        "DequantizeLinear",
                        List.of(sketch.bytes(new int[] {4, 3}, weights), steps),
                        whole("axis", 1));
        String y = sketch.node("MatMul", List.of(d, w));
        String start =
                sketch.floats(new int[] {3}, 0.0371 * 0.011 * 713, -0.0371 * 0.0123 * 1031, 0);
        String sum = sketch.node("Add", List.of(y, start));
        String relu = sketch.node("Relu", List.of(sum));
        String next = sketch.number(0.0217);
        String none = sketch.number(0, false);
        String r = sketch.node("QuantizeLinear", List.of(relu, next, none));
        add(
                "quantized at any scale",
                1e-6,
                sketch.file(sketch.node("DequantizeLinear", List.of(r, next, none))));
    }

    private void networks() {
        OnnxSketch attention = sketch(1, 4, 3);
        String q = attention.node("MatMul", List.of("x", attention.quarters(3, 2)));
        String k = attention.node("MatMul", List.of("x", attention.quarters(3, 2)));
        String v = attention.node("MatMul", List.of("x", attention.quarters(3, 2)));
        String keys = attention.node("Transpose", List.of(k), wholes("perm", 0, 2, 1));
        String product = attention.node("MatMul", List.of(q, keys));
        String scaled = attention.node("Mul", List.of(product, attention.number(0.25)));
        String weights = attention.node("Softmax", List.of(scaled), whole("axis", -1));
        byte[] file = attention.file(attention.node("MatMul", List.of(weights, v)));
        samples.add(new Sample("attention", file, -1.5, 1.5, 0.02));

        OnnxSketch sets = sketch(1, 4, 3);
        String each = sets.node("MatMul", List.of("x", sets.quarters(3, 4)));
        String relu = sets.node("Relu", List.of(each));
        String sum = sets.node("ReduceSum", List.of(relu, sets.wholes(1)), whole("keepdims", 0));
        add("deep set", 0, sets.file(sets.node("MatMul", List.of(sum, sets.quarters(4, 2)))));

        OnnxSketch norm = sketch(1, 2, 4);
        String mean = norm.node("ReduceMean", List.of("x", norm.wholes(-1)));
        String gap = norm.node("Sub", List.of("x", mean));
        String square = norm.node("Pow", List.of(gap, norm.number(2)));
        String spread = norm.node("ReduceMean", List.of(square, norm.wholes(-1)));
        String more = norm.node("Add", List.of(spread, norm.number(0.5)));
        String root = norm.node("Sqrt", List.of(more));
        add("layer normalization", 0.2, norm.file(norm.node("Div", List.of(gap, root))));

        OnnxSketch image = sketch(1, 1, 6, 6);
        String conv = image.node("Conv", List.of("x", image.quarters(2, 1, 3, 3)));
        String up = image.node("Relu", List.of(conv));
        String pooled =
                image.node(
                        "MaxPool",
                        List.of(up),
                        wholes("kernel_shape", 2, 2),
                        wholes("strides", 2, 2));
        String flat = image.node("Flatten", List.of(pooled));
        add(
                "convolutional",
                0,
                image.file(image.node("MatMul", List.of(flat, image.quarters(8, 2)))));
    }
}
