package org.l1ring.inspect;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.l1ring.lower.Lowering;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;
import org.l1ring.model.Model;

/** Layers, types, ranges and cost of a model, read from its circuit and its kernel's plan. */
public final class ModelInspection {
    private final Model model;
    private final Circuit circuit;
    private final BlockKernel kernel;
    private final List<LayerLine> layers = new ArrayList<>();
    private final Map<String, Integer> steps = new TreeMap<>();
    private final int[] widths = new int[3];
    private long multiplyAdds;

    /**
     * One layer.
     *
     * @param name output of the layer
     * @param facts kind and cost
     * @param inputs number of elements read
     * @param outputs number of elements given
     * @param type of the elements
     * @param typeBits widest of the types, in bits
     * @param needed bits that the widest element needs before its final cast, at the type's binary
     *     point and signedness, over every input
     * @param overflows whether an element may need more bits than its type has
     */
    public record LayerLine(
            String name,
            LayerFacts facts,
            int inputs,
            int outputs,
            String type,
            int typeBits,
            int needed,
            boolean overflows) {}

    /**
     * Inspects a model.
     *
     * @param model any
     * @throws org.l1ring.model.ModelException if it cannot be lowered
     */
    public ModelInspection(Model model) {
        this.model = model;
        circuit = Lowering.lower(model);
        kernel = new BlockKernel(circuit, Engine.SCALAR);
        for (Circuit.Step step : circuit.steps()) {
            steps.merge(
                    step.op().getClass().getSimpleName().toLowerCase(Locale.ROOT), 1, Integer::sum);
            int bits = step.interval().signedBits();
            widths[bits <= 16 ? 0 : bits <= 32 ? 1 : 2]++;
            multiplyAdds +=
                    switch (step.op()) {
                        case Op.Linear linear -> linear.terms().size();
                        case Op.Multiply _ -> 1;
                        default -> 0;
                    };
        }
        addLayers();
    }

    private void addLayers() {
        Circuit layered = Lowering.lowerWithLayers(model);
        Map<String, Integer> sizes = new HashMap<>();
        model.inputs().forEach(input -> sizes.put(input.name(), input.size()));
        int at = model.outputColumns() + (model.preprocessing().isPresent() ? model.columns() : 0);
        for (Layer layer : model.layers()) {
            int needed = 0;
            int typeBits = 0;
            boolean overflows = false;
            for (int i = 0; i < layer.outputSize(); i++) {
                Circuit.Output output = layered.outputs().get(at++);
                int bits = needed(layered, output);
                needed = Math.max(needed, bits);
                overflows |= bits > output.type().width();
                typeBits = Math.max(typeBits, output.type().width());
            }
            sizes.put(layer.head().output(), layer.outputSize());
            int read = layer.head().inputs().stream().mapToInt(sizes::get).sum();
            layers.add(
                    new LayerLine(
                            layer.head().output(),
                            LayerFacts.of(layer),
                            read,
                            layer.outputSize(),
                            text(layer.head().resultTypes()),
                            typeBits,
                            needed,
                            overflows));
        }
    }

    /** Bits of the value before its final cast, at the binary point of the output. */
    private static int needed(Circuit layered, Circuit.Output output) {
        Interval range = layered.interval(output.step());
        if (layered.op(output.step()) instanceof Op.Cast cast) {
            Interval before = layered.interval(cast.arg());
            range = new Interval(before.min() >> cast.drop(), before.max() >> cast.drop());
        }
        boolean unsigned = !output.type().signed() && range.min() >= 0;
        return range.signedBits() - (unsigned ? 1 : 0);
    }

    /** Types of a tensor in words. */
    public static String text(ElementTypes types) {
        if (types.uniform()) {
            return types.get(0).toString();
        }
        long different = types.types().stream().distinct().count();
        int widest = types.types().stream().mapToInt(FixedType::width).max().orElse(0);
        return different == 1
                ? types.get(0).toString()
                : "%d types of up to %d bits".formatted(different, widest);
    }

    /** The inspected model. */
    public Model model() {
        return model;
    }

    /** Its circuit. */
    public Circuit circuit() {
        return circuit;
    }

    /** Its layers, in order. */
    public List<LayerLine> layers() {
        return List.copyOf(layers);
    }

    /** Number of the circuit's steps of each operation. */
    public Map<String, Integer> steps() {
        return Map.copyOf(steps);
    }

    /**
     * Number of steps whose value fits a lane.
     *
     * @param lane 0 for 16 bits, 1 for 32, 2 for 64
     */
    public int stepsOfLane(int lane) {
        return widths[lane];
    }

    /** Multiplications of a crossing: non-zero coefficients and products of values. */
    public long multiplyAdds() {
        return multiplyAdds;
    }

    /** Bytes of the kernel's columns. */
    public long columnBytes() {
        return kernel.columnBytes();
    }

    /** The kernel's plan, one line a loop. */
    public List<String> plan() {
        return kernel.plan();
    }
}
