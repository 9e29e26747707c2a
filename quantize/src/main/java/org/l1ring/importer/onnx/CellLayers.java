package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The layers of one step of an LSTM, GRU or RNN. */
final class CellLayers {
    private final NodeLayers layers;
    private final FunctionLayers functions;
    private final ProductLayers products;
    private final RecurrentNode node;
    private final RecurrentNode.Direction direction;

    CellLayers(NodeLayers layers, RecurrentNode node, RecurrentNode.Direction direction) {
        this.layers = layers;
        this.functions = new FunctionLayers(layers);
        this.products = new ProductLayers(layers);
        this.node = node;
        this.direction = direction;
    }

    /**
     * The next states.
     *
     * @param x [inputs] of the step
     * @param h [hidden] state
     * @param c [hidden] the LSTM's cell
     * @return the next state, and the next cell of an LSTM
     */
    List<Signal> apply(Signal x, Signal h, Signal c) {
        return switch (node.kind()) {
            case LSTM -> lstm(x, h, c);
            case GRU -> List.of(gru(x, h));
            case RNN -> List.of(function("state", 0, both("sums", x, h, 0, 1)));
        };
    }

    private List<Signal> lstm(Signal x, Signal h, Signal c) {
        Signal sums = both("sums", x, h, 0, 4);
        Signal input = function("input_gate", 0, gate(sums, 0));
        Signal output = function("output_gate", 0, gate(sums, 1));
        Signal forget = function("forget_gate", 0, gate(sums, 2));
        Signal fresh = function("fresh", 1, gate(sums, 3));
        Signal kept = layers.product("kept", forget, c);
        Signal cell = layers.sum("cell", kept, layers.product("added", input, fresh));
        Signal shown = function("shown", 2, cell);
        return List.of(layers.product("state", output, shown), cell);
    }

    private Signal gru(Signal x, Signal h) {
        Signal sums = both("sums", x, h, 0, 2);
        Signal update = function("update_gate", 0, gate(sums, 0));
        Signal reset = function("reset_gate", 0, gate(sums, 1));
        Signal argument;
        if (node.resetAfter()) {
            Signal in =
                    dense("in", x, rows(direction.weights(), 2, 1), part(direction.bias(), 2, 1));
            Signal back =
                    dense(
                            "back",
                            h,
                            rows(direction.recurrence(), 2, 1),
                            part(direction.recurrenceBias(), 2, 1));
            argument = layers.sum("argument", in, layers.product("left", reset, back));
        } else {
            argument = both("argument", x, layers.product("left", reset, h), 2, 1);
        }
        Signal fresh = function("fresh", 1, argument);
        Signal gap = layers.difference("gap", h, fresh);
        return layers.sum("state", fresh, layers.product("kept", update, gap));
    }

    private Signal function(String name, int index, Signal x) {
        Node given = direction.activations().get(index);
        Node own =
                new Node(
                        given.where(),
                        name,
                        given.operator(),
                        List.of(name + "_in"),
                        List.of(name),
                        given.attributes());
        return functions.apply(Arguments.of(own, x));
    }

    private Signal gate(Signal sums, int index) {
        int hidden = node.hidden();
        int[] elements = new int[hidden];
        Arrays.setAll(elements, i -> index * hidden + i);
        return sums.moved(new int[] {hidden}, elements);
    }

    /** The sums of products with the inputs and with the state for some gates. */
    private Signal both(String name, Signal x, Signal h, int first, int count) {
        Signal joined = layers.joined(name + "_inputs", List.of(x, h));
        Tensor w = rows(direction.weights(), first, count);
        Tensor r = rows(direction.recurrence(), first, count);
        List<Double> all = new ArrayList<>();
        for (int row = 0; row < w.extent(0); row++) {
            for (int i = 0; i < w.extent(1); i++) {
                all.add(w.get(row * w.extent(1) + i));
            }
            for (int i = 0; i < r.extent(1); i++) {
                all.add(r.get(row * r.extent(1) + i));
            }
        }
        int[] shape = {w.extent(0), w.extent(1) + r.extent(1)};
        double[] values = all.stream().mapToDouble(Double::doubleValue).toArray();
        Tensor bias =
                ElementOps.binary(
                        part(direction.bias(), first, count),
                        part(direction.recurrenceBias(), first, count),
                        Double::sum);
        return dense(name, joined, new Tensor(shape, values, false), bias);
    }

    private Signal dense(String name, Signal x, Tensor rows, Tensor bias) {
        Tensor weights = ShapeOps.transposed(rows, 1, 0);
        return products.dense(name, x, 1, weights.values(), bias.values()).reshaped(bias.size());
    }

    /** The rows of some gates. */
    private Tensor rows(Tensor matrix, int first, int count) {
        int hidden = node.hidden();
        int columns = matrix.extent(1);
        double[] values =
                Arrays.copyOfRange(
                        matrix.values(),
                        first * hidden * columns,
                        (first + count) * hidden * columns);
        return new Tensor(new int[] {count * hidden, columns}, values, false);
    }

    private Tensor part(Tensor list, int first, int count) {
        int hidden = node.hidden();
        double[] values =
                Arrays.copyOfRange(list.values(), first * hidden, (first + count) * hidden);
        return new Tensor(new int[] {count * hidden}, values, false);
    }
}
