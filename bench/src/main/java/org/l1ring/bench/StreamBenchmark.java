package org.l1ring.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.l1ring.feed.FeedOptions;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.kernel.Engine;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TriggerPipeline;
import org.l1ring.run.ModelSelection;
import org.l1ring.run.StreamModel;
import org.l1ring.source.OrbitMemory;
import org.l1ring.source.PatternSource;
import org.l1ring.source.SimulatedSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a crossing costs from source to decision in a run as fast as the machine can: ns per
 * crossing of the stream, with the built-in model, and with a scorer that does nothing, which
 * leaves the ring and its hand-over. Simulated orbits are repeated from memory.
 */
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
public class StreamBenchmark extends CrossingBenchmark {
    private static final long PATTERN_ORBITS = 16;
    private static final int RUN_ORBITS = 512;

    /** What scores. */
    public enum Scorer {
        /** Nothing: the hand-over alone. */
        NONE,
        /** The built-in model. */
        MODEL
    }

    /** What scores. */
    @Param public Scorer scorer;

    /** Scoring threads. */
    @Param({"1", "2"})
    public int workers;

    private OrbitMemory memory;
    private ScorerSchedule schedule;

    /**
     * Records the pattern.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    @Setup(Level.Trial)
    public void record() throws InterruptedException {
        try (SimulatedSource simulated = new SimulatedSource(FeedOptions.standard())) {
            memory = OrbitMemory.record(simulated, PATTERN_ORBITS);
        }
        StreamModel model = StreamModel.onObjects(ModelSelection.builtIn(), "");
        schedule =
                scorer == Scorer.MODEL
                        ? ScorerSchedule.of(() -> model.scorer(Long.MAX_VALUE, Engine.VECTOR))
                        : ScorerSchedule.of(() -> (BlockScorer) StreamBenchmark::nothing);
        settleThreads(this::run);
    }

    private static long nothing(
            MemorySegment frames, long offset, int crossings, MemorySegment scores) {
        scores.setAtIndex(ValueLayout.JAVA_LONG, 0, offset);
        return 0;
    }

    /** Frees the pattern. */
    @TearDown(Level.Trial)
    public void free() {
        memory.close();
    }

    /**
     * A run of 512 orbits.
     *
     * @return the crossings decided
     * @throws InterruptedException if the thread is interrupted
     */
    @Benchmark
    @OperationsPerInvocation(RUN_ORBITS * FrameLayout.ORBIT_CROSSINGS)
    public long run() throws InterruptedException {
        PipelineOptions options = PipelineOptions.unpaced(RUN_ORBITS).withWorkers(workers);
        try (PatternSource source = new PatternSource(memory, memory.layout(), "bench");
                TriggerPipeline run = TriggerPipeline.start(source, schedule, List.of(), options)) {
            return run.await().totals().crossings();
        }
    }
}
