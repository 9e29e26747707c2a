package org.l1ring.asic;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;
import org.l1ring.lower.Lowering;
import org.l1ring.lower.ParametricCircuit;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.model.ParameterImage;
import org.l1ring.rtl.DelayModel;

/**
 * A model as a design of standard cells: cones of logic in stages of one crossing, registers before
 * the first stage and behind each, parameters in registers beside the stage that reads them.
 *
 * <p>A parameter is loaded in the clock cycle in which its stage begins with the first crossing of
 * an orbit: the stages take new weights one after the other, as that crossing passes.
 */
public final class AsicDesign {
    /**
     * Cells of 180 nm, on the slow side of what OpenSTA shows for them with the packaged library.
     */
    private static final DelayModel DELAYS = new DelayModel(1500, 300, 350, 55, 0);

    /** The 7-bit address of the I2C slave: free of those that the bus reserves. */
    static final int I2C_ADDRESS = 0x20;

    /** Most bytes of a parameter image: the register map is at the pointer that follows. */
    private static final int MOST_BYTES = 0x8000;

    /** Levels of shared adders beyond the fewest, of constant weights. */
    private static final int DEPTH_SLACK = 2;

    private final Model model;
    private final AsicOptions options;
    private final Circuit lowered;
    private final Circuit circuit;
    private final List<Cone> cones;
    private final int[] stage;
    private final int[] lastStage;
    private final int stages;

    private AsicDesign(Model model, AsicOptions options, Circuit lowered, Circuit circuit) {
        this.model = model;
        this.options = options;
        this.lowered = lowered;
        this.circuit = circuit;
        int budget = options.periodPicos() - DELAYS.registerPicos();
        this.cones = Cones.of(circuit, DELAYS, budget);
        this.stage = new int[circuit.steps().size()];
        this.lastStage = new int[stage.length];
        this.stages = balance(budget);
        findLastStages();
    }

    /**
     * The design of a model.
     *
     * @throws org.l1ring.model.ModelException if the clock is too fast for a single step, or an
     *     exact intermediate result may leave 64 bits for some parameters, or the parameters that
     *     are loaded need more than 32,768 bytes
     */
    public static AsicDesign of(Model model, AsicOptions options) {
        return switch (options.weights()) {
            case REGISTERS -> {
                int bytes = ParameterImage.bytes(model);
                if (bytes > MOST_BYTES) {
                    throw new ModelException(
                            model.name(),
                            "expected weights of at most %,d bytes for the I2C map, got %,d; use --weights constant"
                                    .formatted(MOST_BYTES, bytes));
                }
                Circuit lowered = ParametricCircuit.of(model).circuit();
                yield new AsicDesign(model, options, lowered, GroupedSums.of(lowered));
            }
            case CONSTANT -> {
                Circuit lowered = Lowering.lower(model);
                Circuit adders = ExpandSums.expand(lowered, DEPTH_SLACK);
                yield new AsicDesign(model, options, lowered, adders);
            }
        };
    }

    /** The smallest budget that needs no more stages: they are about equally long. */
    private int balance(int budget) {
        int fewest = place(budget);
        int low = cones.stream().mapToInt(Cone::picos).max().orElse(0);
        int high = budget;
        while (low < high) {
            int middle = (low + high) / 2;
            if (place(middle) > fewest) {
                low = middle + 1;
            } else {
                high = middle;
            }
        }
        return place(high);
    }

    /** Each cone goes to the earliest stage in which its leaves are there and its logic ends. */
    private int place(int budget) {
        int[] finish = new int[stage.length];
        int last = 0;
        Arrays.fill(stage, -1);
        for (Cone cone : cones) {
            int first = 0;
            for (int leaf : cone.leaves()) {
                first = Math.max(first, stage[leaf]);
            }
            int start = 0;
            for (int leaf : cone.leaves()) {
                start = Math.max(start, stage[leaf] == first ? finish[leaf] : 0);
            }
            boolean fits = start + cone.picos() <= budget;
            stage[cone.root()] = fits ? first : first + 1;
            finish[cone.root()] = fits ? start + cone.picos() : cone.picos();
            last = Math.max(last, stage[cone.root()]);
        }
        return last + 1;
    }

    private void findLastStages() {
        Arrays.fill(lastStage, -1);
        for (Cone cone : cones) {
            for (int leaf : cone.leaves()) {
                lastStage[leaf] = Math.max(lastStage[leaf], stage[cone.root()]);
                if (parameter(leaf) >= 0) {
                    // A parameter is there when its first reader is.
                    int at = stage[cone.root()];
                    stage[leaf] = stage[leaf] < 0 ? at : Math.min(stage[leaf], at);
                }
            }
        }
        for (Circuit.Output output : circuit.outputs()) {
            lastStage[output.step()] = stages;
        }
    }

    /** The model. */
    public Model model() {
        return model;
    }

    /** What it is made for. */
    public AsicOptions options() {
        return options;
    }

    /** The circuit as lowered: its digest is in every file. */
    public Circuit lowered() {
        return lowered;
    }

    /** The circuit as built. */
    Circuit circuit() {
        return circuit;
    }

    /** Whether weights are loaded. */
    public boolean loads() {
        return options.weights() == AsicOptions.Weights.REGISTERS;
    }

    /** Crossings from the clock edge that takes a row to the one that gives its result. */
    public int latencyCrossings() {
        return stages;
    }

    /** Bytes of the parameter image; 0 with constant weights. */
    public int imageBytes() {
        return loads() ? ParameterImage.bytes(model) : 0;
    }

    /** Number of stages. */
    int stages() {
        return stages;
    }

    /** Cones of a stage, operands first. */
    List<Cone> cones(int index) {
        return cones.stream().filter(cone -> stage[cone.root()] == index).toList();
    }

    /** All cones. */
    List<Cone> cones() {
        return cones;
    }

    /** The parameter that a step is, or -1. */
    int parameter(int id) {
        return circuit.op(id) instanceof Op.Input(int column) && column >= model.columns()
                ? column - model.columns()
                : -1;
    }

    /** Steps whose values are held in registers at the beginning of a stage. */
    List<Integer> entering(int index) {
        List<Integer> values = new ArrayList<>();
        for (int id = 0; id < stage.length; id++) {
            if (circuit.op(id) instanceof Op.Constant) {
                continue;
            }
            if (lastStage[id] >= index && stage[id] < index) {
                values.add(id);
            }
        }
        return values;
    }

    /** Parameters that a stage is the first to read, in order, as steps. */
    List<Integer> loaded(int index) {
        List<Integer> values = new ArrayList<>();
        for (int id = 0; id < stage.length; id++) {
            if (parameter(id) >= 0 && stage[id] == index) {
                values.add(id);
            }
        }
        return values;
    }

    /** Module numbers of the cones, by the digest of their circuits: equal ones share a module. */
    Map<String, Integer> coneModules() {
        Map<String, Integer> modules = new HashMap<>();
        for (Cone cone : cones) {
            modules.putIfAbsent(cone.circuit().digest(), modules.size() + 1);
        }
        return modules;
    }
}
