package org.l1ring.importer.onnx;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.TypeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.fixed.FixedType;
import org.l1ring.importer.trees.TreeTypes;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.RealInterpreter;

/** Small graphs of exact constants are read as what they compute, bit for bit. */
final class OnnxOperatorsTest {
    private static final int INT8 = 3;
    private static final int ROWS = 300;
    private static final String QONNX = "qonnx.custom_op.general";

    @TempDir private Path folder;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private final Random random = new Random(5);
    private String last = "x";

    @BeforeEach
    void output() {
        graph.addOutput(ValueInfoProto.newBuilder().setName("y"));
    }

    private void input(int... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (int extent : shape) {
            dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
        }
        graph.addInput(
                ValueInfoProto.newBuilder()
                        .setName("x")
                        .setType(
                                TypeProto.newBuilder()
                                        .setTensorType(
                                                TypeProto.Tensor.newBuilder()
                                                        .setElemType(1)
                                                        .setShape(dims))));
    }

    private void floats(String name, List<Long> shape, double... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setName(name).setDataType(1);
        tensor.addAllDims(shape);
        Arrays.stream(values).forEach(value -> tensor.addFloatData((float) value));
        graph.addInitializer(tensor);
    }

    private void number(String name, double value) {
        floats(name, List.of(), value);
    }

    private void bytes(String name, int type, int value) {
        graph.addInitializer(
                TensorProto.newBuilder()
                        .setName(name)
                        .setDataType(type)
                        .setRawData(ByteString.copyFrom(new byte[] {(byte) value})));
    }

    /** Multiples of a quarter, which are exact. */
    private double[] quarters(int size) {
        return random.ints(size, -7, 8).mapToDouble(value -> value / 4.0).toArray();
    }

    private void node(String domain, String operator, List<String> more, AttributeProto... with) {
        String next = operator + graph.getNodeCount();
        graph.addNode(
                NodeProto.newBuilder()
                        .setDomain(domain)
                        .setName("n_" + next)
                        .setOpType(operator)
                        .addInput(last)
                        .addAllInput(more)
                        .addOutput(next)
                        .addAllAttribute(List.of(with)));
        last = next;
    }

    private static AttributeProto whole(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    private static AttributeProto wholes(String name, Long... values) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INTS)
                .addAllInts(List.of(values))
                .build();
    }

    private static AttributeProto text(String name, String value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    private OnnxImporter open() throws IOException {
        graph.getNodeBuilder(graph.getNodeCount() - 1).setOutput(0, "y");
        byte[] bytes =
                ModelProto.newBuilder()
                        .setIrVersion(8)
                        .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(13))
                        .setGraph(graph)
                        .build()
                        .toByteArray();
        return OnnxImporter.open(Files.write(folder.resolve("small.onnx"), bytes), "");
    }

    /** Circuit, real engine and graph agree exactly. */
    private OnnxImporter.Result check() throws IOException {
        OnnxImporter onnx = open();
        FixedType grid = FixedType.signed(10, 5);
        OnnxImporter.Result result = onnx.model(grid);
        Model model = result.model();
        CircuitInterpreter circuit = new CircuitInterpreter(Lowering.lower(model));
        RealInterpreter real = new RealInterpreter(model);
        for (int row = 0; row < ROWS; row++) {
            long[] raw = new long[model.columns()];
            double[] inputs = new double[raw.length];
            for (int i = 0; i < raw.length; i++) {
                FixedType type = model.columnType(i);
                raw[i] = type.cast(random.nextLong(), 0);
                inputs[i] = type.toReal(raw[i]);
            }
            double[] expected = Arrays.stream(onnx.evaluate(inputs)).map(v -> v + 0.0).toArray();
            long[] got = new long[expected.length];
            circuit.run(raw, got);
            double[] values = real.run(inputs);
            for (int i = 0; i < got.length; i++) {
                FixedType type = model.outputs().get(0).types().get(i);
                assertEquals(expected[i], type.toReal(got[i]), "row " + row + ", output " + i);
                assertEquals(expected[i], values[i] + 0.0, "row " + row + ", real " + i);
            }
        }
        return result;
    }

    @ParameterizedTest
    @CsvSource({
        "ROUND,1,0,4,0.25,0",
        "HALF_EVEN,1,1,4,0.5,0",
        "FLOOR,1,0,6,0.125,0",
        "CEIL,1,0,6,0.5,0",
        "CEIL,0,0,3,0.5,0",
        "DOWN,1,0,5,0.5,0",
        "HALF_UP,1,1,5,0.25,0",
        "HALF_DOWN,0,0,5,0.25,0",
        "ROUND,0,1,4,0.25,0",
        "ROUND,0,0,4,0.5,6",
        "FLOOR,1,0,4,0.5,3",
        "ROUND,1,0,1,0.5,0",
        "ROUND,1,0,8,8,0"
    })
    void quantizersAreExact(
            String rounding, int signed, int narrow, int bits, double scale, int zero)
            throws IOException {
        input(1, 3);
        number("one", 0.75);
        number("s", scale);
        number("z", zero);
        number("b", bits);
        node("", "Mul", List.of("one"));
        node(
                QONNX,
                "Quant",
                List.of("s", "z", "b"),
                whole("signed", signed),
                whole("narrow", narrow),
                text("rounding_mode", rounding));
        check();
    }

    @Test
    void quantizerAtTheInputIsItsType() throws IOException {
        input(1, 2);
        number("s", 0.25);
        number("z", 0);
        number("b", 6);
        node("onnx.brevitas", "Quant", List.of("s", "z", "b"));
        OnnxImporter.Result result = check();
        assertEquals("ap_fixed<6,4,RND_CONV,SAT>", result.model().columnType(0).toString());
        assertTrue(result.realParts().isEmpty());
    }

    @ParameterizedTest
    @CsvSource({"3,0", "3,-128", "3,5", "2,0", "2,128", "2,7"})
    void quantizedAndBackIsExact(int type, int zero) throws IOException {
        input(1, 4);
        number("s", 0.125);
        bytes("z", type, zero);
        floats("w", List.of(4L, 3L), quarters(12));
        node("", "QuantizeLinear", List.of("s", "z"));
        if (type == INT8) {
            number("low", -100);
            number("high", 100);
            node("", "Clip", List.of("low", "high"));
        }
        node("", "DequantizeLinear", List.of("s", "z"));
        node("", "MatMul", List.of("w"));
        check();
    }

    @ParameterizedTest
    @CsvSource({"1,1,1,1", "2,1,2,1", "1,2,1,2", "2,2,1,1"})
    void convolutionsAreExact(int group, int stride, int dilation, int pad) throws IOException {
        input(1, 4, 7, 6);
        int channels = 4 / group;
        floats("w", List.of(2L, (long) channels, 3L, 2L), quarters(2 * channels * 6));
        floats("b", List.of(2L), quarters(2));
        node(
                "",
                "Conv",
                List.of("w", "b"),
                whole("group", group),
                wholes("strides", (long) stride, 1L),
                wholes("dilations", (long) dilation, 1L),
                wholes("pads", (long) pad, 0L, 0L, 1L));
        node("", "Relu", List.of());
        node("", "Flatten", List.of());
        int size = ((7 + pad - 2 * dilation - 1) / stride + 1) * 6 * 2;
        floats("v", List.of((long) size, 2L), quarters(2 * size));
        node("", "MatMul", List.of("v"));
        check();
    }

    @Test
    void movedElementsAreExact() throws IOException {
        input(1, 3, 4);
        floats("scale", List.of(4L), 0.5, 1, 2, -1);
        node("", "Mul", List.of("scale"));
        node("", "Transpose", List.of(), wholes("perm", 0L, 2L, 1L));
        node("", "Relu", List.of());
        floats("starts", List.of(1L), 3);
        floats("ends", List.of(1L), -9);
        floats("axes", List.of(1L), 1);
        floats("steps", List.of(1L), -2);
        node("", "Slice", List.of("starts", "ends", "axes", "steps"));
        floats("w", List.of(3L, 2L), quarters(6));
        node("", "MatMul", List.of("w"));
        String product = last;
        node("", "Relu", List.of());
        node("", "Concat", List.of(product, last), whole("axis", 1));
        floats("places", List.of(3L), 4, 0, -1);
        node("", "Gather", List.of("places"), whole("axis", 1));
        check();
    }

    @Test
    void residualSumsAndActivationsAreExact() throws IOException {
        input(1, 3);
        floats("w", List.of(3L, 3L), quarters(9));
        node("", "MatMul", List.of("w"));
        number("low", -1.5);
        number("high", 6);
        node("", "Clip", List.of("low", "high"));
        node("", "Add", List.of("x"));
        node("", "LeakyRelu", List.of(), slope());
        node("", "Mul", List.of("x"));
        check();
    }

    private static AttributeProto slope() {
        return AttributeProto.newBuilder()
                .setName("alpha")
                .setType(AttributeProto.AttributeType.FLOAT)
                .setF(0.125f)
                .build();
    }

    @Test
    void signsAfterNormalizationAreExact() throws IOException {
        input(1, 4);
        floats("gamma", List.of(4L), 0.3, -1.7, 0.01, 2);
        floats("beta", List.of(4L), 0.2, 0.9, -0.004, 0);
        floats("mean", List.of(4L), 0.5, -2.1, 0.25, 1);
        floats("var", List.of(4L), 1.3, 0.2, 5, 1);
        number("s", 0.5);
        node("", "BatchNormalization", List.of("gamma", "beta", "mean", "var"));
        node("onnx.brevitas", "BipolarQuant", List.of("s"));
        check();
    }

    @Test
    void truncationIsExact() throws IOException {
        input(1, 3);
        number("s", 0.0625);
        number("z", 0);
        number("in", 10);
        number("out", 7);
        node(QONNX, "Trunc", List.of("s", "z", "in", "out"), text("rounding_mode", "FLOOR"));
        check();
    }

    @Test
    void channelsAfterPositionsAreExact() throws IOException {
        input(1, 4, 3, 2);
        floats("w", List.of(3L, 2L, 2L, 2L), quarters(24));
        String domain = "qonnx.custom_op.channels_last";
        node(domain, "Conv", List.of("w"), wholes("kernel_shape", 2L, 2L));
        node(domain, "MaxPool", List.of(), wholes("kernel_shape", 3L, 1L));
        check();
        double[] image = quarters(24);
        double[] got = OnnxImporter.open(folder.resolve("small.onnx"), "").evaluate(image);
        double[] w = weights("w");
        for (int i = 0; i < 6; i++) {
            int filter = i % 3;
            int column = i / 3;
            double most = Double.NEGATIVE_INFINITY;
            for (int row = 0; row < 3; row++) {
                double sum = 0;
                for (int k = 0; k < 8; k++) {
                    int channel = k / 4;
                    int down = k / 2 % 2;
                    int pixel = ((row + down) * 3 + column + k % 2) * 2 + channel;
                    sum += image[pixel] * w[filter * 8 + k];
                }
                most = Math.max(most, sum);
            }
            assertEquals(most, got[i], "element " + i);
        }
    }

    private double[] weights(String name) {
        return graph.getInitializerList().stream()
                .filter(tensor -> tensor.getName().equals(name))
                .flatMap(tensor -> tensor.getFloatDataList().stream())
                .mapToDouble(Float::doubleValue)
                .toArray();
    }

    @Test
    void labelsAreLeftOutAndSaid() throws IOException {
        byte[] file = TreeSamples.labelled();
        OnnxImporter onnx = OnnxImporter.open(Files.write(folder.resolve("trees.onnx"), file), "");
        OnnxImporter.Result result = onnx.model(OnnxImporter.DEFAULT_TYPE);
        assertEquals(1, result.model().outputs().size());
        assertEquals(3, result.model().outputs().get(0).size());
        assertTrue(
                result.mapping().stream().anyMatch(line -> line.contains("label")),
                result.mapping()::toString);
    }

    @Test
    void labelsAloneAreTheIndexOfTheLargestScore() throws IOException {
        byte[] file = TreeSamples.labels();
        OnnxImporter onnx = OnnxImporter.open(Files.write(folder.resolve("trees.onnx"), file), "");
        RealInterpreter real = new RealInterpreter(onnx.model(OnnxImporter.DEFAULT_TYPE).model());
        for (int row = 0; row < ROWS; row++) {
            double[] x = quarters(TreeSamples.COLUMNS);
            assertEquals(onnx.evaluate(x)[0], real.run(x)[0], "row " + row);
        }
    }

    @Test
    void typesOfTreesAreDeclared() throws IOException {
        byte[] file = TreeSamples.exact().get(0).file();
        OnnxImporter onnx = OnnxImporter.open(Files.write(folder.resolve("trees.onnx"), file), "");
        FixedType column = FixedType.signed(9, 5);
        TreeTypes types = new TreeTypes(List.of(column), Optional.empty());
        Model model = onnx.with(types).model(OnnxImporter.DEFAULT_TYPE).model();
        assertEquals(column, model.columnType(3));
        input(1, 2);
        node("", "Relu", List.of());
        OnnxImporter none = open();
        TreeTypes score = new TreeTypes(List.of(), Optional.of(column));
        assertEquals(
                "small.onnx: expected trees for --score-type, got a file without; leave it out",
                assertThrows(ModelException.class, () -> none.with(score)).getMessage());
    }

    @Test
    void refusalsNameTheNode() throws IOException {
        input(1, 3);
        number("s", 0.5);
        number("z", 0);
        number("b", 4);
        number("half", 0.5);
        node("", "Mul", List.of("half"));
        node(QONNX, "Quant", List.of("s", "z", "b"), text("rounding_mode", "UP"));
        OnnxImporter onnx = open();
        assertEquals(
                "small.onnx: node n_Quant1 (Quant): rounding mode UP of a result: expected any other,"
                        + " as no cast rounds so",
                assertThrows(ModelException.class, () -> onnx.model(OnnxImporter.DEFAULT_TYPE))
                        .getMessage());
    }
}
