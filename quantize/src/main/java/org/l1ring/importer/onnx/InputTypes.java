package org.l1ring.importer.onnx;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ElementTypes;

/** Types of a graph's inputs: those that the only node which uses them asks for. */
final class InputTypes {
    /** Nodes that give the elements of their input in the same order. */
    private static final Set<String> SAME =
            Set.of("Cast", "Identity", "Reshape", "Flatten", "Squeeze", "Unsqueeze");

    private final Graph graph;
    private final ModelParts parts;
    private final List<FixedType> declared;

    /**
     * For a graph.
     *
     * @param declared types of the columns, one for all or one a column; none for those that the
     *     graph asks for
     */
    InputTypes(Graph graph, ModelParts parts, List<FixedType> declared) {
        this.graph = graph;
        this.parts = parts;
        this.declared = declared;
    }

    /**
     * The types of an input.
     *
     * @param users nodes by the tensors that they use
     * @param constants by name
     */
    ElementTypes of(
            Graph.Input input, Map<String, List<Node>> users, Map<String, Tensor> constants) {
        String tensor = input.name();
        Optional<Node> node = onlyUser(tensor, users);
        while (node.isPresent()
                && SAME.contains(node.get().operator())
                && node.get().inputs().indexOf(tensor) == 0) {
            tensor = node.get().outputs().get(0);
            node = onlyUser(tensor, users);
        }
        boolean trees = node.isPresent() && TreeEnsemble.OPERATORS.contains(node.get().operator());
        if (node.isPresent() && (trees || declared.isEmpty())) {
            Optional<ElementTypes> asked = asked(input, tensor, node.get(), constants);
            if (asked.isPresent()) {
                return asked.get();
            }
        }
        return columns(input)
                .or(() -> whole(input))
                .orElseGet(() -> ElementTypes.all(parts.chosen(input.name())));
    }

    /** The declared types of an input's columns. */
    private Optional<ElementTypes> columns(Graph.Input input) {
        if (declared.size() < 2) {
            return declared.stream().findFirst().map(ElementTypes::all);
        }
        int start = 0;
        for (Graph.Input before : graph.inputs()) {
            if (before.equals(input)) {
                break;
            }
            start += before.size();
        }
        return Optional.of(QuantizerTypes.elements(declared.subList(start, start + input.size())));
    }

    private Optional<Node> onlyUser(String tensor, Map<String, List<Node>> users) {
        List<Node> all = users.getOrDefault(tensor, List.of());
        return all.size() == 1 && !graph.outputs().contains(tensor)
                ? Optional.of(all.get(0))
                : Optional.empty();
    }

    private Optional<ElementTypes> asked(
            Graph.Input input, String tensor, Node node, Map<String, Tensor> constants) {
        int place = node.inputs().indexOf(tensor);
        String operator = node.operator();
        if (Set.of("Quant", "IntQuant").contains(operator)
                && place == 0
                && tensor.equals(input.name())) {
            Map<String, Tensor> shaped = new HashMap<>(constants);
            double[] zeros = new double[input.size()];
            shaped.put(input.name(), new Tensor(input.extents(), zeros, false));
            Quantizer quantizer =
                    Quantizer.of(GraphEvaluator.operands(node, shaped, graph.opset()));
            return QuantizerTypes.of(quantizer, input.extents()).map(QuantizerTypes::elements);
        }
        if (operator.equals(FixedPoint.CAST) && place == 0 && tensor.equals(input.name())) {
            Operands operands = GraphEvaluator.operands(node, constants, graph.opset());
            return Optional.of(
                    QuantizerTypes.elements(FixedPoint.types(operands, input.extents())));
        }
        if (operator.equals("Gather")
                && place == 1
                && constants.containsKey(node.inputs().get(0))) {
            Tensor table = constants.get(node.inputs().get(0));
            int rows = table.rank() == 0 ? 1 : table.extent(0);
            int bits = Math.max(Integer.SIZE - Integer.numberOfLeadingZeros(rows - 1), 1);
            return Optional.of(ElementTypes.all(FixedType.unsigned(bits, bits)));
        }
        if (TreeEnsemble.OPERATORS.contains(operator) && place == 0) {
            return Optional.of(
                    QuantizerTypes.elements(
                            TreeLayers.columnTypes(graph.file(), node, input.size(), declared)));
        }
        return Optional.empty();
    }

    /** The type of an input of integers. */
    private Optional<ElementTypes> whole(Graph.Input input) {
        Optional<FixedType> type =
                switch (input.numbers()) {
                    case REAL -> Optional.empty();
                    case INT8 -> Optional.of(FixedType.signed(8, 8));
                    case UINT8 -> Optional.of(FixedType.unsigned(8, 8));
                    case INT16 -> Optional.of(FixedType.signed(16, 16));
                    case UINT16 -> Optional.of(FixedType.unsigned(16, 16));
                    case WHOLE -> {
                        int width = parts.chosen(input.name()).width();
                        yield Optional.of(
                                new FixedType(
                                        true, width, width, Quantization.RND, Overflow.SAT, 0));
                    }
                };
        return type.map(ElementTypes::all);
    }
}
