package org.l1ring.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;

/** Holds engines against given answers of a model, and against each other where none are given. */
public final class ModelCheck {
    private final Model model;
    private final Circuit circuit;
    private final Map<EngineKind, Evaluator> evaluators = new EnumMap<>(EngineKind.class);
    private final Map<EngineKind, Evaluator> layered = new EnumMap<>(EngineKind.class);
    private Circuit layeredCircuit;

    /**
     * A check of a model.
     *
     * @param model to evaluate
     * @param engines to compare, at least one
     * @throws org.l1ring.model.ModelException if the model cannot be lowered
     */
    public ModelCheck(Model model, List<EngineKind> engines) {
        this.model = model;
        this.circuit = Lowering.lower(model);
        for (EngineKind engine : engines) {
            evaluators.put(engine, engine.shared(model, circuit));
        }
    }

    /**
     * Checks one set of rows.
     *
     * @param set files of inputs, outputs and layers
     * @return rows that differ, for each engine
     * @throws IOException if a file cannot be read
     * @throws IllegalArgumentException if a file is not a table of this model
     */
    public SetResult check(VectorSet set) throws IOException {
        try (InputRows inputs = new InputRows(model, set)) {
            SetRun run = new SetRun(circuit, inputs, evaluators);
            if (set.layers().isEmpty()) {
                return run.run(set.name(), Optional.empty());
            }
            useLayers();
            if (layered.isEmpty()) {
                return run.run(set.name(), Optional.empty());
            }
            try (LayerRows layers = new LayerRows(model, layeredCircuit, set.layers().get())) {
                LayerRun layerRun = new LayerRun(layeredCircuit, layers, layered);
                return run.run(set.name(), Optional.of(layerRun));
            }
        }
    }

    /**
     * Checks a table of recorded crossings with decisions.
     *
     * @param table open table of the model
     * @return rows that differ, for each engine
     * @throws IOException if the table cannot be read
     */
    public SetResult check(DecisionTable table) throws IOException {
        return new DecisionRun(model, table, evaluators).run();
    }

    private void useLayers() {
        if (layeredCircuit == null) {
            layeredCircuit = Lowering.lowerWithLayers(model);
            for (EngineKind engine : new ArrayList<>(evaluators.keySet())) {
                if (!engine.firmware()) {
                    layered.put(engine, engine.shared(model, layeredCircuit));
                }
            }
        }
    }
}
