package org.l1ring.hls;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.fixed.FixedType;
import org.l1ring.lower.Lowering;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/**
 * Text of a recurrent layer: one function for its cell, called in a loop over the steps, with the
 * states in arrays.
 *
 * <p>The function takes a step as it comes and gives the step's result as the layer does, so that
 * all casts are in it; its last argument gets the result, then the next states.
 */
final class RecurrentText {
    /** Names of values that no model has. */
    private static final String STEP = "a step";

    private static final String RESULT = "the step's result";

    private RecurrentText() {}

    /** Whether all steps come and leave in the same types, as one function for all needs it. */
    static boolean serves(Layer.Recurrent layer, Tensor in) {
        return in.types().uniform() && layer.head().resultTypes().uniform();
    }

    /**
     * Adds the function and the loop.
     *
     * @param in the sequence
     * @param out the results
     */
    static void write(ModelText text, Layer.Recurrent layer, int number, Tensor in, Tensor out) {
        Model cell = layer.cell();
        Circuit circuit = circuit(layer, in.types());
        String prefix = "layer" + number;
        List<Tensor> arrays = new ArrayList<>();
        arrays.add(
                new Tensor(
                        prefix + "_step",
                        in.typeName(),
                        in.storage(),
                        in.types(),
                        layer.features()));
        for (int i = 1; i < cell.inputs().size(); i++) {
            Model.Input state = cell.inputs().get(i);
            String name = prefix + "_state" + i;
            CppType type = CppType.widest(state.types());
            text.typedef(name + "_t", type, "layer " + layer.head().name());
            arrays.add(new Tensor(name, name + "_t", type, state.types(), state.size()));
        }
        String next = prefix + "_next";
        List<FixedType> all = new ArrayList<>();
        circuit.outputs().forEach(output -> all.add(output.type()));
        text.typedef(
                next + "_t", CppType.widest(new ElementTypes(all)), "layer " + layer.head().name());
        text.straightLine(prefix + "_cell", circuit, arrays, next + "_t");
        loop(text, layer, number, in, out, arrays);
    }

    private static void loop(
            ModelText text,
            Layer.Recurrent layer,
            int number,
            Tensor in,
            Tensor out,
            List<Tensor> arrays) {
        String prefix = "layer" + number;
        int features = layer.features();
        int units = layer.units();
        int results = units;
        for (Tensor state : arrays.subList(1, arrays.size())) {
            text.array(state, Integer.toString(state.size()));
            fill(text, "", state.size(), state.variable() + "[i] = 0;");
            results += state.size();
        }
        String step = layer.backwards() ? layer.steps() - 1 + " - turn" : "turn";
        text.statement(
                "for (int turn = 0; turn < %d; turn++) { // %s, its cell for each step"
                        .formatted(layer.steps(), Texts.oneLine(layer.head().name())));
        text.statement(
                "    %s %s[%d];".formatted(in.typeName(), arrays.get(0).variable(), features));
        text.statement("    %1$s_next_t %1$s_next[%2$d];".formatted(prefix, results));
        fill(
                text,
                "    ",
                features,
                "%s[i] = %s[(%s) * %d + i];"
                        .formatted(arrays.get(0).variable(), in.variable(), step, features));
        text.statement(
                "    %s_cell(%s, %s_next);"
                        .formatted(
                                prefix,
                                String.join(", ", arrays.stream().map(Tensor::variable).toList()),
                                prefix));
        String place = layer.allSteps() ? "(%s) * %d + i".formatted(step, units) : "i";
        fill(text, "    ", units, "%s[%s] = %s_next[i];".formatted(out.variable(), place, prefix));
        int from = units;
        for (Tensor state : arrays.subList(1, arrays.size())) {
            fill(
                    text,
                    "    ",
                    state.size(),
                    "%s[i] = %s_next[%d + i];".formatted(state.variable(), prefix, from));
            from += state.size();
        }
        text.statement("}");
    }

    private static void fill(ModelText text, String indent, int size, String what) {
        text.statement("%sfor (int i = 0; i < %d; i++) {".formatted(indent, size));
        text.statement("    %s%s".formatted(indent, what));
        text.statement(indent + "}");
    }

    /** The cell with the casts around it. */
    private static Circuit circuit(Layer.Recurrent layer, ElementTypes stepTypes) {
        Model cell = layer.cell();
        Layer.Head head = layer.head();
        Model.Input step = cell.inputs().get(0);
        Model.Output result = cell.outputs().get(0);
        List<Model.Input> inputs = new ArrayList<>(cell.inputs());
        inputs.set(0, new Model.Input(STEP, step.size(), stepTypes));
        List<Layer> layers = new ArrayList<>();
        layers.add(cast(STEP, step.name(), step.types(), step.size()));
        layers.addAll(cell.layers());
        layers.add(cast(result.from(), RESULT, result.types(), result.size()));
        List<Model.Output> outputs = new ArrayList<>(cell.outputs());
        outputs.set(0, new Model.Output("y", RESULT, result.size(), head.resultTypes()));
        return Lowering.lower(
                new Model(
                        head.name(),
                        inputs,
                        Optional.empty(),
                        layers,
                        outputs,
                        Optional.empty(),
                        Optional.empty()));
    }

    private static Layer cast(String from, String to, ElementTypes types, int size) {
        return new Layer.Linear(new Layer.Head(to, List.of(from), to, types), size);
    }
}
