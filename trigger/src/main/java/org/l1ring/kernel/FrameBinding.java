package org.l1ring.kernel;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.feed.FrameField;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/** Binds a model's input columns to the fields of object frames. */
public final class FrameBinding {
    private FrameBinding() {}

    /**
     * The binding that a model states, or that follows from its family's published inputs: AXOL1TL
     * (57 features, momenta halved) and TOPO (20 features).
     */
    public static Optional<List<Model.Binding>> of(Model model) {
        return model.binding().isPresent()
                ? model.binding()
                : ofFamily(model.name(), model.columns());
    }

    /**
     * The binding of a family's published inputs.
     *
     * @param name begins with the family's name, AXOL1TL or TOPO, in any case
     * @param columns number of inputs
     * @return nothing for another family or number
     */
    public static Optional<List<Model.Binding>> ofFamily(String name, int columns) {
        String family = name.toUpperCase(Locale.ROOT);
        if (family.startsWith("AXOL1TL") && columns == 57) {
            List<Model.Binding> binding = new ArrayList<>();
            binding.add(new Model.Binding("MET_pt", 1));
            binding.add(new Model.Binding(Model.Binding.ZERO, 0));
            binding.add(new Model.Binding("MET_phi", 0));
            addObjects(binding, "EG", FrameField.EGAMMAS, 1);
            addObjects(binding, "MU", FrameField.MUONS, 1);
            addObjects(binding, "JET", FrameField.JETS, 1);
            return Optional.of(binding);
        }
        if (family.startsWith("TOPO") && columns == 20) {
            List<Model.Binding> binding = new ArrayList<>();
            binding.add(new Model.Binding("HT_pt", 0));
            binding.add(new Model.Binding(Model.Binding.ZERO, 0));
            addObjects(binding, "MU", 2, 0);
            addObjects(binding, "JET", 4, 0);
            return Optional.of(binding);
        }
        return Optional.empty();
    }

    private static void addObjects(
            List<Model.Binding> binding, String object, int count, int momentumShift) {
        for (int i = 0; i < count; i++) {
            binding.add(new Model.Binding(object + i + "_pt", momentumShift));
            binding.add(new Model.Binding(object + i + "_eta", 0));
            binding.add(new Model.Binding(object + i + "_phi", 0));
        }
    }

    /**
     * The circuit from the 64 fields of an object frame to the score, tightened by the ranges of
     * the fields.
     *
     * @param model with a binding
     * @param circuit of the model
     * @param output output column that is the score
     * @throws ModelException when a field is unknown, or its range exceeds the column's type
     */
    public static Circuit bind(Model model, Circuit circuit, int output) {
        List<Model.Binding> binding =
                of(model)
                        .orElseThrow(() ->
                                new ModelException(
                                        model.name(),
                                        "expected a binding of its "
                                                + model.columns()
                                                + " inputs to frame fields, got none; add"
                                                + " \"binding\" to the model or use"
                                                + " --source random or a file"));
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        for (FrameField field : FrameField.values()) {
            ports.add(
                    new Circuit.Port(
                            field.fieldName(), new Interval(field.minimum(), field.maximum()), 0));
        }
        int[] columns = new int[model.columns()];
        for (int i = 0; i < columns.length; i++) {
            columns[i] = column(model, builder, binding.get(i), i);
        }
        return finish(circuit, builder, ports, columns, output);
    }

    /**
     * The circuit from a frame of the model's own input columns to the score.
     *
     * @param circuit of a model
     * @param output output column that is the score
     */
    public static Circuit columns(Circuit circuit, int output) {
        CircuitBuilder builder = new CircuitBuilder();
        int[] columns = new int[circuit.inputs().size()];
        Arrays.setAll(columns, i -> builder.input(i, circuit.inputs().get(i).interval()));
        return finish(circuit, builder, circuit.inputs(), columns, output);
    }

    private static Circuit finish(
            Circuit circuit,
            CircuitBuilder builder,
            List<Circuit.Port> ports,
            int[] columns,
            int output) {
        int[] steps = builder.append(circuit, columns);
        Circuit.Output score = circuit.outputs().get(output);
        return builder.build(
                circuit.name(),
                ports,
                List.of(new Circuit.Output(score.name(), steps[score.step()], score.type())));
    }

    private static int column(
            Model model, CircuitBuilder builder, Model.Binding binding, int column) {
        if (binding.field().equals(Model.Binding.ZERO)) {
            return builder.constant(0);
        }
        String where = model.name() + ": binding[" + column + "]";
        FrameField field;
        try {
            field = FrameField.named(binding.field());
        } catch (IllegalArgumentException e) {
            throw new ModelException(where, e.getMessage());
        }
        Interval range = new Interval(field.minimum(), field.maximum());
        int input = builder.input(field.index(), range);
        FixedType whole = FixedType.signed(32, 32);
        FixedType type = model.columnType(column);
        int value = builder.cast(input, binding.shift(), whole);
        int raw =
                type.fraction() >= 0
                        ? builder.scale(value, 1L << type.fraction())
                        : builder.cast(value, -type.fraction(), whole);
        Interval interval = builder.interval(raw);
        if (!type.contains(interval.min()) || !type.contains(interval.max())) {
            throw new ModelException(
                    where,
                    "expected %s >> %d within %s, got raw values %s; widen the type or shift more"
                            .formatted(field.fieldName(), binding.shift(), type, interval));
        }
        return raw;
    }
}
