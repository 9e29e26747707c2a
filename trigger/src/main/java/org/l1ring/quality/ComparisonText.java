package org.l1ring.quality;

import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import org.l1ring.concentrator.Algorithm;
import org.l1ring.econ.ModuleGenerator;
import org.l1ring.report.Units;

/** A comparison as text for a terminal. */
public final class ComparisonText {
    private static final String HEAD = "%5s  %-26s %7s %6s %7s %7s %7s %8s %8s %8s %8s %8s%n";

    private ComparisonText() {}

    /**
     * Prints a comparison.
     *
     * @param report to print
     * @param out receives the text
     */
    public static void print(ComparisonReport report, PrintWriter out) {
        out.println(sample(report.options()));
        out.println();
        out.printf(HEAD, heads().toArray());
        int before = 0;
        for (ChannelFigures channel : report.channels()) {
            if (before != 0 && before != channel.links()) {
                out.println();
            }
            before = channel.links();
            out.printf(HEAD, row(channel).toArray());
        }
        out.println();
        for (ChannelFigures channel : report.of(Algorithm.THRESHOLD)) {
            out.printf(
                    "threshold on %s: %s%n",
                    Units.count(channel.links(), "link"), threshold(channel));
        }
        report.notes().forEach(out::println);
    }

    /** What was sent. */
    static String sample(ComparisonOptions options) {
        return "%s of a generated module, mean %s deposits of pile-up and %s showers each, seed %d"
                .formatted(
                        Units.count(options.crossings(), "crossing"),
                        Units.value(options.pileUp()),
                        Units.value(options.showers()),
                        options.seed());
    }

    /** Heads of the table; lines of one name belong together. */
    static List<String> heads() {
        return List.of(
                "links",
                "algorithm",
                "values",
                "use",
                "EMD",
                "RMS",
                "empty",
                "bias",
                "resol.",
                "sum bias",
                "s. resol.",
                "dropped");
    }

    /** The cells of a channel below {@link #heads()}. */
    static List<String> row(ChannelFigures channel) {
        double all = (double) channel.crossings();
        return List.of(
                Integer.toString(channel.links()),
                Look.title(channel.algorithm()),
                number(channel.values(), 1),
                number(100 * channel.use(), 0) + " %",
                number(channel.distance().mean(), 3),
                number(channel.distance().rms(), 3),
                number(100 * channel.empty() / all, 1) + " %",
                percent(channel.energy(), channel.energy().mean()),
                percent(channel.energy(), channel.energy().deviation()),
                percent(channel.sum(), channel.sum().mean()),
                percent(channel.sum(), channel.sum().deviation()),
                number(100 * channel.truncated() / all, 2) + " %");
    }

    private static String percent(Spread spread, double part) {
        return spread.count() == 0 ? "-" : number(100 * part, 1) + " %";
    }

    private static String number(double value, int decimals) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%." + decimals + "f", value);
    }

    /** The threshold of threshold sum in words. */
    static String threshold(ChannelFigures channel) {
        return "%s, %s MIP"
                .formatted(
                        Units.count(channel.threshold(), "count"),
                        Units.value((double) channel.threshold() / ModuleGenerator.COUNTS_OF_MIP));
    }
}
