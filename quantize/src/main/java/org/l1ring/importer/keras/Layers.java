package org.l1ring.importer.keras;

import ai.onnx.proto.OnnxMl.ModelProto;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Writes the layers of Keras, QKeras and HGQ by their class. */
final class Layers implements Translation.Target {
    /** Layers that do nothing once a network is trained. */
    static final Set<String> IDENTITIES =
            Set.of(
                    "Dropout",
                    "SpatialDropout1D",
                    "SpatialDropout2D",
                    "AlphaDropout",
                    "GaussianDropout",
                    "GaussianNoise",
                    "ActivityRegularization",
                    "Identity",
                    "Signature");

    /** Layers with weights that QKeras writes with a Q before Keras' name. */
    private static final Set<String> QUANTIZED =
            Set.of(
                    "QDense",
                    "QConv1D",
                    "QConv2D",
                    "QDepthwiseConv1D",
                    "QDepthwiseConv2D",
                    "QSeparableConv1D",
                    "QSeparableConv2D",
                    "QBatchNormalization",
                    "QAveragePooling1D",
                    "QAveragePooling2D",
                    "QMaxPooling1D",
                    "QMaxPooling2D",
                    "QGlobalAveragePooling1D",
                    "QGlobalAveragePooling2D",
                    "QSimpleRNN",
                    "QLSTM",
                    "QGRU",
                    "QBidirectional",
                    "QEmbedding");

    private final GraphBuilder graph;
    private final Activations activations;
    private final WeightedLayers weighted;
    private final PoolLayers pools;
    private final ShapeLayers shapes;
    private final MergeLayers merges;
    private final RecurrentLayers recurrent;
    private final HgqLayers hgq;
    private final SecondHgqLayers second;

    Layers(GraphBuilder graph, String version) {
        this.graph = graph;
        this.activations = new Activations(graph, version);
        this.weighted = new WeightedLayers(graph, activations);
        this.pools = new PoolLayers(graph, activations);
        this.shapes = new ShapeLayers(graph);
        this.merges = new MergeLayers(graph);
        this.recurrent = new RecurrentLayers(graph, activations);
        this.hgq = new HgqLayers(graph, weighted, activations);
        this.second = new SecondHgqLayers(graph, weighted, activations);
    }

    /** The class of a layer without a package and the letter that marks HGQ's passive layers. */
    static String kind(String name) {
        String own = name.substring(name.lastIndexOf('>') + 1);
        return own.matches(
                        "P(Reshape|Flatten|Concatenate|Dropout|Permute|MaxPool.*|MaxPooling.*|Avg.*|Average.*)")
                ? own.substring(1).replaceFirst("Pool([12])D", "Pooling$1D")
                : own;
    }

    /** A file as a graph of ONNX's operators. */
    static ModelProto graph(KerasFile source, String file) {
        GraphBuilder graph = new GraphBuilder();
        Layers layers = new Layers(graph, source.version());
        Translation.write(source, file, layers).forEach(graph::output);
        return graph.model();
    }

    @Override
    public Value input(String name, List<Integer> shape) {
        return graph.input(name, shape);
    }

    @Override
    public Value identity(String result, Value x) {
        return graph.identity(result, x);
    }

    @Override
    public List<Value> apply(LayerCall call) {
        return switch (call.kind()) {
            case "SimpleRNN",
                    "LSTM",
                    "GRU",
                    "QSimpleRNN",
                    "QLSTM",
                    "QGRU",
                    "CuDNNLSTM",
                    "CuDNNGRU" ->
                    recurrent.apply(call, false);
            case "Bidirectional", "QBidirectional" -> List.of(bothWays(call));
            case "TimeDistributed", "PruneLowMagnitude" -> apply(wrapped(call));
            default -> List.of(one(call));
        };
    }

    private LayerCall wrapped(LayerCall call) {
        JsonNode layer = call.config().path("layer");
        JsonNode config = layer.path("config");
        String kind = kind(layer.path("class_name").asText(""));
        Set<String> alike =
                Set.of(
                        "Dense",
                        "QDense",
                        "Activation",
                        "QActivation",
                        "BatchNormalization",
                        "ReLU");
        if (call.kind().equals("TimeDistributed") && !alike.contains(kind)) {
            throw call.error(
                    "expected a dense layer or an activation within, got " + Names.line(kind));
        }
        LayerCall inner = call.with(kind, config, call.inputs(), call.result());
        return inner.with(call.weights().part("layer"));
    }

    private Value bothWays(LayerCall call) {
        JsonNode layer = call.config().path("layer");
        String kind = kind(layer.path("class_name").asText(""));
        List<Value> both = new ArrayList<>();
        for (String way : List.of("forward", "backward")) {
            LayerCall inner =
                    call.with(kind, layer.path("config"), call.inputs(), call.result() + "/" + way)
                            .with(call.weights().part(way));
            both.add(recurrent.apply(inner, way.equals("backward")).get(0));
        }
        String merge = call.text("merge_mode", "none");
        return switch (merge) {
            case "concat" -> graph.concat(call.result(), both, both.get(0).rank() - 1);
            case "sum" -> graph.both("Add", call.result(), both.get(0), both.get(1));
            case "mul" -> graph.both("Mul", call.result(), both.get(0), both.get(1));
            case "ave" -> {
                Value sum = graph.both("Add", call.result() + "/sum", both.get(0), both.get(1));
                yield graph.with("Mul", call.result(), sum, 0.5);
            }
            default -> throw call.error("merge_mode: expected concat, sum, mul or ave");
        };
    }

    private Value one(LayerCall call) {
        if (IDENTITIES.contains(call.kind())) {
            return graph.identity(call.result(), call.x());
        }
        if (call.kind().startsWith(SecondHgqLayers.PREFIX)) {
            return second.apply(call);
        }
        String kind = QUANTIZED.contains(call.kind()) ? call.kind().substring(1) : call.kind();
        return switch (kind) {
            case "Dense", "BinaryDense", "TernaryDense" -> weighted.dense(call);
            case "Conv1D", "Convolution1D" -> weighted.conv(call, 1);
            case "Conv2D", "Convolution2D" -> weighted.conv(call, 2);
            case "DepthwiseConv1D" -> weighted.depthwise(call, 1);
            case "DepthwiseConv2D" -> weighted.depthwise(call, 2);
            case "SeparableConv1D", "SeparableConvolution1D" -> weighted.separable(call, 1);
            case "SeparableConv2D", "SeparableConvolution2D" -> weighted.separable(call, 2);
            case "QConv2DBatchnorm" -> weighted.folded(call, 2, false);
            case "QDepthwiseConv2DBatchnorm" -> weighted.folded(call, 2, true);
            case "BatchNormalization", "BatchNormalizationV1", "BatchNormalizationV2" ->
                    weighted.normalization(call);
            case "Normalization" -> weighted.standardization(call);
            case "FixedPointQuantizer" -> hgq.fixedPoint(call);
            case "HDense" -> hgq.trained(call, 0, false);
            case "HDenseBatchNorm" -> hgq.trained(call, 0, true);
            case "HConv1D" -> hgq.trained(call, 1, false);
            case "HConv2D" -> hgq.trained(call, 2, false);
            case "HConv1DBatchNorm" -> hgq.trained(call, 1, true);
            case "HConv2DBatchNorm" -> hgq.trained(call, 2, true);
            case "HQuantize", "HActivation", "HAdd" -> hgq.other(call);
            case "Add", "Subtract", "Multiply", "Average", "Maximum", "Minimum" ->
                    merges.merged(call);
            case "Concatenate" -> merges.concatenated(call);
            case "Dot" -> merges.dot(call);
            default -> moved(call, kind);
        };
    }

    private Value moved(LayerCall call, String kind) {
        return switch (kind) {
            case "MaxPooling1D" -> pools.window(call, 1, false);
            case "MaxPooling2D" -> pools.window(call, 2, false);
            case "AveragePooling1D" -> pools.window(call, 1, true);
            case "AveragePooling2D" -> pools.window(call, 2, true);
            case "GlobalMaxPooling1D" -> pools.global(call, 1, false);
            case "GlobalMaxPooling2D" -> pools.global(call, 2, false);
            case "GlobalAveragePooling1D" -> pools.global(call, 1, true);
            case "GlobalAveragePooling2D" -> pools.global(call, 2, true);
            case "Flatten" -> shapes.flatten(call);
            case "Reshape" -> shapes.reshape(call);
            case "Permute" -> shapes.permute(call);
            case "RepeatVector" -> shapes.repeat(call);
            case "ZeroPadding1D" -> shapes.pad(call, 1);
            case "ZeroPadding2D" -> shapes.pad(call, 2);
            case "Cropping1D" -> shapes.crop(call, 1);
            case "Cropping2D" -> shapes.crop(call, 2);
            case "UpSampling1D" -> shapes.repeatPlaces(call, 1);
            case "UpSampling2D" -> shapes.repeatPlaces(call, 2);
            case "Embedding" -> shapes.embedding(call);
            default -> activation(call, kind);
        };
    }

    private Value activation(LayerCall call, String kind) {
        Set<String> known =
                Set.of(
                        "Activation",
                        "QActivation",
                        "ReLU",
                        "LeakyReLU",
                        "ELU",
                        "Softmax",
                        "PReLU",
                        "Rescaling");
        if (!known.contains(kind)) {
            throw call.error("the layer is not supported; docs/formats.md lists those that are");
        }
        Value x = call.x();
        return switch (kind) {
            case "Activation", "QActivation" ->
                    activations.apply(
                            call.where(), call.config().path("activation"), x, call.result());
            case "ReLU", "LeakyReLU", "ELU" -> activations.apply(settings(call), x, call.result());
            case "Softmax" -> {
                JsonNode axis = call.config().path("axis");
                int own = axis.isArray() ? call.wholes("axis", 1, -1)[0] : call.whole("axis", -1);
                yield graph.each(
                        "Softmax",
                        call.result(),
                        x,
                        GraphBuilder.attribute("axis", call.axis(own, x.rank())));
            }
            case "PReLU" -> {
                Numbers slope = call.weights().get("alpha", 0);
                int[] shape = x.shape().stream().skip(1).mapToInt(Integer::intValue).toArray();
                if (slope.rank() != shape.length) {
                    throw call.error("expected one slope an element of one input, got others");
                }
                for (int axis = 0; axis < shape.length; axis++) {
                    if (slope.extent(axis) != 1 && slope.extent(axis) != shape[axis]) {
                        throw call.error("expected slopes that fit shape " + x.shape());
                    }
                }
                Value slopes = graph.constant(call.result() + "/slopes", slope);
                yield activations.leaky(x, call.result(), slopes);
            }
            default -> {
                Value scaled =
                        graph.with("Mul", call.result() + "/scaled", x, call.real("scale", 1));
                yield graph.with("Add", call.result(), scaled, call.real("offset", 0));
            }
        };
    }

    private static Quantizer settings(LayerCall call) {
        return Quantizer.of(
                        call.where(),
                        com.fasterxml.jackson.databind.node.JsonNodeFactory.instance
                                .objectNode()
                                .put("class_name", call.kind())
                                .set("config", call.config()))
                .orElseThrow();
    }
}
