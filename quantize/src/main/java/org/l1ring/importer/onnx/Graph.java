package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.l1ring.model.ModelException;

/**
 * A graph of operations, each after those whose results it uses.
 *
 * @param file name for messages
 * @param opset version of ONNX's own operators
 * @param inputs what the graph is given, its constants excepted
 * @param outputs names of results
 * @param nodes in order of execution
 * @param constants values by name
 */
record Graph(
        String file,
        int opset,
        List<Input> inputs,
        List<String> outputs,
        List<Node> nodes,
        Map<String, Tensor> constants) {
    /** Copies the collections. */
    Graph {
        inputs = List.copyOf(inputs);
        outputs = List.copyOf(outputs);
        nodes = List.copyOf(nodes);
        constants = Map.copyOf(constants);
    }

    /**
     * The part of the graph that a tensor needs.
     *
     * @param end name of a tensor, or of the node that makes it
     */
    Graph until(String end) {
        String tensor = end;
        for (Node node : nodes) {
            if (node.name().equals(end)) {
                tensor = node.outputs().get(0);
            }
        }
        Set<String> needed = new HashSet<>(List.of(tensor));
        List<Node> kept = new ArrayList<>();
        for (Node node : nodes.reversed()) {
            if (node.outputs().stream().anyMatch(needed::contains)) {
                kept.addFirst(node);
                needed.addAll(node.inputs());
            }
        }
        if (kept.isEmpty()) {
            throw new ModelException(
                    file, "expected a result or a node of the file, got %s".formatted(end));
        }
        return new Graph(file, opset, inputs, List.of(tensor), kept, constants);
    }

    /**
     * An input.
     *
     * @param name its own
     * @param shape extents of one crossing: the batch, which comes first, is 1
     * @param numbers their kind in the file
     */
    record Input(String name, List<Integer> shape, Numbers numbers) {
        /** Copies the list. */
        Input {
            shape = List.copyOf(shape);
        }

        int[] extents() {
            return shape.stream().mapToInt(Integer::intValue).toArray();
        }

        int size() {
            return Tensor.size(extents());
        }
    }
}
