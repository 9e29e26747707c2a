package org.l1ring.bench;

import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** How all benchmarks run: mean time in ns, of a crossing unless said otherwise. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 300, timeUnit = TimeUnit.MILLISECONDS)
@Measurement(iterations = 5, time = 200, timeUnit = TimeUnit.MILLISECONDS)
@Fork(3)
public abstract class CrossingBenchmark {
    private static final long STRETCH_NANOS = 60_000_000;
    private static final long LONGEST_NANOS = 15_000_000_000L;
    private static final int STEADY_STRETCHES = 8;
    private static final double STEADY = 0.8;

    /**
     * Runs an operation until its pace is steady. Vector loops that are not compiled yet are
     * thousands of times slower, and how long that lasts differs by seconds; JMH's warm-up, which
     * has a fixed length, comes after this.
     *
     * @param operation what will be measured
     */
    static void settle(LongSupplier operation) {
        long start = System.nanoTime();
        double best = Double.MAX_VALUE;
        int steady = 0;
        long sum = 0;
        while (steady < STEADY_STRETCHES && System.nanoTime() - start < LONGEST_NANOS) {
            long from = System.nanoTime();
            int runs = 0;
            long elapsed;
            do {
                sum += operation.getAsLong();
                runs++;
                elapsed = System.nanoTime() - from;
            } while (elapsed < STRETCH_NANOS);
            double each = (double) elapsed / runs;
            steady = each < STEADY * best ? 0 : steady + 1;
            best = Math.min(best, each);
        }
        if (sum == Long.MIN_VALUE) {
            // Makes the results count, so that no operation is left out.
            System.out.println();
        }
    }
}
