package org.l1ring.bench;

import java.util.SplittableRandom;
import org.l1ring.bench.network.SeededNetwork;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.l1ring.lower.Lowering;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/** How the cost of a network grows with its non-zero weights: ns per crossing. */
public class ScalingBenchmark extends CrossingBenchmark {

    /** Non-zero weights, about. */
    @Param({"1000", "3000", "10000", "30000", "100000", "300000", "1000000"})
    public long terms;

    private BlockKernel kernel;

    /** Makes the network. */
    @Setup
    public void plan() {
        SeededNetwork network = SeededNetwork.ofTerms(terms);
        kernel = new BlockKernel(Lowering.lower(network.model("random")), Engine.VECTOR);
        LoopBenchmark.fill(kernel, new SplittableRandom(1));
        settle(this::run, 1);
    }

    /**
     * One run of the kernel.
     *
     * @return the score of a crossing
     */
    @Benchmark
    @OperationsPerInvocation(BlockKernel.CROSSINGS)
    public long run() {
        kernel.run();
        return kernel.get(0, 0);
    }
}
