package org.l1ring.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;
import org.l1ring.adders.SignedForms;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.Terms;
import org.l1ring.rtl.Cost;
import org.l1ring.rtl.CostModel;
import org.l1ring.rtl.Pipeline;
import org.l1ring.rtl.PipelineOptions;

/**
 * What a report says about a design.
 *
 * @param name of the circuit
 * @param digest of the circuit as lowered: SHA-256 of its canonical text
 * @param options what it is made for
 * @param latencyCycles clock edges from inputs to outputs
 * @param initiationInterval clock cycles between rows
 * @param adders two-input adders and subtractors of sums
 * @param separateAdders the same where nothing is shared
 * @param estimate of the whole by the cost model
 * @param stages of the pipeline, in order
 * @param layers parts of the model that have logic, in order
 * @param synthesis what Yosys counted, if asked
 * @param separate what Yosys counted for the form that shares nothing, if asked
 */
public record FirmwareFigures(
        String name,
        String digest,
        FirmwareOptions options,
        int latencyCycles,
        int initiationInterval,
        int adders,
        int separateAdders,
        Cost estimate,
        List<Stage> stages,
        List<Layer> layers,
        Optional<Synthesis> synthesis,
        Optional<Synthesis> separate) {

    /** Copies the lists. */
    public FirmwareFigures {
        stages = List.copyOf(stages);
        layers = List.copyOf(layers);
    }

    /**
     * A stage of the pipeline.
     *
     * @param picos longest path of its logic by the delay model
     * @param budgetPicos what fits between two registers
     * @param adders in it
     * @param depth most adders one after the other in it
     * @param registerBits at its end
     * @param layers indices of the layers that have logic in it, in order
     * @param estimate of its logic
     */
    public record Stage(
            int picos,
            int budgetPicos,
            int adders,
            int depth,
            long registerBits,
            List<Integer> layers,
            Cost estimate) {
        /** Copies the list. */
        public Stage {
            layers = List.copyOf(layers);
        }
    }

    /**
     * A part of the model.
     *
     * @param name of the layer, or inputs, preprocessing, outputs
     * @param adders in it
     * @param depth most adders one after the other in it
     * @param products multiplications of two values, or by a coefficient in a DSP block
     * @param tables lookup tables with contents
     * @param firstStage where its logic begins, from 0
     * @param lastStage where it ends
     * @param widestBits of its values
     * @param estimate of its logic, registers not included
     */
    public record Layer(
            String name,
            int adders,
            int depth,
            int products,
            int tables,
            int firstStage,
            int lastStage,
            int widestBits,
            Cost estimate) {}

    /**
     * Cells that a synthesis counted.
     *
     * @param tool its name and version
     * @param lookupTables LUT1 to LUT6
     * @param registers flip-flops
     * @param carries CARRY4
     * @param dspBlocks DSP48E2
     * @param blockRams of 36 Kbit, halves counted as such
     * @param seconds it took
     */
    public record Synthesis(
            String tool,
            long lookupTables,
            long registers,
            long carries,
            long dspBlocks,
            double blockRams,
            double seconds) {}

    /** The figures of a design, without synthesis. */
    public static FirmwareFigures of(FirmwareDesign design) {
        return new Collector(design).figures();
    }

    /** The same with what a synthesis counted. */
    public FirmwareFigures with(Optional<Synthesis> own, Optional<Synthesis> naive) {
        return new FirmwareFigures(
                name,
                digest,
                options,
                latencyCycles,
                initiationInterval,
                adders,
                separateAdders,
                estimate,
                stages,
                layers,
                own,
                naive);
    }

    /** Time from inputs to outputs, in nanoseconds. */
    public double latencyNanos() {
        return latencyCycles * 1000 / options.pipeline().clockMhz();
    }

    /** Time from inputs to outputs, in bunch crossings. */
    public double latencyCrossings() {
        return latencyNanos() * PipelineOptions.CROSSING_MHZ / 1000;
    }

    /** Bits of all registers that hold data: without the valid bits, one a cycle. */
    public long registerBits() {
        return estimate.registers() - latencyCycles;
    }

    /** Bits of the registers before the first stage. */
    public long inputRegisterBits() {
        return registerBits() - stages.stream().mapToLong(Stage::registerBits).sum();
    }

    /**
     * Estimated lookup tables, whole ones, over those that a synthesis counted, less 1; none
     * without it.
     */
    public OptionalDouble estimateError() {
        if (synthesis.isEmpty() || synthesis.get().lookupTables() == 0) {
            return OptionalDouble.empty();
        }
        double estimated = Math.round(estimate.lookupTables());
        return OptionalDouble.of(estimated / synthesis.get().lookupTables() - 1);
    }

    /** Walks a design once. */
    private static final class Collector {
        private final FirmwareDesign design;
        private final Pipeline pipeline;
        private final Circuit circuit;
        private final CostModel costs;
        private final boolean[] wire;
        private final int[] adders;

        Collector(FirmwareDesign design) {
            this.design = design;
            this.pipeline = design.pipeline();
            this.circuit = design.expanded();
            this.costs = new CostModel(pipeline);
            this.wire = new boolean[circuit.steps().size()];
            this.adders = new int[circuit.steps().size()];
            for (int id = 0; id < adders.length; id++) {
                wire[id] =
                        circuit.op(id) instanceof Op.Constant || circuit.op(id) instanceof Op.Input;
                adders[id] = AdderCount.of(circuit.op(id));
            }
        }

        FirmwareFigures figures() {
            List<String> parts = design.parts();
            List<Layer> layers = new ArrayList<>();
            int[] layerOf = new int[parts.size()];
            for (int part = 0; part < parts.size(); part++) {
                layerOf[part] = -1;
                Optional<Layer> layer = layer(part);
                if (layer.isPresent()) {
                    layerOf[part] = layers.size();
                    layers.add(layer.get());
                }
            }
            List<Stage> stages = new ArrayList<>();
            for (int index = 0; index < pipeline.stages(); index++) {
                stages.add(stage(index, layerOf));
            }
            int all = 0;
            for (int count : adders) {
                all += count;
            }
            int separate = 0;
            for (Circuit.Step step : design.circuit().steps()) {
                separate += AdderCount.separate(step.op());
            }
            return new FirmwareFigures(
                    circuit.name(),
                    design.circuit().digest(),
                    design.options(),
                    pipeline.latencyCycles(),
                    pipeline.initiationInterval(),
                    all,
                    separate,
                    costs.total(),
                    stages,
                    layers,
                    Optional.empty(),
                    Optional.empty());
        }

        private boolean logic(int id) {
            return !wire[id] && !pipeline.wire(id);
        }

        private Optional<Layer> layer(int part) {
            int[] depth = new int[adders.length];
            int count = 0;
            int deepest = 0;
            int products = 0;
            int tables = 0;
            int first = Integer.MAX_VALUE;
            int last = -1;
            int widest = 0;
            Cost cost = Cost.NONE;
            for (int id = 0; id < adders.length; id++) {
                if (design.partOf().get(id) != part) {
                    continue;
                }
                depth[id] = depth(id, depth);
                if (!logic(id)) {
                    continue;
                }
                deepest = Math.max(deepest, depth[id]);
                count += adders[id];
                products += circuit.op(id) instanceof Op.Multiply || pipeline.inDsp(id) ? 1 : 0;
                tables += circuit.op(id) instanceof Op.Table ? 1 : 0;
                first = Math.min(first, pipeline.stageOf(id));
                last = Math.max(last, pipeline.stageOf(id));
                widest = Math.max(widest, bits(circuit.interval(id)));
                cost = cost.plus(costs.step(id));
            }
            if (last < 0) {
                return Optional.empty();
            }
            String name = design.parts().get(part);
            return Optional.of(
                    new Layer(name, count, deepest, products, tables, first, last, widest, cost));
        }

        private static int bits(Interval interval) {
            return interval.signedBits() - (interval.min() < 0 ? 0 : 1);
        }

        private int depth(int id, int[] depth) {
            int deepest = 0;
            for (int operand : Op.operands(circuit.op(id))) {
                deepest = Math.max(deepest, depth[operand]);
            }
            return deepest + (adders[id] > 0 ? 1 : 0);
        }

        private Stage stage(int index, int[] layerOf) {
            int[] depth = new int[adders.length];
            int count = 0;
            int deepest = 0;
            Cost cost = Cost.NONE;
            SortedSet<Integer> layers = new TreeSet<>();
            for (int id = 0; id < adders.length; id++) {
                if (pipeline.stageOf(id) != index) {
                    continue;
                }
                depth[id] = depth(id, depth);
                if (!logic(id)) {
                    continue;
                }
                deepest = Math.max(deepest, depth[id]);
                count += adders[id];
                cost = cost.plus(costs.step(id));
                layers.add(layerOf[design.partOf().get(id)]);
            }
            return new Stage(
                    pipeline.picos(index),
                    pipeline.budgetPicos(),
                    count,
                    deepest,
                    pipeline.registerBits(index),
                    List.copyOf(layers),
                    cost);
        }
    }

    /** Adders of a sum. */
    private static final class AdderCount {
        private AdderCount() {}

        static int of(Op op) {
            if (!(op instanceof Op.Linear(Terms terms, long bias))) {
                return 0;
            }
            int addends = bias == 0 ? 0 : 1;
            for (int i = 0; i < terms.size(); i++) {
                // More than two digits are a product.
                addends += SignedForms.digits(terms.coefficient(i)) == 2 ? 2 : 1;
            }
            return Math.max(0, addends - 1);
        }

        static int separate(Op op) {
            if (!(op instanceof Op.Linear(Terms terms, long bias))) {
                return 0;
            }
            int digits = bias == 0 ? 0 : 1;
            for (int i = 0; i < terms.size(); i++) {
                digits += SignedForms.digits(terms.coefficient(i));
            }
            return Math.max(0, digits - 1);
        }
    }
}
