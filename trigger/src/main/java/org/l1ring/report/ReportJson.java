package org.l1ring.report;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.file.Path;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.frame.TextFile;
import org.l1ring.ring.Counts;
import org.l1ring.ring.LatencyDistribution;
import org.l1ring.ring.LatencyStage;
import org.l1ring.ring.RunSnapshot;

/**
 * The report for other programs: one JSON object whose keys stay.
 *
 * <p>{@code latencyNanos} is that from the intended arrival to the last sink; {@code stages} holds
 * the same figures of every stretch of the way.
 */
public final class ReportJson {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private ReportJson() {}

    /**
     * The report as text.
     *
     * @param report what the run has to say
     * @return an indented JSON object and a line feed
     */
    public static String of(RunReport report) {
        ObjectNode root = NODES.objectNode();
        figures(root, report);
        trigger(root, report.trigger());
        stream(root, report.stream());
        build(root, report.build());
        ArrayNode signals = root.putArray("signals");
        for (SignalSample signal : report.signals()) {
            signals.addObject()
                    .put("name", signal.name())
                    .put("crossings", signal.crossings())
                    .put("accepted", signal.accepted())
                    .put("efficiency", signal.efficiency());
        }
        topics(root, report);
        ArrayNode files = root.putArray("files");
        report.files().forEach(file -> files.add(file.toString()));
        RunSnapshot totals = report.totals();
        ObjectNode series = root.putObject("series").put("orbitsPerPoint", totals.orbitsPerPoint());
        series.set("accepts", array(totals.acceptSeries()));
        series.set("lostCrossings", array(totals.lostSeries()));
        root.set("acceptsByCrossing", array(totals.acceptsByCrossing()));
        try {
            return new ObjectMapper().writerWithDefaultPrettyPrinter().writeValueAsString(root)
                    + "\n";
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("report.json: " + e.getMessage(), e);
        }
    }

    /**
     * Writes the report; the file has its name once it is whole.
     *
     * @param report what the run has to say
     * @param file the file to write
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public static void write(RunReport report, Path file) {
        TextFile.write(file, of(report));
    }

    private static void figures(ObjectNode root, RunReport report) {
        RunSnapshot totals = report.totals();
        root.put("crossings", totals.crossings());
        root.put("seconds", report.seconds());
        root.put("crossingsPerSecond", totals.crossingsPerSecond());
        root.put("orbits", totals.orbits());
        root.put("accepts", totals.accepts());
        root.put("acceptRateKhz", totals.acceptRateKhz());
        root.put("lostCrossings", totals.lostCrossings());
        root.put("deadTimeFraction", totals.deadTimeFraction());
        root.put("stopped", report.result().stopped());
        root.set("latencyNanos", latency(totals.latency(LatencyStage.END_TO_END)));
        ObjectNode stages = root.putObject("stages");
        for (LatencyStage stage : LatencyStage.values()) {
            stages.set(key(stage), latency(totals.latency(stage)));
        }
    }

    private static String key(LatencyStage stage) {
        return switch (stage) {
            case FILLING -> "filling";
            case SCORING -> "scoring";
            case DECIDING -> "deciding";
            case END_TO_END -> "endToEnd";
        };
    }

    private static ObjectNode latency(LatencyDistribution latency) {
        return NODES.objectNode()
                .put("p50", latency.nanosAt(50))
                .put("p90", latency.nanosAt(90))
                .put("p99", latency.nanosAt(99))
                .put("p999", latency.nanosAt(99.9))
                .put("max", latency.maxNanos())
                .put("mean", latency.meanNanos())
                .put("blocks", latency.count());
    }

    private static void trigger(ObjectNode root, TriggerSetup trigger) {
        root.put(trigger.menu().isPresent() ? "menu" : "model", trigger.name());
        root.put("circuitDigest", trigger.circuitDigest());
        root.put("engine", trigger.engine());
        trigger.cut()
                .ifPresent(cut -> {
                    root.put("score", cut.score());
                    root.put("scoreType", cut.type());
                    root.put("threshold", cut.threshold());
                    root.put("thresholdOrigin", cut.origin());
                });
        trigger.menu().ifPresent(menu -> menu(root, menu));
    }

    private static void menu(ObjectNode root, MenuFigures menu) {
        root.put("candidates", menu.candidates());
        root.put("vetoed", menu.vetoed());
        ObjectNode lost = root.putObject("lostTo");
        menu.lost().forEach(lost::put);
        ArrayNode algorithms = root.putArray("algorithms");
        for (MenuFigures.Algorithm one : menu.algorithms()) {
            algorithms
                    .addObject()
                    .put("index", one.index())
                    .put("name", one.name())
                    .put("prescale", one.prescale())
                    .put("before", one.before())
                    .put("after", one.after())
                    .put("accepted", one.accepted());
        }
        ArrayNode rest = root.putArray("notEvaluated");
        menu.notEvaluated().forEach(rest::add);
    }

    private static void stream(ObjectNode root, StreamSetup stream) {
        root.put("source", stream.source());
        root.put("scheme", stream.scheme().map(FillingScheme::name).orElse(null));
        stream.seed().ifPresentOrElse(seed -> root.put("seed", seed), () -> root.putNull("seed"));
        root.put("rate", stream.rate().toString());
        root.put("workers", stream.workers());
        root.put("command", stream.command());
        root.put("started", stream.started().toString());
    }

    private static void topics(ObjectNode root, RunReport report) {
        if (report.topics().isEmpty()) {
            return;
        }
        ArrayNode topics = root.putArray("kafka");
        for (TopicFigures topic : report.topics()) {
            topics.addObject()
                    .put("topic", topic.topic())
                    .put("content", topic.content())
                    .put("records", topic.records())
                    .put("bytes", topic.bytes())
                    .put("megabytesPerSecond", report.megabytesPerSecond(topic))
                    .put("dropped", topic.dropped())
                    .put("retries", topic.retries())
                    .set(
                            "latencyNanos",
                            NODES.objectNode()
                                    .put("p50", topic.p50Nanos())
                                    .put("p99", topic.p99Nanos()));
        }
    }

    private static void build(ObjectNode root, BuildInfo build) {
        root.put("version", build.version());
        root.put("commit", build.commit());
        root.put("jdk", build.jdk());
        root.put("vectorBits", build.vectorBits());
    }

    private static ArrayNode array(Counts counts) {
        ArrayNode array = NODES.arrayNode(counts.size());
        for (int i = 0; i < counts.size(); i++) {
            array.add(counts.get(i));
        }
        return array;
    }
}
