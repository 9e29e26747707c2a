package org.l1ring.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.decision.DecisionSetup;
import org.l1ring.feed.FeedOptions;
import org.l1ring.kernel.Engine;
import org.l1ring.run.MenuInputs;
import org.l1ring.run.MenuSelection;
import org.l1ring.sink.AcceptWriter;

/** After warm-up the threads of a run allocate nothing. */
class AllocationTest {
    private static final int WINDOWS = 20;

    @TempDir Path folder;

    @ParameterizedTest(name = "rate {0}")
    @ValueSource(strings = {"max", "2"})
    @Timeout(60)
    void nothingIsAllocatedPerBlock(String rate) throws InterruptedException {
        ScorerSchedule sum = ScorerSchedule.of(() -> TestStreams.scorer(TestStreams.THRESHOLD));
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        TestStreams.pattern(4, 8),
                        sum,
                        List.of(new AcceptWriter(folder.resolve("a.l1a"), TestStreams.header())),
                        options(rate))) {
            assertNothing(run);
        }
    }

    @Test
    @Timeout(90)
    void nothingIsAllocatedPerBlockOfAMenu() throws InterruptedException {
        MenuSelection own =
                new MenuSelection(
                        Optional.empty(),
                        List.of(),
                        Optional.empty(),
                        Optional.empty(),
                        List.of(),
                        DecisionSetup.RULES,
                        DecisionSetup.Gap.NONE);
        try (MenuInputs inputs =
                        MenuInputs.open(own, "sim", false, false, FeedOptions.standard(), _ -> {});
                TriggerPipeline run =
                        TriggerPipeline.start(
                                inputs.source(),
                                inputs.schedule(Engine.VECTOR),
                                List.of(
                                        inputs.decider(
                                                folder.resolve("a.l1a"),
                                                folder.resolve("counters.csv"))),
                                options("max"))) {
            assertNothing(run);
        }
    }

    private static PipelineOptions options(String rate) {
        return new PipelineOptions(Rate.parse(rate), 2, 0, Long.MAX_VALUE, 200_000_000);
    }

    /** Lets a run go on until a window of it allocates nothing, and stops it. */
    private static void assertNothing(TriggerPipeline run) throws InterruptedException {
        ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        long[] ids = run.threads().stream().mapToLong(Thread::threadId).toArray();
        long[] last = new long[ids.length];
        long[] allocated = new long[ids.length];
        long total = -1;
        // linking a branch on its first visit allocates once; what a block costs stays
        for (int window = 1; window <= WINDOWS && total != 0; window++) {
            after(run, window * 500L);
            long[] now = beans.getThreadAllocatedBytes(ids);
            total = 0;
            for (int i = 0; i < ids.length; i++) {
                allocated[i] = now[i] - last[i];
                total += allocated[i];
            }
            last = now;
        }
        assertArrayEquals(new long[ids.length], allocated, "bytes in 28,000 blocks");
        run.stop();
        run.await();
    }

    private static void after(TriggerPipeline run, long orbits) throws InterruptedException {
        while (run.snapshot().orbits() < orbits) {
            Thread.sleep(2);
        }
    }
}
