package org.l1ring.hls;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.lower.Lowering;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/** Circuits of single layers: the whole layer, or the part of it that each position repeats. */
final class LayerCircuits {
    /** Levels of adders beyond the fewest that a product may have. */
    private static final int DEPTH_SLACK = 2;

    private static final String INPUT = "x";

    private LayerCircuits() {}

    /**
     * The circuit of one layer, whose columns are its inputs' elements, one input after the other.
     */
    static Circuit of(Layer layer, List<Tensor> inputs) {
        List<Model.Input> columns = new ArrayList<>();
        for (int i = 0; i < inputs.size(); i++) {
            Tensor input = inputs.get(i);
            String name = layer.head().inputs().get(i);
            if (!layer.head().inputs().subList(0, i).contains(name)) {
                columns.add(new Model.Input(name, input.size(), input.types()));
            }
        }
        return circuit(layer, columns);
    }

    /**
     * The circuit of one layer.
     *
     * @param layer with one input
     * @param types of its input's elements
     * @param size elements of its input
     */
    static Circuit of(Layer layer, ElementTypes types, int size) {
        return circuit(layer, List.of(new Model.Input(layer.head().inputs().get(0), size, types)));
    }

    private static Circuit circuit(Layer layer, List<Model.Input> inputs) {
        Layer.Head head = layer.head();
        Model model =
                new Model(
                        head.name(),
                        inputs,
                        Optional.empty(),
                        List.of(layer),
                        List.of(
                                new Model.Output(
                                        "y",
                                        head.output(),
                                        layer.outputSize(),
                                        head.resultTypes())),
                        Optional.empty(),
                        Optional.empty());
        return Lowering.lower(model);
    }

    /** The products of one position as a dense layer that gives a result. */
    static Layer.Dense position(Layer.Dense dense, FixedType result) {
        return new Layer.Dense(
                head(dense, result),
                1,
                dense.inputs(),
                dense.outputs(),
                dense.weights(),
                dense.biases(),
                dense.accumulation());
    }

    /** The products of one patch as a dense layer that gives a result. */
    static Layer.Dense patch(Layer.Conv2d conv, FixedType result) {
        Layer.Window w = conv.window();
        return new Layer.Dense(
                head(conv, result),
                1,
                w.kernelHeight() * w.kernelWidth() * w.inChannels(),
                w.filters(),
                conv.weights(),
                conv.biases(),
                conv.accumulation());
    }

    /** One period of a batch normalisation. */
    static Layer.BatchNorm period(Layer.BatchNorm norm, int size, FixedType result) {
        return new Layer.BatchNorm(head(norm, result), size, norm.scale(), norm.bias());
    }

    private static Layer.Head head(Layer layer, FixedType result) {
        return new Layer.Head(layer.head().name(), List.of(INPUT), "y", ElementTypes.all(result));
    }

    /** The circuit with its sums as graphs of adders. */
    static Circuit adders(Circuit circuit) {
        return ExpandSums.expand(circuit, DEPTH_SLACK);
    }

    /**
     * The products as graphs of adders, where the accumulator permits any order: where it is exact,
     * wraps, or cannot reach its ends.
     *
     * @return nothing where its order counts
     */
    static Optional<Circuit> products(Layer layer, ElementTypes types, int size) {
        Circuit circuit;
        try {
            circuit = of(layer, types, size);
        } catch (ModelException e) {
            // Wider types than the whole model has: its circuit knows narrower intervals.
            return Optional.empty();
        }
        return anyOrder(layer) || oneSum(circuit) ? Optional.of(adders(circuit)) : Optional.empty();
    }

    private static boolean anyOrder(Layer layer) {
        Optional<FixedType> accumulator =
                layer instanceof Layer.Dense dense ? dense.accumulation().type() : Optional.empty();
        return accumulator
                .map(type -> type.overflow() == Overflow.WRAP && type.saturationBits() == 0)
                .orElse(true);
    }

    /** Whether each output is one exact sum and what is cast of it. */
    private static boolean oneSum(Circuit circuit) {
        int[] sums = new int[circuit.steps().size()];
        for (int id = 0; id < sums.length; id++) {
            Op op = circuit.op(id);
            sums[id] = Arrays.stream(Op.operands(op)).map(step -> sums[step]).max().orElse(0);
            sums[id] += op instanceof Op.Linear ? 1 : 0;
        }
        return Arrays.stream(sums).allMatch(levels -> levels <= 1);
    }

    /**
     * The statements of a function from arrays {@code x} or {@code x0, x1 ...} to one, {@code y}.
     */
    static List<String> statements(Circuit circuit, List<Tensor> arrays) {
        List<String> columns = new ArrayList<>();
        for (int k = 0; k < arrays.size(); k++) {
            for (int i = 0; i < size(circuit, arrays, k); i++) {
                columns.add("%s[%d]".formatted(name(arrays, k), i));
            }
        }
        List<String> lines =
                new ArrayList<>(
                        StraightLine.statements(
                                circuit,
                                i -> moved(columns.get(i), circuit.inputs().get(i).fraction())));
        for (int i = 0; i < circuit.outputs().size(); i++) {
            Circuit.Output output = circuit.outputs().get(i);
            String value = moved("v" + output.step(), -output.type().fraction());
            lines.add("y[%d] = %s;".formatted(i, output.type().width() == 0 ? "0" : value));
        }
        return lines;
    }

    /** The name of an array among the arguments of a function. */
    static String name(List<Tensor> arrays, int index) {
        return arrays.size() == 1 ? "x" : "x" + index;
    }

    /** The elements of an array that a function takes: of a single one, those of one position. */
    static int size(Circuit circuit, List<Tensor> arrays, int index) {
        return arrays.size() == 1 ? circuit.inputs().size() : arrays.get(index).size();
    }

    private static String moved(String value, int bits) {
        return bits == 0 ? value : "nnet::shift_point<%d>(%s)".formatted(bits, value);
    }
}
