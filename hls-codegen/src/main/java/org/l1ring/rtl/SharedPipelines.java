package org.l1ring.rtl;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.adders.ExpandSums;
import org.l1ring.circuit.Circuit;

/** Pipelines that take a new row only in every N-th clock cycle, with sums that take turns. */
public final class SharedPipelines {
    private SharedPipelines() {}

    /**
     * A circuit whose sums are shared or expanded, and its pipeline.
     *
     * @param expanded sums that take turns are whole, the others two-input adders
     * @param pipeline of the expanded circuit
     */
    public record Shared(ExpandSums.Expanded expanded, Pipeline pipeline) {}

    /**
     * Shares what can be shared.
     *
     * @param circuit as lowered
     * @param depthSlack of graphs of adders
     * @param options with the initiation interval
     * @param delays of the logic
     */
    public static Shared of(
            Circuit circuit, int depthSlack, PipelineOptions options, DelayModel delays) {
        List<SharedBlock> blocks = Sharing.of(circuit, depthSlack, options, delays);
        List<List<Integer>> kept = blocks.stream().map(SharedBlock::sums).toList();
        ExpandSums.Expanded expanded = ExpandSums.trace(circuit, depthSlack, kept);
        List<SharedBlock> renumbered = new ArrayList<>();
        for (SharedBlock block : blocks) {
            renumbered.add(renumbered(block, expanded.steps()));
        }
        return new Shared(expanded, Pipeline.of(expanded.circuit(), options, delays, renumbered));
    }

    private static SharedBlock renumbered(SharedBlock block, List<Integer> map) {
        List<List<SharedBlock.Source>> lanes = new ArrayList<>();
        for (List<SharedBlock.Source> lane : block.lanes()) {
            lanes.add(lane.stream().map(source -> renumbered(source, map)).toList());
        }
        return new SharedBlock(
                block.sums().stream().map(map::get).toList(),
                block.logic(),
                lanes,
                block.results().stream().map(row -> row.stream().map(map::get).toList()).toList(),
                block.biases());
    }

    private static SharedBlock.Source renumbered(SharedBlock.Source source, List<Integer> map) {
        return switch (source) {
            case SharedBlock.FromStep(int step) -> new SharedBlock.FromStep(map.get(step));
            case SharedBlock.Fixed fixed -> fixed;
        };
    }
}
