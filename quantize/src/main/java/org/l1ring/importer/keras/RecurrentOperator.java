package org.l1ring.importer.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/** Writes a recurrent layer as ONNX's LSTM, GRU or RNN. */
final class RecurrentOperator {
    private static final Map<String, String> FUNCTIONS =
            Map.of("tanh", "Tanh", "sigmoid", "Sigmoid", "relu", "Relu", "softsign", "Softsign");

    private final GraphBuilder graph;
    private final LayerCall call;
    private final String kind;
    private final int units;

    RecurrentOperator(GraphBuilder graph, LayerCall call) {
        this.graph = graph;
        this.call = call;
        this.kind = kind(call);
        this.units = call.positive("units");
    }

    private static String kind(LayerCall call) {
        return call.kind().replaceFirst("^(Q|CuDNN)", "");
    }

    /** The names of the functions in ONNX's order; nothing if one of them is not among its own. */
    static Optional<List<String>> functions(LayerCall call) {
        Optional<String> main = function(call, "activation", "tanh");
        Optional<String> gate = function(call, "recurrent_activation", "sigmoid");
        if (main.isEmpty() || gate.isEmpty() || call.quantizer("state_quantizer").isPresent()) {
            return Optional.empty();
        }
        return Optional.of(
                switch (kind(call)) {
                    case "LSTM" -> List.of(gate.get(), main.get(), main.get());
                    case "GRU" -> List.of(gate.get(), main.get());
                    default -> List.of(main.get());
                });
    }

    private static Optional<String> function(LayerCall call, String setting, String otherwise) {
        if (!call.config().has(setting)) {
            return Optional.of(FUNCTIONS.get(otherwise));
        }
        return call.quantizer(setting).map(function -> FUNCTIONS.get(function.name()));
    }

    /** The layer's results: the sequence or its end, then the states where they are asked for. */
    List<Value> apply(List<String> functions, boolean reversed) {
        Value x = call.x(3);
        boolean back = reversed ^ call.truth("go_backwards", false);
        boolean after =
                kind.equals("GRU")
                        && (call.truth("reset_after", false) || call.kind().startsWith("CuDNN"));
        List<Value> results =
                graph.recurrent(
                        kind.equals("SimpleRNN") ? "RNN" : kind,
                        call.result(),
                        x,
                        units,
                        weights(x, after),
                        GraphBuilder.attribute("hidden_size", units),
                        GraphBuilder.attribute("direction", back ? "reverse" : "forward"),
                        GraphBuilder.attribute("linear_before_reset", after ? 1 : 0),
                        GraphBuilder.attribute("activations", functions));
        List<Value> values = new ArrayList<>();
        int steps = x.extent(1);
        if (call.truth("return_sequences", false)) {
            List<Integer> shape = List.of(1, steps, units);
            // ONNX keeps the order of time; Keras gives a backward layer's steps as they come.
            boolean turned = back && !reversed;
            String name = turned ? call.result() + "/rows" : call.result();
            Value rows = graph.reshape(name, results.get(0), shape);
            int[] places = IntStream.range(0, steps).map(i -> steps - 1 - i).toArray();
            values.add(turned ? graph.gather(call.result(), rows, 1, places) : rows);
        } else {
            values.add(graph.reshape(call.result(), results.get(1), List.of(1, units)));
        }
        if (call.truth("return_state", false)) {
            for (Value state : results.subList(1, results.size())) {
                values.add(graph.reshape(state.name() + "_state", state, List.of(1, units)));
            }
        }
        return values;
    }

    private List<Value> weights(Value x, boolean after) {
        int[] order =
                switch (kind) {
                    case "LSTM" -> new int[] {0, 3, 1, 2};
                    case "GRU" -> new int[] {0, 1, 2};
                    default -> new int[] {0};
                };
        int width = Math.multiplyExact(order.length, units);
        LayerWeights all = call.weights().part("cell");
        String where = call.weights().where();
        Numbers kernel =
                call.quantized(all.get("kernel", 0), "kernel_quantizer", true)
                        .require(where + ": kernel", x.extent(2), width);
        Numbers own =
                call.quantized(all.get("recurrent_kernel", 1), "recurrent_quantizer", true)
                        .require(where + ": recurrent_kernel", units, width);
        double[] bias = new double[2 * width];
        if (call.truth("use_bias", true)) {
            Numbers given = call.quantized(all.get("bias", 2), "bias_quantizer", false);
            boolean both = after || given.size() == 2 * width;
            if (both) {
                given.require(where + ": bias", 2, width);
            } else {
                given.require(where + ": bias", width);
            }
            System.arraycopy(given.values(), 0, bias, 0, given.size());
        }
        String name = call.result();
        Numbers first = gates(Numbers.of(bias).columns(0, width), order);
        Numbers second = gates(Numbers.of(bias).columns(width, width), order);
        double[] joined = new double[2 * width];
        System.arraycopy(first.values(), 0, joined, 0, width);
        System.arraycopy(second.values(), 0, joined, width, width);
        return List.of(
                graph.constant(
                        name + "/kernel", gates(kernel.transposed(1, 0), order, x.extent(2))),
                graph.constant(
                        name + "/recurrent_kernel", gates(own.transposed(1, 0), order, units)),
                graph.constant(name + "/bias", new Numbers(new int[] {1, 2 * width}, joined)));
    }

    /** The gates' numbers in another order. */
    private Numbers gates(Numbers list, int... order) {
        return gates(list, order, 1).reshaped(list.size());
    }

    /** The gates' rows in another order: [1][gates * units][columns]. */
    private Numbers gates(Numbers rows, int[] order, int columns) {
        double[] values = rows.values();
        double[] moved = new double[values.length];
        int block = units * columns;
        for (int gate = 0; gate < order.length; gate++) {
            System.arraycopy(values, order[gate] * block, moved, gate * block, block);
        }
        return new Numbers(new int[] {1, order.length * units, columns}, moved);
    }
}
