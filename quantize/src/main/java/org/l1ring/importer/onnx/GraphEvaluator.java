package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.model.ModelException;

/** Computes what a graph says, in double precision and with its quantizers. */
final class GraphEvaluator {
    private GraphEvaluator() {}

    /**
     * The results of one crossing.
     *
     * @param graph to evaluate
     * @param columns [input columns] values of the inputs one after the other
     * @return every tensor by name
     */
    static Map<String, Tensor> evaluate(Graph graph, double[] columns) {
        Map<String, Tensor> tensors = new HashMap<>(graph.constants());
        int start = 0;
        for (Graph.Input input : graph.inputs()) {
            double[] values = new double[input.size()];
            System.arraycopy(columns, start, values, 0, values.length);
            tensors.put(input.name(), new Tensor(input.extents(), values, false));
            start += values.length;
        }
        for (Node node : graph.nodes()) {
            run(node, tensors, graph.opset());
        }
        return tensors;
    }

    /** Evaluates a node and adds its results. */
    static void run(Node node, Map<String, Tensor> tensors, int opset) {
        List<Tensor> results = apply(operands(node, tensors, opset));
        for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
            tensors.put(node.outputs().get(i), results.get(i));
        }
    }

    static Operands operands(Node node, Map<String, Tensor> tensors, int opset) {
        List<Optional<Tensor>> inputs = new ArrayList<>();
        for (String name : node.inputs()) {
            inputs.add(Optional.ofNullable(tensors.get(name)));
        }
        return new Operands(node, inputs, opset);
    }

    /**
     * The results of a node.
     *
     * @throws ModelException when the operator is not supported or its inputs do not fit
     */
    static List<Tensor> apply(Operands operands) {
        try {
            return ShapeOps.apply(operands)
                    .or(() -> several(operands))
                    .or(() -> single(operands).map(List::of))
                    .orElseThrow(() ->
                            operands.node()
                                    .error(
                                            "the operator is not supported; docs/formats.md lists"
                                                    + " those that are"));
        } catch (IllegalArgumentException e) {
            throw operands.node().error(e.getMessage());
        }
    }

    private static Optional<Tensor> single(Operands operands) {
        if (Windows.OPERATORS.contains(operands.node().operator())) {
            Tensor x = operands.get(0);
            return Optional.of(Windows.of(operands, x.shape()).apply(x));
        }
        return ElementOps.apply(operands)
                .or(() -> QuantOps.apply(operands))
                .or(() -> FixedPoint.apply(operands))
                .or(() -> NetworkOps.apply(operands))
                .or(() -> SampleOps.apply(operands));
    }

    private static Optional<List<Tensor>> several(Operands operands) {
        Node node = operands.node();
        if (RecurrentNode.OPERATORS.contains(node.operator())) {
            Tensor x = operands.get(0);
            return Optional.of(RecurrentNode.of(operands, x.shape()).apply(x));
        }
        return TreeEnsemble.OPERATORS.contains(node.operator())
                ? Optional.of(TreeEnsemble.of(node).apply(operands.get(0)))
                : Optional.empty();
    }
}
