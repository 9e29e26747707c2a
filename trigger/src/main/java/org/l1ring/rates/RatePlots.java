package org.l1ring.rates;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.l1ring.report.BarLadder;
import org.l1ring.report.HeatMap;
import org.l1ring.report.Scale;
import org.l1ring.report.SvgPlot;
import org.l1ring.report.Units;

/** The plots of a report, each an SVG element. */
final class RatePlots {
    private static final int LADDER = 30;
    private static final int CURVES = 7;
    private static final int PAIRS = 22;
    private static final int STEPS = 60;

    /** Ratio of rates from which on a linear axis would not show the lower ones. */
    private static final double WIDE = 60;

    private final RateReport report;
    private final RateTable shown;

    RatePlots(RateReport report) {
        this.report = report;
        this.shown = report.busiest();
    }

    /** The rates of the algorithms with the greatest ones. */
    String ladder() {
        List<AlgorithmRates> top = shown.top(LADDER);
        double most = top.getFirst().total().value() + top.getFirst().total().error();
        double least = top.getLast().total().value();
        Scale x =
                most < WIDE * least
                        ? Scale.linear(0, 1.08 * most, 6)
                        : Scale.log(least / 2, 1.5 * most, RateCsv::number);
        BarLadder ladder =
                new BarLadder(x, "rate [kHz]")
                        .name("s0 light", "total")
                        .name("s0 half", "proportional")
                        .name("s1", "pure");
        for (AlgorithmRates entry : top) {
            ladder.row(
                    entry.algorithm().name(),
                    List.of(
                            new BarLadder.Bar("s0 light", entry.total().value(), 1),
                            new BarLadder.Bar("s0 half", entry.proportional().value(), 1),
                            new BarLadder.Bar("s1", entry.pure().value(), 0.45)),
                    entry.total().error(),
                    "%s: total %s, proportional %s, pure %s kHz"
                            .formatted(
                                    entry.algorithm().name(),
                                    RateText.figure(entry.total()),
                                    RateText.figure(entry.proportional()),
                                    RateText.figure(entry.pure())));
        }
        return ladder.svg("Rates of algorithms in " + shown.column());
    }

    /** The final OR and the greatest rates against pile-up with their fits. */
    String pileUps() {
        List<PileUpCurve> curves = curves();
        double[] values =
                curves.stream()
                        .flatMap(curve -> curve.points().stream())
                        .mapToDouble(point -> point.rate().value())
                        .filter(value -> value > 0)
                        .toArray();
        double most = DoubleStream.of(values).max().orElse(1);
        double least = DoubleStream.of(values).min().orElse(0.1);
        double[] places =
                curves.getFirst().points().stream().mapToDouble(PileUpFit.Point::pileUp).toArray();
        double low = DoubleStream.of(places).min().orElseThrow();
        double high = DoubleStream.of(places).max().orElseThrow();
        double margin = 0.04 * (high - low);
        SvgPlot plot =
                new SvgPlot(
                                Scale.linear(Math.max(0, low - margin), high + margin, 8),
                                Scale.log(
                                        Math.min(least / 2, most / 20), 1.5 * most, Scale::shortly),
                                380)
                        .labels("mean pile-up μ", "rate [kHz]");
        for (int i = 0; i < curves.size(); i++) {
            String style = i == 0 ? "base" : "s" + (i - 1);
            draw(curves.get(i), style, low, high, plot);
        }
        return plot.svg("Rates against pile-up");
    }

    private List<PileUpCurve> curves() {
        List<PileUpCurve> curves = new ArrayList<>();
        for (PileUpCurve curve : report.pileUps()) {
            if (curve.finalOr() && curve.name().equals(shown.column())) {
                curves.add(curve);
            }
        }
        for (AlgorithmRates entry : shown.top(Integer.MAX_VALUE)) {
            for (PileUpCurve curve : report.pileUps()) {
                boolean same = curve.index() == entry.algorithm().index();
                if (same && curves.size() <= CURVES && entry.prescale() == 1) {
                    curves.add(curve);
                }
            }
        }
        return curves;
    }

    private static void draw(
            PileUpCurve curve, String style, double low, double high, SvgPlot plot) {
        List<PileUpFit.Point> points =
                curve.points().stream().filter(point -> point.rate().value() > 0).toList();
        double[] xs =
                IntStream.rangeClosed(0, STEPS)
                        .mapToDouble(i -> low + i * (high - low) / STEPS)
                        .toArray();
        double[] ys = DoubleStream.of(xs).map(x -> curve.fit().at(x).value()).toArray();
        plot.name(style, curve.finalOr() ? "final OR in " + curve.name() : curve.name());
        plot.line(xs, ys, style);
        plot.points(
                points.stream().mapToDouble(PileUpFit.Point::pileUp).toArray(),
                points.stream().mapToDouble(point -> point.rate().value()).toArray(),
                points.stream().mapToDouble(point -> point.rate().error()).toArray(),
                style);
    }

    /** Which algorithms fire together. */
    String overlaps() {
        List<AlgorithmRates> top = shown.top(PAIRS);
        List<Integer> places =
                top.stream().map(entry -> shown.algorithms().indexOf(entry)).toList();
        HeatMap map =
                new HeatMap(
                        top.stream()
                                .map(entry ->
                                        entry.algorithm().name() + " " + entry.algorithm().index())
                                .toList(),
                        top.stream()
                                .map(entry -> Integer.toString(entry.algorithm().index()))
                                .toList());
        for (int i = 0; i < top.size(); i++) {
            for (int j = 0; j < top.size(); j++) {
                double part = report.overlaps().part(places.get(i), places.get(j));
                String tip =
                        "%s of the crossings of %s also fire %s"
                                .formatted(
                                        Units.percent(part),
                                        top.get(i).algorithm().name(),
                                        top.get(j).algorithm().name());
                map.cell(i, j, part, tip);
            }
        }
        return map.svg("Overlap of algorithms");
    }

    /** The efficiency for each signal. */
    String efficiencies() {
        BarLadder ladder = new BarLadder(Scale.linear(0, 100, 5), "efficiency [%]");
        for (SignalEfficiency signal : report.signalsOf(shown.column())) {
            Measured percent = signal.any().times(100);
            ladder.row(
                    signal.signal(),
                    List.of(new BarLadder.Bar("s4", percent.value(), 1)),
                    percent.error(),
                    "%s: %s %%".formatted(signal.signal(), RateText.figure(percent)));
        }
        return ladder.svg("Efficiency for signals");
    }
}
