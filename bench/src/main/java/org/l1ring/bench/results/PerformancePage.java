package org.l1ring.bench.results;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.l1ring.bench.network.Workload;
import org.l1ring.ring.Rate;

/** The page about performance: a text around the figures and plots of a full run. */
public final class PerformancePage {
    private static final Pattern PLACE = Pattern.compile("\\{\\{(\\w+)}}");
    private static final int SERVER_WORKERS = 62;
    private static final double SERVER_CLOCK = 0.7;
    private static final double FRAME_BYTES = 128;
    private static final String CALL = "BlockBenchmark.score";
    private static final String CROSSINGS = "crossings";

    private final ResultSet results;

    /**
     * A page.
     *
     * @param results of a full run
     */
    public PerformancePage(ResultSet results) {
        this.results = results;
    }

    /** The page in Markdown. */
    public String text() {
        return fill(resource("performance.md"), values());
    }

    /** Plots by file name. */
    public Map<String, String> plots() {
        return new ScalingPlots(results).plots();
    }

    /**
     * Puts values in their places.
     *
     * @throws IllegalArgumentException for a place without a value
     */
    static String fill(String template, Map<String, String> values) {
        Matcher places = PLACE.matcher(template);
        StringBuilder out = new StringBuilder();
        while (places.find()) {
            String value = values.get(places.group(1));
            if (value == null) {
                throw new IllegalArgumentException("no value for " + places.group());
            }
            places.appendReplacement(out, Matcher.quoteReplacement(value.stripTrailing()));
        }
        return places.appendTail(out).toString();
    }

    static String resource(String name) {
        try (InputStream in = PerformancePage.class.getResourceAsStream(name)) {
            if (in == null) {
                throw new IllegalStateException(name + " is missing");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private Map<String, String> values() {
        Map<String, String> values = new TreeMap<>();
        Machine machine = results.machine();
        values.put("date", machine.date());
        values.put("commit", machine.commit());
        values.put("cpu", machine.cpu());
        values.put("processors", Integer.toString(machine.processors()));
        values.put("vectorBits", Integer.toString(machine.vectorBits()));
        values.put("jdk", machine.jdk());
        ResultsPage tables = new ResultsPage(results, Workload::named);
        values.put("peers", tables.peers());
        values.put("roofline", tables.roofline());
        values.put("limits", tables.limits());
        addTerms(values);
        addCalls(values);
        addRing(values);
        values.put("framesNanos", Table.figure(frameNanos()));
        values.put("serverClock", Table.percent(SERVER_CLOCK));
        values.put("server", server());
        return values;
    }

    private void addTerms(Map<String, String> values) {
        double[][] points = ScalingPlots.terms(results);
        boolean fits = points[0].length > 1;
        CostModel model = fits ? CostModel.fit(points[0], points[1]) : new CostModel(0, 0);
        double deviation = 0;
        for (int i = 0; i < points[0].length; i++) {
            deviation = Math.max(deviation, Math.abs(model.at(points[0][i]) / points[1][i] - 1));
        }
        values.put("termsFixed", Table.figure(model.fixed()));
        values.put("termsEach", "%.4f".formatted(model.perUnit()));
        values.put("termsDeviation", Table.percent(deviation));
        values.put(
                "termsClocks",
                MachineLimits.of(results)
                        .map(l -> model.perUnit() * l.vectorBits() / 16 / l.multiplyAdd16())
                        .map(Table::figure)
                        .orElse("–"));
    }

    private void addCalls(Map<String, String> values) {
        values.put("callOne", Table.figure(call(1)));
        values.put("callBlock", Table.figure(call(64)));
        values.put("crossingOne", Table.figure(call(1)));
        values.put("crossingBlock", Table.figure(call(64) / 64));
        values.put("crossingPair", Table.figure(call(128) / 128));
    }

    private double call(int crossings) {
        return nanos(CALL, CROSSINGS, Integer.toString(crossings));
    }

    private void addRing(Map<String, String> values) {
        double ring = ringNanos();
        values.put("ringNanos", Table.figure(ring));
        values.put("ringBlock", Table.figure(64 * ring));
        values.put("ringRate", Table.figure(1e3 / ring));
        values.put("ringLhc", Table.figure(1e3 / ring / Rate.LHC_MEGAHERTZ));
    }

    private double ringNanos() {
        return nanos("StreamBenchmark.run", "scorer", "NONE", "workers", "1");
    }

    private double frameNanos() {
        String[] layout = {"layout", "FIELDS_64_16", "engine", "VECTOR"};
        return nanos("FrameBenchmark.frames", layout) - nanos("FrameBenchmark.baseline", layout);
    }

    private double nanos(String benchmark, String... parameters) {
        return results.find(benchmark, parameters).map(Measurement::median).orElse(Double.NaN);
    }

    /**
     * What a server would reach.
     *
     * @param modelNanos of a crossing in columns
     * @param frameNanos for frames and scores
     * @param ringNanos of a crossing in the ring
     * @return million crossings a second
     */
    static double serverRate(double modelNanos, double frameNanos, double ringNanos) {
        double workers = SERVER_WORKERS * SERVER_CLOCK * 1e3 / (modelNanos + frameNanos);
        return Math.min(workers, SERVER_CLOCK * 1e3 / ringNanos);
    }

    private String server() {
        Table table =
                new Table("model", "million crossings/s", "times the LHC", "GB/s", "limited by");
        List<String> models = Arrays.asList("built-in", "AXOL1TL_v4", "jet_tagger_6bit");
        for (Measurement model : results.all("ModelBenchmark.run")) {
            if (!model.parameter("engine").equals("VECTOR")
                    || !models.contains(model.parameter("model"))) {
                continue;
            }
            double rate = serverRate(model.median(), frameNanos(), ringNanos());
            double ring = serverRate(0, 0, ringNanos());
            table.row(
                    model.parameter("model"),
                    Table.figure(rate),
                    Table.figure(rate / Rate.LHC_MEGAHERTZ),
                    Table.figure(rate * FRAME_BYTES * 1e-3),
                    rate < ring ? "workers" : "ring");
        }
        return table.toString();
    }
}
