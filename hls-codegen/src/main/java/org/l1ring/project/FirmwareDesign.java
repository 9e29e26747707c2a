package org.l1ring.project;

import java.util.List;
import java.util.Locale;
import org.l1ring.adders.ExpandSums;
import org.l1ring.adders.SeparateSums;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;
import org.l1ring.lower.LoweredParts;
import org.l1ring.model.ModelException;
import org.l1ring.rtl.Clocked;
import org.l1ring.rtl.DelayModel;
import org.l1ring.rtl.Pipeline;
import org.l1ring.rtl.SharedBlock;
import org.l1ring.rtl.SharedPipelines;

/**
 * A circuit as hardware: its sums expanded, cut into stages.
 *
 * @param circuit as lowered
 * @param options what it is made for
 * @param parts of the model
 * @param expansion the circuit with two-input adders
 * @param partOf [steps of the expanded circuit] index of its part
 * @param pipeline of the expanded circuit
 */
public record FirmwareDesign(
        Circuit circuit,
        FirmwareOptions options,
        List<String> parts,
        ExpandSums.Expanded expansion,
        List<Integer> partOf,
        Pipeline pipeline)
        implements HardwareDesign {

    /** Copies the lists. */
    public FirmwareDesign {
        parts = List.copyOf(parts);
        partOf = List.copyOf(partOf);
    }

    /** The circuit with two-input adders. */
    public Circuit expanded() {
        return expansion.circuit();
    }

    /**
     * The design of a model.
     *
     * @throws ModelException if the clock is too fast for a single step
     * @throws IllegalArgumentException if sums are to take turns but not to be shared
     */
    public static FirmwareDesign of(LoweredParts lowered, FirmwareOptions options) {
        return of(lowered, CrossingWindow.one(lowered.circuit()), options);
    }

    /**
     * The design of a circuit that gets the words of one crossing after the other.
     *
     * @param window which word of which crossing each of its columns is
     * @throws ModelException if the clock is too fast for a single step
     * @throws IllegalArgumentException if sums are to take turns but not to be shared
     */
    public static FirmwareDesign of(
            LoweredParts lowered, CrossingWindow window, FirmwareOptions options) {
        Circuit circuit = lowered.circuit();
        DelayModel delays = DelayModel.ULTRASCALE_PLUS;
        if (options.pipeline().initiationInterval() > 1) {
            requireShared(options);
            SharedPipelines.Shared shared =
                    SharedPipelines.of(circuit, options.depthSlack(), options.pipeline(), delays);
            return of(lowered, options, shared.expanded(), shared.pipeline().streamed(window));
        }
        ExpandSums.Expanded expansion =
                switch (options.sums()) {
                    case SHARED -> ExpandSums.trace(circuit, options.depthSlack());
                    case SEPARATE -> SeparateSums.trace(circuit, SeparateSums.Leaves.DIGITS);
                    case MULTIPLIERS -> SeparateSums.trace(circuit, SeparateSums.Leaves.PRODUCTS);
                };
        Pipeline pipeline = Pipeline.of(expansion.circuit(), options.pipeline(), delays);
        return of(lowered, options, expansion, pipeline.streamed(window));
    }

    private static FirmwareDesign of(
            LoweredParts lowered,
            FirmwareOptions options,
            ExpandSums.Expanded expansion,
            Pipeline pipeline) {
        FirmwareDesign design =
                new FirmwareDesign(
                        lowered.circuit(),
                        options,
                        lowered.parts(),
                        expansion,
                        expansion.origins().stream().map(lowered.partOf()::get).toList(),
                        pipeline);
        design.requireClock();
        return design;
    }

    private static void requireShared(FirmwareOptions options) {
        if (options.sums() != FirmwareOptions.Sums.SHARED) {
            throw new IllegalArgumentException(
                    "sums: expected shared with an initiation interval of %d, got %s"
                            .formatted(
                                    options.pipeline().initiationInterval(),
                                    options.sums().name().toLowerCase(Locale.ROOT)));
        }
    }

    /**
     * A step with its own logic.
     *
     * @param logic pipeline that holds it: the design's, or one that sums share
     * @param id of the step there
     * @param serves a step of the expanded circuit that it serves
     */
    private record Timed(Pipeline logic, int id, int serves) {
        int picos() {
            return logic.stepPicos(id);
        }
    }

    /** No single step may take longer than the clock allows, nor one of logic that is shared. */
    private void requireClock() {
        Timed slowest = new Timed(pipeline, 0, 0);
        for (int id = 0; id < expanded().steps().size(); id++) {
            slowest = slower(slowest, new Timed(pipeline, id, id));
        }
        for (int index = 0; index < pipeline.stages(); index++) {
            for (SharedBlock block : pipeline.blocks(index)) {
                for (int id = 0; id < block.logic().circuit().steps().size(); id++) {
                    int first = block.sums().getFirst();
                    slowest = slower(slowest, new Timed(block.logic(), id, first));
                }
            }
        }
        int budget = pipeline.budgetPicos();
        if (slowest.picos() > budget) {
            int period = options.pipeline().periodPicos() - budget + slowest.picos();
            Circuit steps = slowest.logic().circuit();
            String op = steps.op(slowest.id()).getClass().getSimpleName().toLowerCase(Locale.ROOT);
            throw new ModelException(
                    "%s: layer %s"
                            .formatted(circuit.name(), parts.get(partOf.get(slowest.serves()))),
                    "expected logic within %d ps at %s MHz, got %d ps for one %s of %d bits; lower --clock-mhz to %d"
                            .formatted(
                                    budget,
                                    options.pipeline().clockMhz(),
                                    slowest.picos(),
                                    op,
                                    steps.interval(slowest.id()).signedBits(),
                                    (int) Math.floor(1e6 / period)));
        }
    }

    private static Timed slower(Timed one, Timed other) {
        return other.picos() > one.picos() ? other : one;
    }

    @Override
    public Clocked hardware() {
        return pipeline;
    }

    @Override
    public FirmwareFigures figures() {
        return new FigureCollector(this).figures();
    }

    /** The design of a circuit that comes from no model. */
    public static FirmwareDesign of(Circuit circuit, FirmwareOptions options) {
        return of(LoweredParts.whole(circuit), options);
    }
}
