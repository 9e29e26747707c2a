package org.l1ring.importer.onnx;

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
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** A small ONNX model under construction; the first input is called x. */
public final class OnnxSketch {
    private static final int FLOAT = 1;
    private static final int INT64 = 7;

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("sketch");
    private final Random random;
    private final int opset;
    private int constants;

    /**
     * An empty model.
     *
     * @param seed of its random constants
     * @param opset version of the operators
     */
    public OnnxSketch(long seed, int opset) {
        this.random = new Random(seed);
        this.opset = opset;
    }

    /** An input of floats. */
    public OnnxSketch input(String name, int... shape) {
        graph.addInput(info(name, FLOAT, shape));
        return this;
    }

    private static ValueInfoProto info(String name, int type, int... shape) {
        TensorShapeProto.Builder dims = TensorShapeProto.newBuilder();
        for (int extent : shape) {
            dims.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent));
        }
        TypeProto.Tensor.Builder tensor = TypeProto.Tensor.newBuilder().setElemType(type);
        if (shape.length > 0) {
            tensor.setShape(dims);
        }
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** A constant of floats; its name. */
    public String floats(int[] shape, double... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(FLOAT);
        Arrays.stream(shape).forEach(tensor::addDims);
        Arrays.stream(values).forEach(value -> tensor.addFloatData((float) value));
        return add(tensor);
    }

    /** A constant of one float; its name. */
    public String number(double value) {
        return floats(new int[0], value);
    }

    /** A constant of random quarters from -7/4 to 7/4; its name. */
    public String quarters(int... shape) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return floats(shape, random.ints(size, -7, 8).mapToDouble(value -> value / 4.0).toArray());
    }

    /** A constant of random numbers from -1 to 1; its name. */
    public String reals(int... shape) {
        int size = Arrays.stream(shape).reduce(1, (a, b) -> a * b);
        return floats(shape, random.doubles(size, -1, 1).toArray());
    }

    /** A constant list of integers; its name. */
    public String wholes(long... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(INT64);
        tensor.addDims(values.length);
        Arrays.stream(values).forEach(tensor::addInt64Data);
        return add(tensor);
    }

    /** A constant 8-bit number; its name. */
    public String number(int value, boolean signed) {
        return add(
                TensorProto.newBuilder()
                        .setDataType(signed ? 3 : 2)
                        .setRawData(ByteString.copyFrom(new byte[] {(byte) value})));
    }

    /** A constant of 8-bit numbers; its name. */
    public String bytes(int[] shape, byte... values) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(3);
        Arrays.stream(shape).forEach(tensor::addDims);
        return add(tensor.setRawData(ByteString.copyFrom(values)));
    }

    private String add(TensorProto.Builder tensor) {
        String name = "c" + constants++;
        graph.addInitializer(tensor.setName(name));
        return name;
    }

    /** A node of ONNX's own with one result; the result's name. */
    public String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return node("", operator, inputs, 1, attributes).get(0);
    }

    /** A node; the names of its results. */
    public List<String> node(
            String domain,
            String operator,
            List<String> inputs,
            int results,
            AttributeProto... attributes) {
        NodeProto.Builder node =
                NodeProto.newBuilder()
                        .setDomain(domain)
                        .setName("n" + graph.getNodeCount())
                        .setOpType(operator)
                        .addAllInput(inputs)
                        .addAllAttribute(List.of(attributes));
        for (int i = 0; i < results; i++) {
            node.addOutput(operator + graph.getNodeCount() + "_" + i);
        }
        graph.addNode(node);
        return node.getOutputList();
    }

    /** An attribute of an integer. */
    public static AttributeProto whole(String name, long value) {
        return attribute(name, AttributeProto.AttributeType.INT).setI(value).build();
    }

    /** An attribute of integers. */
    public static AttributeProto wholes(String name, long... values) {
        AttributeProto.Builder made = attribute(name, AttributeProto.AttributeType.INTS);
        Arrays.stream(values).forEach(made::addInts);
        return made.build();
    }

    /** An attribute of a number. */
    public static AttributeProto real(String name, double value) {
        return attribute(name, AttributeProto.AttributeType.FLOAT).setF((float) value).build();
    }

    /** An attribute of numbers. */
    public static AttributeProto reals(String name, double... values) {
        AttributeProto.Builder made = attribute(name, AttributeProto.AttributeType.FLOATS);
        Arrays.stream(values).forEach(value -> made.addFloats((float) value));
        return made.build();
    }

    /** An attribute of a text. */
    public static AttributeProto text(String name, String value) {
        return attribute(name, AttributeProto.AttributeType.STRING)
                .setS(ByteString.copyFromUtf8(value))
                .build();
    }

    /** An attribute of texts. */
    public static AttributeProto texts(String name, List<String> values) {
        AttributeProto.Builder made = attribute(name, AttributeProto.AttributeType.STRINGS);
        values.forEach(value -> made.addStrings(ByteString.copyFromUtf8(value)));
        return made.build();
    }

    private static AttributeProto.Builder attribute(
            String name, AttributeProto.AttributeType type) {
        return AttributeProto.newBuilder().setName(name).setType(type);
    }

    /** The model's bytes, with results of floats as outputs. */
    public byte[] file(String... outputs) {
        return file(FLOAT, outputs);
    }

    /** The model's bytes, with results of 64-bit integers as outputs. */
    public byte[] integerFile(String... outputs) {
        return file(INT64, outputs);
    }

    private byte[] file(int type, String... outputs) {
        graph.clearOutput();
        for (String output : outputs) {
            graph.addOutput(info(output, type));
        }
        ModelProto.Builder model = ModelProto.newBuilder().setIrVersion(8);
        model.addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(opset));
        model.addOpsetImport(OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(3));
        model.addOpsetImport(
                OperatorSetIdProto.newBuilder()
                        .setDomain("qonnx.custom_op.channels_last")
                        .setVersion(1));
        return model.setGraph(graph).build().toByteArray();
    }
}
