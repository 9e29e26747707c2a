package org.l1ring.importer.hls4ml;

import org.l1ring.model.Layer;

/** What each function of the utilities becomes. */
final class CallMapper {
    private CallMapper() {}

    static void map(Call call) {
        String name = call.function();
        if (ActivationCalls.function(name).isPresent()) {
            boolean given = call.arguments().size() == 3;
            if (given) {
                ActivationCalls.givenTable(call);
            } else {
                ActivationCalls.table(call, ActivationCalls.function(name).get());
            }
            return;
        }
        if (LookUpCalls.knows(name)) {
            LookUpCalls.map(call);
            return;
        }
        switch (name) {
            case "dense" -> DenseCalls.dense(call);
            case "normalize" -> DenseCalls.normalize(call);
            case "conv_1d_cl" -> ConvCalls.conv(call, true);
            case "conv_2d_cl" -> ConvCalls.conv(call, false);
            case "pointwise_conv_1d_cl", "pointwise_conv_1d" -> ConvCalls.pointwise(call, true);
            case "pointwise_conv_2d_cl" -> ConvCalls.pointwise(call, false);
            case "depthwise_conv_1d_cl" -> ConvCalls.depthwise(call, true);
            case "depthwise_conv_2d_cl" -> ConvCalls.depthwise(call, false);
            case "threshold_activation" -> ActivationCalls.givenTable(call);
            case "relu" -> ActivationCalls.relu(call);
            case "linear" -> ActivationCalls.linear(call);
            case "leaky_relu", "prelu" -> ActivationCalls.leakyRelu(call);
            case "softmax" -> ActivationCalls.softmax(call);
            case "global_pooling1d_cl" -> PoolingCalls.global(call, true);
            case "global_pooling2d_cl" -> PoolingCalls.global(call, false);
            case "global_average_pooling1d" -> PoolingCalls.own(call);
            case "pooling1d_cl" -> PoolingCalls.windows(call, true);
            case "pooling2d_cl" -> PoolingCalls.windows(call, false);
            default -> mapFurther(call, name);
        }
    }

    private static void mapFurther(Call call, String name) {
        switch (name) {
            case "add" -> MergeCalls.add(call);
            case "subtract" -> MergeCalls.subtract(call);
            case "multiply" -> MergeCalls.multiply(call);
            case "average" -> MergeCalls.average(call);
            case "maximum" -> MergeCalls.extreme(call, Layer.Pooling.MAXIMUM);
            case "minimum" -> MergeCalls.extreme(call, Layer.Pooling.MINIMUM);
            case "dot1d" -> MergeCalls.dot(call);
            case "concatenate1d", "concatenate2d", "concatenate3d" -> MergeCalls.concatenate(call);
            case "concatenate_features" -> {
                Struct config = call.config();
                MergeCalls.join(
                        call,
                        call.whole(config, "n_positions"),
                        call.whole(config, "n_elem1"),
                        call.whole(config, "n_elem2"));
            }
            case "multiply_features" -> {
                Struct config = call.config();
                MergeCalls.scaled(
                        call, call.whole(config, "n_elem"), call.whole(config, "n_features"));
            }
            case "embedding" -> MergeCalls.embedding(call);
            case "sum_of_squares" -> MergeCalls.sumOfSquares(call);
            case "decision_trees" -> TreeCalls.trees(call);
            case "zeropad1d_cl" -> ShapeCalls.zeroPad(call, true);
            case "zeropad2d_cl" -> ShapeCalls.zeroPad(call, false);
            case "transpose_2d", "transpose_3d" -> ShapeCalls.transpose(call);
            case "transpose" -> ShapeCalls.strided(call);
            case "cropping1d_cl" -> ShapeCalls.crop(call, true);
            case "cropping2d_cl" -> ShapeCalls.crop(call, false);
            case "conv1d_da_cl" -> ConvCalls.distributed(call, true);
            case "conv2d_da_cl" -> ConvCalls.distributed(call, false);
            case "separable_conv_1d_cl" -> ConvCalls.separable(call, true);
            case "separable_conv_2d_cl" -> ConvCalls.separable(call, false);
            case "resize_nearest" -> ShapeCalls.resize(call);
            case "clone_stream", "repack_stream" -> ShapeCalls.copies(call);
            case "offset_then_shift", "subtract_divide" -> OwnPreprocessing.read(call);
            case "slice" -> OwnPreprocessing.slice(call);
            default -> own(call, name);
        }
    }

    private static void own(Call call, String name) {
        Declarations.CppFunction function = call.network().declarations().functions.get(name);
        if (function == null) {
            throw call.at()
                    .error("expected a function of hls4ml that docs/formats.md lists, got " + name);
        }
        if (OwnPreprocessing.casts(function)) {
            OwnPreprocessing.elementTypes(call, function);
        } else {
            DenseCalls.straightLine(call, function);
        }
    }
}
