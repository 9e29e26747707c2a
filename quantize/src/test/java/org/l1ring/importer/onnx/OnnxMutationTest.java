package org.l1ring.importer.onnx;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.l1ring.importer.Damage;
import org.l1ring.model.ModelException;

/** Damaged files give a model or one line that says what is wrong, and soon. */
final class OnnxMutationTest {
    private static final int FILES = 100;
    private static final int SEEDS = Integer.getInteger("l1ring.onnx.seeds", 4);
    private static final long[] ODD = {
        0, -1, 2, 3, 7, 65_535, 1L << 31, Long.MAX_VALUE, Long.MIN_VALUE, 1L << 40
    };
    private static final List<String> OPERATORS =
            List.of(
                    "MatMul",
                    "Gemm",
                    "Conv",
                    "Reshape",
                    "Transpose",
                    "Slice",
                    "Split",
                    "Gather",
                    "Concat",
                    "Pad",
                    "Clip",
                    "Quant",
                    "BipolarQuant",
                    "Trunc",
                    "QuantizeLinear",
                    "DequantizeLinear",
                    "Softmax",
                    "BatchNormalization",
                    "Div",
                    "Squeeze",
                    "Unsqueeze",
                    "Flatten",
                    "Shape",
                    "Expand",
                    "Cast",
                    "LeakyRelu",
                    "MaxPool",
                    "AveragePool",
                    "GlobalMaxPool",
                    "ReduceSum",
                    "ReduceMean",
                    "ReduceL2",
                    "ArgMax",
                    "Resize",
                    "Upsample",
                    "LSTM",
                    "GRU",
                    "RNN",
                    "Where",
                    "Greater",
                    "Max",
                    "Mean",
                    "PRelu",
                    "Pow",
                    "Exp",
                    "Log",
                    "Reciprocal",
                    "Gelu",
                    "LogSoftmax",
                    "TreeEnsembleRegressor",
                    "TreeEnsembleClassifier",
                    "Scaler",
                    "Loop");
    private static final List<String> ATTRIBUTES =
            List.of(
                    "axis",
                    "axes",
                    "perm",
                    "pads",
                    "strides",
                    "group",
                    "shape",
                    "dilations",
                    "kernel_shape",
                    "hidden_size",
                    "keepdims",
                    "activations",
                    "nodes_treeids",
                    "n_targets");
    private static final long LONGEST_NANOS = 5_000_000_000L;

    @TempDir private Path folder;

    private void survives(byte[] bytes, String what) throws IOException {
        Path file = Files.write(folder.resolve("damaged.onnx"), bytes);
        long start = System.nanoTime();
        try {
            OnnxImporter.open(file, "").model(OnnxImporter.DEFAULT_TYPE);
        } catch (ModelException e) {
            assertFalse(e.getMessage().contains("\n"), what + ": " + e.getMessage());
            assertTrue(e.getMessage().length() < 1000, what + ": " + e.getMessage());
        } catch (RuntimeException | StackOverflowError | OutOfMemoryError e) {
            throw new AssertionError(what + ": " + e, e);
        }
        assertTrue(System.nanoTime() - start < LONGEST_NANOS, what);
    }

    @Test
    void damagedFilesGiveOneLine() throws IOException {
        byte[] small = Files.readAllBytes(OnnxReferenceTest.file("conv1d_small_keras.onnx"));
        byte[] quantized = Files.readAllBytes(OnnxReferenceTest.file("qkeras_jettagging.onnx"));
        for (int seed = 0; seed < FILES; seed++) {
            Random random = new Random(seed);
            for (byte[] original : new byte[][] {small, quantized}) {
                int length = random.nextInt(original.length);
                survives(Arrays.copyOf(original, length), "cut to " + length);
                byte[] flipped = original.clone();
                for (int flips = 1 + random.nextInt(8); flips > 0; flips--) {
                    flipped[random.nextInt(flipped.length)] ^= (byte) (1 << random.nextInt(8));
                }
                survives(flipped, "flipped, seed " + seed);
                byte[] spread = original.clone();
                int at = random.nextInt(spread.length - 8);
                for (int i = 0; i < 8; i++) {
                    spread[at + i] = (byte) random.nextInt();
                }
                survives(spread, "overwritten, seed " + seed);
            }
        }
    }

    @Test
    void absurdFilesGiveOneLine() throws IOException {
        for (String name :
                List.of("conv1d_small_keras", "qkeras_jettagging", "two_layer_pytorch")) {
            byte[] original = Files.readAllBytes(OnnxReferenceTest.file(name + ".onnx"));
            ModelProto model = ModelProto.parseFrom(original);
            for (int seed = 0; seed < FILES; seed++) {
                ModelProto.Builder builder = model.toBuilder();
                Random random = new Random(seed);
                for (int changes = 1 + seed % 3; changes > 0; changes--) {
                    change(builder.getGraphBuilder(), random);
                }
                survives(builder.build().toByteArray(), name + " changed, seed " + seed);
            }
        }
    }

    /** Changes a shape, an attribute, an operator or a name. */
    static void change(GraphProto.Builder graph, Random random) {
        NodeProto.Builder node = graph.getNodeBuilder(random.nextInt(graph.getNodeCount()));
        long odd = ODD[random.nextInt(ODD.length)];
        switch (random.nextInt(9)) {
            case 0 -> {
                if (graph.getInitializerCount() == 0) {
                    return;
                }
                TensorProto.Builder tensor =
                        graph.getInitializerBuilder(random.nextInt(graph.getInitializerCount()));
                if (tensor.getDimsCount() == 0 || random.nextBoolean()) {
                    tensor.addDims(odd);
                } else {
                    tensor.setDims(random.nextInt(tensor.getDimsCount()), odd);
                }
            }
            case 1 ->
                    graph.getInputBuilder(0)
                            .getTypeBuilder()
                            .getTensorTypeBuilder()
                            .getShapeBuilder()
                            .getDimBuilder(1)
                            .setDimValue(odd);
            case 2 -> node.setOpType(OPERATORS.get(random.nextInt(OPERATORS.size())));
            case 3 -> changeAttribute(node, random, odd);
            case 8 -> renameAttribute(node, random);
            case 4 ->
                    node.addAttribute(
                            AttributeProto.newBuilder()
                                    .setName(ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())))
                                    .setType(AttributeProto.AttributeType.INTS)
                                    .addInts(odd)
                                    .addInts(1));
            case 5 -> {
                NodeProto other = graph.getNode(random.nextInt(graph.getNodeCount()));
                if (node.getInputCount() > 0 && other.getInputCount() > 0) {
                    node.setInput(random.nextInt(node.getInputCount()), other.getInput(0));
                }
            }
            case 6 -> node.clearOutput();
            default -> {
                int last = Math.max(node.getInputCount() - 1, 0);
                List<String> kept = node.getInputList().subList(0, last);
                node.clearInput().addAllInput(List.copyOf(kept));
            }
        }
    }

    private static void changeAttribute(NodeProto.Builder node, Random random, long odd) {
        if (node.getAttributeCount() > 0) {
            var attribute = node.getAttributeBuilder(random.nextInt(node.getAttributeCount()));
            if (attribute.getIntsCount() > 0) {
                attribute.setInts(random.nextInt(attribute.getIntsCount()), odd);
            }
            if (attribute.getFloatsCount() > 0) {
                float real = Float.intBitsToFloat((int) odd);
                attribute.setFloats(random.nextInt(attribute.getFloatsCount()), real);
            }
            attribute.setI(odd);
        }
    }

    private static void renameAttribute(NodeProto.Builder node, Random random) {
        if (node.getAttributeCount() > 0) {
            node.getAttributeBuilder(random.nextInt(node.getAttributeCount()))
                    .setName(ATTRIBUTES.get(random.nextInt(ATTRIBUTES.size())));
        }
    }

    @Test
    void damagedOperatorsGiveOneLine() throws IOException {
        List<OnnxSamples.Sample> samples = new ArrayList<>(OnnxSamples.all());
        samples.addAll(TreeSamples.exact());
        samples.addAll(TreeSamples.linked());
        for (OnnxSamples.Sample sample : samples) {
            ModelProto model = ModelProto.parseFrom(sample.file());
            for (int seed = 0; seed < SEEDS; seed++) {
                String what = sample.name() + ", seed " + seed;
                survives(Damage.apply(sample.file(), new Random(seed), false), what);
                ModelProto.Builder builder = model.toBuilder();
                Random random = new Random(seed);
                for (int changes = 1 + seed % 3; changes > 0; changes--) {
                    change(builder.getGraphBuilder(), random);
                }
                survives(builder.build().toByteArray(), what + ", changed");
            }
        }
    }

    @Test
    void emptyAndForeignFilesGiveOneLine() throws IOException {
        survives(new byte[0], "empty");
        survives("{\"format\": 1}".getBytes(StandardCharsets.UTF_8), "json");
        byte[] nested = new byte[100_000];
        Arrays.fill(nested, (byte) 0x3a);
        survives(nested, "nested");
    }
}
