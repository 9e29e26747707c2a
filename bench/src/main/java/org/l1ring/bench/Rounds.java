package org.l1ring.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.BenchmarkList;
import org.openjdk.jmh.runner.BenchmarkListEntry;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.format.OutputFormat;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.Options;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * Runs benchmarks in rounds: each round runs every one in a new process, so that those that are
 * compared run close to each other while the machine's pace drifts.
 */
final class Rounds {
    private static final int FULL = 3;

    private static final int WARM_UPS = 3;
    private static final int WARM_UP_MILLIS = 200;
    private static final int ITERATIONS = 3;
    private static final int ITERATION_MILLIS = 120;

    private final List<Options> parts = new ArrayList<>();
    private final int rounds;

    /**
     * A run to come.
     *
     * @param selection what to run
     * @param quick whether iterations are short, and one round enough
     * @param rounds how many; 0 for as many as suit
     */
    Rounds(List<Part> selection, boolean quick, int rounds) {
        this.rounds = rounds > 0 ? rounds : quick ? 1 : FULL;
        for (Part part : selection) {
            ChainedOptionsBuilder builder = new OptionsBuilder().include(part.include());
            builder.shouldFailOnError(true).forks(1);
            if (quick) {
                shorten(builder, new OptionsBuilder().build());
            }
            part.parameters()
                    .forEach((name, values) -> builder.param(name, values.toArray(String[]::new)));
            parts.add(builder.build());
        }
    }

    /**
     * Short iterations, where options say nothing else; the warm-up is the least that vector loops
     * are compiled in.
     */
    static void shorten(ChainedOptionsBuilder builder, Options given) {
        builder.forks(given.getForkCount().orElse(1))
                .warmupIterations(given.getWarmupIterations().orElse(WARM_UPS))
                .warmupTime(given.getWarmupTime().orElse(TimeValue.milliseconds(WARM_UP_MILLIS)))
                .measurementIterations(given.getMeasurementIterations().orElse(ITERATIONS))
                .measurementTime(
                        given.getMeasurementTime()
                                .orElse(TimeValue.milliseconds(ITERATION_MILLIS)));
    }

    /** Benchmarks of all rounds, every choice of parameters counted. */
    int total() {
        OutputFormat silent = new LineProgress(System.out, 0);
        int count = 0;
        for (Options part : parts) {
            for (BenchmarkListEntry entry :
                    BenchmarkList.defaultList().find(silent, part.getIncludes(), List.of())) {
                int choices = 1;
                for (Map.Entry<String, String[]> parameter :
                        entry.getParams().orElse(Map.of()).entrySet()) {
                    choices *=
                            part.getParameter(parameter.getKey())
                                    .orElse(List.of(parameter.getValue()))
                                    .size();
                }
                count += choices;
            }
        }
        return count * rounds;
    }

    /**
     * Runs all rounds.
     *
     * @param out where progress goes
     * @return JMH's list of results
     * @throws RunnerException if a benchmark fails
     * @throws IOException if the results cannot be read back
     */
    JsonNode run(PrintStream out) throws RunnerException, IOException {
        OutputFormat progress = new LineProgress(out, total());
        Map<String, List<RunResult>> results = new LinkedHashMap<>();
        for (int round = 1; round <= rounds; round++) {
            for (Options part : parts) {
                for (RunResult result : new Runner(part, progress).run()) {
                    String key = LineProgress.name(result.getParams());
                    results.computeIfAbsent(key, _ -> new ArrayList<>()).add(result);
                }
            }
        }
        return json(results.values().stream().map(Rounds::merged).toList());
    }

    /** The same benchmark's results of all rounds as if they were JMH's forks. */
    private static RunResult merged(List<RunResult> rounds) {
        Collection<BenchmarkResult> forks = new ArrayList<>();
        rounds.forEach(round -> forks.addAll(round.getBenchmarkResults()));
        return new RunResult(rounds.getFirst().getParams(), forks);
    }

    static JsonNode json(Collection<RunResult> results) throws IOException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (PrintStream out = new PrintStream(bytes, false, StandardCharsets.UTF_8)) {
            ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(results);
        }
        return new ObjectMapper().readTree(bytes.toByteArray());
    }
}
