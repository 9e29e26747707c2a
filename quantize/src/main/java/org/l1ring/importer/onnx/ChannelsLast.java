package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** Operators of QONNX whose channels come after the positions, as ONNX's own between transposes. */
final class ChannelsLast {
    /** The domain of such operators. */
    static final String DOMAIN = "qonnx.custom_op.channels_last";

    /** Dimensions of a batch of images with channels. */
    private static final int IMAGE_RANK = 4;

    private ChannelsLast() {}

    /**
     * The node between two that move the channels; without a kernel it is one of images.
     *
     * @param node of the domain
     */
    static List<Node> rewritten(Node node) {
        int rank = node.wholes("kernel_shape").map(kernel -> kernel.length + 2).orElse(IMAGE_RANK);
        String in = node.inputs().get(0);
        String out = node.outputs().get(0);
        List<Long> first = new ArrayList<>(List.of(0L, rank - 1L));
        LongStream.range(1, rank - 1).forEach(first::add);
        List<Long> last = new ArrayList<>(List.of(0L));
        LongStream.range(2, rank).forEach(last::add);
        last.add(1L);
        List<String> inputs = new ArrayList<>(node.inputs());
        inputs.set(0, out + "_channels_first_in");
        Node inner =
                new Node(
                        node.where(),
                        node.name(),
                        node.operator(),
                        inputs,
                        List.of(out + "_channels_first_out"),
                        node.attributes());
        return List.of(
                transpose(node, "_in", in, inputs.get(0), first),
                inner,
                transpose(node, "_out", inner.outputs().get(0), out, last));
    }

    private static Node transpose(
            Node node, String suffix, String from, String to, List<Long> order) {
        return new Node(
                node.where(),
                node.name() + suffix,
                "Transpose",
                List.of(from),
                List.of(to),
                Map.of("perm", new Attribute.Wholes(order)));
    }
}
