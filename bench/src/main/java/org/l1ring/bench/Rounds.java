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

/**
 * Runs benchmarks in rounds: each round runs every one in a new process, so that those that are
 * compared run close to each other while the machine's pace drifts.
 */
final class Rounds {
    private final List<Options> parts = new ArrayList<>();
    private final Pace pace;

    /**
     * A run to come.
     *
     * @param selection what to run, the most important first
     * @param pace how thoroughly
     */
    Rounds(List<Part> selection, Pace pace) {
        this.pace = pace;
        for (Part part : selection) {
            ChainedOptionsBuilder builder = new OptionsBuilder().include(part.include());
            pace.apply(builder, new OptionsBuilder().build());
            builder.shouldFailOnError(true).forks(1);
            part.parameters()
                    .forEach((name, values) -> builder.param(name, values.toArray(String[]::new)));
            parts.add(builder.build());
        }
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
        return count * pace.rounds();
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
        long start = System.nanoTime();
        for (int round = 1; round <= pace.rounds(); round++) {
            for (Options part : parts) {
                if (late(System.nanoTime() - start)) {
                    out.println("left out, as time is up: " + part.getIncludes());
                    continue;
                }
                for (RunResult result : new Runner(part, progress).run()) {
                    String key = LineProgress.name(result.getParams());
                    results.computeIfAbsent(key, _ -> new ArrayList<>()).add(result);
                }
            }
        }
        return json(results.values().stream().map(Rounds::merged).toList());
    }

    private boolean late(long nanos) {
        return pace.budgetSeconds() > 0 && nanos > pace.budgetSeconds() * 1_000_000_000L;
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
