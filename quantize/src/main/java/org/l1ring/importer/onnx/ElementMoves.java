package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Nodes that move elements: they make no layer, or one that reads rows of a table. */
final class ElementMoves {
    private final NodeLayers layers;
    private final int opset;

    ElementMoves(NodeLayers layers, int opset) {
        this.layers = layers;
        this.opset = opset;
    }

    /**
     * Finds where elements go: the operator moves the numbers 1, 2, … of the elements, and of the
     * constants after them; zeros come from padding.
     *
     * @return the results by their place
     */
    Map<Integer, Signal> apply(Arguments arguments) {
        Node node = arguments.node();
        boolean concat = node.operator().equals("Concat");
        if (!concat && !arguments.places().equals(List.of(0))) {
            throw node.error("expected a first input that depends on the model's inputs");
        }
        List<Signal> data = arguments.places().stream().map(arguments::signal).toList();
        Signal whole =
                data.size() == 1
                        ? data.get(0)
                        : layers.joined(node.outputs().get(0) + "_joined", data);
        List<Double> constants = new ArrayList<>();
        List<Optional<Tensor>> numbered = new ArrayList<>();
        int next = 1;
        for (int i = 0; i < arguments.count(); i++) {
            if (arguments.data(i)) {
                numbered.add(Optional.of(numbers(arguments.signal(i).shape(), next)));
                next += arguments.signal(i).size();
            } else if (concat) {
                Tensor constant = arguments.operands().get(i);
                numbered.add(
                        Optional.of(
                                numbers(constant.shape(), whole.size() + constants.size() + 1)));
                Arrays.stream(constant.values()).forEach(constants::add);
            } else {
                numbered.add(arguments.operands().optional(i));
            }
        }
        double padding = padding(arguments, numbered);
        List<Tensor> results =
                GraphEvaluator.apply(new Operands(withoutValue(node), numbered, opset));
        Map<Integer, Signal> moved = new HashMap<>();
        for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
            Tensor result = results.get(i);
            int[] elements = new int[result.size()];
            double[] values = new double[result.size()];
            for (int k = 0; k < elements.length; k++) {
                int number = (int) result.get(k);
                boolean constant = number > whole.size();
                elements[k] = number == 0 || constant ? -1 : number - 1;
                values[k] = constant ? constants.get(number - whole.size() - 1) : padding;
            }
            moved.put(i, whole.moved(result.shape(), elements, values));
        }
        return moved;
    }

    private static Tensor numbers(int[] shape, int first) {
        double[] numbers = new double[Tensor.size(shape)];
        Arrays.setAll(numbers, i -> first + i);
        return new Tensor(shape, numbers, false);
    }

    /** What is padded with; zeros stand for it among the numbers. */
    private static double padding(Arguments arguments, List<Optional<Tensor>> numbered) {
        Node node = arguments.node();
        if (!node.operator().equals("Pad")) {
            return 0;
        }
        if (arguments.operands().optional(2).isPresent()) {
            numbered.set(2, Optional.of(Tensor.of(0)));
            return arguments.operands().single(2);
        }
        return node.real("value", 0);
    }

    private static Node withoutValue(Node node) {
        if (!node.has("value")) {
            return node;
        }
        Map<String, Attribute> others = new HashMap<>(node.attributes());
        others.remove("value");
        return new Node(
                node.where(), node.name(), node.operator(), node.inputs(), node.outputs(), others);
    }

    /** Rows of a constant that integers name. */
    Signal rows(Arguments arguments) {
        Node node = arguments.node();
        Tensor table = arguments.operands().get(0);
        Signal index = arguments.signal(1);
        if (table.rank() == 0 || table.size() == 0 || table.axis(node.whole("axis", 0)) != 0) {
            throw node.error("expected rows along the first axis of a constant");
        }
        int rows = table.extent(0);
        Source x = layers.inOrder(arguments.name() + "_index", index);
        Source y = layers.parts().embedding(arguments.name(), x, rows, table.values());
        int[] own = index.shape();
        int[] shape = Arrays.copyOf(own, own.length + table.rank() - 1);
        System.arraycopy(table.shape(), 1, shape, own.length, table.rank() - 1);
        return Signal.of(y, shape);
    }
}
