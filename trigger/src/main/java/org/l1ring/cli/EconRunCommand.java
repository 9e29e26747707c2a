package org.l1ring.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.l1ring.concentrator.Chain;
import org.l1ring.concentrator.ChainOptions;
import org.l1ring.concentrator.ChainReport;
import org.l1ring.concentrator.LinkSink;
import org.l1ring.concentrator.ModuleSource;
import org.l1ring.console.CountProgress;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.Rate;
import org.l1ring.ring.RunResult;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TriggerPipeline;
import org.l1ring.source.CrossingSource;
import org.l1ring.source.OrbitMemory;
import org.l1ring.source.PatternSource;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The verb econ run: a simulated module's crossings to links and back. */
@Command(
        name = "run",
        description = {
            "Streams the crossings of a simulated calorimeter module through the ECON-T chain: "
                    + "decoding, calibration, an algorithm, link words, buffer, receiver.",
            "Exit code 1 if a crossing does not arrive as it was sent."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring econ run --algorithm threshold --links 3 --crossings 1000000",
            "  l1ring econ run --algorithm autoencoder --links 3 --model encoder.json --seconds 1",
            "  l1ring econ run --algorithm autoencoder --links 3 --model encoder.json --reload"
                    + " retrained.l1pi@1000"
        })
final class EconRunCommand implements Callable<Integer> {
    private static final long WARM_UP_NANOS = 4_000_000_000L;
    private static final long PATTERN_ORBITS = 64;
    private static final long PROGRESS_MILLIS = 250;

    @Mixin private CommonOptions common;
    @Mixin private EconChainArguments chain;
    @Mixin private EconModuleArguments simulated;
    @Mixin private ReloadArguments reload;
    @Spec private CommandSpec spec;

    @Option(names = "--model", paramLabel = "FILE", description = "The encoder, a model file.")
    private Path model;

    @Option(
            names = "--crossings",
            paramLabel = "N",
            description = "Crossings to run, rounded up to whole orbits of 3564.")
    private Long crossings;

    @Option(names = "--orbits", paramLabel = "N", description = "Orbits to run.")
    private Long orbits;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description =
                    "Seconds of LHC stream to run, 40.08 million crossings each (default: 1).")
    private Double seconds;

    @Option(
            names = "--fresh",
            description = "Generate every crossing anew instead of repeating 64 orbits.")
    private boolean fresh;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Threads (default: the number of processors, at most 64).")
    private Integer workers;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "vector",
            description = "vector, loops or scalar, of an encoder (default: ${DEFAULT-VALUE}).")
    private Engine engine;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "FILE",
            description = "Write the words of the links, as econ decode reads them.")
    private Path output;

    @Option(names = "--json", description = "Print one JSON object.")
    private boolean json;

    @Override
    public Integer call() throws Exception {
        ChainOptions options = chain.options();
        Chain own = chain(options);
        int threads =
                workers != null
                        ? workers
                        : Math.min(64, Runtime.getRuntime().availableProcessors());
        PipelineOptions pace = new PipelineOptions(Rate.MAX, threads, 0, length(), WARM_UP_NANOS);
        ScorerSchedule schedule = schedule(own, pace.orbits());
        ModuleSource module =
                new ModuleSource(simulated.seed(), simulated.pileUp(), simulated.showers());
        if (fresh) {
            return run(own, schedule, module, options, pace);
        }
        long repeated = Math.min(PATTERN_ORBITS, pace.orbits());
        try (OrbitMemory memory = OrbitMemory.record(module, repeated)) {
            String description = PatternSource.describe(module.description(), repeated);
            CrossingSource source = new PatternSource(memory, module.layout(), description);
            return run(own, schedule, source, options, pace);
        }
    }

    private Chain chain(ChainOptions options) {
        if (model == null) {
            return Chain.ofCells(options);
        }
        return Chain.ofEncoder(options, ModelFile.read(model), engine);
    }

    private ScorerSchedule schedule(Chain own, long orbits) throws IOException {
        if (own.encoder().isEmpty()) {
            reload.requireNone("an algorithm without one");
            return own.schedule();
        }
        return reload.schedule(
                own.encoder().get(), own.schedule(), orbits, raw -> own.reloaded(raw).scorers());
    }

    private long length() {
        int given =
                (crossings != null ? 1 : 0) + (orbits != null ? 1 : 0) + (seconds != null ? 1 : 0);
        if (given > 1) {
            throw new IllegalArgumentException(
                    "--crossings, --orbits, --seconds: expected one of them, got %d"
                            .formatted(given));
        }
        double wanted =
                orbits != null
                        ? orbits
                        : crossings != null
                                ? Math.ceilDiv(crossings, FrameLayout.ORBIT_CROSSINGS)
                                : seconds != null ? seconds : 1;
        if (!(wanted > 0 && wanted < 1e12)) {
            throw new IllegalArgumentException(
                    "--crossings, --orbits, --seconds: expected a number above 0 and below 10^12, got "
                            + (crossings != null ? crossings.toString() : wanted));
        }
        return orbits == null && crossings == null ? Rate.REALTIME.orbits(wanted) : (long) wanted;
    }

    private int run(
            Chain own,
            ScorerSchedule schedule,
            CrossingSource source,
            ChainOptions options,
            PipelineOptions pace)
            throws InterruptedException {
        LinkSink sink = own.sink(Optional.ofNullable(output));
        try (Interrupt interrupt = new Interrupt("the run did not end in time");
                TriggerPipeline pipeline =
                        TriggerPipeline.start(source, schedule, List.of(sink), pace)) {
            interrupt.stops(pipeline::stop);
            RunResult result = await(pipeline, pace);
            report(
                    new ChainReport(
                            options,
                            own.circuit(),
                            source.description(),
                            pace.workers(),
                            1e-9 * result.totals().elapsedNanos(),
                            sink.totals()));
            return sink.totals().mismatches() == 0 ? 0 : Failures.DIFFERENCES;
        }
    }

    private RunResult await(TriggerPipeline pipeline, PipelineOptions pace)
            throws InterruptedException {
        long planned = pace.orbits() * FrameLayout.ORBIT_CROSSINGS;
        try (CountProgress progress =
                new CountProgress(
                        "crossings", planned, spec.commandLine().getErr(), common.quiet())) {
            while (!pipeline.await(PROGRESS_MILLIS)) {
                progress.at(pipeline.snapshot().crossings());
            }
        }
        return pipeline.await();
    }

    private void report(ChainReport report) {
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            out.println(report.json());
        } else {
            report.print(out);
            if (output != null && !common.quiet()) {
                out.println("words        " + output);
            }
        }
        out.flush();
    }
}
