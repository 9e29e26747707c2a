package org.l1ring.bench;

import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** What one fixed-point cast costs in scalar code, beside a bare shift: ns per cast. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(3)
public class FixedCastBenchmark {

    private static final int VALUES = 1024;
    private static final FixedType SOURCE = FixedType.signed(24, 12);

    /** Rounding of the target. */
    @Param({"TRN", "RND_CONV"})
    public Quantization quantization;

    /** Overflow of the target. */
    @Param({"WRAP", "SAT"})
    public Overflow overflow;

    private final long[] raws = new long[VALUES];
    private FixedType target;

    /** Draws the raw values over the full range of their type, from a fixed seed. */
    @Setup
    public void draw() {
        target = FixedType.signed(10, 6).with(quantization, overflow);
        SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < VALUES; i++) {
            raws[i] = random.nextLong(SOURCE.minimumRaw(), SOURCE.maximumRaw() + 1);
        }
    }

    /**
     * The loop with nothing but the shift to the target's binary point.
     *
     * @return sum of the results
     */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long baseline() {
        int shift = SOURCE.fraction() - target.fraction();
        long sum = 0;
        for (long raw : raws) {
            sum += raw >> shift;
        }
        return sum;
    }

    /**
     * The cast from {@code ap_fixed<24,12>} to {@code ap_fixed<10,6>} of the modes.
     *
     * @return sum of the results
     */
    @Benchmark
    @OperationsPerInvocation(VALUES)
    public long cast() {
        int fraction = SOURCE.fraction();
        long sum = 0;
        for (long raw : raws) {
            sum += target.cast(raw, fraction);
        }
        return sum;
    }
}
