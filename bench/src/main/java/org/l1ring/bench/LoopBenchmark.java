package org.l1ring.bench;

import java.util.SplittableRandom;
import org.l1ring.circuit.Circuit;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What each loop of a kernel costs: ns per crossing for 64 steps of one kind (sums have 32 products
 * each; the forest has 40 trees of depth 3).
 */
public class LoopBenchmark extends CrossingBenchmark {

    /** A loop, with the lane that its values need. */
    public enum Loop {
        /** Sums of 32 products. */
        LINEAR_16(8),
        /** Sums of 32 products. */
        LINEAR_32(12),
        /** Sums of 32 products. */
        LINEAR_64(31),
        /** Sums of 32 products that lose bits one by one. */
        ROUNDED_32(12),
        /** Rounded and saturated. */
        SATURATE_16(14),
        /** Rounded and saturated. */
        SATURATE_32(24),
        /** Rounded and wrapped. */
        WRAP_16(14),
        /** Rounded and wrapped. */
        WRAP_32(24),
        /** Casts value by value, of a rare overflow mode. */
        SIGN_MAGNITUDE(14),
        /** Products of two values. */
        MULTIPLY_32(14),
        /** Comparisons. */
        COMPARE_16(14),
        /** Comparisons and selections. */
        SELECT_16(14),
        /** Exclusive or. */
        LOGIC_16(1),
        /** Minima. */
        MINIMUM_16(14),
        /** Magnitudes. */
        ABSOLUTE_16(14),
        /** Tables of 1024 entries. */
        TABLE_16(10),
        /** A forest. */
        TREES(12);

        private final int inputBits;

        Loop(int inputBits) {
            this.inputBits = inputBits;
        }

        /** Bits of the inputs. */
        int inputBits() {
            return inputBits;
        }
    }

    /** Which loop. */
    @Param public Loop loop;

    /** How it runs. */
    @Param public Engine engine;

    private BlockKernel kernel;

    /** Plans the circuit and draws inputs. */
    @Setup
    public void plan() {
        kernel = new BlockKernel(LoopCircuits.of(loop), engine);
        fill(kernel, new SplittableRandom(1));
        settle(this::run, engine == Engine.SCALAR ? 100 : 1);
    }

    /** Draws the inputs of a kernel over their ranges. */
    static void fill(BlockKernel kernel, SplittableRandom random) {
        for (int i = 0; i < kernel.circuit().inputs().size(); i++) {
            Circuit.Port port = kernel.circuit().inputs().get(i);
            for (int k = 0; k < BlockKernel.CROSSINGS; k++) {
                long raw = random.nextLong(port.interval().min(), port.interval().max() + 1);
                kernel.set(i, k, raw);
            }
        }
    }

    /**
     * One run of the kernel.
     *
     * @return an output
     */
    @Benchmark
    @OperationsPerInvocation(BlockKernel.CROSSINGS)
    public long run() {
        kernel.run();
        return kernel.get(0, 0);
    }
}
