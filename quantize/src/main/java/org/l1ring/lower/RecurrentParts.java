package org.l1ring.lower;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;

/**
 * A model cut at its recurrent layers: segments without such layers, loops between them.
 *
 * <p>Recurrent layers that do not wait for each other run in the same loop. The outputs of a
 * segment before a loop are the sequences of its cells, one cell after the other and of the cells'
 * own types, then the values that only pass by. The inputs of the segment behind it are the cells'
 * results, all steps of one cell after the other, then the values that passed by.
 *
 * @param segments one more than loops
 * @param loops the cells of each
 */
public record RecurrentParts(List<LoweredParts> segments, List<List<Cell>> loops) {

    /** Copies the lists. */
    public RecurrentParts {
        segments = List.copyOf(segments);
        loops = loops.stream().map(List::copyOf).toList();
    }

    /**
     * A cell that a loop feeds.
     *
     * @param layer that it is of
     * @param lowered its circuit: a step and the states to the step's result and the next states
     */
    public record Cell(Layer.Recurrent layer, LoweredParts lowered) {
        /** Elements of the whole sequence. */
        public int sequenceSize() {
            return layer.steps() * layer.features();
        }
    }

    /**
     * Cuts and lowers a model.
     *
     * @throws ModelException if it has no recurrent layer, or if an exact result may leave 64 bits
     */
    public static RecurrentParts of(Model model) {
        return new Cutter(model).parts();
    }

    /** A value of the model. */
    private record Tensor(String name, int size, ElementTypes types, int segment) {}

    private static final class Cutter {
        private final Model model;
        private final Map<String, Tensor> tensors = new LinkedHashMap<>();
        private final Map<String, Integer> lastUse = new HashMap<>();
        private final List<List<Layer>> layers = new ArrayList<>();
        private final List<List<Layer.Recurrent>> loops = new ArrayList<>();

        Cutter(Model model) {
            this.model = model;
            for (Model.Input input : model.inputs()) {
                tensors.put(input.name(), new Tensor(input.name(), input.size(), input.types(), 0));
            }
            layers.add(new ArrayList<>());
            model.layers().forEach(this::place);
            for (Model.Output output : model.outputs()) {
                lastUse.merge(output.from(), loops.size(), Math::max);
            }
            if (loops.isEmpty()) {
                throw new ModelException(
                        model.name(),
                        "expected a recurrent layer to run step by step, got none; make it"
                                + " unrolled");
            }
        }

        /** To the first segment, or loop behind it, in which all that the layer reads is there. */
        private void place(Layer layer) {
            Layer.Head head = layer.head();
            int segment =
                    head.inputs().stream()
                            .mapToInt(name -> tensors.get(name).segment())
                            .max()
                            .orElse(0);
            head.inputs().forEach(name -> lastUse.merge(name, segment, Math::max));
            int after = segment;
            if (layer instanceof Layer.Recurrent recurrent) {
                if (segment == loops.size()) {
                    loops.add(new ArrayList<>());
                    layers.add(new ArrayList<>());
                }
                loops.get(segment).add(recurrent);
                // Its results still have to be cast.
                layers.get(segment + 1).add(cast(recurrent));
                after++;
            } else {
                layers.get(segment).add(layer);
            }
            Tensor result =
                    new Tensor(head.output(), layer.outputSize(), head.resultTypes(), after);
            tensors.put(head.output(), result);
        }

        private static Layer cast(Layer.Recurrent recurrent) {
            Layer.Head head = recurrent.head();
            Layer.Head casting =
                    new Layer.Head(
                            head.name(), List.of(raw(head)), head.output(), head.resultTypes());
            return new Layer.Linear(casting, recurrent.outputSize());
        }

        /** The name of a cell's results before they are cast. */
        private static String raw(Layer.Head head) {
            return head.output() + " before its cast";
        }

        private RecurrentParts parts() {
            List<LoweredParts> segments = new ArrayList<>();
            for (int segment = 0; segment < layers.size(); segment++) {
                segments.add(segment(segment));
            }
            List<List<Cell>> cells = new ArrayList<>();
            int number = 1;
            for (List<Layer.Recurrent> loop : loops) {
                List<Cell> of = new ArrayList<>();
                for (Layer.Recurrent layer : loop) {
                    of.add(new Cell(layer, cell(layer, number++)));
                }
                cells.add(of);
            }
            return new RecurrentParts(segments, cells);
        }

        /** A cell under the name of the model, its parts under that of the layer. */
        private LoweredParts cell(Layer.Recurrent layer, int number) {
            Model cell = layer.cell();
            LoweredParts lowered =
                    Lowering.lowerWithParts(
                            new Model(
                                    model.name() + "_cell" + number,
                                    cell.inputs(),
                                    Optional.empty(),
                                    cell.layers(),
                                    cell.outputs(),
                                    Optional.empty(),
                                    Optional.empty()));
            String prefix = layer.head().name() + ".";
            return new LoweredParts(
                    lowered.circuit(),
                    lowered.parts().stream().map(prefix::concat).toList(),
                    lowered.partOf());
        }

        private LoweredParts segment(int index) {
            boolean first = index == 0;
            boolean last = index == loops.size();
            List<Model.Input> inputs = first ? model.inputs() : inputs(index);
            LoweredParts lowered =
                    Lowering.lowerWithParts(
                            new Model(
                                    model.name() + "_part" + (index + 1),
                                    inputs,
                                    first ? model.preprocessing() : Optional.empty(),
                                    layers.get(index),
                                    last ? model.outputs() : outputs(index),
                                    Optional.empty(),
                                    Optional.empty()));
            List<String> parts = new ArrayList<>(lowered.parts());
            if (!last) {
                parts.set(parts.size() - 1, "to " + loops.get(index).get(0).head().name());
            }
            return new LoweredParts(lowered.circuit(), parts, lowered.partOf());
        }

        private List<Model.Input> inputs(int index) {
            List<Model.Input> inputs = new ArrayList<>();
            for (Layer.Recurrent layer : loops.get(index - 1)) {
                inputs.add(
                        new Model.Input(
                                raw(layer.head()),
                                layer.outputSize(),
                                repeated(
                                        layer.cell().outputs().get(0).types(),
                                        layer.outputSize())));
            }
            for (Tensor tensor : passing(index)) {
                inputs.add(new Model.Input(tensor.name(), tensor.size(), tensor.types()));
            }
            return inputs;
        }

        private List<Model.Output> outputs(int index) {
            List<Model.Output> outputs = new ArrayList<>();
            for (Layer.Recurrent layer : loops.get(index)) {
                int size = layer.steps() * layer.features();
                ElementTypes types = repeated(layer.cell().inputs().get(0).types(), size);
                String name = "to " + layer.head().name();
                outputs.add(new Model.Output(name, layer.head().inputs().get(0), size, types));
            }
            for (Tensor tensor : passing(index + 1)) {
                outputs.add(
                        new Model.Output(
                                tensor.name(), tensor.name(), tensor.size(), tensor.types()));
            }
            return outputs;
        }

        /** What is there before a segment's loop and is read in the segment or behind it. */
        private List<Tensor> passing(int segment) {
            return tensors.values().stream()
                    .filter(tensor -> tensor.segment() < segment)
                    .filter(tensor -> lastUse.getOrDefault(tensor.name(), -1) >= segment)
                    .sorted(Comparator.comparingInt(Tensor::segment))
                    .toList();
        }

        /** The types of a step for all steps. */
        private static ElementTypes repeated(ElementTypes types, int size) {
            if (types.uniform()) {
                return types;
            }
            List<FixedType> all = new ArrayList<>();
            for (int i = 0; i < size; i++) {
                all.add(types.get(i % types.types().size()));
            }
            return new ElementTypes(all);
        }
    }
}
