package org.l1ring.bench;

import java.util.List;
import java.util.Optional;
import org.l1ring.bench.network.Workload;
import org.l1ring.concentrator.Algorithm;
import org.l1ring.concentrator.Chain;
import org.l1ring.concentrator.ChainOptions;
import org.l1ring.concentrator.ModuleSource;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.TriggerPipeline;
import org.l1ring.source.OrbitMemory;
import org.l1ring.source.PatternSource;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * What a crossing of a calorimeter module costs from codes to link words and back, with two
 * workers: ns per crossing of the stream. Simulated orbits are repeated from memory.
 */
@Warmup(iterations = 4, time = 1)
@Measurement(iterations = 3, time = 1)
public class ChainBenchmark extends CrossingBenchmark {
    private static final long PATTERN_ORBITS = 16;
    private static final int RUN_ORBITS = 128;
    private static final int WORKERS = 2;
    private static final int LINKS = 3;
    private static final int REPEATER_LINKS = 11;

    /** What is made of the charges. */
    @Param public Algorithm algorithm;

    private OrbitMemory memory;
    private Chain chain;

    /**
     * Records the pattern.
     *
     * @throws InterruptedException if the thread is interrupted
     */
    @Setup(Level.Trial)
    public void record() throws InterruptedException {
        memory = OrbitMemory.record(new ModuleSource(1, 8, 0.1), PATTERN_ORBITS);
        int links = algorithm == Algorithm.REPEATER ? REPEATER_LINKS : LINKS;
        ChainOptions options = new ChainOptions(algorithm, links, 0, true, 47, 400, 360, 8);
        chain =
                algorithm == Algorithm.AUTOENCODER
                        ? Chain.ofEncoder(
                                options,
                                Workload.named("ECON_AE_encoder_3eLinks").model(),
                                Engine.VECTOR)
                        : Chain.ofCells(options);
        settleThreads(this::run);
    }

    /** Frees the pattern. */
    @TearDown(Level.Trial)
    public void free() {
        memory.close();
    }

    /**
     * A run of 128 orbits.
     *
     * @return the crossings sent
     * @throws InterruptedException if the thread is interrupted
     */
    @Benchmark
    @OperationsPerInvocation(RUN_ORBITS * FrameLayout.ORBIT_CROSSINGS)
    public long run() throws InterruptedException {
        PipelineOptions options = PipelineOptions.unpaced(RUN_ORBITS).withWorkers(WORKERS);
        try (PatternSource source = new PatternSource(memory, memory.layout(), "bench");
                TriggerPipeline run =
                        TriggerPipeline.start(
                                source,
                                chain.schedule(),
                                List.of(chain.sink(Optional.empty())),
                                options)) {
            return run.await().totals().crossings();
        }
    }
}
