package org.l1ring.lower;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.Parameters;
import org.l1ring.model.Preprocessing;

/**
 * Lowers a model to its exact circuit, keeping the source tool's arithmetic and simplifying only
 * where intervals prove that nothing changes.
 */
public final class Lowering {
    private final Model model;
    private final boolean parametric;
    private final CircuitBuilder builder = new CircuitBuilder();
    private final Arithmetic arithmetic = new Arithmetic(builder);
    private final Map<String, Value[]> tensors = new HashMap<>();
    private final List<Circuit.Output> layerOutputs = new ArrayList<>();
    private final List<String> parts = new ArrayList<>();
    private final List<Integer> partEnds = new ArrayList<>();
    private int[] kept = {};

    private Lowering(Model model, boolean parametric) {
        this.model = model;
        this.parametric = parametric;
    }

    /**
     * The circuit of a model: its input columns, its output columns.
     *
     * @throws ModelException when an exact intermediate result may leave 64 bits
     */
    public static Circuit lower(Model model) {
        return new Lowering(model, false).run(false);
    }

    /** The circuit of a model and the part of the model that each step comes from. */
    public static LoweredParts lowerWithParts(Model model) {
        return withParts(new Lowering(model, false));
    }

    /** The same with the model's parameters as further columns. */
    static LoweredParts lowerWithParameters(Model model) {
        return withParts(new Lowering(model, true));
    }

    private static LoweredParts withParts(Lowering lowering) {
        Circuit circuit = lowering.run(false);
        List<Integer> partOf = new ArrayList<>();
        for (int id : lowering.kept) {
            int part = 0;
            while (lowering.partEnds.get(part) <= id) {
                part++;
            }
            partOf.add(part);
        }
        return new LoweredParts(circuit, lowering.parts, partOf);
    }

    /**
     * The circuit of a model whose outputs are followed by every intermediate value: {@code
     * scaled_i} after preprocessing, then {@code <layer output>_i} for each layer.
     */
    public static Circuit lowerWithLayers(Model model) {
        return new Lowering(model, false).run(true);
    }

    private Circuit run(boolean layers) {
        List<Circuit.Port> ports = new ArrayList<>();
        Value[] columns = columns(ports);
        if (parametric) {
            parameters(ports);
        }
        endPart("inputs");
        bindInputs(preprocess(columns));
        endPart("preprocessing");
        for (Layer layer : model.layers()) {
            String where = model.name() + ": layer " + layer.head().name();
            lower(layer, where);
            endPart(layer.head().name());
        }
        List<Circuit.Output> outputs = new ArrayList<>();
        for (Model.Output output : model.outputs()) {
            Value[] values = tensors.get(output.from());
            guarded(
                    model.name() + ": output " + output.name(),
                    () -> addOutputs(outputs, output.name(), values, output.types()));
        }
        endPart("outputs");
        if (layers) {
            outputs.addAll(layerOutputs);
        }
        kept = builder.kept(outputs);
        return builder.build(model.name(), ports, outputs);
    }

    private void endPart(String name) {
        parts.add(name);
        partEnds.add(builder.size());
    }

    private static void guarded(String where, Runnable action) {
        try {
            action.run();
        } catch (ArithmeticException e) {
            throw new ModelException(
                    where,
                    "expected exact results within 64 bits, got more ("
                            + e.getMessage()
                            + "); narrow its types");
        }
    }

    private void addOutputs(
            List<Circuit.Output> outputs, String name, Value[] values, ElementTypes types) {
        for (int i = 0; i < values.length; i++) {
            FixedType type = types.get(i);
            String column = values.length == 1 ? name : name + "_" + i;
            outputs.add(new Circuit.Output(column, arithmetic.cast(values[i], type).step(), type));
        }
    }

    private Value[] columns(List<Circuit.Port> ports) {
        Value[] columns = new Value[model.columns()];
        int column = 0;
        for (Model.Input input : model.inputs()) {
            for (int i = 0; i < input.size(); i++, column++) {
                FixedType type = model.columnType(column);
                int at = column;
                guarded(
                        model.name() + ": input " + input.name(),
                        () -> {
                            Interval range = new Interval(type.minimumRaw(), type.maximumRaw());
                            ports.add(new Circuit.Port("x" + at, range, type.fraction()));
                            columns[at] = new Value(builder.input(at, range), type.fraction());
                        });
            }
        }
        return columns;
    }

    private void parameters(List<Circuit.Port> ports) {
        for (ConstantArray array : Parameters.of(model)) {
            FixedType type = Parameters.type(array);
            Interval range = new Interval(type.minimumRaw(), type.maximumRaw());
            int[] steps = new int[array.size()];
            for (int i = 0; i < steps.length; i++) {
                steps[i] = builder.input(ports.size(), range);
                int parameter = ports.size() - model.columns();
                ports.add(new Circuit.Port("p" + parameter, range, type.fraction()));
            }
            arithmetic.parameter(array, steps);
        }
    }

    private Value[] preprocess(Value[] columns) {
        if (model.preprocessing().isEmpty()) {
            return columns;
        }
        Preprocessing rule = model.preprocessing().get();
        Value[] scaled = new Value[columns.length];
        guarded(
                model.name() + ": preprocessing",
                () -> {
                    for (int i = 0; i < columns.length; i++) {
                        scaled[i] = preprocess(rule, columns[i], i);
                    }
                });
        for (int i = 0; i < scaled.length; i++) {
            layerOutputs.add(
                    new Circuit.Output("scaled_" + i, scaled[i].step(), rule.outputType()));
        }
        return scaled;
    }

    private Value preprocess(Preprocessing rule, Value x, int column) {
        return switch (rule) {
            case Preprocessing.OffsetThenShift r -> {
                FixedType type = r.inputType();
                Value offset = arithmetic.constant(r.offsets().raw(column), r.offsets().fraction());
                Value t = arithmetic.cast(arithmetic.difference(x, offset), type);
                int shift = r.shift(column);
                // A shift moves the binary point; the bits beyond the input type are lost,
                // whatever its modes.
                Value moved =
                        arithmetic.cast(
                                new Value(t.step(), t.fraction() + shift), truncating(type));
                yield arithmetic.cast(moved, r.outputType());
            }
            case Preprocessing.SubtractDivide r -> {
                Value bias = arithmetic.constant(r.bias(column), 0);
                Value difference = arithmetic.difference(x, bias);
                Value quotient =
                        new Value(difference.step(), difference.fraction() + r.normBits(column));
                yield arithmetic.cast(quotient, r.outputType());
            }
        };
    }

    private static FixedType truncating(FixedType type) {
        return new FixedType(
                type.signed(), type.width(), type.integer(), Quantization.TRN, Overflow.WRAP, 0);
    }

    private void bindInputs(Value[] scaled) {
        int start = 0;
        for (Model.Input input : model.inputs()) {
            Value[] values = new Value[input.size()];
            for (int i = 0; i < values.length; i++) {
                Value value = scaled[start + i];
                values[i] =
                        model.preprocessing().isPresent()
                                ? arithmetic.cast(value, input.types().get(i))
                                : value;
            }
            tensors.put(input.name(), values);
            start += input.size();
        }
    }

    private void lower(Layer layer, String where) {
        guarded(
                where,
                () -> {
                    Layer.Head head = layer.head();
                    List<Value[]> inputs = head.inputs().stream().map(tensors::get).toList();
                    Value[] values = LayerLowering.lower(arithmetic, layer, inputs, where);
                    for (int i = 0; i < values.length; i++) {
                        FixedType type = head.resultTypes().get(i);
                        values[i] = arithmetic.cast(values[i], type);
                        layerOutputs.add(
                                new Circuit.Output(
                                        head.output() + "_" + i, values[i].step(), type));
                    }
                    tensors.put(head.output(), values);
                });
    }
}
