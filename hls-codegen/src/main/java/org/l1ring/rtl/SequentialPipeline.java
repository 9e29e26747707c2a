package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CrossingWindow;

/**
 * A model with recurrent layers as hardware that runs them step by step: pipelines for what is
 * before, between and behind them, and a loop around a cell for each layer.
 *
 * <p>A row enters when the loops are through with the one before. The outputs leave a fixed number
 * of cycles later.
 */
public final class SequentialPipeline implements Clocked {
    private final Circuit circuit;
    private final List<Pipeline> segments;
    private final List<RecurrentLoop> loops = new ArrayList<>();

    private SequentialPipeline(
            Circuit circuit, List<Pipeline> segments, List<List<LoopCell>> loops) {
        this.circuit = circuit;
        this.segments = List.copyOf(segments);
        for (int i = 0; i < loops.size(); i++) {
            ModulePorts before = ModulePorts.of(segments.get(i).circuit());
            ModulePorts behind = ModulePorts.of(segments.get(i + 1).circuit());
            this.loops.add(
                    new RecurrentLoop(
                            loops.get(i),
                            numbered("x", before.outputs()),
                            numbered("y", behind.inputs())));
        }
    }

    private static List<Signal> numbered(String name, List<Signal> ports) {
        List<Signal> signals = new ArrayList<>();
        for (Signal port : ports) {
            signals.add(new Signal(name + signals.size(), port.width(), port.signed()));
        }
        return signals;
    }

    /**
     * Joins pipelines and cells.
     *
     * @param circuit of the whole model, its recurrent layers unrolled
     * @param segments one more than loops; the outputs of each before a loop are the sequences of
     *     its cells, then what passes by, and the inputs of each behind it the results of the
     *     cells, then what passed by
     * @param loops cells of each
     */
    public static SequentialPipeline of(
            Circuit circuit, List<Pipeline> segments, List<List<LoopCell>> loops) {
        return new SequentialPipeline(circuit, segments, loops);
    }

    @Override
    public Circuit circuit() {
        return circuit;
    }

    @Override
    public CrossingWindow window() {
        return CrossingWindow.one(circuit);
    }

    @Override
    public int latencyCycles() {
        return segments.stream().mapToInt(Pipeline::latencyCycles).sum()
                + loops.stream().mapToInt(RecurrentLoop::latencyCycles).sum();
    }

    @Override
    public int initiationInterval() {
        return loops.stream().mapToInt(RecurrentLoop::initiationInterval).max().orElse(1);
    }

    /** Clock edges from the inputs of a loop to its outputs. */
    public int loopCycles(int index) {
        return loops.get(index).latencyCycles();
    }

    /** What a loop takes beside its cells' own logic. */
    public Cost loopCost(int index) {
        return loops.get(index).cost();
    }

    /** Pipelines before, between and behind the loops. */
    List<Pipeline> segments() {
        return segments;
    }

    /** The loops. */
    List<RecurrentLoop> loops() {
        return List.copyOf(loops);
    }

    @Override
    public SortedMap<String, String> files(String digest) {
        return SequentialEmitter.files(this, digest);
    }
}
