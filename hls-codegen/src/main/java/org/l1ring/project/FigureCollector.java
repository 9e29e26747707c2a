package org.l1ring.project;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.rtl.Cost;
import org.l1ring.rtl.CostModel;
import org.l1ring.rtl.Pipeline;
import org.l1ring.rtl.SharedBlock;

/**
 * Counts what a report says about a design. A block of sums that take turns counts where its first
 * sum is: all sums of a block are in one stage.
 */
final class FigureCollector {
    private final FirmwareDesign design;
    private final Pipeline pipeline;
    private final Circuit circuit;
    private final CostModel costs;

    /** [steps] whether a step has logic of its own, or is the first sum of a shared block. */
    private final boolean[] logic;

    /** [steps] adders of a step. */
    private final int[] adders;

    /** [steps] most of a step's adders one after the other. */
    private final int[] depths;

    /** [steps] products of values, or by coefficients in DSP blocks. */
    private final int[] products;

    FigureCollector(FirmwareDesign design) {
        this.design = design;
        this.pipeline = design.pipeline();
        this.circuit = design.expanded();
        this.costs = new CostModel(pipeline);
        int steps = circuit.steps().size();
        this.logic = new boolean[steps];
        this.adders = new int[steps];
        this.depths = new int[steps];
        this.products = new int[steps];
        for (int id = 0; id < steps; id++) {
            Op op = circuit.op(id);
            boolean wire = op instanceof Op.Constant || op instanceof Op.Input || pipeline.wire(id);
            logic[id] = !wire;
            adders[id] = AdderCount.of(op);
            depths[id] = adders[id] > 0 ? 1 : 0;
            products[id] = product(pipeline, id) ? 1 : 0;
        }
        for (int index = 0; index < pipeline.stages(); index++) {
            pipeline.blocks(index).forEach(this::share);
        }
    }

    private static boolean product(Pipeline pipeline, int id) {
        return pipeline.circuit().op(id) instanceof Op.Multiply || pipeline.inDsp(id);
    }

    /** The adders and products of a block are those of its logic, and one a sum to add up turns. */
    private void share(SharedBlock block) {
        Circuit inner = block.logic().circuit();
        int[] depth = new int[inner.steps().size()];
        int count = 0;
        int multiplied = 0;
        for (int id = 0; id < depth.length; id++) {
            int own = AdderCount.of(inner.op(id));
            depth[id] = deepest(inner, id, depth) + (own > 0 ? 1 : 0);
            count += own;
            multiplied += product(block.logic(), id) ? 1 : 0;
        }
        int turns = block.accumulates() ? 1 : 0;
        int most = Arrays.stream(depth).max().orElse(0) + turns;
        for (int sum : block.sums()) {
            adders[sum] = 0;
            products[sum] = 0;
            depths[sum] = most;
        }
        int first = block.sums().getFirst();
        adders[first] = count + turns * block.sums().size();
        products[first] = multiplied;
    }

    private static int deepest(Circuit circuit, int id, int[] depth) {
        int deepest = 0;
        for (int operand : Op.operands(circuit.op(id))) {
            deepest = Math.max(deepest, depth[operand]);
        }
        return deepest;
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
                pipeline.window().after(),
                pipeline.delayBits(),
                pipeline.latencyCycles(),
                Arrays.stream(adders).sum(),
                separate,
                costs.total(),
                stages,
                layers,
                Optional.empty(),
                Optional.empty());
    }

    private Optional<Layer> layer(int part) {
        Tally tally = new Tally();
        int multiplied = 0;
        int tables = 0;
        int first = Integer.MAX_VALUE;
        int last = -1;
        int widest = 0;
        for (int id = 0; id < adders.length; id++) {
            if (design.partOf().get(id) != part || !tally.add(id)) {
                continue;
            }
            multiplied += products[id];
            tables += circuit.op(id) instanceof Op.Table ? 1 : 0;
            first = Math.min(first, pipeline.stageOf(id));
            last = Math.max(last, pipeline.stageOf(id));
            widest = Math.max(widest, bits(circuit.interval(id)));
        }
        if (last < 0) {
            return Optional.empty();
        }
        return Optional.of(
                new Layer(
                        design.parts().get(part),
                        tally.count,
                        tally.deepest,
                        multiplied,
                        tables,
                        first,
                        last,
                        widest,
                        withoutRegisters(tally.cost)));
    }

    private static int bits(Interval interval) {
        return interval.signedBits() - (interval.min() < 0 ? 0 : 1);
    }

    private static Cost withoutRegisters(Cost cost) {
        return new Cost(cost.lookupTables(), cost.carries(), 0, cost.dspBlocks(), cost.blockRams());
    }

    private Stage stage(int index, int[] layerOf) {
        Tally tally = new Tally();
        SortedSet<Integer> layers = new TreeSet<>();
        for (int id = 0; id < adders.length; id++) {
            if (pipeline.stageOf(id) == index && tally.add(id)) {
                layers.add(layerOf[design.partOf().get(id)]);
            }
        }
        return new Stage(
                pipeline.cycles(index),
                pipeline.blocks(index).size(),
                pipeline.picos(index),
                pipeline.budgetPicos(),
                tally.count,
                tally.deepest,
                pipeline.registerBits(index) + tally.cost.registers(),
                List.copyOf(layers),
                withoutRegisters(tally.cost));
    }

    /** Adders, depth and cost of some of the steps, counted in their order. */
    private final class Tally {
        private final int[] depth = new int[adders.length];
        private int count;
        private int deepest;
        private Cost cost = Cost.NONE;

        /** Counts a step; returns whether it has logic. */
        boolean add(int id) {
            depth[id] = deepest(circuit, id, depth) + depths[id];
            if (!logic[id]) {
                return false;
            }
            deepest = Math.max(deepest, depth[id]);
            count += adders[id];
            cost = cost.plus(costs.step(id));
            return true;
        }
    }
}
