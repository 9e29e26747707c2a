package org.l1ring.project;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.l1ring.circuit.Circuit;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.rtl.Cost;

/** Joins the figures of segments and cells; a loop counts as a stage of many cycles. */
final class SequentialFigures {
    private final SequentialDesign design;
    private final List<Stage> stages = new ArrayList<>();
    private final List<Layer> layers = new ArrayList<>();
    private Cost total = Cost.NONE;
    private int adders;
    private int validBits;

    SequentialFigures(SequentialDesign design) {
        this.design = design;
    }

    FirmwareFigures figures() {
        for (int i = 0; i < design.segments().size(); i++) {
            segment(design.segments().get(i).figures());
            if (i < design.cells().size()) {
                loop(i);
            }
        }
        int separate = 0;
        for (Circuit.Step step : design.circuit().steps()) {
            separate += AdderCount.separate(step.op());
        }
        return new FirmwareFigures(
                design.circuit().name(),
                design.circuit().digest(),
                design.options(),
                design.hardware().latencyCycles(),
                design.hardware().initiationInterval(),
                0,
                0,
                validBits,
                adders,
                separate,
                total,
                stages,
                layers,
                Optional.empty(),
                Optional.empty());
    }

    private void segment(FirmwareFigures figures) {
        adders += figures.adders();
        total = total.plus(figures.estimate());
        validBits += figures.validBits();
        int firstStage = stages.size();
        int firstLayer = layers.size();
        for (Layer layer : figures.layers()) {
            layers.add(
                    moved(layer, layer.firstStage() + firstStage, layer.lastStage() + firstStage));
        }
        for (Stage stage : figures.stages()) {
            if (stage.layers().isEmpty() && stage.registerBits() == 0) {
                continue;
            }
            stages.add(
                    new Stage(
                            stage.cycles(),
                            stage.sharedBlocks(),
                            stage.picos(),
                            stage.budgetPicos(),
                            stage.adders(),
                            stage.depth(),
                            stage.registerBits(),
                            stage.layers().stream().map(layer -> layer + firstLayer).toList(),
                            stage.estimate()));
        }
    }

    private static Layer moved(Layer layer, int firstStage, int lastStage) {
        return new Layer(
                layer.name(),
                layer.adders(),
                layer.depth(),
                layer.products(),
                layer.tables(),
                firstStage,
                lastStage,
                layer.widestBits(),
                layer.estimate());
    }

    private void loop(int index) {
        List<FirmwareDesign> cells = design.cells().get(index);
        Cost cost = design.hardware().loopCost(index);
        int picos = 0;
        int budget = 0;
        int cellAdders = 0;
        int depth = 0;
        List<Integer> inStage = new ArrayList<>();
        for (FirmwareDesign cell : cells) {
            FirmwareFigures figures = cell.figures();
            // A cell's valid bits are constant: the loop counts its cycles.
            Cost own = figures.estimate();
            cost =
                    cost.plus(
                            new Cost(
                                    own.lookupTables(),
                                    own.carries(),
                                    own.registers() - figures.validBits(),
                                    own.dspBlocks(),
                                    own.blockRams()));
            cellAdders += figures.adders();
            for (Stage stage : figures.stages()) {
                picos = Math.max(picos, stage.picos());
                budget = stage.budgetPicos();
                depth = Math.max(depth, stage.depth());
            }
            for (Layer layer : figures.layers()) {
                inStage.add(layers.size());
                layers.add(moved(layer, stages.size(), stages.size()));
            }
        }
        adders += cellAdders;
        total = total.plus(cost);
        Cost logic =
                new Cost(
                        cost.lookupTables(), cost.carries(), 0, cost.dspBlocks(), cost.blockRams());
        stages.add(
                new Stage(
                        design.hardware().loopCycles(index),
                        cells.size(),
                        picos,
                        budget,
                        cellAdders,
                        depth,
                        cost.registers(),
                        inStage,
                        logic));
    }
}
