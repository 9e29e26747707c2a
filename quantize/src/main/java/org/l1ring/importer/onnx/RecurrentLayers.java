package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/** Makes layers of LSTM, GRU and RNN: one for each direction, with a cell of layers. */
final class RecurrentLayers {
    private static final long MAX_PRODUCTS = 1L << 21;

    private final NodeLayers layers;

    RecurrentLayers(NodeLayers layers) {
        this.layers = layers;
    }

    /**
     * The results of a node: Y, Y_h and, of an LSTM, Y_c; those that nobody uses are left out.
     *
     * @param used whether a result is used
     */
    List<Optional<Signal>> apply(Arguments arguments, List<Boolean> used) {
        Node node = arguments.node();
        Signal x = arguments.signal(0);
        for (int i = 1; i < arguments.count(); i++) {
            if (arguments.data(i)) {
                throw node.error("expected constants but for the first input, got a result");
            }
        }
        RecurrentNode cell = RecurrentNode.of(arguments.operands(), x.shape());
        long products =
                (long) cell.steps()
                        * cell.directions().size()
                        * cell.kind().gates()
                        * cell.hidden()
                        * (cell.inputs() + cell.hidden());
        if (products > MAX_PRODUCTS) {
            throw node.error(
                    "expected at most %d products, got %d; such a layer is too large for a trigger"
                            .formatted(MAX_PRODUCTS, products));
        }
        List<Optional<Signal>> results = new ArrayList<>();
        Source steps = layers.inOrder(arguments.name() + "_steps", x);
        List<Signal> all = new ArrayList<>();
        for (int result = 0; result < used.size(); result++) {
            if (!used.get(result)) {
                results.add(Optional.empty());
            } else if (result == 1 && used.get(0)) {
                results.add(Optional.of(ends(cell, all)));
            } else {
                List<Signal> ways = ways(node, cell, steps, result);
                if (result == 0) {
                    all.addAll(ways);
                }
                results.add(Optional.of(joined(node, cell, ways, result)));
            }
        }
        return results;
    }

    /** One layer for each direction: [steps][hidden], or [hidden] for the last states. */
    private List<Signal> ways(Node node, RecurrentNode cell, Source x, int result) {
        List<Signal> ways = new ArrayList<>();
        for (int d = 0; d < cell.directions().size(); d++) {
            String name = node.outputs().get(result) + (d == 0 ? "" : "_reverse");
            ModelParts inner = layers.parts().inner();
            Model model = cell(node, cell, d, x, new NodeLayers(inner), result == 2);
            boolean backwards = cell.directions().get(d).reverse();
            ElementTypes types = model.outputs().get(0).types();
            Layer.Head head = new Layer.Head(name, List.of(), name, types);
            Source y =
                    layers.parts()
                            .recurrent(
                                    x,
                                    new Layer.Recurrent(
                                            head, cell.steps(), model, result == 0, backwards),
                                    inner);
            ways.add(Signal.of(y, y.size()));
        }
        return ways;
    }

    private Signal joined(Node node, RecurrentNode cell, List<Signal> ways, int result) {
        int size = ways.size();
        int hidden = cell.hidden();
        int[] shape = result == 0 ? cell.allShape() : cell.endShape();
        if (size == 1) {
            return ways.get(0).reshaped(shape);
        }
        int steps = result == 0 ? cell.steps() : 1;
        int[] elements = new int[size * steps * hidden];
        Arrays.setAll(
                elements,
                i -> {
                    int way = i / hidden % size;
                    return (way * steps + i / hidden / size) * hidden + i % hidden;
                });
        return layers.joined(node.outputs().get(result), ways).moved(shape, elements);
    }

    /** The last step of each direction's results. */
    private Signal ends(RecurrentNode cell, List<Signal> ways) {
        List<Signal> ends = new ArrayList<>();
        for (int d = 0; d < ways.size(); d++) {
            int last = cell.directions().get(d).reverse() ? 0 : cell.steps() - 1;
            int start = last * cell.hidden();
            int[] elements = IntStream.range(start, start + cell.hidden()).toArray();
            ends.add(ways.get(d).moved(new int[] {cell.hidden()}, elements));
        }
        return (ends.size() == 1 ? ends.get(0) : layers.joined("ends", ends))
                .reshaped(cell.endShape());
    }

    /** The type of a state: within one where its function is, else as chosen. */
    private FixedType stateType(String tensor, List<Node> bounded) {
        FixedType declared = layers.parts().declared();
        boolean within =
                bounded.stream()
                        .allMatch(node -> List.of("Tanh", "Sigmoid").contains(node.operator()));
        FixedType type =
                within ? FixedType.signed(declared.width(), 1) : layers.parts().chosen(tensor);
        return type.with(Quantization.RND, Overflow.SAT);
    }

    private Model cell(
            Node node,
            RecurrentNode cell,
            int direction,
            Source x,
            NodeLayers inner,
            boolean showsCell) {
        RecurrentNode.Direction d = cell.directions().get(direction);
        if (!zero(d.hidden()) || !zero(d.cell())) {
            throw node.error("expected states that start at zero, got others");
        }
        ModelParts parts = inner.parts();
        int hidden = cell.hidden();
        ElementTypes stepTypes = stepTypes(x, cell);
        Source in = new Source(parts.unique("x"), cell.inputs(), stepTypes);
        List<Node> functions = d.activations();
        List<Node> last =
                cell.kind() == RecurrentNode.Kind.LSTM
                        ? List.of(functions.get(2))
                        : functions.subList(functions.size() - 1, functions.size());
        FixedType state = stateType(node.outputs().get(0), last);
        Source h = new Source(parts.unique("h"), hidden, ElementTypes.all(state));
        FixedType memory = layers.parts().declared().with(Quantization.RND, Overflow.SAT);
        Source c = new Source(parts.unique("c"), hidden, ElementTypes.all(memory));
        List<Signal> next =
                new CellLayers(inner, cell, d)
                        .apply(
                                Signal.of(in, in.size()),
                                Signal.of(h, hidden),
                                Signal.of(c, hidden));
        List<Model.Input> inputs = new ArrayList<>();
        List<Model.Output> outputs = new ArrayList<>();
        inputs.add(new Model.Input(in.name(), in.size(), in.types()));
        Source nextState = inner.inOrder("next_h", next.get(0));
        inputs.add(new Model.Input(h.name(), hidden, h.types()));
        outputs.add(new Model.Output("next_h", nextState.name(), hidden, h.types()));
        if (cell.kind() == RecurrentNode.Kind.LSTM) {
            Source nextMemory = inner.inOrder("next_c", next.get(1));
            inputs.add(new Model.Input(c.name(), hidden, c.types()));
            outputs.add(new Model.Output("next_c", nextMemory.name(), hidden, c.types()));
        }
        Model.Output shown = outputs.get(showsCell ? 1 : 0);
        outputs.addFirst(new Model.Output("result", shown.from(), shown.size(), shown.types()));
        return new Model(
                node.operator().toLowerCase(Locale.ROOT),
                inputs,
                Optional.empty(),
                parts.layers(),
                outputs,
                Optional.empty(),
                Optional.empty());
    }

    private static boolean zero(Tensor state) {
        return Arrays.stream(state.values()).allMatch(value -> value == 0);
    }

    /** Types that hold each element of a step at every step. */
    private static ElementTypes stepTypes(Source x, RecurrentNode cell) {
        if (x.types().uniform()) {
            return x.types();
        }
        List<FixedType> types = new ArrayList<>();
        for (int i = 0; i < cell.inputs(); i++) {
            int feature = i;
            types.add(
                    Ranges.enclosing(
                            new ElementTypes(
                                    IntStream.range(0, cell.steps())
                                            .mapToObj(step ->
                                                    x.types().get(step * cell.inputs() + feature))
                                            .toList())));
        }
        return QuantizerTypes.elements(types);
    }
}
