package org.l1ring.bench;

import java.io.IOException;
import java.io.PrintStream;
import java.util.Collection;
import java.util.Locale;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.infra.IterationParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.IterationResult;
import org.openjdk.jmh.results.Result;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.format.OutputFormat;

/** One line a benchmark: how far the run is, what it measured, how long it may still take. */
final class LineProgress implements OutputFormat {
    private final PrintStream out;
    private final int total;
    private final StringBuilder trouble = new StringBuilder();
    private final long start = System.nanoTime();
    private int done;

    /**
     * The progress of a run.
     *
     * @param out where lines go
     * @param total benchmarks of all rounds
     */
    LineProgress(PrintStream out, int total) {
        this.out = out;
        this.total = total;
    }

    /** Class, method and parameters. */
    static String name(BenchmarkParams benchmark) {
        String[] path = benchmark.getBenchmark().split("\\.", -1);
        return new TreeSet<>(benchmark.getParamsKeys())
                .stream()
                        .map(key -> " " + key + "=" + benchmark.getParam(key))
                        .collect(
                                Collectors.joining(
                                        "",
                                        path[path.length - 2] + "." + path[path.length - 1],
                                        ""));
    }

    /** The line of a benchmark that has ended. */
    static String line(int done, int total, String name, String figure, double seconds) {
        double left = seconds / done * (total - done);
        return String.format(
                Locale.ROOT,
                "[%3d/%d] %-64s %s, %d:%02d left",
                done,
                total,
                name,
                figure,
                (int) left / 60,
                (int) left % 60);
    }

    @Override
    public void endBenchmark(BenchmarkResult result) {
        done++;
        if (result == null) {
            // JMH tells what failed to println only.
            out.print(trouble);
            return;
        }
        trouble.setLength(0);
        Result<?> primary = result.getPrimaryResult();
        String figure =
                String.format(Locale.ROOT, "%10.3f ns", primary.getStatistics().getPercentile(50));
        double seconds = (System.nanoTime() - start) * 1e-9;
        out.println(line(done, Math.max(done, total), name(result.getParams()), figure, seconds));
    }

    @Override
    public void println(String text) {
        trouble.append(text).append('\n');
    }

    @Override
    public void print(String text) {
        trouble.append(text);
    }

    @Override
    public void iteration(BenchmarkParams benchmark, IterationParams params, int iteration) {}

    @Override
    public void iterationResult(
            BenchmarkParams benchmark,
            IterationParams params,
            int iteration,
            IterationResult data) {}

    @Override
    public void startBenchmark(BenchmarkParams benchmark) {}

    @Override
    public void startRun() {}

    @Override
    public void endRun(Collection<RunResult> results) {}

    @Override
    public void flush() {
        out.flush();
    }

    @Override
    public void close() {}

    @Override
    public void verbosePrintln(String text) {}

    @Override
    public void write(int character) {}

    @Override
    public void write(byte[] text) throws IOException {}
}
