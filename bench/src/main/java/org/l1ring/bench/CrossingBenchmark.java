package org.l1ring.bench;

import com.sun.management.OperatingSystemMXBean;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
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
    /** Property that says how many seconds an operation may take to a steady pace. */
    static final String SETTLE_PROPERTY = "l1ring.bench.settle";

    private static final long LONGEST_NANOS =
            Integer.getInteger(SETTLE_PROPERTY, 60) * 1_000_000_000L;
    private static final long STRETCH_NANOS = 60_000_000;
    private static final int STEADY_STRETCHES = 8;
    private static final double STEADY = 0.8;
    private static final double BUSY = 0.2;

    /** Calls after which the JIT compiler has taken notice of the code: a few of its thresholds. */
    private static final int NOTICED_CALLS = 4000;

    private static final OperatingSystemMXBean PROCESS =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /**
     * Runs an operation until its code has been called often enough to be compiled, its pace is
     * steady and the JIT compiler, or whoever else works in this process, rests. Vector code that
     * is not compiled yet is thousands of times slower, and how long that lasts differs by seconds;
     * JMH's warm-up, which has a fixed length, comes after this.
     *
     * @param operation what will be measured, on this thread alone
     * @param calls of the slowest code in one operation
     */
    static void settle(LongSupplier operation, int calls) {
        long start = System.nanoTime();
        double best = Double.MAX_VALUE;
        int steady = 0;
        long runs = 0;
        long sum = 0;
        while ((steady < STEADY_STRETCHES || runs * calls < NOTICED_CALLS)
                && System.nanoTime() - start < LONGEST_NANOS) {
            long from = System.nanoTime();
            long others = otherNanos();
            long before = runs;
            long elapsed;
            do {
                sum += operation.getAsLong();
                runs++;
                elapsed = System.nanoTime() - from;
            } while (elapsed < STRETCH_NANOS);
            double each = (double) elapsed / (runs - before);
            boolean busy = otherNanos() - others > BUSY * elapsed;
            steady = busy || each < STEADY * best ? 0 : steady + 1;
            best = Math.min(best, each);
        }
        use(sum);
    }

    /** What is measured where several threads work; it gives what they did. */
    interface ThreadedOperation {
        /** Runs once. */
        long run() throws InterruptedException;
    }

    /**
     * Runs an operation of several threads, whose work cannot be told from the compiler's, for a
     * third of the time that others may take.
     *
     * @param operation what will be measured
     * @throws InterruptedException if the thread is interrupted
     */
    static void settleThreads(ThreadedOperation operation) throws InterruptedException {
        long start = System.nanoTime();
        long sum = 0;
        while (System.nanoTime() - start < LONGEST_NANOS / 3) {
            sum += operation.run();
        }
        use(sum);
    }

    /** Makes results count, so that no operation is left out. */
    private static void use(long sum) {
        if (sum == Long.MIN_VALUE) {
            System.out.println();
        }
    }

    /** Processor time of all other threads. */
    private static long otherNanos() {
        return PROCESS.getProcessCpuTime() - THREADS.getCurrentThreadCpuTime();
    }
}
