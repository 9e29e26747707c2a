package org.l1ring.importer.onnx;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * A node with what it is given: results of the model, and constants.
 *
 * @param node the operation
 * @param signals one an input, empty where it is a constant or left out
 * @param operands the constants
 */
record Arguments(Node node, List<Optional<Signal>> signals, Operands operands) {
    /** Copies the list. */
    Arguments {
        signals = List.copyOf(signals);
    }

    /** A node of one signal. */
    static Arguments of(Node node, Signal x) {
        return new Arguments(
                node,
                List.of(Optional.of(x)),
                new Operands(node, List.of(Optional.empty()), Integer.MAX_VALUE));
    }

    /** Name of the first result, for layers. */
    String name() {
        return node.outputs().get(0);
    }

    int count() {
        return signals.size();
    }

    /** Whether an input is a result of the model. */
    boolean data(int index) {
        return index < signals.size() && signals.get(index).isPresent();
    }

    /** An input that must be a result of the model. */
    Signal signal(int index) {
        return Optional.of(index)
                .filter(this::data)
                .flatMap(signals::get)
                .orElseThrow(() ->
                        node.error("input %d: expected a result, got a constant".formatted(index)));
    }

    /** An input as a signal, also where it is a constant. */
    Signal any(int index) {
        return data(index) ? signal(index) : Signal.constant(first().source(), operands.get(index));
    }

    /** The first input that is a result of the model. */
    Signal first() {
        return signals.stream()
                .flatMap(Optional::stream)
                .findFirst()
                .orElseThrow(() -> node.error("expected a result as an input, got none"));
    }

    /** The places of inputs that are results of the model. */
    List<Integer> places() {
        return IntStream.range(0, signals.size()).filter(this::data).boxed().toList();
    }

    /** The constants with zeros of the right shape where there are results. */
    Operands shaped() {
        List<Optional<Tensor>> all =
                IntStream.range(0, signals.size())
                        .mapToObj(i ->
                                data(i)
                                        ? Optional.of(zeros(signal(i).shape()))
                                        : operands.optional(i))
                        .toList();
        return new Operands(node, all, operands.opset());
    }

    private static Tensor zeros(int[] shape) {
        return new Tensor(shape, new double[Tensor.size(shape)], false);
    }
}
