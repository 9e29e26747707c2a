package org.l1ring.ring;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.sink.AcceptWriter;

/** After warm-up the threads of a run allocate nothing. */
class AllocationTest {
    private static final int WINDOWS = 10;

    @TempDir Path folder;

    @ParameterizedTest(name = "rate {0}")
    @ValueSource(strings = {"max", "2"})
    @Timeout(60)
    void nothingIsAllocatedPerBlock(String rate) throws InterruptedException {
        ThreadMXBean beans = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        ScorerSchedule sum = ScorerSchedule.of(() -> TestStreams.scorer(TestStreams.THRESHOLD));
        PipelineOptions options =
                new PipelineOptions(Rate.parse(rate), 2, 0, Long.MAX_VALUE, 200_000_000);
        try (TriggerPipeline run =
                TriggerPipeline.start(
                        TestStreams.pattern(4, 8),
                        sum,
                        List.of(new AcceptWriter(folder.resolve("a.l1a"), TestStreams.header())),
                        options)) {
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
    }

    private static void after(TriggerPipeline run, long orbits) throws InterruptedException {
        while (run.snapshot().orbits() < orbits) {
            Thread.sleep(2);
        }
    }
}
