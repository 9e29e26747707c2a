package org.l1ring.report;

import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.stream.IntStream;
import org.l1ring.ring.ScoreSpectrum;

/** Scores of zero bias against those of the signals, with the threshold. */
final class SpectrumPlot {
    private static final int BINS = 100;
    private static final int LEAST_BINS = 8;
    private static final int STYLES = 8;
    private static final double TICKS_APART = 0.06;

    private final RunReport report;
    private final TriggerSetup.Cut cut;
    private final List<Curve> curves = new ArrayList<>();

    /** A spectrum, as parts of its total in each bin of the plot. */
    private static final class Curve {
        private final String name;
        private final String style;
        private final double[] parts;

        Curve(String name, String style, double[] parts) {
            this.name = name;
            this.style = style;
            this.parts = parts;
        }
    }

    /** The spectra of a run that has a threshold. */
    SpectrumPlot(RunReport report) {
        this.report = report;
        this.cut = report.trigger().cut().orElseThrow();
    }

    Figure figure() {
        String heading = "Score spectrum";
        List<ScoreSpectrum> spectra = new ArrayList<>();
        spectra.add(background());
        report.signals().forEach(signal -> spectra.add(signal.spectrum()));
        if (spectra.stream().allMatch(spectrum -> spectrum.total() == 0)) {
            return new Figure(heading, "", "No score was recorded.");
        }
        int threshold = ScoreSpectrum.bin(cut.threshold());
        int first = threshold;
        int last = threshold;
        for (ScoreSpectrum spectrum : spectra) {
            first = Math.min(first, firstBin(spectrum).orElse(first));
            last = Math.max(last, lastBin(spectrum).orElse(last));
        }
        int merged = Math.max(1, Math.ceilDiv(last - first + 1, BINS));
        int bins = Math.max(LEAST_BINS, Math.ceilDiv(last - first + 1, merged));
        int[] starts = new int[bins + 1];
        for (int i = 0; i <= bins; i++) {
            starts[i] = Math.min(ScoreSpectrum.SIDE_BINS, first + i * merged);
        }
        curves(starts);
        return new Figure(heading, draw(starts), caption());
    }

    private ScoreSpectrum background() {
        return report.zeroBias().orElse(report.totals().spectrum());
    }

    private static OptionalInt firstBin(ScoreSpectrum spectrum) {
        return bins().filter(bin -> spectrum.count(bin) > 0).findFirst();
    }

    private static OptionalInt lastBin(ScoreSpectrum spectrum) {
        return bins().map(bin -> -1 - bin).filter(bin -> spectrum.count(bin) > 0).findFirst();
    }

    private static IntStream bins() {
        return IntStream.range(-ScoreSpectrum.SIDE_BINS, ScoreSpectrum.SIDE_BINS);
    }

    private void curves(int[] starts) {
        boolean zeroBias = report.zeroBias().isPresent();
        String name =
                "%s: %s kHz"
                        .formatted(
                                zeroBias ? "zero bias" : "all crossings",
                                Units.value(report.totals().acceptRateKhz()));
        curves.add(curve(name, "base", background(), starts));
        for (SignalSample signal : report.signals()) {
            String efficiency =
                    "%s: %s".formatted(signal.name(), Units.percent(signal.efficiency()));
            String style = "s" + (curves.size() - 1) % STYLES;
            curves.add(curve(efficiency, style, signal.spectrum(), starts));
        }
    }

    private static Curve curve(String name, String style, ScoreSpectrum spectrum, int[] starts) {
        double[] parts = new double[starts.length - 1];
        for (int i = 0; i < parts.length; i++) {
            for (int bin = starts[i]; bin < starts[i + 1]; bin++) {
                parts[i] += spectrum.count(bin);
            }
            parts[i] /= Math.max(1, spectrum.total());
        }
        return new Curve(name, style, parts);
    }

    private String draw(int[] starts) {
        double least = 1;
        for (Curve curve : curves) {
            for (double part : curve.parts) {
                least = part > 0 ? Math.min(least, part) : least;
            }
        }
        double low = Math.pow(10, Math.floor(Math.log10(least) - 0.05));
        double[] edges = IntStream.of(starts).mapToDouble(SpectrumPlot::lowest).toArray();
        long threshold = cut.threshold();
        SvgPlot plot =
                new SvgPlot(
                                Scale.scores(starts[0], starts[starts.length - 1], TICKS_APART),
                                Scale.log(Math.min(low, 0.1), 1, Scale::shortly),
                                320)
                        .labels(
                                "%s (raw, %s)".formatted(cut.score(), cut.type()),
                                "fraction of crossings / bin");
        for (Curve curve : curves) {
            plot.name(curve.style, curve.name);
            if (curve.style.equals("base")) {
                plot.area(edges, curve.parts, curve.style);
            }
        }
        for (Curve curve : curves) {
            plot.steps(edges, curve.parts, curve.style);
        }
        plot.vertical((double) threshold, "threshold " + Units.count(threshold));
        for (int i = 0; i < starts.length - 1; i++) {
            plot.tip(edges[i], edges[i + 1], tip(starts, i));
        }
        return plot.svg("Score spectrum of zero bias and signals");
    }

    private static double lowest(int bin) {
        return bin >= ScoreSpectrum.SIDE_BINS ? Long.MAX_VALUE : ScoreSpectrum.lowest(bin);
    }

    private String tip(int[] starts, int i) {
        long end = (long) lowest(starts[i + 1]) - 1;
        StringBuilder text = new StringBuilder("scores ");
        text.append(Units.count(ScoreSpectrum.lowest(starts[i])));
        text.append(" to ").append(Units.count(end));
        for (Curve curve : curves) {
            text.append('\n').append(curve.name.split(":", 2)[0]).append(' ');
            text.append(Units.percent(curve.parts[i]));
        }
        return text.toString();
    }

    private String caption() {
        String base =
                report.zeroBias().isPresent()
                        ? "Zero bias is the colliding crossings without an injected signal"
                        : "All crossings are those of the stream, empty ones included";
        String legend =
                report.signals().isEmpty()
                        ? ""
                        : "; for each signal the legend gives the efficiency at this accept rate";
        return base
                + legend
                + ". Each spectrum adds up to 1; the axis is linear near 0 and logarithmic further"
                + " out.";
    }
}
