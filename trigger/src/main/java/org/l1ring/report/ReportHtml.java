package org.l1ring.report;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.frame.TextFile;
import org.l1ring.ring.LatencyDistribution;
import org.l1ring.ring.LatencyStage;
import org.l1ring.ring.Rate;
import org.l1ring.ring.RunSnapshot;

/**
 * The report as one page: figures, four plots and all settings. It needs no other file, no network
 * and no script, and follows the reader's choice of light or dark.
 */
public final class ReportHtml {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'", Locale.ROOT)
                    .withZone(ZoneOffset.UTC);

    private final RunReport report;
    private final RunSnapshot totals;
    private final HtmlPage page;

    private ReportHtml(RunReport report) {
        this.report = report;
        this.totals = report.totals();
        this.page = new HtmlPage("L1Ring run of " + report.trigger().name());
    }

    /**
     * The page as text.
     *
     * @param report what the run has to say
     * @return HTML that is well-formed XML, too
     */
    public static String of(RunReport report) {
        return new ReportHtml(report).page();
    }

    /**
     * Writes the page; the file has its name once it is whole.
     *
     * @param report what the run has to say
     * @param file the file to write
     * @throws UncheckedIOException if it cannot be written
     */
    public static void write(RunReport report, Path file) {
        TextFile.write(file, of(report));
    }

    private String page() {
        String stopped = report.result().stopped() ? ", stopped before its end" : "";
        page.element("h1", report.trigger().name());
        page.element("p class=\"lead\"", ReportText.streamText(report.stream()) + stopped);
        tiles();
        figure(new RatePlot(totals).figure());
        if (report.trigger().cut().isPresent()) {
            figure(new SpectrumPlot(report).figure());
        }
        figure(new CrossingPlot(report).figure());
        figure(new LatencyPlot(report).figure());
        report.trigger().menu().ifPresent(this::menu);
        latencies();
        signals();
        topics();
        settings();
        return page.text();
    }

    private void tiles() {
        double mega = totals.crossingsPerSecond() * 1e-6;
        LatencyDistribution latency = totals.latency(LatencyStage.END_TO_END);
        page.open("div class=\"tiles\"");
        page.tile(
                Units.value(mega) + " M/s",
                "crossings, %s × the LHC's 40.08 MHz"
                        .formatted(Units.value(mega / Rate.LHC_MEGAHERTZ)));
        page.tile(
                Units.value(totals.acceptRateKhz()) + " kHz",
                "accept rate, %s accepts".formatted(Units.count(totals.accepts())));
        String lost = Units.count(totals.lostCrossings());
        report.trigger()
                .menu()
                .ifPresentOrElse(
                        menu ->
                                page.tile(
                                        Units.percent(menu.deadTime()),
                                        "dead time of the final OR; %s crossings lost as the ring was full"
                                                .formatted(lost)),
                        () ->
                                page.tile(
                                        Units.percent(totals.deadTimeFraction()),
                                        "dead time, %s crossings lost".formatted(lost)));
        boolean measured = latency.count() > 0;
        long median = latency.nanosAt(50);
        page.tile(
                measured ? Units.time(median) : "none",
                measured
                        ? "latency p50, p99 %s = %s"
                                .formatted(
                                        Units.time(latency.nanosAt(99)),
                                        Units.crossings(latency.nanosAt(99)))
                        : "latency recorded");
        page.tile(
                Units.count(totals.orbits()),
                "orbits, %s crossings in %s"
                        .formatted(
                                Units.count(totals.crossings()),
                                Units.time(totals.elapsedNanos())));
        page.close("div");
    }

    private void figure(Figure figure) {
        page.figure(figure.heading(), figure.svg(), figure.caption());
    }

    private void latencies() {
        if (totals.latency(LatencyStage.END_TO_END).count() == 0) {
            return;
        }
        page.element("h2", "Latency by stage");
        page.openTable("figures", List.of("stage", "p50", "p90", "p99", "p99.9", "max", "mean"));
        for (LatencyStage stage : LatencyStage.values()) {
            LatencyDistribution latency = totals.latency(stage);
            page.row(
                    ReportText.stageName(stage),
                    List.of(
                            both(latency.nanosAt(50)),
                            both(latency.nanosAt(90)),
                            both(latency.nanosAt(99)),
                            both(latency.nanosAt(99.9)),
                            both(latency.maxNanos()),
                            both(Math.round(latency.meanNanos()))));
        }
        page.closeTable();
    }

    private void menu(MenuFigures menu) {
        page.element("h2", "Algorithms");
        page.openTable(
                "figures",
                List.of("algorithm", "bit", "prescale", "kHz", "after prescale", "in accepts"));
        for (MenuFigures.Algorithm one : ReportText.byRate(menu)) {
            page.row(
                    one.name(),
                    List.of(
                            Integer.toString(one.index()),
                            Units.value(one.prescale()),
                            report.kiloHertz(one.before()),
                            report.kiloHertz(one.after()),
                            report.kiloHertz(one.accepted())));
        }
        page.closeTable();
        page.element("h2", "From candidates to accepts");
        page.openTable("figures", List.of("crossings", "number", "kHz"));
        count("final OR", menu.candidates() + menu.vetoed());
        count("stopped by veto algorithms", menu.vetoed());
        menu.lost().forEach((cause, number) -> count("lost to " + cause, number));
        count("accepted", totals.accepts());
        page.closeTable();
        if (!menu.notEvaluated().isEmpty()) {
            page.element("h2", "Not evaluated");
            page.openTable("settings", List.of());
            menu.notEvaluated().forEach(entry -> page.row(entry, List.of()));
            page.closeTable();
        }
    }

    private void count(String what, long number) {
        page.row(what, List.of(Units.count(number), report.kiloHertz(number)));
    }

    private static String both(long nanos) {
        return Units.time(nanos) + "\n" + Units.crossings(nanos);
    }

    private void signals() {
        if (report.signals().isEmpty()) {
            return;
        }
        page.element("h2", "Signals at this accept rate");
        page.openTable("figures", List.of("signal", "efficiency", "accepted", "crossings"));
        for (SignalSample signal : report.signals()) {
            page.row(
                    signal.name(),
                    List.of(
                            Units.percent(signal.efficiency()),
                            Units.count(signal.accepted()),
                            Units.count(signal.crossings())));
        }
        page.closeTable();
    }

    private void topics() {
        if (report.topics().isEmpty()) {
            return;
        }
        page.element("h2", "Sent to Kafka");
        page.openTable(
                "figures",
                List.of("topic", "content", "records", "MB", "MB/s", "dropped", "p50", "p99"));
        for (TopicFigures topic : report.topics()) {
            page.row(
                    topic.topic(),
                    List.of(
                            topic.content(),
                            Units.count(topic.records()),
                            Units.value(1e-6 * topic.bytes()),
                            Units.value(report.megabytesPerSecond(topic)),
                            Units.count(topic.dropped(), "orbit"),
                            Units.time(topic.p50Nanos()),
                            Units.time(topic.p99Nanos())));
        }
        page.closeTable();
    }

    private void settings() {
        TriggerSetup trigger = report.trigger();
        StreamSetup stream = report.stream();
        BuildInfo build = report.build();
        page.element("h2", "Settings");
        page.openTable("settings", List.of());
        setting(trigger.menu().isPresent() ? "menu" : "model", trigger.name());
        setting("circuit", trigger.circuitDigest());
        setting("engine", trigger.engine());
        trigger.cut()
                .ifPresent(cut -> {
                    setting("score", cut.score() + ", " + cut.type());
                    setting(
                            "threshold",
                            "%s raw, %s".formatted(Units.count(cut.threshold()), cut.origin()));
                });
        setting("source", stream.source());
        setting("filling scheme", stream.scheme().map(FillingScheme::name).orElse("not known"));
        setting(
                "seed",
                stream.seed().isPresent() ? Long.toString(stream.seed().getAsLong()) : "none");
        setting("rate", stream.rate().toString());
        setting("workers", Integer.toString(stream.workers()));
        setting("started", TIME.format(stream.started()));
        setting("command", stream.command());
        setting(
                "files",
                report.files().stream().map(Path::toString).collect(Collectors.joining("\n")));
        setting("L1Ring", "%s, commit %s".formatted(build.version(), build.commit()));
        setting("JDK", build.jdk());
        setting("vectors", build.vectorBits() == 0 ? "none" : build.vectorBits() + " bits");
        page.closeTable();
    }

    private void setting(String name, String value) {
        page.row(name, List.of(value));
    }
}
