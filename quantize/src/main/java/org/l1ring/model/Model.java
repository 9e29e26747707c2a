package org.l1ring.model;

import java.util.List;
import java.util.Optional;
import org.l1ring.fixed.FixedType;

/**
 * A quantized network or forest: inputs, preprocessing, layers in order of execution, outputs.
 *
 * @param name the model's name, with its version
 * @param inputs the network's inputs in column order
 * @param preprocessing what turns columns into the network's inputs
 * @param layers in order of execution
 * @param outputs in column order
 * @param binding where each column comes from in a frame of Level-1 objects
 * @param threshold the accept threshold that belongs to the model
 */
public record Model(
        String name,
        List<Input> inputs,
        Optional<Preprocessing> preprocessing,
        List<Layer> layers,
        List<Output> outputs,
        Optional<List<Binding>> binding,
        Optional<Threshold> threshold) {

    /** Copies the lists. */
    public Model {
        inputs = List.copyOf(inputs);
        layers = List.copyOf(layers);
        outputs = List.copyOf(outputs);
        binding = binding.map(List::copyOf);
    }

    /** A group of input columns. */
    public record Input(String name, int size, ElementTypes types) {}

    /** A group of output columns: the value {@code from} cast to {@code types}. */
    public record Output(String name, String from, int size, ElementTypes types) {}

    /**
     * The frame field behind an input column: the column's value is {@code field >> shift}.
     *
     * @param field a frame field's name, or {@link #ZERO}
     * @param shift bits, 0..15
     */
    public record Binding(String field, int shift) {
        /** The field name of a column that is always zero. */
        public static final String ZERO = "ZERO";
    }

    /**
     * Accept when the raw score is at least {@code raw}.
     *
     * @param raw in the score's type
     * @param rateKhz the accept rate it was set for, in kHz
     */
    public record Threshold(long raw, double rateKhz) {}

    /** Number of input columns. */
    public int columns() {
        return inputs.stream().mapToInt(Input::size).sum();
    }

    /** Number of output columns. */
    public int outputColumns() {
        return outputs.stream().mapToInt(Output::size).sum();
    }

    /**
     * The type of an input column: the preprocessing's input type when there is one; for {@link
     * Preprocessing.SubtractDivide} without fraction bits, as the column's integer is the value.
     */
    public FixedType columnType(int column) {
        if (preprocessing.isPresent()) {
            FixedType type = preprocessing.get().inputType();
            return preprocessing.get() instanceof Preprocessing.SubtractDivide
                    ? new FixedType(
                            type.signed(),
                            type.width(),
                            type.width(),
                            type.quantization(),
                            type.overflow(),
                            type.saturationBits())
                    : type;
        }
        int start = 0;
        for (Input input : inputs) {
            if (column < start + input.size()) {
                return input.types().get(column - start);
            }
            start += input.size();
        }
        throw new IllegalArgumentException(
                "column: expected 0..%d, got %d".formatted(start - 1, column));
    }
}
