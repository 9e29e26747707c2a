package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/** Makes a model of a graph: constants are folded, quantizers become types, the rest layers. */
final class GraphMapper {
    private final Graph graph;
    private final TypeChoice choice;
    private final ModelParts parts;
    private final NodeLayers layers;
    private final Map<String, Tensor> constants = new HashMap<>();
    private final Map<String, Signal> signals = new HashMap<>();
    private final Map<String, List<Node>> users = new HashMap<>();
    private final Set<Node> done = new HashSet<>();
    private final List<String> mapping = new ArrayList<>();

    private GraphMapper(Graph graph, TypeChoice choice) {
        this.graph = graph;
        this.choice = choice;
        this.parts = new ModelParts(choice);
        this.layers = new NodeLayers(parts);
    }

    /**
     * A graph as a model.
     *
     * @param model the model
     * @param mapping a line for each node: what became of it
     * @param realParts what is real in the file and got a type by choice
     */
    record Result(Model model, List<String> mapping, List<String> realParts) {
        /** Copies the lists. */
        Result {
            mapping = List.copyOf(mapping);
            realParts = List.copyOf(realParts);
        }
    }

    /**
     * Maps a graph.
     *
     * @param name of the model
     * @throws ModelException when a node has no counterpart
     */
    static Result map(Graph graph, TypeChoice choice, String name) {
        return new GraphMapper(graph, choice).map(name);
    }

    private Result map(String name) {
        constants.putAll(graph.constants());
        for (Node node : graph.nodes()) {
            node.inputs()
                    .forEach(in -> users.computeIfAbsent(in, _ -> new ArrayList<>()).add(node));
            fold(node);
        }
        List<Model.Input> inputs = new ArrayList<>();
        for (Graph.Input input : graph.inputs()) {
            ElementTypes types = declared(input, inputs).orElseGet(() -> inputTypes(input));
            String own = parts.unique(input.name());
            inputs.add(new Model.Input(own, input.size(), types));
            Source source = new Source(own, input.size(), types);
            signals.put(input.name(), Signal.of(source, input.extents()));
            mapping.add("input %s: %d columns of %s".formatted(own, input.size(), types.get(0)));
        }
        for (Node node : graph.nodes()) {
            if (done.contains(node)) {
                continue;
            }
            int before = parts.layers().size();
            String note;
            try {
                note = place(node);
            } catch (IllegalArgumentException e) {
                throw node.error(e.getMessage());
            }
            explain(node, before, note);
        }
        List<Model.Output> outputs = new ArrayList<>();
        for (String output : graph.outputs()) {
            Signal signal = signals.get(output);
            if (signal == null) {
                throw new ModelException(
                        graph.file() + ": output " + GraphReader.line(output),
                        "expected a result that depends on the inputs, got a constant");
            }
            int before = parts.layers().size();
            Source source = layers.inOrder(output, signal);
            for (Layer layer : parts.layers().subList(before, parts.layers().size())) {
                mapping.add("output %s: %s".formatted(output, Explained.layer(layer)));
            }
            outputs.add(new Model.Output(output, source.name(), source.size(), source.types()));
        }
        Model model =
                new Model(
                        name,
                        inputs,
                        Optional.empty(),
                        parts.layers(),
                        outputs,
                        Optional.empty(),
                        Optional.empty());
        return new Result(model, mapping, parts.realParts());
    }

    private void explain(Node node, int before, String note) {
        List<Layer> made = parts.layers().subList(before, parts.layers().size());
        String head = "node %s (%s): ".formatted(node.name(), node.operator());
        if (made.isEmpty() || !note.isEmpty()) {
            mapping.add(head + (note.isEmpty() ? "nothing to do" : note));
        }
        made.forEach(layer -> mapping.add(head + Explained.layer(layer)));
    }

    /** Evaluates a node whose inputs are all constant. */
    private void fold(Node node) {
        boolean constant =
                node.inputs().stream().allMatch(in -> in.isEmpty() || constants.containsKey(in));
        if (constant) {
            GraphEvaluator.run(node, constants, graph.opset());
            done.add(node);
            mapping.add("node %s (%s): folded".formatted(node.name(), node.operator()));
        }
    }

    /** The types that were declared for an input's columns, which follow those of others. */
    private Optional<ElementTypes> declared(Graph.Input input, List<Model.Input> before) {
        List<FixedType> types = choice.inputs();
        if (types.size() < 2) {
            return types.isEmpty() ? Optional.empty() : Optional.of(ElementTypes.all(types.get(0)));
        }
        int start = before.stream().mapToInt(Model.Input::size).sum();
        return Optional.of(new ElementTypes(types.subList(start, start + input.size())));
    }

    /** An input that goes into one quantizer only has its type; others have that for real ones. */
    private ElementTypes inputTypes(Graph.Input input) {
        List<Node> uses = users.getOrDefault(input.name(), List.of());
        if (uses.size() == 1 && !graph.outputs().contains(input.name())) {
            Node node = uses.get(0);
            Set<String> quantizers = Set.of("Quant", "IntQuant");
            boolean first = node.inputs().indexOf(input.name()) == 0;
            if (node.operator().equals(FixedPoint.CAST) && first) {
                return QuantizerTypes.elements(
                        FixedPoint.types(
                                GraphEvaluator.operands(node, constants, graph.opset()),
                                input.extents()));
            }
            if (quantizers.contains(node.operator()) && first) {
                Map<String, Tensor> shaped = new HashMap<>(constants);
                double[] zeros = new double[input.size()];
                shaped.put(input.name(), new Tensor(input.extents(), zeros, false));
                Quantizer quantizer =
                        Quantizer.of(GraphEvaluator.operands(node, shaped, graph.opset()));
                Optional<List<FixedType>> types = QuantizerTypes.of(quantizer, input.extents());
                if (types.isPresent()) {
                    return QuantizerTypes.elements(types.get());
                }
            }
        }
        return ElementTypes.all(parts.chosen(input.name()));
    }

    /** Makes layers of a node; the result is a note, or empty where the layers say it all. */
    private String place(Node node) {
        fold(node);
        if (done.contains(node)) {
            return "";
        }
        if (node.operator().equals("Shape")) {
            return shape(node);
        }
        if (ShapeOps.MOVES.contains(node.operator())) {
            return move(node);
        }
        List<Integer> data = new ArrayList<>();
        for (int i = 0; i < node.inputs().size(); i++) {
            if (signals.containsKey(node.inputs().get(i))) {
                data.add(i);
            }
        }
        Operands operands = GraphEvaluator.operands(node, constants, graph.opset());
        if (data.equals(List.of(0, 1)) && node.inputs().size() == 2) {
            Signal left = signals.get(node.inputs().get(0));
            Signal right = signals.get(node.inputs().get(1));
            put(node, layers.pair(node, left, right));
            return "";
        }
        if (data.size() != 1 || data.get(0) > 1) {
            throw node.error(
                    "expected constants but for one input, got inputs %s".formatted(node.inputs()));
        }
        Signal x = signals.get(node.inputs().get(data.get(0)));
        if (data.get(0) == 1) {
            put(node, layers.reversed(operands, x));
            return "part of the next layer";
        }
        return single(operands, x);
    }

    private String single(Operands operands, Signal x) {
        Node node = operands.node();
        Optional<Signal> affine = AffineNodes.apply(operands, x);
        if (affine.isPresent()) {
            put(node, affine.get());
            return "part of the next layer";
        }
        switch (node.operator()) {
            case "MatMul", "Gemm", "Conv" -> {
                Node last = node;
                Tensor bias = Tensor.of(0);
                Optional<Node> next = onlyUser(node);
                if (next.isPresent()
                        && next.get().operator().equals("Add")
                        && next.get().inputs().size() == 2) {
                    int other = next.get().inputs().indexOf(node.outputs().get(0)) == 0 ? 1 : 0;
                    Tensor constant = constants.get(next.get().inputs().get(other));
                    if (constant != null && perChannel(node, constant)) {
                        bias = constant;
                        last = next.get();
                        done.add(last);
                        mapping.add(
                                "node %s (Add): the bias of the layer of node %s"
                                        .formatted(last.name(), node.name()));
                    }
                }
                put(last, layers.weighted(operands, x, bias, last.outputs().get(0)));
            }
            default -> put(node, layers.element(operands, x));
        }
        return "";
    }

    /**
     * Whether what is added is a bias of a layer: along the last axis, or a convolution's second.
     */
    private static boolean perChannel(Node node, Tensor constant) {
        int[] shape = constant.shape();
        int axis =
                node.operator().equals("Conv") ? Math.min(1, shape.length - 1) : shape.length - 1;
        return constant.size() == 1
                || (!node.operator().equals("Conv") && shape[axis] == constant.size());
    }

    private Optional<Node> onlyUser(Node node) {
        String result = node.outputs().get(0);
        List<Node> all = users.getOrDefault(result, List.of());
        return all.size() == 1 && !graph.outputs().contains(result)
                ? Optional.of(all.get(0))
                : Optional.empty();
    }

    private void put(Node node, Signal signal) {
        signals.put(node.outputs().get(0), signal);
    }

    private String shape(Node node) {
        int[] shape = signals.get(node.inputs().get(0)).shape();
        double[] extents = Arrays.stream(shape).asDoubleStream().toArray();
        constants.put(node.outputs().get(0), new Tensor(new int[] {extents.length}, extents, true));
        return "folded";
    }

    /**
     * Finds where elements go: the operator moves the numbers 1, 2, … of the elements, and zeros
     * come from padding.
     */
    private String move(Node node) {
        Map<String, Tensor> numbered = new HashMap<>();
        List<Signal> data = new ArrayList<>();
        int start = 1;
        for (String input : node.inputs()) {
            Signal signal = signals.get(input);
            if (signal != null && (data.isEmpty() || node.operator().equals("Concat"))) {
                Signal plain = layers.plain(input, signal);
                double[] numbers = new double[plain.size()];
                for (int i = 0; i < numbers.length; i++) {
                    numbers[i] = start + i;
                }
                start += numbers.length;
                data.add(plain);
                numbered.put(input, new Tensor(plain.shape(), numbers, false));
            } else if (constants.containsKey(input) && !node.operator().equals("Concat")) {
                numbered.put(input, constants.get(input));
            } else if (!input.isEmpty()) {
                throw node.error(
                        "input %s: expected %s"
                                .formatted(
                                        GraphReader.line(input),
                                        signal == null
                                                ? "a result that depends on the inputs, got a constant"
                                                : "a constant, got a result"));
            }
        }
        if (data.isEmpty() || !signals.containsKey(node.inputs().get(0))) {
            throw node.error("expected a first input that depends on the model's inputs");
        }
        if (node.operator().equals("Pad")
                && node.inputs().size() > 2
                && !node.inputs().get(2).isEmpty()
                && constants.get(node.inputs().get(2)).get(0) != 0) {
            throw node.error("expected padding with zeros, got another number");
        }
        List<Tensor> results =
                GraphEvaluator.apply(GraphEvaluator.operands(node, numbered, graph.opset()));
        Signal whole = data.size() == 1 ? data.get(0) : layers.joined(node.outputs().get(0), data);
        for (int i = 0; i < Math.min(results.size(), node.outputs().size()); i++) {
            Tensor moved = results.get(i);
            int[] places = new int[moved.size()];
            for (int k = 0; k < places.length; k++) {
                int number = (int) moved.get(k);
                places[k] = number == 0 ? Layer.Select.ZERO : whole.place(number - 1);
            }
            signals.put(node.outputs().get(i), Signal.of(whole.source(), moved.shape(), places));
        }
        return "a new order of elements";
    }
}
