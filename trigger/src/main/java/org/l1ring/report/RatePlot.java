package org.l1ring.report;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.l1ring.frame.FrameLayout;
import org.l1ring.ring.Counts;
import org.l1ring.ring.Rate;
import org.l1ring.ring.RunSnapshot;

/** Accept rate and dead time along the run. */
final class RatePlot {
    /** Time of an orbit at the LHC's pace, which all rates refer to. */
    private static final double ORBIT_MILLIS =
            FrameLayout.ORBIT_CROSSINGS / (Rate.LHC_MEGAHERTZ * 1e3);

    private static final int POINTS = 180;

    private final RunSnapshot totals;

    RatePlot(RunSnapshot totals) {
        this.totals = totals;
    }

    Figure figure() {
        String heading = "Accept rate along the run";
        Counts accepts = totals.acceptSeries();
        if (accepts.size() == 0) {
            return new Figure(heading, "", "The run has no complete orbit.");
        }
        int merged = Math.ceilDiv(accepts.size(), POINTS);
        double[] edges = seriesEdges(accepts.size(), merged);
        double[] sums = sums(accepts, merged);
        double[] rates = new double[sums.length];
        double[] low = new double[sums.length];
        double[] high = new double[sums.length];
        for (int i = 0; i < sums.length; i++) {
            double millis = (edges[i + 1] - edges[i]) * ORBIT_MILLIS;
            rates[i] = sums[i] / millis;
            low[i] = Math.max(0, sums[i] - Math.sqrt(sums[i])) / millis;
            high[i] = (sums[i] + Math.sqrt(sums[i])) / millis;
        }
        double end = edges[sums.length];
        Scale x = Scale.counts(0, end, 8);
        SvgPlot plot =
                new SvgPlot(x, rateAxis(low, high), 260)
                        .labels("orbit", "accept rate [kHz]")
                        .name("s0", "accept rate, band: ±√N of its accepts")
                        .name("mark", "mean " + Units.value(totals.acceptRateKhz()) + " kHz")
                        .band(edges, low, high, "s0")
                        .steps(edges, rates, "s0")
                        .horizontal(totals.acceptRateKhz());
        double[] lost = lostParts(merged, edges);
        for (int i = 0; i < sums.length; i++) {
            String text =
                    "orbits %s to %s, from %s: %s kHz, dead time %s"
                            .formatted(
                                    Units.count((long) edges[i]),
                                    Units.count((long) edges[i + 1] - 1),
                                    Units.time((long) (edges[i] * ORBIT_MILLIS * 1e6)),
                                    Units.value(rates[i]),
                                    Units.percent(lost[i]));
            plot.tip(edges[i], edges[i + 1], text);
        }
        String svg = plot.svg(heading);
        if (totals.lostCrossings() > 0) {
            svg += deadTime(edges, lost, x);
        }
        return new Figure(heading, svg, rateCaption(merged));
    }

    private String rateCaption(int merged) {
        long orbits = merged * totals.orbitsPerPoint();
        String step =
                orbits == 1
                        ? "A step is one orbit, %s.".formatted(Units.time(orbitNanos(1)))
                        : "A step is %s orbits, %s of stream."
                                .formatted(Units.count(orbits), Units.time(orbitNanos(orbits)));
        String lost =
                totals.lostCrossings() == 0
                        ? " No crossing was lost to dead time."
                        : " Dead time took %s of the crossings."
                                .formatted(Units.percent(totals.deadTimeFraction()));
        return step + " Rates are those at the LHC's pace, lost crossings included." + lost;
    }

    private static long orbitNanos(long orbits) {
        return (long) (orbits * ORBIT_MILLIS * 1e6);
    }

    private static Scale rateAxis(double[] low, double[] high) {
        double most = Arrays.stream(high).max().orElse(0);
        double least = Arrays.stream(low).min().orElse(0);
        if (most == 0) {
            return Scale.linear(0, 1, 5);
        }
        if (least < 0.6 * most) {
            return Scale.linear(0, 1.08 * most, 5);
        }
        double margin = Math.max(0.15 * (most - least), 0.05 * most);
        return Scale.linear(least - margin, most + margin, 5);
    }

    private double[] lostParts(int merged, double[] edges) {
        double[] lost = sums(totals.lostSeries(), merged);
        for (int i = 0; i < lost.length; i++) {
            lost[i] /= (edges[i + 1] - edges[i]) * FrameLayout.ORBIT_CROSSINGS;
        }
        return lost;
    }

    private static String deadTime(double[] edges, double[] lost, Scale x) {
        double[] percent = Arrays.stream(lost).map(part -> 100 * part).toArray();
        double most = Math.max(1e-3, Arrays.stream(percent).max().orElse(0));
        SvgPlot plot =
                new SvgPlot(x, Scale.linear(0, 1.08 * most, 3), 90)
                        .labels("orbit", "dead time [%]")
                        .area(edges, percent, "s2 solid");
        for (int i = 0; i < lost.length; i++) {
            plot.tip(edges[i], edges[i + 1], "dead time " + Units.percent(lost[i]));
        }
        return plot.svg("Dead time along the run");
    }

    private double[] seriesEdges(int points, int merged) {
        return IntStream.rangeClosed(0, Math.ceilDiv(points, merged))
                .mapToDouble(i -> Math.min(points, (long) i * merged))
                .map(point -> point * totals.orbitsPerPoint())
                .toArray();
    }

    private static double[] sums(Counts counts, int merged) {
        double[] sums = new double[Math.ceilDiv(counts.size(), merged)];
        for (int i = 0; i < counts.size(); i++) {
            sums[i / merged] += counts.get(i);
        }
        return sums;
    }
}
