package org.l1ring.project;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Op;
import org.l1ring.lower.RecurrentParts;
import org.l1ring.model.Layer;
import org.l1ring.model.ModelException;
import org.l1ring.rtl.LoopCell;
import org.l1ring.rtl.PipelineOptions;
import org.l1ring.rtl.SequentialPipeline;

/**
 * A model whose recurrent layers run step by step: a design for each segment between them and for
 * each cell.
 *
 * @param circuit of the whole model as lowered, its recurrent layers unrolled
 * @param options what it is made for
 * @param segments one more than loops
 * @param cells of each loop
 * @param hardware all of it
 */
public record SequentialDesign(
        Circuit circuit,
        FirmwareOptions options,
        List<FirmwareDesign> segments,
        List<List<FirmwareDesign>> cells,
        SequentialPipeline hardware)
        implements HardwareDesign {

    /** Copies the lists. */
    public SequentialDesign {
        segments = List.copyOf(segments);
        cells = cells.stream().map(List::copyOf).toList();
    }

    /**
     * The design of a model.
     *
     * @param circuit of the whole model
     * @param parts the model cut at its recurrent layers
     * @param options without turns of sums
     * @throws ModelException if the clock is too fast for a single step
     * @throws IllegalArgumentException if sums are to take turns as well
     */
    public static SequentialDesign of(
            Circuit circuit, RecurrentParts parts, FirmwareOptions options) {
        int interval = options.pipeline().initiationInterval();
        if (interval > 1) {
            throw new IllegalArgumentException(
                    "initiation interval: expected 1 where recurrent layers run step by step, got %d; their steps decide it"
                            .formatted(interval));
        }
        List<FirmwareDesign> segments = new ArrayList<>();
        for (int i = 0; i < parts.segments().size(); i++) {
            boolean first = i == 0;
            boolean last = i == parts.loops().size();
            Circuit segment = parts.segments().get(i).circuit();
            // What enters a loop is kept there, what leaves one is kept as well.
            boolean logic = logic(segment);
            boolean in = first && options.pipeline().inputRegisters();
            boolean out = logic && (!last || options.pipeline().outputRegisters());
            segments.add(FirmwareDesign.of(parts.segments().get(i), with(options, in, out)));
        }
        List<List<FirmwareDesign>> cells = new ArrayList<>();
        List<List<LoopCell>> loops = new ArrayList<>();
        for (List<RecurrentParts.Cell> loop : parts.loops()) {
            List<FirmwareDesign> designs = new ArrayList<>();
            List<LoopCell> made = new ArrayList<>();
            for (RecurrentParts.Cell cell : loop) {
                FirmwareDesign design =
                        FirmwareDesign.of(cell.lowered(), with(options, false, false));
                Layer.Recurrent layer = cell.layer();
                designs.add(design);
                made.add(
                        new LoopCell(
                                design.pipeline(),
                                layer.steps(),
                                layer.features(),
                                layer.units(),
                                layer.allSteps(),
                                layer.backwards()));
            }
            cells.add(designs);
            loops.add(made);
        }
        SequentialPipeline hardware =
                SequentialPipeline.of(
                        circuit, segments.stream().map(FirmwareDesign::pipeline).toList(), loops);
        return new SequentialDesign(circuit, options, segments, cells, hardware);
    }

    private static boolean logic(Circuit circuit) {
        return circuit.steps().stream()
                .anyMatch(step ->
                        !(step.op() instanceof Op.Input || step.op() instanceof Op.Constant));
    }

    private static FirmwareOptions with(FirmwareOptions options, boolean in, boolean out) {
        PipelineOptions pipeline = options.pipeline();
        return new FirmwareOptions(
                new PipelineOptions(pipeline.clockMhz(), in, out, pipeline.dspBits(), 1),
                options.sums(),
                options.depthSlack(),
                options.part());
    }

    @Override
    public FirmwareFigures figures() {
        return new SequentialFigures(this).figures();
    }
}
