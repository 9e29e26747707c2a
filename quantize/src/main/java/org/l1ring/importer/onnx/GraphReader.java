package org.l1ring.importer.onnx;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorShapeProto;
import ai.onnx.proto.OnnxMl.ValueInfoProto;
import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.l1ring.model.ModelException;

/** Reads an ONNX file into a {@link Graph}. */
final class GraphReader {
    /** Largest file, in bytes. */
    static final long MAX_FILE_BYTES = 64L << 20;

    private static final int FIRST_OPSET = 1;
    private static final int LAST_OPSET = 25;
    private static final int MAX_DEPTH = 64;
    private static final int MAX_RANK = 8;

    /** Most columns of an input. */
    private static final int MAX_COLUMNS = 1 << 16;

    /** The domains of quantizers in QONNX files, oldest first, and ONNX's own. */
    private static final Set<String> DOMAINS =
            Set.of(
                    "",
                    "ai.onnx",
                    "onnx.brevitas",
                    "finn.custom_op.general",
                    "qonnx.custom_op.general",
                    "ai.onnx.ml",
                    ChannelsLast.DOMAIN,
                    FixedPoint.DOMAIN);

    private final String file;
    private final Map<String, Tensor> constants = new HashMap<>();
    private final Set<String> known = new HashSet<>();
    private final Set<String> nodeNames = new HashSet<>();

    private GraphReader(String file) {
        this.file = file;
    }

    /**
     * Reads a file.
     *
     * @throws ModelException when it is no ONNX file, too large, or of an unknown version
     */
    static Graph read(Path path) {
        String file = path.getFileName().toString();
        byte[] bytes;
        try {
            long size = Files.size(path);
            if (size > MAX_FILE_BYTES) {
                throw new ModelException(
                        file,
                        "expected a file of at most %d MB, got %d MB"
                                .formatted(MAX_FILE_BYTES >> 20, size >> 20));
            }
            bytes = Files.readAllBytes(path);
        } catch (NoSuchFileException e) {
            throw new ModelException(
                    path.toString(), "expected a model file, found none; check the path");
        } catch (IOException e) {
            throw new ModelException(
                    path.toString(), "expected a readable file, got " + e.getMessage());
        }
        return read(bytes, file);
    }

    static Graph read(byte[] bytes, String file) {
        CodedInputStream in = CodedInputStream.newInstance(bytes);
        in.setRecursionLimit(MAX_DEPTH);
        ModelProto proto;
        try {
            proto = ModelProto.parseFrom(in);
        } catch (InvalidProtocolBufferException e) {
            throw new ModelException(
                    file,
                    "expected an ONNX file, got an error: "
                            + String.valueOf(e.getMessage()).replaceAll("\\s+", " ")
                            + "; the file may be truncated or damaged");
        } catch (IOException e) {
            throw new ModelException(file, "expected an ONNX file, got " + e.getMessage());
        }
        return read(proto, file);
    }

    static Graph read(ModelProto proto, String file) {
        return new GraphReader(file).model(proto);
    }

    private ModelException error(String what) {
        return new ModelException(file, what);
    }

    private Graph model(ModelProto proto) {
        if (!proto.hasGraph()) {
            throw error("expected an ONNX model with a graph, got none; check the file");
        }
        if (proto.getFunctionsCount() > 0) {
            throw error(
                    "expected a graph without functions of its own, got function %s; inline it"
                            .formatted(proto.getFunctions(0).getName()));
        }
        int opset = opset(proto.getOpsetImportList());
        GraphProto graph = proto.getGraph();
        if (graph.getSparseInitializerCount() > 0) {
            throw error("expected dense constants, got sparse ones; save them dense");
        }
        for (TensorProto tensor : graph.getInitializerList()) {
            String where = "%s: constant %s".formatted(file, line(tensor.getName()));
            if (!known.add(tensor.getName())) {
                throw new ModelException(where, "expected one of this name, got two");
            }
            try {
                constants.put(tensor.getName(), TensorReader.read(tensor, where));
            } catch (IllegalArgumentException e) {
                throw new ModelException(where, e.getMessage());
            }
        }
        boolean timeFirst = graph.getNodeList().stream().anyMatch(GraphReader::timeFirst);
        List<Graph.Input> inputs = new ArrayList<>();
        for (ValueInfoProto info : graph.getInputList()) {
            if (!constants.containsKey(info.getName())) {
                inputs.add(input(info, timeFirst));
            }
        }
        List<Node> nodes = new ArrayList<>();
        for (NodeProto node : graph.getNodeList()) {
            Node read = node(node, nodes.size());
            boolean last = node.getDomain().equals(ChannelsLast.DOMAIN);
            nodes.addAll(last ? ChannelsLast.rewritten(read) : List.of(read));
        }
        List<String> outputs = new ArrayList<>();
        for (ValueInfoProto info : graph.getOutputList()) {
            if (!known.contains(info.getName())) {
                throw error(
                        "output %s: expected the result of a node, got an unknown name"
                                .formatted(line(info.getName())));
            }
            outputs.add(info.getName());
        }
        if (inputs.isEmpty() || outputs.isEmpty()) {
            throw error(
                    "expected inputs and outputs, got %d and %d; check the file"
                            .formatted(inputs.size(), outputs.size()));
        }
        return new Graph(file, opset, inputs, outputs, nodes, constants);
    }

    private int opset(List<OperatorSetIdProto> imports) {
        long version = 0;
        for (OperatorSetIdProto opset : imports) {
            if (opset.getDomain().isEmpty() || opset.getDomain().equals("ai.onnx")) {
                version = opset.getVersion();
            }
        }
        if (version < FIRST_OPSET || version > LAST_OPSET) {
            throw error(
                    "expected operators of version %d to %d, got %s; convert the file"
                            .formatted(
                                    FIRST_OPSET,
                                    LAST_OPSET,
                                    version == 0 ? "none named" : String.valueOf(version)));
        }
        return (int) version;
    }

    /** Whether a node takes sequences whose first extent is time, not the batch. */
    private static boolean timeFirst(NodeProto node) {
        return RecurrentNode.OPERATORS.contains(node.getOpType())
                && node.getAttributeList().stream()
                        .noneMatch(a -> a.getName().equals("layout") && a.getI() != 0);
    }

    private Graph.Input input(ValueInfoProto info, boolean timeFirst) {
        String where = "%s: input %s".formatted(file, line(info.getName()));
        if (!info.getType().hasTensorType() || !info.getType().getTensorType().hasShape()) {
            throw new ModelException(where, "expected a tensor with a shape, got none; add it");
        }
        if (!known.add(info.getName())) {
            throw new ModelException(where, "expected one of this name, got two");
        }
        TensorShapeProto proto = info.getType().getTensorType().getShape();
        if (proto.getDimCount() > MAX_RANK) {
            throw new ModelException(
                    where,
                    "expected at most %d dimensions, got %d"
                            .formatted(MAX_RANK, proto.getDimCount()));
        }
        List<Integer> shape = new ArrayList<>();
        long size = 1;
        for (int i = 0; i < proto.getDimCount(); i++) {
            // The first extent is the batch; one crossing is evaluated at a time.
            long given = proto.getDim(i).getDimValue();
            long extent = i > 0 || (timeFirst && given > 1) ? given : 1;
            size *= Math.clamp(extent, 0, MAX_COLUMNS + 1L);
            if (extent < 1 || size > MAX_COLUMNS) {
                throw new ModelException(
                        where,
                        "dimension %d: expected a number of 1 to %d in all, got %s; fix the shape"
                                .formatted(
                                        i,
                                        MAX_COLUMNS,
                                        extent == 0 ? "an open one" : String.valueOf(extent)));
            }
            shape.add((int) extent);
        }
        int type = info.getType().getTensorType().getElemType();
        return new Graph.Input(info.getName(), shape, TensorReader.numbers(type));
    }

    private Node node(NodeProto proto, int index) {
        String operator = proto.getOpType();
        String name = line(proto.getName());
        if (name.isEmpty() || !nodeNames.add(name)) {
            name = operator + "_" + index;
            while (!nodeNames.add(name)) {
                name += "_";
            }
        }
        String where = "%s: node %s (%s)".formatted(file, name, line(operator));
        if (!DOMAINS.contains(proto.getDomain())) {
            throw new ModelException(
                    where,
                    "expected an operator of ONNX or QONNX, got one of domain %s"
                            .formatted(line(proto.getDomain())));
        }
        if (proto.getOutputCount() == 0 || proto.getOutput(0).isEmpty()) {
            throw new ModelException(where, "expected a result, got none; remove the node");
        }
        for (String input : proto.getInputList()) {
            if (!input.isEmpty() && !known.contains(input)) {
                throw new ModelException(
                        where,
                        "input %s: expected an input, a constant or the result of an earlier node,"
                                        .formatted(line(input))
                                + " got none of that name; the nodes may be out of order");
            }
        }
        for (String output : proto.getOutputList()) {
            if (!output.isEmpty() && !known.add(output)) {
                throw new ModelException(
                        where, "output %s: expected a new name".formatted(line(output)));
            }
        }
        Map<String, Attribute> attributes = new HashMap<>();
        for (AttributeProto attribute : proto.getAttributeList()) {
            attributes.put(
                    attribute.getName(),
                    attribute(attribute, where + ": attribute " + line(attribute.getName())));
        }
        return new Node(
                where, name, operator, proto.getInputList(), proto.getOutputList(), attributes);
    }

    private static Attribute attribute(AttributeProto proto, String where) {
        return switch (proto.getType()) {
            case INT -> new Attribute.Whole(proto.getI());
            case FLOAT -> new Attribute.Real(proto.getF());
            case STRING -> new Attribute.Text(proto.getS().toStringUtf8());
            case INTS -> new Attribute.Wholes(proto.getIntsList());
            case FLOATS ->
                    new Attribute.Reals(
                            proto.getFloatsList().stream().map(Float::doubleValue).toList());
            case STRINGS ->
                    new Attribute.Texts(
                            proto.getStringsList().stream().map(ByteString::toStringUtf8).toList());
            case TENSOR -> {
                try {
                    yield new Attribute.Constant(TensorReader.read(proto.getT(), where));
                } catch (IllegalArgumentException e) {
                    throw new ModelException(where, e.getMessage());
                }
            }
            case UNDEFINED,
                    TENSORS,
                    GRAPH,
                    GRAPHS,
                    SPARSE_TENSOR,
                    SPARSE_TENSORS,
                    TYPE_PROTO,
                    TYPE_PROTOS ->
                    new Attribute.Other(proto.getType().name());
        };
    }

    /** A name of the file in one line of plain characters. */
    static String line(String name) {
        String plain = name.replaceAll("[^\\x21-\\x7e]", "?");
        return plain.length() > 80 ? plain.substring(0, 80) + "..." : plain;
    }
}
