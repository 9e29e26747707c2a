package org.l1ring.run;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.l1ring.feed.FeedOptions;
import org.l1ring.kernel.Engine;
import org.l1ring.model.Model;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.CrossingBlock;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TriggerPipeline;
import org.l1ring.source.SimulatedSource;
import org.l1ring.train.LinearAutoencoder;

/** Weights that change in a running stream, at an orbit. */
@Timeout(60)
final class WeightSwapTest {
    private static final int SWAP = 5;

    /** Accept masks of a run, orbit after orbit. */
    private static final class Masks implements BlockSink {
        private final List<Long> masks = new ArrayList<>();

        @Override
        public void block(CrossingBlock block) {
            masks.add(block.acceptMask());
        }

        @Override
        public void lost(long orbit, int block) {
            throw new IllegalStateException("nothing is lost without pacing");
        }

        @Override
        public void orbitEnded(long orbit) {}

        @Override
        public void finish() {}

        @Override
        public void close() {}
    }

    private static StreamModel model(int components) {
        List<Model.Binding> binding =
                List.of(
                        new Model.Binding("JET0_pt", 0),
                        new Model.Binding("JET1_pt", 0),
                        new Model.Binding("MET_pt", 0));
        int[][] samples = {{60, 30, 20}, {80, 35, 10}, {40, 38, 50}, {90, 20, 15}, {55, 50, 22}};
        return StreamModel.onObjects(
                LinearAutoencoder.train("swap", binding, samples, components), "");
    }

    private static Long[] masks(ScorerSchedule schedule, int workers) throws InterruptedException {
        Masks sink = new Masks();
        PipelineOptions options = PipelineOptions.unpaced(2 * SWAP).withWorkers(workers);
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        new SimulatedSource(FeedOptions.standard()),
                        schedule,
                        List.of(sink),
                        options)) {
            run.await();
        }
        return sink.masks.toArray(Long[]::new);
    }

    @Test
    void theNewWeightsServeFromTheirOrbitOn() throws InterruptedException {
        StreamModel first = model(1);
        StreamModel second = model(2);
        ScorerSchedule old = ScorerSchedule.of(() -> first.scorer(3000, Engine.VECTOR));
        ScorerSchedule fresh = ScorerSchedule.of(() -> second.scorer(3000, Engine.VECTOR));
        ScorerSchedule swapped = old.then(SWAP, () -> second.scorer(3000, Engine.VECTOR));
        Long[] before = masks(old, 1);
        Long[] after = masks(fresh, 1);
        Long[] expected = before.clone();
        int blocks = 56 * SWAP;
        System.arraycopy(after, blocks, expected, blocks, blocks);
        assertEquals(2 * blocks, expected.length);
        assertArrayEquals(expected, masks(swapped, 1));
        assertArrayEquals(expected, masks(swapped, 3));
    }
}
