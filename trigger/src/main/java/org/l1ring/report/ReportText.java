package org.l1ring.report;

import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.l1ring.ring.LatencyDistribution;
import org.l1ring.ring.LatencyStage;
import org.l1ring.ring.Rate;
import org.l1ring.ring.RunSnapshot;

/** The summary that a run prints at its end. */
public final class ReportText {
    private static final double[] PERCENTILES = {50, 90, 99, 99.9};
    private static final int DIGEST_CHARACTERS = 12;
    private static final int TOP_ALGORITHMS = 8;

    private final RunReport report;
    private final StringBuilder out = new StringBuilder();

    private ReportText(RunReport report) {
        this.report = report;
    }

    /**
     * The summary, a line a figure.
     *
     * @param report what the run has to say
     * @param charset characters that the output can show
     * @return lines, each ended by a line feed
     */
    public static String of(RunReport report, Charset charset) {
        return Units.printable(new ReportText(report).write(), charset);
    }

    private String write() {
        RunSnapshot totals = report.totals();
        TriggerSetup trigger = report.trigger();
        StreamSetup stream = report.stream();
        String digest = trigger.circuitDigest();
        line(
                trigger.menu().isPresent() ? "menu" : "model",
                "%s, circuit %s, %s engine"
                        .formatted(
                                trigger.name(),
                                digest.substring(0, Math.min(DIGEST_CHARACTERS, digest.length())),
                                trigger.engine()));
        trigger.cut()
                .ifPresent(cut ->
                        line(
                                "threshold",
                                "%s >= %d raw (%s), %s"
                                        .formatted(
                                                cut.score(),
                                                cut.threshold(),
                                                cut.type(),
                                                cut.origin())));
        line("stream", streamText(stream));
        line(
                "orbits",
                "%s, %s crossings in %s%s"
                        .formatted(
                                Units.count(totals.orbits()),
                                Units.count(totals.crossings()),
                                Units.time(totals.elapsedNanos()),
                                report.result().stopped() ? ", stopped before its end" : ""));
        line("throughput", throughput(totals));
        line(
                "accepts",
                "%s, %s kHz"
                        .formatted(
                                Units.count(totals.accepts()),
                                Units.value(totals.acceptRateKhz())));
        line(trigger.menu().isPresent() ? "ring full" : "dead time", deadTime(totals));
        trigger.menu().ifPresent(this::menu);
        latencies(totals);
        signals();
        topics();
        if (!report.files().isEmpty()) {
            line(
                    "files",
                    report.files().stream().map(Path::toString).collect(Collectors.joining("  ")));
        }
        return out.toString();
    }

    private void line(String label, String text) {
        out.append(String.format(Locale.ROOT, "%-13s%s%n", label, text).replace("\r", ""));
    }

    static String streamText(StreamSetup stream) {
        Stream.Builder<String> parts = Stream.builder();
        parts.add(stream.source());
        stream.seed().ifPresent(seed -> parts.add("seed " + seed));
        parts.add("rate " + stream.rate());
        parts.add(stream.workers() + (stream.workers() == 1 ? " worker" : " workers"));
        return parts.build().collect(Collectors.joining(", "));
    }

    static String throughput(RunSnapshot totals) {
        double mega = totals.crossingsPerSecond() * 1e-6;
        return "%s M crossings/s, %s x the LHC's 40.08 MHz"
                .formatted(Units.value(mega), Units.value(mega / Rate.LHC_MEGAHERTZ));
    }

    static String deadTime(RunSnapshot totals) {
        String percent = Units.percent(totals.deadTimeFraction());
        return totals.lostCrossings() == 0
                ? percent
                : "%s, %s crossings lost".formatted(percent, Units.count(totals.lostCrossings()));
    }

    private void latencies(RunSnapshot totals) {
        if (totals.latency(LatencyStage.END_TO_END).count() == 0) {
            line("latency", "none recorded");
            return;
        }
        row("latency", List.of("p50", "p90", "p99", "p99.9", "max"));
        for (LatencyStage stage : LatencyStage.values()) {
            LatencyDistribution latency = totals.latency(stage);
            row("  " + stageName(stage), columns(latency).map(Units::time).toList());
        }
        row("", columns(totals.latency(LatencyStage.END_TO_END)).map(Units::crossings).toList());
    }

    private void menu(MenuFigures menu) {
        String causes =
                menu.lost().entrySet().stream()
                        .map(entry -> Units.count(entry.getValue()) + " to " + entry.getKey())
                        .collect(Collectors.joining(", "));
        line("final OR", report.kiloHertz(menu.candidates()) + " kHz");
        line(
                "dead time",
                "%s of the final OR%s"
                        .formatted(
                                Units.percent(menu.deadTime()),
                                causes.isEmpty() ? "" : ": " + causes));
        String label = "algorithms";
        for (MenuFigures.Algorithm one : byRate(menu).stream().limit(TOP_ALGORITHMS).toList()) {
            line(
                    label,
                    "%-32s %10s kHz, prescale %s"
                            .formatted(
                                    one.name(),
                                    report.kiloHertz(one.after()),
                                    Units.value(one.prescale())));
            label = "";
        }
        int more = menu.algorithms().size() - TOP_ALGORITHMS;
        if (more > 0) {
            line("", more + " more in report.html and report.json");
        }
        if (!menu.notEvaluated().isEmpty()) {
            line("", Units.count(menu.notEvaluated().size(), "algorithm") + " not evaluated");
        }
    }

    /** The algorithms, the one with the highest rate after its prescale first. */
    static List<MenuFigures.Algorithm> byRate(MenuFigures menu) {
        return menu.algorithms().stream()
                .sorted(
                        Comparator.comparingLong(MenuFigures.Algorithm::after)
                                .thenComparingLong(MenuFigures.Algorithm::before)
                                .reversed())
                .toList();
    }

    private static Stream<Long> columns(LatencyDistribution latency) {
        Stream.Builder<Long> values = Stream.builder();
        for (double percentile : PERCENTILES) {
            values.add(latency.nanosAt(percentile));
        }
        return values.add(latency.maxNanos()).build();
    }

    private void row(String label, List<String> cells) {
        String text =
                cells.stream()
                        .map(cell -> String.format(Locale.ROOT, " %12s", cell))
                        .collect(Collectors.joining());
        line(label, text);
    }

    private void signals() {
        String label = "signals";
        for (SignalSample signal : report.signals()) {
            String text =
                    "%-14s %s accepted (%s of %s)"
                            .formatted(
                                    signal.name(),
                                    Units.percent(signal.efficiency()),
                                    Units.count(signal.accepted()),
                                    Units.count(signal.crossings()));
            line(label, text);
            label = "";
        }
    }

    private void topics() {
        String label = "kafka";
        for (TopicFigures topic : report.topics()) {
            line(label, topic.topic() + ", " + topicText(report, topic));
            label = "";
        }
    }

    static String topicText(RunReport report, TopicFigures topic) {
        return "%s: %s, %s MB, %s MB/s, %s dropped, %s, answered in p50 %s, p99 %s"
                .formatted(
                        topic.content(),
                        Units.count(topic.records(), "record"),
                        Units.value(1e-6 * topic.bytes()),
                        Units.value(report.megabytesPerSecond(topic)),
                        Units.count(topic.dropped(), "orbit"),
                        topic.retries() == 1
                                ? "1 retry"
                                : Units.count(topic.retries()) + " retries",
                        Units.time(topic.p50Nanos()),
                        Units.time(topic.p99Nanos()));
    }

    static String stageName(LatencyStage stage) {
        return switch (stage) {
            case FILLING -> "filling";
            case SCORING -> "scoring";
            case DECIDING -> "deciding";
            case END_TO_END -> "end to end";
        };
    }
}
