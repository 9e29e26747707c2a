package org.l1ring.importer.keras;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Writes recurrent layers, states at zero before the first step: as one operator where it has their
 * functions, else step by step.
 */
final class RecurrentLayers {
    private static final int MOST_STEPS = 512;

    private final GraphBuilder graph;
    private final Activations activations;

    RecurrentLayers(GraphBuilder graph, Activations activations) {
        this.graph = graph;
        this.activations = activations;
    }

    /**
     * A layer's results: the sequence or its end, then the states where they are asked for.
     *
     * @param reversed whether the steps go from the last to the first
     */
    List<Value> apply(LayerCall call, boolean reversed) {
        Optional<List<String>> functions = RecurrentOperator.functions(call);
        return functions.isPresent()
                ? new RecurrentOperator(graph, call).apply(functions.get(), reversed)
                : unrolled(call, reversed);
    }

    private List<Value> unrolled(LayerCall call, boolean reversed) {
        Cell cell = new Cell(call);
        int steps = cell.x.extent(1);
        if (steps > MOST_STEPS) {
            throw call.error("expected at most %d steps, got %d".formatted(MOST_STEPS, steps));
        }
        List<Value> states = new ArrayList<>();
        List<Value> all = new ArrayList<>();
        boolean back = reversed ^ call.truth("go_backwards", false);
        for (int step = 0; step < steps; step++) {
            int at = back ? steps - 1 - step : step;
            states = cell.step(at, states);
            all.add(states.get(0));
        }
        List<Value> results = new ArrayList<>();
        if (call.truth("return_sequences", false)) {
            List<Value> rows = new ArrayList<>();
            // A wrapper of two directions puts the backward one into the order of time again.
            for (Value row : reversed ? all.reversed() : all) {
                rows.add(graph.reshape(row.name() + "/row", row, List.of(1, 1, row.extent(1))));
            }
            results.add(graph.concat(call.result(), rows, 1));
        } else {
            results.add(graph.identity(call.result(), states.get(0)));
        }
        if (call.truth("return_state", false)) {
            results.addAll(states);
        }
        return results;
    }

    /** What is added to the products with the inputs and with the state. */
    private record Biases(Optional<Numbers> inputs, Optional<Numbers> state) {}

    private static Biases biases(LayerCall call, LayerWeights weights, boolean after, int width) {
        if (!call.truth("use_bias", true)) {
            return new Biases(Optional.empty(), Optional.empty());
        }
        String where = call.weights().where() + ": bias";
        Numbers bias = call.quantized(weights.get("bias", 2), "bias_quantizer", false);
        if (!after && bias.size() != 2 * width) {
            return new Biases(Optional.of(bias.require(where, width)), Optional.empty());
        }
        if (after) {
            bias.require(where, 2, width);
        }
        Numbers flat = bias.reshaped(2 * width);
        Numbers first = flat.columns(0, width);
        Numbers second = flat.columns(width, width);
        if (after) {
            return new Biases(Optional.of(first), Optional.of(second));
        }
        double[] sum = first.values();
        for (int i = 0; i < width; i++) {
            sum[i] += second.get(i);
        }
        return new Biases(Optional.of(Numbers.of(sum)), Optional.empty());
    }

    /** The arithmetic of one step. */
    private final class Cell {
        private final LayerCall call;
        private final String kind;
        private final int units;
        private final Value x;
        private final Value inputs;
        private final Value recurrent;
        private final Optional<Value> recurrentBias;
        private final Optional<Value> resetRecurrent;

        Cell(LayerCall call) {
            this.call = call;
            this.kind = call.kind().replaceFirst("^(Q|CuDNN)", "");
            this.units = call.positive("units");
            this.x = call.x(3);
            int gates = kind.equals("LSTM") ? 4 : kind.equals("GRU") ? 3 : 1;
            int width = Math.multiplyExact(gates, units);
            LayerWeights weights = call.weights().part("cell");
            String where = call.weights().where();
            Numbers kernel =
                    call.quantized(weights.get("kernel", 0), "kernel_quantizer", true)
                            .require(where + ": kernel", x.extent(2), width);
            Numbers own =
                    call.quantized(weights.get("recurrent_kernel", 1), "recurrent_quantizer", true)
                            .require(where + ": recurrent_kernel", units, width);
            boolean after =
                    kind.equals("GRU")
                            && (call.truth("reset_after", false)
                                    || call.kind().startsWith("CuDNN"));
            Value product =
                    graph.matMul(
                            call.result() + "/product",
                            x,
                            graph.constant(call.result() + "/kernel", kernel));
            Biases biases = biases(call, weights, after, width);
            this.inputs =
                    biases.inputs
                            .map(bias -> {
                                Value added = graph.constant(call.result() + "/bias", bias);
                                return graph.both("Add", call.result() + "/inputs", product, added);
                            })
                            .orElse(product);
            this.recurrentBias =
                    biases.state.map(
                            bias -> graph.constant(call.result() + "/recurrent_bias", bias));
            boolean before = kind.equals("GRU") && !after;
            Numbers main = before ? own.columns(0, 2 * units) : own;
            this.recurrent = graph.constant(call.result() + "/recurrent", main);
            this.resetRecurrent =
                    before
                            ? Optional.of(
                                    graph.constant(
                                            call.result() + "/recurrent_reset",
                                            own.columns(2 * units, units)))
                            : Optional.empty();
        }

        /** The next states, the result first. */
        List<Value> step(int at, List<Value> states) {
            String name = call.result() + "/step_" + at;
            Value row = graph.gather(name + "/input", inputs, 1, at);
            Value sum = graph.reshape(name + "/sum", row, List.of(1, inputs.extent(2)));
            List<Value> held = new ArrayList<>();
            for (int i = 0; i < states.size(); i++) {
                Value state = states.get(i);
                String state1 = name + "/state_" + i;
                held.add(
                        call.quantizer("state_quantizer")
                                .map(q -> ActivationQuantizer.apply(graph, q, state, state1))
                                .orElse(state));
            }
            return switch (kind) {
                case "LSTM" -> lstm(name, sum, held);
                case "GRU" -> gru(name, sum, held);
                default ->
                        List.of(
                                activated(
                                        name,
                                        "activation",
                                        held.isEmpty()
                                                ? sum
                                                : graph.both(
                                                        "Add",
                                                        name + "/all",
                                                        sum,
                                                        product(name, held.get(0)))));
            };
        }

        private Value product(String name, Value state) {
            return graph.matMul(name + "/product", state, recurrent);
        }

        private Value activated(String name, String setting, Value y) {
            String otherwise = setting.equals("activation") ? "tanh" : "sigmoid";
            return call.config().has(setting)
                    ? activations.apply(call.where(), call.config().path(setting), y, name)
                    : graph.each(otherwise.equals("tanh") ? "Tanh" : "Sigmoid", name, y);
        }

        private Value gate(String name, Value sums, int index) {
            int[] places = IntStream.range(index * units, (index + 1) * units).toArray();
            return graph.gather(name, sums, 1, places);
        }

        private List<Value> lstm(String name, Value sum, List<Value> states) {
            Value sums =
                    states.isEmpty()
                            ? sum
                            : graph.both("Add", name + "/all", sum, product(name, states.get(0)));
            Value in = activated(name + "/in", "recurrent_activation", gate(name + "/i", sums, 0));
            Value candidate =
                    activated(name + "/candidate", "activation", gate(name + "/c", sums, 2));
            Value out =
                    activated(name + "/out", "recurrent_activation", gate(name + "/o", sums, 3));
            Value carry = graph.both("Mul", name + "/new", in, candidate);
            if (!states.isEmpty()) {
                Value forget =
                        activated(
                                name + "/forget",
                                "recurrent_activation",
                                gate(name + "/f", sums, 1));
                Value kept = graph.both("Mul", name + "/kept", forget, states.get(1));
                carry = graph.both("Add", name + "/carry", kept, carry);
            }
            Value shown = activated(name + "/shown", "activation", carry);
            return List.of(graph.both("Mul", name, out, shown), carry);
        }

        private List<Value> gru(String name, Value sum, List<Value> states) {
            Optional<Value> back =
                    states.isEmpty()
                            ? recurrentBias.map(bias -> {
                                Value zero = graph.with("Mul", name + "/none", sum, 0);
                                return graph.both("Add", name + "/recurrent", zero, bias);
                            })
                            : Optional.of(recurrentSum(name, states.get(0)));
            Value update = gruGate(name + "/update", sum, back, 0);
            Value candidateIn = gate(name + "/h", sum, 2);
            Value candidate = candidateIn;
            if (resetRecurrent.isPresent()) {
                if (!states.isEmpty()) {
                    Value reset = gruGate(name + "/reset", sum, back, 1);
                    Value part = graph.both("Mul", name + "/part", reset, states.get(0));
                    Value product =
                            graph.matMul(name + "/reset_product", part, resetRecurrent.get());
                    candidate = graph.both("Add", name + "/all", candidateIn, product);
                }
            } else if (back.isPresent()) {
                Value reset = gruGate(name + "/reset", sum, back, 1);
                Value part =
                        graph.both("Mul", name + "/part", reset, gate(name + "/rh", back.get(), 2));
                candidate = graph.both("Add", name + "/all", candidateIn, part);
            }
            Value fresh = activated(name + "/fresh", "activation", candidate);
            Value minus = graph.each("Neg", name + "/minus", update);
            Value rest = graph.with("Add", name + "/rest", minus, 1);
            Value next = graph.both("Mul", name + "/next", rest, fresh);
            if (states.isEmpty()) {
                return List.of(next);
            }
            Value kept = graph.both("Mul", name + "/kept", update, states.get(0));
            return List.of(graph.both("Add", name, kept, next));
        }

        private Value recurrentSum(String name, Value state) {
            Value product = product(name, state);
            return recurrentBias
                    .map(bias -> graph.both("Add", name + "/recurrent", product, bias))
                    .orElse(product);
        }

        private Value gruGate(String name, Value sum, Optional<Value> back, int index) {
            Value own = gate(name + "/x", sum, index);
            Value all =
                    back.map(value ->
                                    graph.both(
                                            "Add",
                                            name + "/sum",
                                            own,
                                            gate(name + "/h", value, index)))
                            .orElse(own);
            return activated(name, "recurrent_activation", all);
        }
    }
}
