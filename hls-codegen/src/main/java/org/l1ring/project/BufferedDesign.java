package org.l1ring.project;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.Circuit;
import org.l1ring.project.FirmwareFigures.Layer;
import org.l1ring.project.FirmwareFigures.Stage;
import org.l1ring.rtl.BufferedPipeline;
import org.l1ring.rtl.Cost;
import org.l1ring.rtl.FrameBuffer;

/**
 * A circuit that makes frames, with a buffer behind it.
 *
 * @param frames the circuit as hardware
 * @param hardware all of it
 */
public record BufferedDesign(FirmwareDesign frames, BufferedPipeline hardware)
        implements HardwareDesign {

    /** Frames and a buffer. */
    public static BufferedDesign of(FirmwareDesign frames, FrameBuffer buffer) {
        BufferedDesign design =
                new BufferedDesign(frames, new BufferedPipeline(frames.pipeline(), buffer));
        int budget = frames.pipeline().budgetPicos();
        int slowest = design.hardware.picos().stream().mapToInt(i -> i).max().orElseThrow();
        if (slowest > budget) {
            int period = frames.options().pipeline().periodPicos() - budget + slowest;
            throw new IllegalArgumentException(
                    "buffer: expected logic within %d ps at %s MHz, got %d ps; lower --clock-mhz to %d"
                            .formatted(
                                    budget,
                                    frames.options().pipeline().clockText(),
                                    slowest,
                                    (int) Math.floor(1e6 / period)));
        }
        return design;
    }

    @Override
    public Circuit circuit() {
        return frames.circuit();
    }

    @Override
    public FirmwareOptions options() {
        return frames.options();
    }

    @Override
    public FirmwareFigures figures() {
        FirmwareFigures inner = frames.figures();
        List<Stage> stages = new ArrayList<>(inner.stages());
        List<Layer> layers = new ArrayList<>(inner.layers());
        Cost total = inner.estimate().plus(new Cost(0, 0, BufferedPipeline.BUFFER_CYCLES, 0, 0));
        Cost buffer = Cost.NONE;
        for (int i = 0; i < BufferedPipeline.BUFFER_CYCLES; i++) {
            Cost cost = hardware.cost().get(i);
            long registers = hardware.registerBits().get(i);
            stages.add(
                    new Stage(
                            1,
                            0,
                            hardware.picos().get(i),
                            frames.pipeline().budgetPicos(),
                            0,
                            0,
                            registers,
                            List.of(layers.size()),
                            cost));
            total = total.plus(cost).plus(new Cost(0, 0, registers, 0, 0));
            buffer = buffer.plus(cost);
        }
        int last = stages.size() - 1;
        layers.add(new Layer("buffer", 0, 0, 0, 0, last - 1, last, 9, buffer));
        return new FirmwareFigures(
                hardware.circuit().name(),
                inner.digest(),
                inner.options(),
                hardware.latencyCycles(),
                inner.initiationInterval(),
                inner.waitedCrossings(),
                inner.delayBits(),
                inner.validBits() + BufferedPipeline.BUFFER_CYCLES,
                inner.adders(),
                inner.separateAdders(),
                total,
                stages,
                layers,
                inner.synthesis(),
                inner.separate());
    }
}
