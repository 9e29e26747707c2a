package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.l1ring.importer.trees.TreeTypes;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/** Makes a model of a graph: constants are folded, quantizers become types, the rest layers. */
final class GraphMapper {
    private final Graph graph;
    private final ModelParts parts;
    private final NodeLayers layers;
    private final FunctionLayers functions;
    private final PairLayers pairs;
    private final ProductLayers products;
    private final ReduceLayers reductions;
    private final RecurrentLayers recurrent;
    private final QuantizerLayers quantizers;
    private final TreeLayers trees;
    private final ElementMoves moves;
    private final InputTypes inputTypes;
    private final Map<String, Tensor> constants = new HashMap<>();
    private final Map<String, Signal> signals = new HashMap<>();
    private final Map<String, List<Node>> users = new HashMap<>();
    private final Set<Node> done = new HashSet<>();

    /** Labels of classes, and what is made of them: no part of the model. */
    private final Set<String> labels = new HashSet<>();

    private final List<String> mapping = new ArrayList<>();

    private GraphMapper(Graph graph, TypeChoice choice, TreeTypes treeTypes) {
        this.graph = graph;
        this.parts = new ModelParts(choice);
        this.layers = new NodeLayers(parts);
        this.functions = new FunctionLayers(layers);
        this.pairs = new PairLayers(layers, functions);
        this.products = new ProductLayers(layers);
        this.reductions = new ReduceLayers(layers, functions);
        this.recurrent = new RecurrentLayers(layers);
        this.quantizers = new QuantizerLayers(parts, layers);
        this.trees = new TreeLayers(layers, graph.file(), treeTypes.score());
        this.moves = new ElementMoves(layers, graph.opset());
        this.inputTypes = new InputTypes(graph, parts, treeTypes.inputs());
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
    static Result map(Graph graph, TypeChoice choice, TreeTypes treeTypes, String name) {
        return new GraphMapper(graph, choice, treeTypes).map(name);
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
            ElementTypes types = inputTypes.of(input, users, constants);
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
        Model model =
                new Model(
                        name,
                        inputs,
                        Optional.empty(),
                        parts.layers(),
                        outputs(),
                        Optional.empty(),
                        Optional.empty());
        return new Result(model, mapping, parts.realParts());
    }

    private List<Model.Output> outputs() {
        List<Model.Output> outputs = new ArrayList<>();
        for (String output : graph.outputs()) {
            if (labels.contains(output) && graph.outputs().size() > 1) {
                mapping.add("output %s: left out, it is a label".formatted(output));
                continue;
            }
            Signal signal = signals.get(output);
            if (signal == null) {
                throw new ModelException(
                        graph.file() + ": output " + GraphReader.line(output),
                        "expected a result that depends on the inputs, got a constant");
            }
            int before = parts.layers().size();
            Source source = layers.inOrder(output, signal);
            for (Layer layer : parts.layers().subList(before, parts.layers().size())) {
                parts.explained(layer)
                        .forEach(line -> mapping.add("output %s: %s".formatted(output, line)));
            }
            outputs.add(new Model.Output(output, source.name(), source.size(), source.types()));
        }
        return outputs;
    }

    private void explain(Node node, int before, String note) {
        List<Layer> made = parts.layers().subList(before, parts.layers().size());
        String head = "node %s (%s): ".formatted(node.name(), node.operator());
        if (made.isEmpty() || !note.isEmpty()) {
            mapping.add(head + (note.isEmpty() ? "nothing to do" : note));
        }
        for (Layer layer : made) {
            parts.explained(layer).forEach(line -> mapping.add(head + line));
        }
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

    /** Makes layers of a node; the result is a note, or empty where the layers say it all. */
    private String place(Node node) {
        fold(node);
        if (done.contains(node)) {
            return "";
        }
        if (node.inputs().stream().anyMatch(labels::contains)) {
            labels.addAll(node.outputs());
            return "left out, it acts on labels";
        }
        String operator = node.operator();
        if (operator.equals("Shape")) {
            return shape(node);
        }
        Arguments arguments = arguments(node);
        boolean rows = operator.equals("Gather") && !arguments.data(0);
        if (ShapeOps.MOVES.contains(operator) && !rows) {
            moves.apply(arguments).forEach((i, moved) -> signals.put(node.outputs().get(i), moved));
            return "a new order of elements";
        }
        if (RecurrentNode.OPERATORS.contains(operator)) {
            return recurrent(arguments);
        }
        if (TreeEnsemble.OPERATORS.contains(operator)) {
            return trees(arguments);
        }
        if (ProductLayers.OPERATORS.contains(operator)) {
            products(arguments);
            return "";
        }
        if (rows) {
            put(node, moves.rows(arguments));
            return "";
        }
        return elements(arguments);
    }

    private Arguments arguments(Node node) {
        List<Optional<Signal>> given = new ArrayList<>();
        for (String input : node.inputs()) {
            given.add(Optional.ofNullable(signals.get(input)));
        }
        Operands operands = GraphEvaluator.operands(node, constants, graph.opset());
        return new Arguments(node, given, operands);
    }

    /** Nodes that act on each element by itself, or on windows of one input. */
    private String elements(Arguments arguments) {
        Node node = arguments.node();
        if (arguments.places().size() == 1) {
            Optional<Signal> affine = AffineNodes.apply(arguments);
            if (affine.isPresent()) {
                put(node, affine.get());
                return "part of the next layer";
            }
        }
        if (PairLayers.OPERATORS.contains(node.operator())) {
            put(node, pairs.apply(arguments));
            return "";
        }
        if (!arguments.places().equals(List.of(0))) {
            throw node.error(
                    "expected constants but for one input, got inputs %s".formatted(node.inputs()));
        }
        if (FixedPoint.OPERATORS.contains(node.operator())) {
            put(node, FixedPoint.apply(layers, arguments.operands(), arguments.signal(0)));
        } else if (Quantizer.OPERATORS.contains(node.operator())) {
            put(node, quantizers.apply(arguments.operands(), arguments.signal(0)));
        } else {
            put(
                    node,
                    ReduceLayers.has(node.operator())
                            ? reductions.apply(arguments)
                            : functions.apply(arguments));
        }
        return "";
    }

    private String recurrent(Arguments arguments) {
        List<String> outputs = arguments.node().outputs();
        List<Boolean> used =
                outputs.stream()
                        .map(output ->
                                users.containsKey(output) || graph.outputs().contains(output))
                        .toList();
        List<Optional<Signal>> results = recurrent.apply(arguments, used);
        for (int i = 0; i < results.size(); i++) {
            String output = outputs.get(i);
            results.get(i).ifPresent(result -> signals.put(output, result));
        }
        return "";
    }

    private String trees(Arguments arguments) {
        Node node = arguments.node();
        TreeLayers.Scores scores = trees.apply(arguments);
        scores.explanation().forEach(line -> mapping.add("  " + line));
        boolean classifier = node.operator().equals("TreeEnsembleClassifier");
        String label = classifier ? node.outputs().get(0) : "";
        if (classifier && graph.outputs().equals(List.of(label))) {
            signals.put(label, reductions.indexOfLargest(label, scores.byClass()));
            return "the label is the index of the largest score";
        }
        if (classifier) {
            labels.add(label);
        }
        if (node.outputs().size() > (classifier ? 1 : 0)) {
            signals.put(node.outputs().get(classifier ? 1 : 0), scores.result());
        }
        return "";
    }

    private void products(Arguments arguments) {
        Node node = arguments.node();
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
        put(last, products.apply(arguments, bias, last.outputs().get(0)));
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
}
