package org.l1ring.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.l1ring.ring.LatencyDistribution;
import org.l1ring.ring.LatencyStage;
import org.l1ring.ring.Rate;
import org.l1ring.ring.RunSnapshot;

/** Latency percentiles of every stage. */
final class LatencyPlot {
    private static final double CROSSING_NANOS = 1e3 / Rate.LHC_MEGAHERTZ;
    private static final int POINTS_A_DECADE = 20;
    private static final long LEAST_NANOS = 10;

    private final RunSnapshot totals;
    private final boolean paced;

    LatencyPlot(RunReport report) {
        this.totals = report.totals();
        this.paced = report.stream().rate().paced();
    }

    Figure figure() {
        String heading = "Latency percentiles";
        long blocks = totals.latency(LatencyStage.END_TO_END).count();
        if (blocks == 0) {
            return new Figure(heading, "", "No latency was recorded.");
        }
        double decades = Math.max(1, Math.log10((double) blocks));
        int points = (int) Math.ceil(decades * POINTS_A_DECADE) + 1;
        double[] tails = new double[points];
        for (int i = 0; i < points; i++) {
            tails[i] = Math.pow(10, decades * i / (points - 1));
        }
        double low = Double.MAX_VALUE;
        double high = 0;
        List<double[]> curves = new ArrayList<>();
        for (LatencyStage stage : LatencyStage.values()) {
            double[] nanos = curve(totals.latency(stage), tails);
            curves.add(nanos);
            low = Math.min(low, nanos[0]);
            high = Math.max(high, nanos[points - 1]);
        }
        low = Math.pow(10, Math.floor(Math.log10(low)));
        high = Math.max(10 * low, Math.pow(10, Math.ceil(4 * Math.log10(high * 1.1)) / 4));
        Scale y = Scale.log(low, high, LatencyPlot::label);
        SvgPlot plot =
                new SvgPlot(percentiles(decades), y, 320)
                        .rightAxis(crossingsAxis(low, high), "latency [BX of 24.95 ns]")
                        .labels("percentile of the blocks", "latency");
        for (LatencyStage stage : LatencyStage.values()) {
            plot.name(style(stage), ReportText.stageName(stage));
            plot.line(tails, curves.get(stage.ordinal()), style(stage));
        }
        for (int i = 0; i + 1 < points; i++) {
            plot.tip(tails[i], tails[i + 1], tip(tails[i]));
        }
        return new Figure(heading, plot.svg(heading), caption());
    }

    private static String label(double nanos) {
        return Units.time(Math.round(nanos)).replaceFirst("\\.0+ ", " ");
    }

    private static double[] curve(LatencyDistribution latency, double[] tails) {
        double[] nanos = new double[tails.length];
        for (int i = 0; i < tails.length; i++) {
            nanos[i] = Math.max(LEAST_NANOS, latency.nanosAt(100 * (1 - 1 / tails[i])));
        }
        nanos[tails.length - 1] = Math.max(LEAST_NANOS, latency.maxNanos());
        return nanos;
    }

    private static Scale percentiles(double decades) {
        List<Scale.Tick> ticks = new ArrayList<>();
        ticks.add(new Scale.Tick(1, "min"));
        ticks.add(new Scale.Tick(2, "50 %"));
        ticks.add(new Scale.Tick(10, "90 %"));
        String nines = "99";
        for (int power = 2; power <= decades + 1e-9; power++) {
            ticks.add(new Scale.Tick(Math.pow(10, power), nines + " %"));
            nines += power == 2 ? ".9" : "9";
        }
        return Scale.log(1, Math.pow(10, decades), Double::toString).withTicks(ticks);
    }

    private static Scale crossingsAxis(double lowNanos, double highNanos) {
        return Scale.log(lowNanos / CROSSING_NANOS, highNanos / CROSSING_NANOS, Scale::shortly);
    }

    private static String style(LatencyStage stage) {
        return switch (stage) {
            case FILLING -> "s0";
            case SCORING -> "s1";
            case DECIDING -> "s3";
            case END_TO_END -> "base";
        };
    }

    private String tip(double tail) {
        double percentile = 100 * (1 - 1 / tail);
        StringBuilder text = new StringBuilder();
        int decimals = (int) Math.max(0, Math.ceil(Math.log10(tail)) - 1);
        text.append(String.format(Locale.ROOT, "%." + decimals + "f %%", percentile));
        for (LatencyStage stage : LatencyStage.values()) {
            long nanos = totals.latency(stage).nanosAt(percentile);
            text.append('\n').append(ReportText.stageName(stage)).append(' ');
            text.append(Units.time(nanos)).append(" = ").append(Units.crossings(nanos));
        }
        return text.toString();
    }

    private String caption() {
        String start =
                paced
                        ? "Time counts from the intended arrival of a block's first crossing, so"
                                + " that a stall shows in every block that it delayed."
                        : "The stream had no pace of its own: time counts from the moment at which"
                                + " the ring had room.";
        return start + " A block is 64 crossings, 1.6 µs of stream; the right end is the slowest.";
    }
}
