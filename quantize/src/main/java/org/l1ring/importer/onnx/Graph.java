package org.l1ring.importer.onnx;

import java.util.List;
import java.util.Map;

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
     * An input.
     *
     * @param name its own
     * @param shape extents of one crossing: the batch, which comes first, is 1
     */
    record Input(String name, List<Integer> shape) {
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
