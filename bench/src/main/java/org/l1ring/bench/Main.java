package org.l1ring.bench;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.l1ring.report.BuildInfo;
import org.openjdk.jmh.results.format.ResultFormatType;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.TimeValue;

/**
 * The JMH benchmarks with JMH's own options, and {@code --quick} for a smoke run: one fork, one
 * short iteration. The results are written to {@code l1ring-bench.json} (or to the file after
 * {@code -rff}) with the CPU, JDK, vector width and commit that they were measured with.
 */
public final class Main {

    private static final String QUICK = "--quick";
    private static final String DEFAULT_RESULT = "l1ring-bench.json";

    private Main() {}

    /**
     * Runs the benchmarks and exits: 0 done, 2 bad options, 3 a benchmark failed.
     *
     * @param arguments {@code --quick} and JMH's options
     * @throws IOException if the results cannot be written
     */
    public static void main(String[] arguments) throws IOException {
        List<String> rest = new ArrayList<>(List.of(arguments));
        boolean quick = rest.removeIf(QUICK::equals);
        try {
            CommandLineOptions options = new CommandLineOptions(rest.toArray(String[]::new));
            if (options.shouldHelp()) {
                options.showHelp();
            } else if (options.shouldList()) {
                new Runner(options).list();
            } else {
                run(options, quick);
            }
        } catch (CommandLineOptionException | NoBenchmarksException e) {
            System.err.println("l1ring bench: " + e.getMessage());
            System.exit(2);
        } catch (RunnerException e) {
            System.err.println("l1ring bench: " + e.getMessage());
            System.exit(3);
        }
    }

    private static void run(CommandLineOptions options, boolean quick)
            throws RunnerException, IOException {
        Path result = Path.of(options.getResult().orElse(DEFAULT_RESULT)).toAbsolutePath();
        Path raw = Files.createTempFile(result.getParent(), "l1ring-bench", ".tmp");
        try {
            ChainedOptionsBuilder builder =
                    new OptionsBuilder()
                            .parent(options)
                            .shouldFailOnError(true)
                            .resultFormat(ResultFormatType.JSON)
                            .result(raw.toString());
            if (quick) {
                builder.forks(1)
                        .warmupIterations(1)
                        .warmupTime(TimeValue.milliseconds(200))
                        .measurementIterations(1)
                        .measurementTime(TimeValue.milliseconds(200));
            }
            new Runner(builder.build()).run();
            describe(raw, quick);
            Files.move(raw, result, StandardCopyOption.REPLACE_EXISTING);
            System.out.println("Results are in " + result);
        } finally {
            Files.deleteIfExists(raw);
        }
    }

    /** Wraps JMH's list of results with where they come from. */
    private static void describe(Path raw, boolean quick) throws IOException {
        ObjectMapper json = new ObjectMapper();
        BuildInfo build = BuildInfo.current();
        ObjectNode report = json.createObjectNode();
        report.put("version", build.version());
        report.put("commit", build.commit());
        report.put("jdk", build.jdk());
        report.put("vectorBits", build.vectorBits());
        report.put("cpu", cpu());
        report.put("processors", Runtime.getRuntime().availableProcessors());
        report.put("quick", quick);
        report.set("results", json.readTree(raw.toFile()));
        json.writerWithDefaultPrettyPrinter().writeValue(raw.toFile(), report);
    }

    private static String cpu() {
        Path info = Path.of("/proc/cpuinfo");
        if (Files.isReadable(info)) {
            try (Stream<String> lines = Files.lines(info)) {
                return lines.filter(line -> line.startsWith("model name"))
                        .map(line -> line.substring(line.indexOf(':') + 1).strip())
                        .findFirst()
                        .orElse(System.getProperty("os.arch"));
            } catch (IOException e) {
                return System.getProperty("os.arch");
            }
        }
        return System.getProperty("os.arch");
    }
}
