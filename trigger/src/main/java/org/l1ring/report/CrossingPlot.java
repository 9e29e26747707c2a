package org.l1ring.report;

import java.util.stream.IntStream;
import org.l1ring.feed.lhc.FillingScheme;
import org.l1ring.frame.FrameLayout;
import org.l1ring.ring.Counts;
import org.l1ring.ring.RunSnapshot;

/** Accepts by bunch crossing over the orbit. */
final class CrossingPlot {
    private static final int CROSSINGS = FrameLayout.ORBIT_CROSSINGS;

    /** Crossings that a step stands for: fine enough for the gaps between trains. */
    private static final int BIN_CROSSINGS = 4;

    private static final int BINS = CROSSINGS / BIN_CROSSINGS;
    private static final int TICK_STEP = 500;

    private final RunReport report;
    private final RunSnapshot totals;

    CrossingPlot(RunReport report) {
        this.report = report;
        this.totals = report.totals();
    }

    Figure figure() {
        String heading = "Accepts by bunch crossing";
        double[] edges =
                IntStream.rangeClosed(0, BINS).mapToDouble(i -> i * BIN_CROSSINGS).toArray();
        Counts accepts = totals.acceptsByCrossing();
        double[] values = new double[BINS];
        double most = 0;
        for (int bx = 0; bx < CROSSINGS; bx++) {
            values[bx / BIN_CROSSINGS] += accepts.get(bx);
            most = Math.max(most, values[bx / BIN_CROSSINGS]);
        }
        Scale x =
                Scale.linear(0, CROSSINGS, 1)
                        .withTicks(
                                IntStream.iterate(0, bx -> bx < CROSSINGS, bx -> bx + TICK_STEP)
                                        .mapToObj(bx -> new Scale.Tick(bx, Integer.toString(bx)))
                                        .toList());
        SvgPlot plot =
                new SvgPlot(x, Scale.counts(0, Math.max(1, 1.12 * most), 5), 260)
                        .labels("bunch crossing", "accepts / %d crossings".formatted(BIN_CROSSINGS))
                        .name("s0", "accepts");
        plot.area(edges, values, "s0 solid");
        report.stream().scheme().ifPresent(scheme -> filling(plot, scheme));
        for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
            tip(plot, accepts, block);
        }
        return new Figure(heading, plot.svg(heading), caption());
    }

    private static void filling(SvgPlot plot, FillingScheme scheme) {
        plot.name("s1", "colliding bunches");
        if (scheme.abortGapLength() > 1) {
            plot.shade(scheme.abortGapStart(), CROSSINGS, "abort gap");
        }
        int from = 0;
        while (from < CROSSINGS) {
            int to = from + 1;
            while (to < CROSSINGS && scheme.collides(to) == scheme.collides(from)) {
                to++;
            }
            if (scheme.collides(from)) {
                plot.strip(from, to, "s1");
            }
            from = to;
        }
    }

    private void tip(SvgPlot plot, Counts accepts, int block) {
        int from = block * FrameLayout.BLOCK_CROSSINGS;
        int to = from + FrameLayout.crossings(block);
        long sum = IntStream.range(from, to).mapToLong(accepts::get).sum();
        plot.tip(
                from,
                to,
                "crossings %d to %d: %s accepts".formatted(from, to - 1, Units.count(sum)));
    }

    private String caption() {
        String text =
                "%s in %s."
                        .formatted(
                                Units.count(totals.accepts(), "accept"),
                                Units.count(totals.orbits(), "orbit"));
        if (report.stream().scheme().isEmpty()) {
            return text;
        }
        FillingScheme scheme = report.stream().scheme().get();
        long outside =
                IntStream.range(0, CROSSINGS)
                        .filter(bx -> !scheme.collides(bx))
                        .mapToLong(totals.acceptsByCrossing()::get)
                        .sum();
        return "%s %s of them lie outside the %s colliding crossings of %s."
                .formatted(
                        text,
                        Units.count(outside),
                        Units.count(scheme.collisions()),
                        scheme.name());
    }
}
