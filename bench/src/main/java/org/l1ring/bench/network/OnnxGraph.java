package org.l1ring.bench.network;

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
import java.util.List;

/** Collects the nodes and constants of an ONNX model, operator set 17. */
final class OnnxGraph {
    /** Domain of ONNX Runtime's own operators. */
    static final String MICROSOFT = "com.microsoft";

    private static final int OPERATORS = 17;
    private static final int IR_VERSION = 8;

    private final GraphProto.Builder graph = GraphProto.newBuilder();
    private int constants;

    /** A float constant; its name. */
    String floats(float[] values, long... shape) {
        TensorProto.Builder tensor = constant(TensorProto.DataType.FLOAT, shape);
        for (float value : values) {
            tensor.addFloatData(value);
        }
        return add(tensor);
    }

    /** A float number; its name. */
    String number(float value) {
        return floats(new float[] {value});
    }

    /** An 8-bit constant; its name. */
    String bytes(byte[] values, boolean signed, long... shape) {
        TensorProto.DataType type = signed ? TensorProto.DataType.INT8 : TensorProto.DataType.UINT8;
        return add(constant(type, shape).setRawData(ByteString.copyFrom(values)));
    }

    /** A constant of 32-bit integers; its name. */
    String ints(int[] values, long... shape) {
        TensorProto.Builder tensor = constant(TensorProto.DataType.INT32, shape);
        for (int value : values) {
            tensor.addInt32Data(value);
        }
        return add(tensor);
    }

    private TensorProto.Builder constant(TensorProto.DataType type, long... shape) {
        TensorProto.Builder tensor = TensorProto.newBuilder().setDataType(type.getNumber());
        for (long extent : shape) {
            tensor.addDims(extent);
        }
        return tensor.setName("constant" + constants++);
    }

    private String add(TensorProto.Builder tensor) {
        graph.addInitializer(tensor);
        return tensor.getName();
    }

    /** A node of the standard operators; its output. */
    String node(String operator, List<String> inputs, AttributeProto... attributes) {
        return node("", operator, inputs, attributes);
    }

    /** A node; its output. */
    String node(String domain, String operator, List<String> inputs, AttributeProto... attributes) {
        String output = "value" + graph.getNodeCount();
        graph.addNode(
                NodeProto.newBuilder()
                        .setDomain(domain)
                        .setOpType(operator)
                        .addAllInput(inputs)
                        .addOutput(output)
                        .addAllAttribute(List.of(attributes)));
        return output;
    }

    /** An attribute of integers. */
    static AttributeProto integers(String name, long... values) {
        AttributeProto.Builder attribute =
                AttributeProto.newBuilder()
                        .setName(name)
                        .setType(AttributeProto.AttributeType.INTS);
        for (long value : values) {
            attribute.addInts(value);
        }
        return attribute.build();
    }

    /** An attribute of one integer. */
    static AttributeProto integer(String name, long value) {
        return AttributeProto.newBuilder()
                .setName(name)
                .setType(AttributeProto.AttributeType.INT)
                .setI(value)
                .build();
    }

    /** The graph's input, of rows. */
    void input(String name, boolean bytes, int columns) {
        TensorProto.DataType type = bytes ? TensorProto.DataType.UINT8 : TensorProto.DataType.FLOAT;
        graph.addInput(rows(name, type, columns));
    }

    /**
     * The model's bytes.
     *
     * @param name of the output, rows of floats
     * @param value output of the node added last, which takes the name
     * @param columns of the output
     */
    byte[] model(String name, String value, int columns) {
        NodeProto.Builder last = graph.getNodeBuilder(graph.getNodeCount() - 1);
        if (!last.getOutput(0).equals(value)) {
            throw new IllegalStateException("the output is not that of the last node: " + value);
        }
        last.setOutput(0, name);
        graph.addOutput(rows(name, TensorProto.DataType.FLOAT, columns));
        return ModelProto.newBuilder()
                .setIrVersion(IR_VERSION)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPERATORS))
                .addOpsetImport(OperatorSetIdProto.newBuilder().setDomain(MICROSOFT).setVersion(1))
                .setGraph(graph.setName("network"))
                .build()
                .toByteArray();
    }

    private static ValueInfoProto rows(String name, TensorProto.DataType type, int columns) {
        TensorShapeProto.Builder shape =
                TensorShapeProto.newBuilder()
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimParam("rows"))
                        .addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(columns));
        return ValueInfoProto.newBuilder()
                .setName(name)
                .setType(
                        TypeProto.newBuilder()
                                .setTensorType(
                                        TypeProto.Tensor.newBuilder()
                                                .setElemType(type.getNumber())
                                                .setShape(shape)))
                .build();
    }
}
