package org.l1ring.bench.results;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import org.l1ring.bench.results.KafkaResults.Cores;
import org.l1ring.bench.results.KafkaResults.Flow;
import org.l1ring.bench.results.KafkaResults.Kind;
import org.l1ring.bench.results.KafkaResults.Latency;
import org.l1ring.bench.results.KafkaResults.Shape;
import org.l1ring.frame.FrameLayout;
import org.l1ring.report.Scale;
import org.l1ring.report.SvgPlot;

/** The page of tables that a run through Kafka leaves. */
public final class KafkaPage {
    private static final int ORBIT = FrameLayout.ORBIT_CROSSINGS;
    private static final int HEIGHT = 300;
    private static final double MILLION = 1e6;

    private final KafkaResults results;

    /** A page of the results of a run. */
    public KafkaPage(KafkaResults results) {
        this.results = results;
    }

    /** The page in Markdown. */
    public String text() {
        StringBuilder out = new StringBuilder("# Streams through Kafka\n\n");
        out.append(head()).append('\n');
        section(
                out,
                "Feed, worker and decider at once",
                "*Raw* is a producer and a consumer of Kafka's at once, with the same records,"
                        + " settings and topic; *ours* is the feed, and one worker that also"
                        + " decides. Each is what went all the way. Figures are medians of the"
                        + " rounds; ratios are of raw and ours in one round.",
                pairs());
        section(
                out,
                "One side at a time",
                "Whole orbits, not compressed. A consumer or worker finds its topic full.",
                alone());
        section(
                out,
                "Processors' time",
                "Cores in use, beside the rate of whole orbits that are not compressed; *others* is"
                        + " all other programs of the machine. The last column is the rate for each"
                        + " core that broker and clients together had, which others disturb less.",
                cores());
        section(
                out,
                "From produce to accept",
                "Milliseconds from a slice's producing to a reader's having the committed accepts"
                        + " of its orbit, at a pace that leaves most of the machine idle.",
                latencies());
        return out.toString();
    }

    private static void section(StringBuilder out, String title, String note, Table table) {
        out.append("## ").append(title).append("\n\n").append(note).append("\n\n");
        out.append(table).append('\n');
    }

    private String head() {
        Machine machine = results.machine();
        return """
        Written by `./l1ring bench --kafka%s` on %s at commit %s.
        Broker, feed and worker are processes of their own, started with the launcher; the raw
        clients are JVMs with the same flags. All are on one machine: %s, %d processors,
        JDK %s, Kafka %s. Its load in the minute before was %s.
        """
                .formatted(
                        results.quick() ? " --quick" : "",
                        machine.date(),
                        machine.commit(),
                        machine.cpu(),
                        machine.processors(),
                        machine.jdk(),
                        results.kafka(),
                        Table.figure(results.loadBefore()));
    }

    private Table pairs() {
        Table table =
                new Table(
                        "records",
                        "KB a record",
                        "KB on the wire",
                        "raw, MB/s",
                        "ours, MB/s",
                        "M crossings/s",
                        "ours / raw");
        for (Map.Entry<Shape, List<Flow>> entry : byShape(Kind.ALL).entrySet()) {
            Shape shape = entry.getKey();
            List<Flow> ours = entry.getValue();
            List<Flow> raw = byShape(Kind.RAW_BOTH).getOrDefault(shape, List.of());
            table.row(
                    name(shape),
                    Table.figure(shape.recordBytes() / 1e3),
                    Table.figure(shape.wireBytes() / 1e3),
                    Table.figure(median(raw, Flow::bytes) / MILLION),
                    Table.figure(median(ours, Flow::bytes) / MILLION),
                    Table.figure(median(ours, Flow::crossings) / MILLION),
                    Table.percent(ratio(ours, raw)));
        }
        return table;
    }

    /** Median of the ratios of rounds. */
    private static double ratio(List<Flow> ours, List<Flow> raw) {
        List<Double> ratios = new ArrayList<>();
        for (Flow flow : ours) {
            for (Flow other : raw) {
                if (flow.round() == other.round()) {
                    ratios.add(flow.bytes() / other.bytes());
                }
            }
        }
        return ratios.isEmpty() ? Double.NaN : median(ratios);
    }

    private Table alone() {
        Table table = new Table("process", "MB/s", "M crossings/s");
        Map<Kind, String> names = new LinkedHashMap<>();
        names.put(Kind.RAW_PRODUCER, "raw producer");
        names.put(Kind.FEED, "feed");
        names.put(Kind.RAW_CONSUMER, "raw consumer");
        names.put(Kind.WORKER, "worker and decider");
        names.forEach((kind, name) ->
                results.of(kind)
                        .forEach(flow ->
                                table.row(
                                        name,
                                        Table.figure(flow.bytes() / MILLION),
                                        Table.figure(flow.crossings() / MILLION))));
        return table;
    }

    private Table cores() {
        Table table =
                new Table(
                        "processes",
                        "M crossings/s",
                        "broker",
                        "producer or feed",
                        "consumer or worker",
                        "others",
                        "M crossings/s a core");
        for (Kind kind : Kind.values()) {
            byShape(kind)
                    .forEach((shape, flows) -> {
                        if (shape.slice() == ORBIT
                                && !shape.suppressed()
                                && shape.compression().equals("none")) {
                            table.row(
                                    kind.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                                    Table.figure(median(flows, Flow::crossings) / MILLION),
                                    Table.figure(median(flows, flow -> flow.cores().broker())),
                                    Table.figure(median(flows, flow -> flow.cores().producer())),
                                    Table.figure(median(flows, flow -> flow.cores().consumer())),
                                    Table.figure(median(flows, flow -> flow.cores().others())),
                                    Table.figure(median(flows, KafkaPage::perCore) / MILLION));
                        }
                    });
        }
        return table;
    }

    /** Crossings a second for each core that broker and clients together had. */
    private static double perCore(Flow flow) {
        Cores cores = flow.cores();
        return flow.crossings() / (cores.broker() + cores.producer() + cores.consumer());
    }

    private Table latencies() {
        Table table = new Table("records", "M crossings/s", "p50", "p99");
        for (Latency latency : sorted(results.latencies())) {
            table.row(
                    name(latency.shape()),
                    Table.figure(latency.megahertz()),
                    Table.figure(latency.p50()),
                    Table.figure(latency.p99()));
        }
        return table;
    }

    private static List<Latency> sorted(List<Latency> latencies) {
        return latencies.stream()
                .sorted(Comparator.comparingInt(latency -> latency.shape().slice()))
                .toList();
    }

    private static String name(Shape shape) {
        String content = shape.slice() == ORBIT ? "orbits" : shape.slice() + " crossings";
        String suppressed = shape.suppressed() ? ", zero-suppressed" : "";
        String compression = shape.compression().equals("none") ? "" : ", " + shape.compression();
        return content + suppressed + compression;
    }

    /** The rounds of each kind of record. */
    private Map<Shape, List<Flow>> byShape(Kind kind) {
        Map<Shape, List<Flow>> shapes = new LinkedHashMap<>();
        results.of(kind)
                .forEach(flow ->
                        shapes.computeIfAbsent(flow.shape(), _ -> new ArrayList<>()).add(flow));
        return shapes;
    }

    private static double median(List<Flow> flows, ToDoubleFunction<Flow> figure) {
        return flows.isEmpty()
                ? Double.NaN
                : median(flows.stream().map(figure::applyAsDouble).toList());
    }

    private static double median(List<Double> values) {
        return Measurement.median(values.stream().mapToDouble(Double::doubleValue).toArray());
    }

    /** Rates by the size of a record, as SVG. */
    public String plot() {
        double most = results.flows().stream().mapToDouble(Flow::bytes).max().orElse(1) / MILLION;
        SvgPlot plot =
                new SvgPlot(
                                Scale.log(500, 4500, value -> "%.0f".formatted(value)),
                                Scale.counts(0, 1.1 * most, 8),
                                HEIGHT)
                        .labels("crossings of a record", "MB/s of records")
                        .name("s1", "Kafka's producer and consumer")
                        .name("s0", "feed, worker and decider");
        points(plot, Kind.RAW_BOTH, "s1");
        points(plot, Kind.ALL, "s0");
        return ScalingPlots.alone(plot.svg("Rates through Kafka by the size of a record"));
    }

    private void points(SvgPlot plot, Kind kind, String style) {
        List<Map.Entry<Shape, List<Flow>>> shapes =
                byShape(kind).entrySet().stream()
                        .filter(entry -> !entry.getKey().suppressed())
                        .filter(entry -> entry.getKey().compression().equals("none"))
                        .sorted(Comparator.comparingInt(entry -> entry.getKey().slice()))
                        .toList();
        double[] x = shapes.stream().mapToDouble(entry -> entry.getKey().slice()).toArray();
        double[] y =
                shapes.stream()
                        .mapToDouble(entry -> median(entry.getValue(), Flow::bytes) / MILLION)
                        .toArray();
        plot.line(x, y, style);
        for (int i = 0; i < x.length; i++) {
            plot.line(new double[] {x[i], x[i]}, new double[] {y[i], y[i]}, "dot " + style);
        }
    }
}
