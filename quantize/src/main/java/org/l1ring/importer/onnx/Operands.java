package org.l1ring.importer.onnx;

import java.util.List;
import java.util.Optional;

/**
 * A node with the tensors it is given.
 *
 * @param node the operation
 * @param tensors one an input, empty where an optional one is left out
 * @param opset version of ONNX's own operators
 */
record Operands(Node node, List<Optional<Tensor>> tensors, int opset) {
    /** Copies the list. */
    Operands {
        tensors = List.copyOf(tensors);
    }

    /** An input that must be there. */
    Tensor get(int index) {
        return optional(index)
                .orElseThrow(() ->
                        node.error(
                                "expected at least %d inputs, got %d"
                                        .formatted(index + 1, tensors.size())));
    }

    Optional<Tensor> optional(int index) {
        return index < tensors.size() ? tensors.get(index) : Optional.empty();
    }

    /** A setting that is an input in later versions and an attribute in earlier ones. */
    Optional<long[]> wholes(int index, String attribute) {
        return optional(index).map(Tensor::longs).or(() -> node.wholes(attribute));
    }

    /** An input of one element. */
    double single(int index) {
        Tensor tensor = get(index);
        if (tensor.size() != 1) {
            throw node.error(
                    "input %s: expected one number, got %d"
                            .formatted(node.inputs().get(index), tensor.size()));
        }
        return tensor.get(0);
    }
}
