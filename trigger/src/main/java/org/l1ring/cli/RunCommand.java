package org.l1ring.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.logging.Logger;
import java.util.stream.Stream;
import org.l1ring.console.RunProgress;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.feed.physics.Signal;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.report.BuildInfo;
import org.l1ring.report.ReportHtml;
import org.l1ring.report.ReportJson;
import org.l1ring.report.ReportText;
import org.l1ring.report.RunReport;
import org.l1ring.report.StreamSetup;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.PipelineOptions;
import org.l1ring.ring.Rate;
import org.l1ring.ring.RunResult;
import org.l1ring.ring.ScorerSchedule;
import org.l1ring.ring.TriggerPipeline;
import org.l1ring.run.MenuInputs;
import org.l1ring.run.RunInputs;
import org.l1ring.run.StreamModel;
import org.l1ring.sink.AcceptWriter;
import org.l1ring.sink.SignalSpectra;
import org.l1ring.source.CrossingSource;
import org.l1ring.wire.KafkaName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The main job: stream, scores, accepts, report. */
@Command(
        name = "run",
        description = {
            "Streams bunch crossings through a trigger menu or a model and writes the Level-1"
                    + " accepts.",
            "Without options: 20 s of the simulated LHC through L1Ring's own menu, of which the"
                    + " built-in anomaly autoencoder is a part."
        },
        footer = {
            "",
            "Examples:",
            "  l1ring run",
            "  l1ring run --menu menu.xml.gz --model AXOL1TL_v4/model.json --prescales ps.csv",
            "  l1ring run --menu menu.xml.gz --source vectors.txt.gz --repeat --seconds 5",
            "  l1ring run --model model.json --rate realtime --seconds 60",
            "  l1ring run --model model.json --reload retrained.l1pi@1000 --orbits 2000",
            "  l1ring run --signal black-hole --signal-fraction 0.001 --seconds 5",
            "  l1ring run --source frames.l1f --threshold 400 --output out",
            "  l1ring run --source kafka:frames --threshold 400",
            "  l1ring run --rate realtime --sink kafka:accepts --sink-frames kafka:accepted"
        })
final class RunCommand implements Callable<Integer> {
    private static final Logger LOG = Logger.getLogger(RunCommand.class.getName());
    private static final long WARM_UP_NANOS = 4_000_000_000L;

    /** Part of the blocks whose scores are counted for the zero-bias spectrum. */
    private static final int SPECTRUM_ONE_IN = 16;

    @Mixin private CommonOptions common;
    @Mixin private FeedArguments feed;
    @Mixin private ModelArguments model;
    @Mixin private ReloadArguments reload;
    @Mixin private MenuArguments menu;
    @Mixin private KafkaArguments kafka;
    @Mixin private GroupArguments group;
    @Spec private CommandSpec spec;

    @Option(
            names = "--source",
            paramLabel = "SOURCE",
            defaultValue = "sim",
            description =
                    "sim (simulated LHC), random (the model's full input range), a frame file, for"
                            + " a menu also test vectors or a raw file of L1 scouting, or"
                            + " kafka:TOPIC (default: ${DEFAULT-VALUE}).")
    private String source;

    @Option(
            names = "--fresh",
            description = "Generate every crossing anew instead of repeating a pattern memory.")
    private boolean fresh;

    @Option(names = "--orbits", paramLabel = "N", description = "Orbits to run.")
    private Long orbits;

    @Option(
            names = "--seconds",
            paramLabel = "S",
            description = "Seconds of LHC stream to run (default: 20, or the whole recording).")
    private Double seconds;

    @Option(
            names = "--rate",
            paramLabel = "RATE",
            defaultValue = "max",
            description =
                    "max, realtime (40.08 MHz), or a number of MHz (default: ${DEFAULT-VALUE}). A"
                            + " paced stream loses what finds the ring full, and counts it as dead"
                            + " time.")
    private String rate;

    @Option(
            names = "--workers",
            paramLabel = "N",
            description = "Scoring threads (default: the number of processors, at most 64).")
    private Integer workers;

    @Option(
            names = "--engine",
            paramLabel = "ENGINE",
            defaultValue = "vector",
            description = "vector or scalar (default: ${DEFAULT-VALUE}).")
    private Engine engine;

    @Option(
            names = {"-o", "--output"},
            paramLabel = "DIR",
            defaultValue = "l1ring-run",
            description =
                    "Folder for accepts.l1a, report.json and report.html, and a menu's"
                            + " counters.csv (default: ${DEFAULT-VALUE}).")
    private Path output;

    @Override
    public Integer call() throws Exception {
        Rate pace = Rate.parse(rate);
        boolean topics = kafka.check(source);
        boolean member = kafka.group(source, pace);
        group.check(member);
        int threads =
                workers != null
                        ? workers
                        : Math.min(64, Runtime.getRuntime().availableProcessors());
        if (member) {
            reload.requireNone("a group");
            if (orbits != null || seconds != null) {
                throw new IllegalArgumentException(
                        "--orbits, --seconds: expected none, as a group takes whole runs; leave"
                                + " them out");
            }
            return OutputFolder.with(output, () -> join(threads));
        }
        boolean menuDecides = menuDecides(topics);
        boolean wholeFile =
                orbits == null
                        && seconds == null
                        && RunInputs.isFile(source)
                        && !(menuDecides && menu.repeat());
        long length =
                orbits != null
                        ? positive("orbits", orbits)
                        : wholeFile
                                ? Long.MAX_VALUE
                                : Rate.REALTIME.orbits(seconds == null ? 20 : seconds());
        PipelineOptions options = new PipelineOptions(pace, threads, 0, length, WARM_UP_NANOS);
        if (menuDecides) {
            reload.requireNone("a menu");
            return OutputFolder.with(output, () -> decideByMenu(options));
        }
        return OutputFolder.with(
                output,
                () -> {
                    Optional<RunTopics> used =
                            topics ? Optional.of(new RunTopics(kafka, pace)) : Optional.empty();
                    try (RunInputs inputs = inputs(used)) {
                        return stream(inputs, options, used);
                    }
                });
    }

    /** Whether a menu decides: the one that is given, or the own one where nothing else is. */
    private boolean menuDecides(boolean topics) {
        if (menu.given()) {
            if (topics) {
                throw new IllegalArgumentException(
                        "--menu: expected streams that are no topics, got kafka; menus decide in"
                                + " one process");
            }
            if (source.equals(RunInputs.RANDOM)) {
                throw new IllegalArgumentException(
                        "--source: expected sim or a file for a menu, got random; choose another");
            }
            if (model.cutGiven()) {
                throw new IllegalArgumentException(
                        "--score, --threshold, --accept-rate: expected none of them with --menu,"
                                + " whose seeds have thresholds; leave them out");
            }
            return true;
        }
        if (!topics && !model.given() && source.equals(RunInputs.SIMULATED)) {
            return true;
        }
        menu.requireNone();
        return false;
    }

    private int decideByMenu(PipelineOptions options) throws Exception {
        Path accepts = output.resolve("accepts.l1a");
        Path counters = output.resolve("counters.csv");
        try (MenuInputs inputs =
                MenuInputs.open(
                        menu.selection(model.files()),
                        source,
                        fresh,
                        menu.repeat(),
                        feed.options(),
                        LOG::info)) {
            StreamSetup setup = setup(inputs.source(), inputs.scheme(), inputs.seed(), options);
            run(
                    inputs.source(),
                    inputs.schedule(engine),
                    List.of(inputs.decider(accepts, counters)),
                    options,
                    result ->
                            new RunReport(
                                    BuildInfo.current(),
                                    inputs.trigger(engine),
                                    setup,
                                    result,
                                    List.of(),
                                    files(List.of(accepts, counters))));
        }
        return 0;
    }

    /** Runs a stream to its end and reports on it. */
    private void run(
            CrossingSource source,
            ScorerSchedule schedule,
            List<BlockSink> sinks,
            PipelineOptions options,
            Function<RunResult, RunReport> reporting)
            throws InterruptedException {
        try (Interrupt interrupt =
                        new Interrupt("the run did not end in time; its report is missing");
                TriggerPipeline pipeline =
                        TriggerPipeline.start(source, schedule, sinks, options)) {
            interrupt.stops(pipeline::stop);
            report(reporting.apply(await(pipeline, options)));
        }
    }

    private StreamSetup setup(
            CrossingSource stream,
            Optional<FillingScheme> scheme,
            OptionalLong seed,
            PipelineOptions options) {
        return new StreamSetup(
                stream.description(),
                scheme,
                seed,
                options.rate(),
                options.workers(),
                CommandText.of(spec),
                Instant.now());
    }

    private Path json() {
        return output.resolve("report.json");
    }

    private Path html() {
        return output.resolve("report.html");
    }

    private List<Path> files(List<Path> others) {
        return Stream.concat(others.stream(), Stream.of(json(), html())).toList();
    }

    private void report(RunReport report) {
        ReportJson.write(report, json());
        ReportHtml.write(report, html());
        PrintWriter out = spec.commandLine().getOut();
        out.print(ReportText.of(report, System.out.charset()));
        out.flush();
    }

    /** Takes part in the work of a group. */
    private int join(int threads) throws InterruptedException {
        new GroupMember(
                        model.selection(),
                        engine,
                        output,
                        common.quiet(),
                        spec.commandLine().getOut(),
                        spec.commandLine().getErr())
                .run(kafka, group, source, threads);
        return 0;
    }

    private RunInputs inputs(Optional<RunTopics> topics) {
        if (KafkaName.isTopic(source)) {
            return topics.orElseThrow()
                    .inputs(model.selection(), source, feed.options(), LOG::info);
        }
        return RunInputs.open(model.selection(), source, fresh, feed.options(), LOG::info);
    }

    private static long positive(String what, long value) {
        if (value < 1) {
            throw new IllegalArgumentException(what + ": expected 1 or more, got " + value);
        }
        return value;
    }

    private double seconds() {
        if (!(seconds > 0 && seconds < 1e7)) {
            throw new IllegalArgumentException(
                    "seconds: expected a number above 0, got " + seconds);
        }
        return seconds;
    }

    private int stream(RunInputs inputs, PipelineOptions options, Optional<RunTopics> topics)
            throws Exception {
        StreamSetup setup = setup(inputs.source(), inputs.scheme(), inputs.seed(), options);
        Path accepts = output.resolve("accepts.l1a");
        Optional<SignalSpectra> spectra =
                inputs.model().layout().equals(FrameLayout.OBJECTS)
                        ? Optional.of(new SignalSpectra(SPECTRUM_ONE_IN))
                        : Optional.empty();
        run(
                inputs.source(),
                schedule(inputs.model(), inputs.threshold(), options.orbits()),
                sinks(inputs, accepts, spectra, topics),
                options,
                result ->
                        new RunReport(
                                BuildInfo.current(),
                                inputs.trigger(engine),
                                setup,
                                result,
                                spectra.map(all -> all.spectrum(Signal.NONE.number())),
                                inputs.signals(),
                                files(List.of(accepts)),
                                topics.map(RunTopics::figures).orElse(List.of())));
        return 0;
    }

    private ScorerSchedule schedule(StreamModel served, long threshold, long orbits)
            throws IOException {
        return reload.schedule(
                served.model(),
                ScorerSchedule.of(() -> served.scorer(threshold, engine)),
                orbits,
                raw -> {
                    StreamModel other = served.reloaded(raw);
                    return () -> other.scorer(threshold, engine);
                });
    }

    /** Topics come first: the accept file is there only if they have everything, too. */
    private static List<BlockSink> sinks(
            RunInputs inputs,
            Path accepts,
            Optional<SignalSpectra> spectra,
            Optional<RunTopics> topics) {
        List<BlockSink> sinks = new ArrayList<>();
        topics.ifPresent(all -> sinks.addAll(all.sinks(inputs, LOG::info)));
        try {
            sinks.add(new AcceptWriter(accepts, inputs.acceptHeader()));
        } catch (RuntimeException e) {
            sinks.forEach(BlockSink::close);
            throw e;
        }
        spectra.ifPresent(sinks::add);
        return sinks;
    }

    private RunResult await(TriggerPipeline pipeline, PipelineOptions options)
            throws InterruptedException {
        RunProgress progress =
                RunProgress.start(pipeline, options.orbits(), System.err, common.quiet());
        try {
            return pipeline.await();
        } finally {
            progress.close();
        }
    }
}
