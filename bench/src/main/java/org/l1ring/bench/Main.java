package org.l1ring.bench;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.l1ring.bench.kafka.KafkaBenchmark;
import org.l1ring.bench.network.ProjectFolder;
import org.l1ring.bench.network.Workload;
import org.l1ring.bench.results.Floors;
import org.l1ring.bench.results.KafkaPage;
import org.l1ring.bench.results.KafkaResults;
import org.l1ring.bench.results.Machine;
import org.l1ring.bench.results.PerformancePage;
import org.l1ring.bench.results.ResultSet;
import org.l1ring.bench.results.ResultsPage;
import org.l1ring.frame.PendingFile;
import org.openjdk.jmh.runner.NoBenchmarksException;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.CommandLineOptionException;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.openjdk.jmh.runner.options.OptionsBuilder;

/** The command {@code l1ring bench}: measures, writes results and pages, holds floors. */
public final class Main {
    private static final String PARTIAL_RESULT = "l1ring-bench.json";
    private static final String QUICK_PAGE = "l1ring-bench.md";

    private final Arguments arguments;
    private final Path root = ProjectFolder.root();

    private Main(Arguments arguments) {
        this.arguments = arguments;
    }

    /**
     * Runs the benchmarks and exits: 0 done, 1 below a floor, 2 bad options, 3 a benchmark failed.
     *
     * @param words see {@link Arguments#HELP}
     */
    public static void main(String[] words) {
        int code;
        try {
            code = new Main(Arguments.parse(words)).run();
        } catch (NoBenchmarksException e) {
            System.err.println("l1ring bench: no benchmark has such a name; -l lists them");
            code = 2;
        } catch (CommandLineOptionException
                | IllegalArgumentException
                | UncheckedIOException
                | IOException e) {
            System.err.println("l1ring bench: " + e.getMessage());
            code = 2;
        } catch (RunnerException e) {
            System.err.println("l1ring bench: " + e.getMessage());
            code = 3;
        }
        System.exit(code);
    }

    private int run() throws CommandLineOptionException, RunnerException, IOException {
        if (arguments.help()) {
            System.out.println(Arguments.HELP);
            System.out.println("JMH's options:");
            new CommandLineOptions().showHelp();
            return 0;
        }
        if (arguments.kafka()) {
            KafkaResults measured =
                    arguments.render().isPresent()
                            ? KafkaResults.read(arguments.render().get())
                            : new KafkaBenchmark(arguments.quick()).run(System.out);
            writeKafka(measured);
            return 0;
        }
        if (arguments.render().isPresent()) {
            writePages(ResultSet.read(arguments.render().get()));
            return 0;
        }
        Floors floors = arguments.checkFloors() ? Floors.read(floorsFile()) : null;
        ResultSet results;
        if (arguments.partial()) {
            CommandLineOptions options =
                    new CommandLineOptions(arguments.jmh().toArray(String[]::new));
            if (options.shouldList() || options.shouldListWithParams()) {
                list(options);
                return 0;
            }
            results = runPart(options);
        } else if (arguments.quick()) {
            results = write(rounds(Part.quick(), Pace.SMOKE).run(System.out), PARTIAL_RESULT);
            Path page = Path.of(QUICK_PAGE).toAbsolutePath();
            put(page, new ResultsPage(results, Workload::named).text());
        } else if (arguments.checkFloors()) {
            results = write(rounds(floorParts(floors), Pace.CHECK).run(System.out), PARTIAL_RESULT);
        } else {
            int processors = Runtime.getRuntime().availableProcessors();
            JsonNode jmh = rounds(Part.full(processors), Pace.FULL).run(System.out);
            results = write(jmh, root.resolve("bench/results.json").toString());
            writePages(results);
        }
        return floors == null ? 0 : verdict(floors, results);
    }

    private Rounds rounds(List<Part> parts, Pace pace) {
        return new Rounds(parts, pace.withRounds(arguments.rounds()));
    }

    private static void list(CommandLineOptions options) {
        Runner runner = new Runner(options);
        if (options.shouldListWithParams()) {
            runner.listWithParams(options);
        } else {
            runner.list();
        }
    }

    private ResultSet runPart(CommandLineOptions options) throws RunnerException, IOException {
        ChainedOptionsBuilder builder =
                new OptionsBuilder().parent(options).shouldFailOnError(true);
        (arguments.quick() ? Pace.SMOKE : Pace.FULL).apply(builder, options);
        return write(Rounds.json(new Runner(builder.build()).run()), PARTIAL_RESULT);
    }

    /** What the floors need, and nothing else. */
    private static List<Part> floorParts(Floors floors) {
        List<Part> parts = new ArrayList<>();
        for (String benchmark : floors.benchmarks()) {
            parts.add(Part.of(benchmark, floors.parameters(benchmark)));
        }
        return parts;
    }

    private Path floorsFile() {
        return root.resolve("bench/floors.json");
    }

    private ResultSet write(JsonNode jmh, String otherwise) throws IOException {
        Path file = arguments.result().orElse(Path.of(otherwise)).toAbsolutePath();
        ObjectNode report = ResultSet.describe(jmh, Machine.current(), arguments.quick());
        put(file, new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(report));
        return ResultSet.of(report);
    }

    private void writePages(ResultSet results) throws IOException {
        put(root.resolve("bench/RESULTS.md"), new ResultsPage(results, Workload::named).text());
        PerformancePage page = new PerformancePage(results);
        Path plots = Files.createDirectories(root.resolve("docs/performance"));
        page.plots().forEach((name, svg) -> put(plots.resolve(name), svg));
        put(root.resolve("docs/performance.md"), page.text());
    }

    private void writeKafka(KafkaResults results) throws IOException {
        KafkaPage page = new KafkaPage(results);
        if (results.quick()) {
            put(Path.of("l1ring-kafka.json").toAbsolutePath(), results.json());
            put(Path.of("l1ring-kafka.md").toAbsolutePath(), page.text());
            return;
        }
        put(root.resolve("bench/kafka.json"), results.json());
        put(root.resolve("bench/kafka.svg"), page.plot());
        put(root.resolve("bench/KAFKA.md"), page.text());
    }

    /** Writes under a temporary name and moves the whole file to its own. */
    private static void put(Path file, String text) {
        try (PendingFile pending = new PendingFile(file)) {
            pending.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            pending.commit();
        }
        System.out.println("written: " + file);
    }

    private static int verdict(Floors floors, ResultSet results) {
        boolean reached = true;
        for (Floors.Verdict verdict : floors.check(results)) {
            reached &= verdict.reached();
            System.out.println(verdict.text());
        }
        return reached ? 0 : 1;
    }
}
