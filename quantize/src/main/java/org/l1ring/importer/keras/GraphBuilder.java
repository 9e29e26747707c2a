package org.l1ring.importer.keras;

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
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/** Writes operators of ONNX and QONNX that do what layers of Keras do. */
final class GraphBuilder {
    private static final int OPSET = 18;
    private static final String QUANTIZERS = "qonnx.custom_op.general";

    private final GraphProto.Builder graph = GraphProto.newBuilder().setName("keras");
    private final Set<String> names = new HashSet<>();

    /** The graph as a model. */
    ModelProto model() {
        return ModelProto.newBuilder()
                .setIrVersion(9)
                .addOpsetImport(OperatorSetIdProto.newBuilder().setVersion(OPSET))
                .setGraph(graph)
                .build();
    }

    /** A name not used before. */
    String unique(String wanted) {
        String name = wanted;
        for (int i = 2; !names.add(name); i++) {
            name = wanted + "_" + i;
        }
        return name;
    }

    Value input(String name, List<Integer> shape) {
        Value value = new Value(unique(name), shape);
        graph.addInput(info(value));
        return value;
    }

    void output(Value value) {
        graph.addOutput(info(value));
    }

    private static ValueInfoProto info(Value value) {
        TensorShapeProto.Builder shape = TensorShapeProto.newBuilder();
        value.shape()
                .forEach(extent ->
                        shape.addDim(TensorShapeProto.Dimension.newBuilder().setDimValue(extent)));
        TypeProto.Tensor tensor =
                TypeProto.Tensor.newBuilder().setElemType(1).setShape(shape).build();
        return ValueInfoProto.newBuilder()
                .setName(value.name())
                .setType(TypeProto.newBuilder().setTensorType(tensor))
                .build();
    }

    /** A constant of real numbers. */
    Value constant(String name, Numbers numbers) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName(unique(name))
                        .setDataType(TensorProto.DataType.DOUBLE_VALUE);
        Arrays.stream(numbers.shape()).forEach(tensor::addDims);
        Arrays.stream(numbers.values()).forEach(tensor::addDoubleData);
        graph.addInitializer(tensor);
        return new Value(tensor.getName(), Arrays.stream(numbers.shape()).boxed().toList());
    }

    Value scalar(String name, double number) {
        return constant(name, new Numbers(new int[0], new double[] {number}));
    }

    private Value integers(String name, long... numbers) {
        TensorProto.Builder tensor =
                TensorProto.newBuilder()
                        .setName(unique(name))
                        .setDataType(TensorProto.DataType.INT64_VALUE)
                        .addDims(numbers.length);
        Arrays.stream(numbers).forEach(tensor::addInt64Data);
        graph.addInitializer(tensor);
        return new Value(tensor.getName(), List.of(numbers.length));
    }

    /** A setting of an operator: a whole number, a real number, a text, or a list of these. */
    static AttributeProto attribute(String name, Object value) {
        AttributeProto.Builder attribute = AttributeProto.newBuilder().setName(name);
        return switch (value) {
            case Integer whole ->
                    attribute.setType(AttributeProto.AttributeType.INT).setI(whole).build();
            case Double real ->
                    attribute
                            .setType(AttributeProto.AttributeType.FLOAT)
                            .setF(real.floatValue())
                            .build();
            case List<?> texts when !texts.isEmpty() && texts.get(0) instanceof String -> {
                attribute.setType(AttributeProto.AttributeType.STRINGS);
                texts.forEach(text -> attribute.addStrings(ByteString.copyFromUtf8((String) text)));
                yield attribute.build();
            }
            case List<?> wholes -> {
                attribute.setType(AttributeProto.AttributeType.INTS);
                wholes.forEach(whole -> attribute.addInts((Integer) whole));
                yield attribute.build();
            }
            default ->
                    attribute
                            .setType(AttributeProto.AttributeType.STRING)
                            .setS(ByteString.copyFromUtf8(value.toString()))
                            .build();
        };
    }

    /** An operator with one result. */
    Value node(
            String operator,
            String result,
            List<Integer> shape,
            List<Value> inputs,
            AttributeProto... attributes) {
        return node("", operator, result, shape, inputs, attributes);
    }

    private Value node(
            String domain,
            String operator,
            String result,
            List<Integer> shape,
            List<Value> inputs,
            AttributeProto... attributes) {
        String name = unique(result);
        NodeProto.Builder node =
                NodeProto.newBuilder()
                        .setName(name)
                        .setDomain(domain)
                        .setOpType(operator)
                        .addOutput(name)
                        .addAllAttribute(Arrays.asList(attributes));
        inputs.forEach(input -> node.addInput(input.name()));
        graph.addNode(node);
        return new Value(name, shape);
    }

    /** A recurrent operator along the second axis: all steps, and the states at the end. */
    List<Value> recurrent(
            String operator,
            String result,
            Value x,
            int units,
            List<Value> weights,
            AttributeProto... attributes) {
        List<Value> results = new ArrayList<>();
        results.add(new Value(unique(result + "/steps"), List.of(1, x.extent(1), 1, units)));
        results.add(new Value(unique(result + "/hidden"), List.of(1, 1, units)));
        if (operator.equals("LSTM")) {
            results.add(new Value(unique(result + "/carry"), List.of(1, 1, units)));
        }
        NodeProto.Builder node =
                NodeProto.newBuilder()
                        .setName(unique(result + "/cells"))
                        .setOpType(operator)
                        .addInput(x.name())
                        .addAttribute(attribute("layout", 1))
                        .addAllAttribute(Arrays.asList(attributes));
        weights.forEach(weight -> node.addInput(weight.name()));
        results.forEach(value -> node.addOutput(value.name()));
        graph.addNode(node);
        return results;
    }

    /** An operator that acts on each element. */
    Value each(String operator, String result, Value x, AttributeProto... attributes) {
        return node(operator, result, x.shape(), List.of(x), attributes);
    }

    /** The same value under a new name. */
    Value identity(String result, Value x) {
        return each("Identity", result, x);
    }

    /** Add, Sub, Mul or Div of a value and a number. */
    Value with(String operator, String result, Value x, double number) {
        return node(operator, result, x.shape(), List.of(x, scalar(result + "/number", number)));
    }

    /** Add, Sub, Mul or Div of two values, or of a value and a constant that fits it. */
    Value both(String operator, String result, Value x, Value y) {
        return node(operator, result, x.shape(), List.of(x, y));
    }

    Value clip(String result, Value x, double low, double high) {
        return node(
                "Clip",
                result,
                x.shape(),
                List.of(x, scalar(result + "/low", low), scalar(result + "/high", high)));
    }

    Value reshape(String result, Value x, List<Integer> shape) {
        Value target =
                integers(result + "/shape", shape.stream().mapToLong(Integer::longValue).toArray());
        return node("Reshape", result, shape, List.of(x, target));
    }

    Value transpose(String result, Value x, List<Integer> order) {
        List<Integer> shape = order.stream().map(x::extent).toList();
        return node("Transpose", result, shape, List.of(x), attribute("perm", order));
    }

    /** Elements of an axis, in an order or repeated. */
    Value gather(String result, Value x, int axis, int... places) {
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(axis, places.length);
        long[] wide = IntStream.of(places).asLongStream().toArray();
        return node(
                "Gather",
                result,
                shape,
                List.of(x, integers(result + "/places", wide)),
                attribute("axis", axis));
    }

    /** Zeros around a value, one pair of counts an axis. */
    Value pad(String result, Value x, List<Integer> before, List<Integer> after) {
        List<Integer> shape = new ArrayList<>();
        long[] pads = new long[2 * x.rank()];
        for (int axis = 0; axis < x.rank(); axis++) {
            shape.add(
                    Math.addExact(
                            x.extent(axis), Math.addExact(before.get(axis), after.get(axis))));
            pads[axis] = before.get(axis);
            pads[x.rank() + axis] = after.get(axis);
        }
        return node("Pad", result, shape, List.of(x, integers(result + "/pads", pads)));
    }

    Value concat(String result, List<Value> parts, int axis) {
        List<Integer> shape = new ArrayList<>(parts.get(0).shape());
        shape.set(axis, parts.stream().mapToInt(part -> part.extent(axis)).sum());
        return node("Concat", result, shape, parts, attribute("axis", axis));
    }

    /** The product with a matrix of constants. */
    Value matMul(String result, Value x, Value weights) {
        List<Integer> shape = new ArrayList<>(x.shape());
        shape.set(shape.size() - 1, weights.extent(-1));
        return node("MatMul", result, shape, List.of(x, weights));
    }

    /**
     * A quantizer of QONNX: rounds to the nearest, halves to even, and saturates.
     *
     * @param step between values
     * @param bits with the sign
     * @param signed whether values may be negative
     * @param narrow whether the least is minus the largest
     */
    Value quant(String result, Value x, double step, int bits, boolean signed, boolean narrow) {
        List<Value> inputs =
                List.of(
                        x,
                        scalar(result + "/step", step),
                        scalar(result + "/zero", 0),
                        scalar(result + "/bits", bits));
        return node(
                QUANTIZERS,
                "Quant",
                result,
                x.shape(),
                inputs,
                attribute("signed", signed ? 1 : 0),
                attribute("narrow", narrow ? 1 : 0),
                attribute("rounding_mode", "ROUND"));
    }

    /** Plus the number for zero and above, minus it below. */
    Value sign(String result, Value x, double number) {
        return node(
                QUANTIZERS,
                "BipolarQuant",
                result,
                x.shape(),
                List.of(x, scalar(result + "/step", number)));
    }

    /** Casts to fixed-point types, one an element or fewer that are stretched. */
    Value fixed(String result, Value x, ElementCasts casts) {
        List<Value> inputs =
                List.of(
                        x,
                        constant(result + "/signed", casts.signed()),
                        constant(result + "/bits", casts.bits()),
                        constant(result + "/integers", casts.integers()));
        return node(
                "org.l1ring",
                "FixedPoint",
                result,
                x.shape(),
                inputs,
                attribute("quantization", casts.quantization()),
                attribute("overflow", casts.overflow()));
    }

    /** Rounds each element to a number of fraction bits, halves up; nothing saturates. */
    Value rounded(String result, Value x, Numbers fractions, String quantization) {
        return node(
                "org.l1ring",
                "FractionBits",
                result,
                x.shape(),
                List.of(x, constant(result + "/fractions", fractions)),
                attribute("quantization", quantization));
    }

    /**
     * Types for elements.
     *
     * @param signed 1 where values may be negative
     * @param bits width
     * @param integers integer bits, the sign included
     * @param quantization mode of the casts
     * @param overflow mode of the casts
     */
    record ElementCasts(
            Numbers signed, Numbers bits, Numbers integers, String quantization, String overflow) {}
}
