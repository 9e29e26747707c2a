package org.l1ring.bench;

import java.lang.foreign.MemorySegment;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.Interval;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.kernel.FrameScorer;
import org.l1ring.kernel.PlacedBlock;
import org.l1ring.lower.Lowering;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What one call of a scorer costs by the number of crossings it is given: ns per call, 128 being
 * two whole blocks together. The network is 57-28-15-8.
 */
public class BlockBenchmark extends CrossingBenchmark {

    /** Crossings of a call. */
    @Param({"1", "8", "16", "32", "44", "64", "128"})
    public int crossings;

    private FrameScorer scorer;
    private PlacedBlock first;
    private PlacedBlock[] both;

    /** Makes the network and its crossings. */
    @Setup
    public void make() {
        Circuit circuit = Lowering.lower(PeerBenchmark.seeded("57-28-15-8").model("block"));
        Interval range = circuit.inputs().getFirst().interval();
        FrameLayout layout = FrameLayout.columns(circuit.inputs().size(), range.min(), range.max());
        int block = FrameLayout.BLOCK_CROSSINGS;
        MemorySegment frames = FrameBlock.random(layout, range, 2 * block);
        scorer =
                new FrameScorer(
                        circuit, layout.fieldBytes(), layout.frameBytes(), 0, Engine.VECTOR);
        first = FrameBlock.at(frames, 0, Math.min(crossings, block));
        PlacedBlock second = FrameBlock.at(frames, layout.blockBytes(), block);
        both = new PlacedBlock[] {first, second};
        settle(this::score, 1);
    }

    /**
     * One call.
     *
     * @return the decision
     */
    @Benchmark
    public long score() {
        if (crossings > FrameLayout.BLOCK_CROSSINGS) {
            scorer.score(both, 2);
        } else {
            scorer.score(first);
        }
        return first.mask();
    }
}
