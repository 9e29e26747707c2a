package org.l1ring.rates;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.report.HtmlPage;
import org.l1ring.report.Units;

/** A report as one page that needs no other file: tables to sort, and plots. */
final class RateHtml {
    private static final int TOP_GAINS = 10;

    private final RateReport report;
    private final RateTable shown;
    private final HtmlPage page;

    private RateHtml(RateReport report) {
        this.report = report;
        this.shown = report.busiest();
        this.page = new HtmlPage("L1Ring rates of " + report.circuit().menu().name());
    }

    /** HTML that is well-formed XML, too. */
    static String of(RateReport report) {
        return new RateHtml(report).page();
    }

    private String page() {
        page.element("h1", report.circuit().menu().name());
        page.element("p class=\"lead\"", report.source());
        if (report.externalsClear()) {
            page.element("p class=\"lead\"", RateReport.EXTERNALS_CLEAR);
        }
        tiles();
        RatePlots plots = new RatePlots(report);
        if (!shown.top(1).isEmpty()) {
            page.figure(
                    "Rates in " + shown.column(),
                    plots.ladder(),
                    "Algorithms of the greatest total rates. Total: after the prescale, with its"
                            + " error. Proportional: accepted crossings shared alike among the"
                            + " algorithms that fire. Pure: those in which it alone fires.");
        }
        columns();
        rates();
        pileUps(plots);
        signals(plots);
        cuts();
        if (report.overlaps().algorithms() > 1 && !shown.top(2).isEmpty()) {
            page.figure(
                    "Overlap",
                    plots.overlaps(),
                    "Percentage of the crossings of a row's algorithm in which the column's fires,"
                            + " too, before prescales. overlap.csv has all pairs.");
        }
        notEvaluated();
        settings();
        page.sortable();
        return page.text();
    }

    private void tiles() {
        page.open("div class=\"tiles\"");
        page.tile(
                Units.value(shown.sum().value()) + " kHz",
                "final OR in %s, ±%s".formatted(shown.column(), Units.value(shown.sum().error())));
        page.tile(
                Units.count(report.circuit().algorithms().size()),
                "algorithms evaluated, %s not"
                        .formatted(Units.count(report.circuit().notEvaluated().size())));
        page.tile(Units.count(shown.on()), "algorithms on in " + shown.column());
        page.tile(
                Units.count(report.crossings()),
                "crossings, %s orbits; one is %s kHz"
                        .formatted(
                                Units.value(report.orbits()),
                                Units.value(RateTable.unit(report.crossings()))));
        page.close("div");
    }

    private void columns() {
        if (report.columns().size() == 1) {
            return;
        }
        page.element("h2", "Prescale columns");
        page.openTable("figures sortable", List.of("column", "final OR [kHz]", "algorithms on"));
        for (RateTable table : report.columns()) {
            page.row(
                    table.column(), List.of(RateText.figure(table.sum()), Units.count(table.on())));
        }
        page.closeTable();
    }

    private void rates() {
        page.element("h2", "Algorithms");
        page.element(
                "p class=\"lead\"",
                "Rates in kHz; algorithms that are off or never fire are left out. A click on a"
                        + " head sorts.");
        for (RateTable table : report.columns()) {
            page.open(table.column().equals(shown.column()) ? "details open=\"open\"" : "details");
            page.element(
                    "summary",
                    "%s: final OR %s kHz".formatted(table.column(), RateText.figure(table.sum())));
            page.openTable(
                    "figures named sortable",
                    List.of(
                            "index",
                            "name",
                            "prescale",
                            "before",
                            "total",
                            "pure",
                            "proportional"));
            for (AlgorithmRates entry : firing(table)) {
                page.row(
                        Integer.toString(entry.algorithm().index()),
                        List.of(
                                name(entry),
                                RateCsv.number(entry.prescale()),
                                RateText.figure(entry.before()),
                                RateText.figure(entry.total()),
                                RateText.figure(entry.pure()),
                                RateText.figure(entry.proportional())));
            }
            page.closeTable();
            page.close("details");
        }
    }

    private static List<AlgorithmRates> firing(RateTable table) {
        return table.algorithms().stream()
                .filter(entry -> entry.prescale() != 0 && entry.before().value() > 0)
                .sorted(Comparator.comparingDouble(entry -> -entry.expected().value()))
                .toList();
    }

    private static String name(AlgorithmRates entry) {
        return entry.algorithm().name()
                + (entry.finor() ? "" : " (not in the final OR)")
                + (entry.veto() ? " (veto)" : "");
    }

    private void pileUps(RatePlots plots) {
        if (report.pileUps().isEmpty()) {
            return;
        }
        page.figure(
                "Rates against pile-up",
                plots.pileUps(),
                "Points: counted rates with their errors, of algorithms before their prescale."
                        + " Lines: weighted least-squares fits of a μ + b μ².");
        page.open("details");
        page.element("summary", "All fits");
        page.openTable(
                "figures named sortable",
                List.of("index", "name", "a [kHz]", "b [kHz]", "χ²", "points"));
        for (PileUpCurve curve : report.pileUps()) {
            PileUpFit fit = curve.fit();
            page.row(
                    curve.finalOr() ? "final OR" : Integer.toString(curve.index()),
                    List.of(
                            curve.name(),
                            RateText.figure(new Measured(fit.a(), fit.aError())),
                            RateText.figure(new Measured(fit.b(), fit.bError())),
                            Units.value(fit.chiSquare()),
                            Units.count(curve.points().size())));
        }
        page.closeTable();
        page.close("details");
    }

    private void signals(RatePlots plots) {
        List<SignalEfficiency> signals = report.signalsOf(shown.column());
        if (signals.isEmpty()) {
            return;
        }
        page.figure(
                "Efficiency for signals in " + shown.column(),
                plots.efficiencies(),
                "Part of the crossings with the signal, on top of pile-up, that any algorithm"
                        + " keeps.");
        for (SignalEfficiency signal : signals) {
            page.open("details");
            page.element(
                    "summary",
                    "%s: %s %% of %s; what algorithms add"
                            .formatted(
                                    signal.signal(),
                                    RateText.figure(signal.any().times(100)),
                                    Units.count(signal.crossings(), "crossing")));
            page.openTable(
                    "figures named sortable",
                    List.of("index", "name", "efficiency [%]", "alone [%]", "gain [%]"));
            for (SignalEfficiency.Entry entry : mostGain(signal)) {
                page.row(
                        Integer.toString(entry.algorithm().index()),
                        List.of(
                                entry.algorithm().name(),
                                RateText.figure(entry.total().times(100)),
                                RateText.figure(entry.pure().times(100)),
                                RateCsv.number(100 * entry.gain())));
            }
            page.closeTable();
            page.close("details");
        }
    }

    private static List<SignalEfficiency.Entry> mostGain(SignalEfficiency signal) {
        return signal.keeping().stream()
                .sorted(
                        Comparator.comparingDouble(
                                        (SignalEfficiency.Entry entry) -> -entry.pure().value())
                                .thenComparingDouble(entry -> -entry.total().value()))
                .limit(TOP_GAINS)
                .toList();
    }

    private void cuts() {
        if (report.cuts().isEmpty()) {
            return;
        }
        page.element("h2", "Thresholds for wanted rates");
        page.openTable(
                "figures named",
                List.of("index", "name", "wanted [kHz]", "threshold", "raw", "rate [kHz]"));
        for (CutChoice cut : report.cuts()) {
            page.row(
                    Integer.toString(cut.algorithm().index()),
                    List.of(
                            cut.algorithm().name(),
                            RateCsv.number(cut.target()),
                            RateCsv.number(cut.threshold()),
                            Units.count(cut.raw()),
                            RateText.figure(cut.rate())));
        }
        page.closeTable();
    }

    private void notEvaluated() {
        List<MenuCircuit.NotEvaluated> entries = report.circuit().notEvaluated();
        if (entries.isEmpty()) {
            return;
        }
        page.element("h2", "Not evaluated");
        page.openTable("figures named words sortable", List.of("index", "name", "reason"));
        for (MenuCircuit.NotEvaluated entry : entries) {
            page.row(
                    Integer.toString(entry.algorithm().index()),
                    List.of(entry.algorithm().name(), entry.reason()));
        }
        page.closeTable();
    }

    private void settings() {
        page.element("h2", "Settings");
        page.openTable("settings", List.of());
        List<List<String>> rows = new ArrayList<>();
        rows.add(List.of("menu", report.circuit().menu().file()));
        rows.add(List.of("source", report.source()));
        rows.add(List.of("command", report.command()));
        rows.add(
                List.of(
                        "L1Ring",
                        "%s, commit %s"
                                .formatted(report.build().version(), report.build().commit())));
        rows.add(List.of("JDK", report.build().jdk()));
        rows.forEach(row -> page.row(row.getFirst(), row.subList(1, 2)));
        page.closeTable();
    }
}
