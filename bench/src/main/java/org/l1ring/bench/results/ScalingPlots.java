package org.l1ring.bench.results;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Predicate;
import org.l1ring.bench.network.SeededNetwork;
import org.l1ring.report.Scale;
import org.l1ring.report.SvgPlot;
import org.l1ring.ring.Rate;

/** How costs grow, drawn as SVG files that stand alone. */
final class ScalingPlots {
    private static final int HEIGHT = 340;
    private static final int BLOCK = 64;
    private static final double LHC_NANOS = 1e3 / Rate.LHC_MEGAHERTZ;
    private static final String NETWORK = "57-28-15-8";
    private static final String NANOS = "ns per crossing";

    private final ResultSet results;

    ScalingPlots(ResultSet results) {
        this.results = results;
    }

    /** The plots that the results suffice for, by file name. */
    Map<String, String> plots() {
        Map<String, String> plots = new TreeMap<>();
        double[][] terms = terms(results);
        if (terms[0].length > 1) {
            plots.put("terms.svg", terms(terms));
        }
        double[][] calls = calls();
        if (calls[0].length > 1) {
            plots.put("blocks.svg", blocks(calls));
            plots.put("batch.svg", batch(calls));
        }
        if (!results.all("StreamBenchmark.run").isEmpty()) {
            plots.put("workers.svg", workers());
        }
        return plots;
    }

    /** Points of one benchmark, [2][points]: a parameter's values, ascending, and medians. */
    private double[][] points(String benchmark, String parameter, Predicate<Measurement> which) {
        List<Measurement> all =
                results.all(benchmark).stream()
                        .filter(which)
                        .sorted(
                                Comparator.comparingDouble(
                                        m -> Double.parseDouble(m.parameter(parameter))))
                        .toList();
        return new double[][] {
            all.stream().mapToDouble(m -> Double.parseDouble(m.parameter(parameter))).toArray(),
            all.stream().mapToDouble(Measurement::median).toArray()
        };
    }

    /** Non-zero weights and ns per crossing, [2][points]. */
    static double[][] terms(ResultSet results) {
        double[][] points =
                new ScalingPlots(results).points("ScalingBenchmark.run", "terms", _ -> true);
        double[] counted =
                Arrays.stream(points[0])
                        .map(about -> SeededNetwork.ofTerms((long) about).nonZeros())
                        .toArray();
        return new double[][] {counted, points[1]};
    }

    /** Crossings of a call and ns per crossing, [2][points]. */
    private double[][] calls() {
        double[][] points = points("BlockBenchmark.score", "crossings", _ -> true);
        double[] each = points[1].clone();
        Arrays.setAll(each, i -> points[1][i] / points[0][i]);
        return new double[][] {points[0], each};
    }

    private static String terms(double[][] points) {
        CostModel model = CostModel.fit(points[0], points[1]);
        SvgPlot plot =
                new SvgPlot(axis(points[0]), axis(points[1]), HEIGHT)
                        .labels("non-zero weights", NANOS)
                        .name("s0", "vector engine, one core")
                        .name("base", "fixed cost + cost per weight");
        double low = points[0][0];
        double high = points[0][points[0].length - 1];
        double[] xs = new double[100];
        Arrays.setAll(xs, i -> low * Math.pow(high / low, i / 99.0));
        plot.line(xs, Arrays.stream(xs).map(model::at).toArray(), "base");
        curve(plot, points, "s0");
        return alone(plot.svg("Cost of random networks by their non-zero weights"));
    }

    private static String blocks(double[][] calls) {
        SvgPlot plot =
                new SvgPlot(axis(calls[0]), axis(calls[1]), HEIGHT)
                        .labels("crossings of a call", NANOS)
                        .name("s0", "vector engine, network " + NETWORK);
        curve(plot, calls, "s0");
        plot.vertical(BLOCK, "a block");
        return alone(plot.svg("Cost of a crossing by the crossings of a call"));
    }

    private String batch(double[][] calls) {
        String[] precisions = {"FLOAT32", "INT8"};
        String[] names = {"ONNX Runtime, float32", "ONNX Runtime, int8"};
        double[] x = calls[0];
        double[] y = calls[1];
        double[][][] theirs = new double[precisions.length][][];
        for (int i = 0; i < precisions.length; i++) {
            String precision = precisions[i];
            theirs[i] =
                    points(
                            "OnnxBenchmark.score",
                            "batch",
                            m ->
                                    m.parameter("network").equals(NETWORK)
                                            && m.parameter("precision").equals(precision));
            x = joined(x, theirs[i][0]);
            y = joined(y, theirs[i][1]);
        }
        SvgPlot plot =
                new SvgPlot(axis(x), axis(joined(y, new double[] {LHC_NANOS})), HEIGHT)
                        .labels("crossings of a call", NANOS)
                        .name("s0", "vector engine, from frames to scores");
        curve(plot, calls, "s0");
        for (int i = 0; i < theirs.length; i++) {
            plot.name("s" + (i + 1), names[i]);
            curve(plot, theirs[i], "s" + (i + 1));
        }
        plot.horizontal(LHC_NANOS);
        return alone(plot.name("base", "the LHC's pace").svg("Network " + NETWORK + " by batch"));
    }

    private String workers() {
        double[][][] series = new double[2][][];
        String[] scorers = {"NONE", "MODEL"};
        double most = Rate.LHC_MEGAHERTZ;
        double last = 2;
        for (int i = 0; i < series.length; i++) {
            String scorer = scorers[i];
            series[i] =
                    points(
                            "StreamBenchmark.run",
                            "workers",
                            m -> m.parameter("scorer").equals(scorer));
            double[] rates = Arrays.stream(series[i][1]).map(nanos -> 1e3 / nanos).toArray();
            series[i][1] = rates;
            most = Math.max(most, Arrays.stream(rates).max().orElse(0));
            last = Math.max(last, Arrays.stream(series[i][0]).max().orElse(0));
        }
        Scale across = Scale.counts(0, last, 8);
        SvgPlot plot =
                new SvgPlot(across, Scale.log(10, 2 * most, Scale::shortly), HEIGHT)
                        .labels("workers", "million crossings a second")
                        .name("s1", "no scoring: the ring")
                        .name("s0", "built-in model")
                        .name("base", "the LHC's pace");
        curve(plot, series[0], "s1");
        curve(plot, series[1], "s0");
        plot.horizontal(Rate.LHC_MEGAHERTZ);
        return alone(plot.svg("Pace of whole runs by workers"));
    }

    private static double[] joined(double[] left, double[] right) {
        double[] all = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, all, left.length, right.length);
        return all;
    }

    /** A logarithmic axis with room around the values. */
    private static Scale axis(double[] values) {
        double low = Arrays.stream(values).min().orElse(1);
        double high = Arrays.stream(values).max().orElse(10);
        return Scale.log(low / 1.3, high * 1.3, ScalingPlots::label);
    }

    private static String label(double value) {
        return value < 1e4 && value >= 1
                ? String.format(Locale.ROOT, "%,.0f", value)
                : Scale.shortly(value);
    }

    /** A line with a dot at each point. */
    private static void curve(SvgPlot plot, double[][] points, String style) {
        plot.line(points[0], points[1], style);
        for (int i = 0; i < points[0].length; i++) {
            double[] x = {points[0][i], points[0][i]};
            double[] y = {points[1][i], points[1][i]};
            plot.line(x, y, "dot " + style);
        }
    }

    /** A drawing with its own style sheet. */
    static String alone(String svg) {
        int end = svg.indexOf('>') + 1;
        String style = "\n<style>\n" + PerformancePage.resource("plot.css") + "</style>";
        return svg.substring(0, end) + style + svg.substring(end);
    }
}
