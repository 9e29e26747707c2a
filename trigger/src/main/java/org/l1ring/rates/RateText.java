package org.l1ring.rates;

import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.report.Units;

/** A report in short, as text for a terminal. */
public final class RateText {
    private static final int TOP = 20;
    private static final int TOP_GAINS = 3;

    private final RateReport report;
    private final PrintWriter out;

    private RateText(RateReport report, PrintWriter out) {
        this.report = report;
        this.out = out;
    }

    /**
     * Prints the report.
     *
     * @param report to print
     * @param out receives the text
     */
    public static void print(RateReport report, PrintWriter out) {
        new RateText(report, out).print();
    }

    private void print() {
        MenuCircuit circuit = report.circuit();
        out.printf(
                "%s: %s crossings, %s orbits; %d algorithms evaluated, %d not%n",
                circuit.menu().name(),
                Units.count(report.crossings()),
                Units.value(report.orbits()),
                circuit.algorithms().size(),
                circuit.notEvaluated().size());
        out.println(report.source());
        if (report.externalsClear()) {
            out.println(RateReport.EXTERNALS_CLEAR);
        }
        notEvaluated(circuit.notEvaluated());
        out.println();
        columns();
        top();
        pileUps();
        signals();
        cuts();
    }

    private void notEvaluated(List<MenuCircuit.NotEvaluated> entries) {
        Map<String, Integer> reasons = new TreeMap<>();
        entries.forEach(entry -> reasons.merge(entry.reason(), 1, Integer::sum));
        reasons.forEach((reason, count) ->
                out.printf("not evaluated: %s: %s%n", Units.count(count, "algorithm"), reason));
    }

    private void columns() {
        for (RateTable table : report.columns()) {
            String vetoed = table.vetoed().value() == 0 ? "" : ", vetoed " + khz(table.vetoed());
            out.printf(
                    "%s: final OR %s, %s on%s%n",
                    table.column(), khz(table.sum()), Units.count(table.on(), "algorithm"), vetoed);
        }
    }

    private static String khz(Measured rate) {
        return figure(rate) + " kHz";
    }

    /** The value with as many digits as its error has two. */
    static String figure(Measured figure) {
        if (figure.error() <= 0 || figure.value() == 0) {
            return Units.value(figure.value());
        }
        int power = (int) Math.floor(Math.log10(figure.error()));
        int decimals = Math.clamp(1L - power, 0, 6);
        return String.format(
                Locale.ROOT,
                "%,." + decimals + "f ± %,." + decimals + "f",
                figure.value(),
                figure.error());
    }

    private void top() {
        RateTable table = report.busiest();
        List<AlgorithmRates> top = table.top(TOP);
        if (top.isEmpty()) {
            out.printf("%nno algorithm fires%n");
            return;
        }
        int width =
                top.stream().mapToInt(entry -> entry.algorithm().name().length()).max().orElse(4);
        String format = "%5s  %-" + width + "s  %9s  %18s  %18s  %18s%n";
        out.printf(
                "%n%s, kHz:%n" + format,
                table.column(),
                "index",
                "name",
                "prescale",
                "total",
                "pure",
                "proportional");
        for (AlgorithmRates entry : top) {
            out.printf(
                    format,
                    entry.algorithm().index(),
                    entry.algorithm().name(),
                    RateCsv.number(entry.prescale()),
                    figure(entry.total()),
                    figure(entry.pure()),
                    figure(entry.proportional()));
        }
        long firing = table.top(Integer.MAX_VALUE).size();
        if (firing > top.size()) {
            out.printf("and %d more with lower rates%n", firing - top.size());
        }
    }

    private void pileUps() {
        List<PileUpCurve> curves =
                report.pileUps().stream()
                        .filter(PileUpCurve::finalOr)
                        .filter(curve -> curve.name().equals(report.busiest().column()))
                        .toList();
        if (curves.isEmpty()) {
            return;
        }
        out.printf("%nfinal OR against pile-up, a mu + b mu^2:%n");
        for (PileUpCurve curve : curves) {
            PileUpFit fit = curve.fit();
            out.printf(
                    "%s: a = %s kHz, b = %s kHz, chi2/ndf %s/%d%n",
                    curve.name(),
                    figure(new Measured(fit.a(), fit.aError())),
                    figure(new Measured(fit.b(), fit.bError())),
                    Units.value(fit.chiSquare()),
                    fit.freedom());
        }
    }

    private void signals() {
        List<SignalEfficiency> shown = report.signalsOf(report.busiest().column());
        if (shown.isEmpty()) {
            return;
        }
        out.printf("%nsignals in %s:%n", report.busiest().column());
        for (SignalEfficiency signal : shown) {
            List<String> gains =
                    signal.algorithms().stream()
                            .filter(entry -> entry.gain() > 0)
                            .sorted(Comparator.comparingDouble(entry -> -entry.gain()))
                            .limit(TOP_GAINS)
                            .map(entry -> entry.algorithm().name() + " +" + percent(entry.gain()))
                            .toList();
            out.printf(
                    "%s: %s %% of %s; most gain over the rest: %s%n",
                    signal.signal(),
                    figure(signal.any().times(100)),
                    Units.count(signal.crossings(), "crossing"),
                    gains.isEmpty() ? "none" : String.join(", ", gains));
        }
    }

    private static String percent(double part) {
        return Double.isFinite(part) ? Units.percent(part) : "all of it";
    }

    private void cuts() {
        if (report.cuts().isEmpty()) {
            return;
        }
        out.println();
        for (CutChoice cut : report.cuts()) {
            out.printf(
                    "%s for %s kHz: threshold %s (raw %d), %s%s%n",
                    cut.algorithm().name(),
                    RateCsv.number(cut.target()),
                    RateCsv.number(cut.threshold()),
                    cut.raw(),
                    khz(cut.rate()),
                    cut.outOfReach() ? ", the end of its scale" : "");
        }
    }
}
