package org.l1ring.importer.onnx;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A node LSTM, GRU or RNN, for a batch of one.
 *
 * @param kind which cell
 * @param steps extent of time
 * @param inputs numbers a step
 * @param hidden numbers of the state
 * @param batchFirst whether the batch comes before time
 * @param resetAfter whether a GRU's reset comes after the product with the state
 * @param directions one, or forward and reverse
 */
record RecurrentNode(
        Kind kind,
        int steps,
        int inputs,
        int hidden,
        boolean batchFirst,
        boolean resetAfter,
        List<Direction> directions) {
    /** Operators of this kind. */
    static final Set<String> OPERATORS = Set.of("LSTM", "GRU", "RNN");

    private static final int MAX_STEPS = 1 << 12;

    /** Copies the list. */
    RecurrentNode {
        directions = List.copyOf(directions);
    }

    /** Cells. */
    enum Kind {
        /** Gates input, output, forget, cell. */
        LSTM,
        /** Gates update, reset, hidden. */
        GRU,
        /** One gate. */
        RNN;

        /** Gates of a cell, in the file's order. */
        int gates() {
            return switch (this) {
                case LSTM -> 4;
                case GRU -> 3;
                case RNN -> 1;
            };
        }

        private List<String> activations() {
            return switch (this) {
                case LSTM -> List.of("Sigmoid", "Tanh", "Tanh");
                case GRU -> List.of("Sigmoid", "Tanh");
                case RNN -> List.of("Tanh");
            };
        }
    }

    /**
     * One way through time.
     *
     * @param reverse whether from the last step to the first
     * @param weights [gates * hidden][inputs]
     * @param recurrence [gates * hidden][hidden]
     * @param bias [gates * hidden] of the inputs
     * @param recurrenceBias [gates * hidden] of the state
     * @param activations nodes of the functions in the file's order
     * @param hidden [hidden] state at the start
     * @param cell [hidden] the LSTM's cell at the start
     */
    record Direction(
            boolean reverse,
            Tensor weights,
            Tensor recurrence,
            Tensor bias,
            Tensor recurrenceBias,
            List<Node> activations,
            Tensor hidden,
            Tensor cell) {
        /** Copies the list. */
        Direction {
            activations = List.copyOf(activations);
        }

        double function(int index, double x) {
            return Functions.of(activations.get(index)).orElseThrow().applyAsDouble(x);
        }
    }

    /**
     * Reads a node.
     *
     * @param input shape of its first input
     */
    static RecurrentNode of(Operands operands, int[] input) {
        Node node = operands.node();
        Kind kind = Kind.valueOf(node.operator());
        boolean batchFirst = node.whole("layout", 0) != 0;
        Tensor w = operands.get(1);
        Tensor r = operands.get(2);
        if (input.length != 3 || w.rank() != 3 || r.rank() != 3) {
            throw node.error("expected an input and weights of three dimensions");
        }
        int steps = input[batchFirst ? 1 : 0];
        int batch = input[batchFirst ? 0 : 1];
        int hidden = r.extent(2);
        String way = node.text("direction", "forward");
        List<Boolean> reverse =
                switch (way) {
                    case "forward" -> List.of(false);
                    case "reverse" -> List.of(true);
                    case "bidirectional" -> List.of(false, true);
                    default -> throw node.error("attribute direction: got an unknown value");
                };
        checkShapes(operands, input, steps, batch, reverse.size());
        refuse(operands, steps);
        List<Direction> directions = new ArrayList<>();
        List<Node> functions = functions(node, kind, reverse.size());
        int each = functions.size() / reverse.size();
        for (int i = 0; i < reverse.size(); i++) {
            int rows = kind.gates() * hidden;
            Tensor bias = part(operands, 3, i, reverse.size(), 2 * rows);
            directions.add(
                    new Direction(
                            reverse.get(i),
                            part(operands, 1, i, reverse.size(), rows * input[2])
                                    .reshaped(rows, input[2]),
                            part(operands, 2, i, reverse.size(), rows * hidden)
                                    .reshaped(rows, hidden),
                            slice(bias, 0, rows),
                            slice(bias, rows, rows),
                            functions.subList(i * each, (i + 1) * each),
                            part(operands, 5, i, reverse.size(), hidden),
                            part(operands, 6, i, reverse.size(), hidden)));
        }
        return new RecurrentNode(
                kind,
                steps,
                input[2],
                hidden,
                batchFirst,
                node.whole("linear_before_reset", 0) != 0,
                directions);
    }

    private static void checkShapes(
            Operands operands, int[] input, int steps, int batch, int directions) {
        Node node = operands.node();
        Tensor w = operands.get(1);
        Tensor r = operands.get(2);
        int hidden = r.extent(2);
        int rows = Kind.valueOf(node.operator()).gates() * hidden;
        int[] fits = {directions, rows, input[2]};
        int[] square = {directions, rows, hidden};
        if (batch != 1
                || steps < 1
                || steps > MAX_STEPS
                || hidden < 1
                || !Arrays.equals(w.shape(), fits)
                || !Arrays.equals(r.shape(), square)) {
            throw node.error(
                    "expected a batch of one, 1 to %d steps, weights %s and %s, got input %s and %s, %s"
                            .formatted(
                                    MAX_STEPS,
                                    Arrays.toString(fits),
                                    Arrays.toString(square),
                                    Arrays.toString(input),
                                    Arrays.toString(w.shape()),
                                    Arrays.toString(r.shape())));
        }
        if (node.has("hidden_size") && node.whole("hidden_size", 0) != hidden) {
            throw node.error("attribute hidden_size: expected that of the weights, " + hidden);
        }
    }

    private static void refuse(Operands operands, int steps) {
        Node node = operands.node();
        boolean whole =
                operands.optional(4).isEmpty()
                        || Arrays.stream(operands.get(4).values()).allMatch(n -> n == steps);
        if (!whole) {
            throw node.error(
                    "expected sequences of all %d steps, got shorter ones".formatted(steps));
        }
        if (node.has("clip") || node.whole("input_forget", 0) != 0) {
            throw node.error("expected no clip and no input_forget; they are not supported");
        }
        boolean holes =
                operands.optional(7).isPresent()
                        && Arrays.stream(operands.get(7).values()).anyMatch(p -> p != 0);
        if (node.operator().equals("LSTM") && holes) {
            throw node.error("expected no peepholes; they are not supported");
        }
    }

    /** A direction's part of an input, or zeros where it is left out. */
    private static Tensor part(Operands operands, int index, int direction, int of, int size) {
        if (operands.optional(index).isEmpty()) {
            return new Tensor(new int[] {size}, new double[size], false);
        }
        Tensor whole = operands.get(index);
        if (whole.size() != of * size) {
            throw operands.node()
                    .error(
                            "input %s: expected %d numbers, got %d"
                                    .formatted(
                                            operands.node().inputs().get(index),
                                            of * size,
                                            whole.size()));
        }
        return slice(whole, direction * size, size);
    }

    private static Tensor slice(Tensor x, int start, int size) {
        return new Tensor(
                new int[] {size}, Arrays.copyOfRange(x.values(), start, start + size), false);
    }

    /** The functions of all directions as nodes with settings. */
    private static List<Node> functions(Node node, Kind kind, int directions) {
        List<String> names = new ArrayList<>(node.texts("activations"));
        if (names.isEmpty()) {
            for (int i = 0; i < directions; i++) {
                names.addAll(kind.activations());
            }
        }
        if (names.size() != directions * kind.activations().size()) {
            throw node.error(
                    "attribute activations: expected %d, got %d"
                            .formatted(directions * kind.activations().size(), names.size()));
        }
        double[] alphas = node.reals("activation_alpha").orElse(new double[0]);
        double[] betas = node.reals("activation_beta").orElse(new double[0]);
        int alpha = 0;
        int beta = 0;
        List<Node> nodes = new ArrayList<>();
        for (String name : names) {
            Map<String, Attribute> settings = new HashMap<>();
            boolean two = Set.of("HardSigmoid", "Affine", "ScaledTanh").contains(name);
            boolean one = Set.of("LeakyRelu", "ThresholdedRelu", "Elu").contains(name);
            if ((one || two) && alpha < alphas.length) {
                settings.put("alpha", new Attribute.Real(alphas[alpha++]));
            }
            if (two && beta < betas.length) {
                settings.put("beta", new Attribute.Real(betas[beta++]));
            }
            Node made = new Node(node.where(), node.name(), name, List.of(), List.of(), settings);
            if (Functions.of(made).isEmpty()) {
                throw node.error(
                        "attribute activations: expected functions that are operators too, got "
                                + GraphReader.line(name));
            }
            nodes.add(made);
        }
        return nodes;
    }

    /** The results Y, Y_h and, of an LSTM, Y_c. */
    List<Tensor> apply(Tensor x) {
        int size = directions.size();
        double[] all = new double[steps * size * hidden];
        double[] last = new double[size * hidden];
        double[] cells = new double[size * hidden];
        for (int d = 0; d < size; d++) {
            Direction direction = directions.get(d);
            double[] state = direction.hidden().values().clone();
            double[] cell = direction.cell().values().clone();
            for (int i = 0; i < steps; i++) {
                int step = direction.reverse() ? steps - 1 - i : i;
                double[] now = Arrays.copyOfRange(x.values(), step * inputs, (step + 1) * inputs);
                step(direction, now, state, cell);
                System.arraycopy(state, 0, all, (step * size + d) * hidden, hidden);
            }
            System.arraycopy(state, 0, last, d * hidden, hidden);
            System.arraycopy(cell, 0, cells, d * hidden, hidden);
        }
        int[] ends = endShape();
        return List.of(
                new Tensor(allShape(), all, false),
                new Tensor(ends, last, false),
                new Tensor(ends, cells, false));
    }

    int[] allShape() {
        return batchFirst
                ? new int[] {1, steps, directions.size(), hidden}
                : new int[] {steps, directions.size(), 1, hidden};
    }

    int[] endShape() {
        return batchFirst
                ? new int[] {1, directions.size(), hidden}
                : new int[] {directions.size(), 1, hidden};
    }

    private void step(Direction d, double[] x, double[] state, double[] cell) {
        double[] in = sums(d.weights(), d.bias(), x);
        double[] back = sums(d.recurrence(), d.recurrenceBias(), state);
        double[] old = state.clone();
        switch (kind) {
            case LSTM -> {
                for (int i = 0; i < hidden; i++) {
                    double input = d.function(0, in[i] + back[i]);
                    double output = d.function(0, in[hidden + i] + back[hidden + i]);
                    double forget = d.function(0, in[2 * hidden + i] + back[2 * hidden + i]);
                    double fresh = d.function(1, in[3 * hidden + i] + back[3 * hidden + i]);
                    cell[i] = forget * cell[i] + input * fresh;
                    state[i] = output * d.function(2, cell[i]);
                }
            }
            case GRU -> {
                double[] update = new double[hidden];
                double[] reset = new double[hidden];
                for (int i = 0; i < hidden; i++) {
                    update[i] = d.function(0, in[i] + back[i]);
                    reset[i] = d.function(0, in[hidden + i] + back[hidden + i]);
                    old[i] = resetAfter ? state[i] : reset[i] * state[i];
                }
                double[] part = resetAfter ? back : sums(d.recurrence(), d.recurrenceBias(), old);
                for (int i = 0; i < hidden; i++) {
                    double recurrent = part[2 * hidden + i] * (resetAfter ? reset[i] : 1);
                    double fresh = d.function(1, in[2 * hidden + i] + recurrent);
                    state[i] = (1 - update[i]) * fresh + update[i] * state[i];
                }
            }
            case RNN -> {
                for (int i = 0; i < hidden; i++) {
                    state[i] = d.function(0, in[i] + back[i]);
                }
            }
        }
    }

    private static double[] sums(Tensor weights, Tensor bias, double[] x) {
        double[] sums = bias.values().clone();
        for (int row = 0; row < sums.length; row++) {
            for (int k = 0; k < x.length; k++) {
                sums[row] += weights.get(row * x.length + k) * x[k];
            }
        }
        return sums;
    }
}
