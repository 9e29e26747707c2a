package org.l1ring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.l1ring.feed.FrameField;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FieldAccess;
import org.l1ring.frame.FrameLayout;
import org.l1ring.source.CrossingSource;

/** The example of a test with a stream of one's own: copy it and change source and scorer. */
class OwnStreamExampleTest {
    /**
     * Empty crossings, but for a jet of 100 GeV (200 half GeV) in bunch crossing 70 of each orbit.
     */
    private static final class OneJetAnOrbit implements CrossingSource {
        @Override
        public FrameLayout layout() {
            return FrameLayout.OBJECTS;
        }

        @Override
        public boolean copies() {
            return true;
        }

        @Override
        public boolean begin(long orbit) {
            return orbit < 10;
        }

        @Override
        public void load(long orbit, int block, BlockFrames target) {
            MemorySegment frames = target.own();
            frames.fill((byte) 0);
            if (block == 1) {
                int jet = FrameField.JET0_PT.index();
                long crossing = target.offset() + 6L * 128;
                FieldAccess.set(frames, crossing, FrameLayout.OBJECTS, jet, 200);
            }
        }

        @Override
        public String description() {
            return "one jet an orbit";
        }
    }

    @Test
    @Timeout(20)
    void everyOrbitsJetIsAccepted() throws InterruptedException {
        ScorerSchedule scorers = ScorerSchedule.of(() -> OwnStreamExampleTest::jetAbove50GeV);
        PipelineOptions options = PipelineOptions.unpaced(Long.MAX_VALUE).withWorkers(2);
        try (TriggerPipeline run =
                TriggerPipeline.start(new OneJetAnOrbit(), scorers, List.of(), options)) {
            RunSnapshot totals = run.await().totals();
            assertEquals(10, totals.orbits());
            assertEquals(10, totals.accepts());
            assertEquals(10, totals.acceptsByCrossing().get(70));
        }
    }

    private static long jetAbove50GeV(
            MemorySegment frames, long offset, int crossings, MemorySegment scores) {
        long mask = 0;
        for (int k = 0; k < crossings; k++) {
            int jet = FrameField.JET0_PT.index();
            long pt = FieldAccess.get(frames, offset + k * 128L, FrameLayout.OBJECTS, jet);
            scores.setAtIndex(ValueLayout.JAVA_LONG, k, pt);
            mask |= pt > 100 ? 1L << k : 0;
        }
        return mask;
    }
}
