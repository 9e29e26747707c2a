package org.l1ring.importer.keras;

import ai.onnx.proto.OnnxMl.AttributeProto;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;

/**
 * How a window moves over a value.
 *
 * @param size extents of the window
 * @param strides steps along each axis
 * @param dilations distance of neighbours within the window
 * @param before zeros in front of each axis
 * @param after zeros behind each axis
 * @param groups of channels
 * @param channelsFirst whether channels come before the axes
 */
record ConvSteps(
        List<Integer> size,
        List<Integer> strides,
        List<Integer> dilations,
        List<Integer> before,
        List<Integer> after,
        int groups,
        boolean channelsFirst) {

    /** The window of one element. */
    static ConvSteps point(int axes, boolean channelsFirst) {
        List<Integer> ones = Collections.nCopies(axes, 1);
        List<Integer> none = Collections.nCopies(axes, 0);
        return new ConvSteps(ones, ones, ones, none, none, 1, channelsFirst);
    }

    /**
     * The window of a layer.
     *
     * @param size its extents
     * @param x what it moves over
     */
    static ConvSteps of(LayerCall call, int axes, int[] size, int groups, Value x) {
        boolean pool = !call.config().has("kernel_size");
        int[] strides =
                pool && call.config().path("strides").isNull()
                        ? size.clone()
                        : call.positives("strides", axes, 1);
        int[] dilations = call.positives("dilation_rate", axes, 1);
        boolean first = call.channelsFirst();
        String padding = call.text("padding", call.text("border_mode", "valid"));
        List<Integer> before = new ArrayList<>();
        List<Integer> after = new ArrayList<>();
        for (int axis = 0; axis < axes; axis++) {
            int extent = x.extent(axis + (first ? 2 : 1));
            int span = Math.addExact(Math.multiplyExact(size[axis] - 1, dilations[axis]), 1);
            switch (padding) {
                case "valid" -> {
                    before.add(0);
                    after.add(0);
                }
                case "same" -> {
                    int count = (extent + strides[axis] - 1) / strides[axis];
                    int all = Math.max((count - 1) * strides[axis] + span - extent, 0);
                    before.add(all / 2);
                    after.add(all - all / 2);
                }
                case "causal" -> {
                    before.add(span - 1);
                    after.add(0);
                }
                default ->
                        throw call.error(
                                "padding: expected valid, same or causal, got "
                                        + Names.line(padding));
            }
            if (extent + before.get(axis) + after.get(axis) < span) {
                throw call.error(
                        "expected a window of at most %d elements, got %d".formatted(extent, span));
            }
        }
        return new ConvSteps(
                boxed(size), boxed(strides), boxed(dilations), before, after, groups, first);
    }

    private static List<Integer> boxed(int... values) {
        return Arrays.stream(values).boxed().toList();
    }

    /** The extent of the result along an axis. */
    int extent(int extent, int window, int axis) {
        int span = (window - 1) * dilations.get(axis) + 1;
        return (extent + before.get(axis) + after.get(axis) - span) / strides.get(axis) + 1;
    }

    /** The settings of ONNX's operator. */
    AttributeProto[] attributes(boolean convolution) {
        List<Integer> pads = new ArrayList<>(before);
        pads.addAll(after);
        List<AttributeProto> all = new ArrayList<>();
        all.add(GraphBuilder.attribute("kernel_shape", size));
        all.add(GraphBuilder.attribute("strides", strides));
        all.add(GraphBuilder.attribute("pads", pads));
        if (convolution) {
            all.add(GraphBuilder.attribute("dilations", dilations));
            all.add(GraphBuilder.attribute("group", groups));
        }
        return all.toArray(AttributeProto[]::new);
    }
}
