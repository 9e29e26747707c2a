package org.l1ring.rates;

import java.util.List;
import org.l1ring.menu.Algorithm;
import org.l1ring.table.CsvCell;

/** The tables of a report as CSV, each with a header line; rates are in kHz. */
final class RateCsv {
    private final RateReport report;
    private final StringBuilder out = new StringBuilder();

    private RateCsv(RateReport report) {
        this.report = report;
    }

    /** Rates: an algorithm in a column a row, and a row FINOR for each column. */
    static String rates(RateReport report) {
        return new RateCsv(report).rates();
    }

    private String rates() {
        out.append("column,index,name,prescale,before_khz,before_error_khz,total_khz");
        out.append(",total_error_khz,pure_khz,pure_error_khz,proportional_khz");
        out.append(",proportional_error_khz\n");
        for (RateTable table : report.columns()) {
            for (AlgorithmRates entry : table.algorithms()) {
                out.append(CsvCell.of(table.column()))
                        .append(',')
                        .append(algorithm(entry.algorithm()));
                out.append(',').append(number(entry.prescale()));
                append(entry.before(), entry.total(), entry.pure(), entry.proportional());
            }
            out.append(CsvCell.of(table.column())).append(",,FINOR,,,");
            append(table.sum());
        }
        return out.toString();
    }

    private void append(Measured... figures) {
        for (Measured figure : figures) {
            out.append(',').append(number(figure.value()));
            out.append(',').append(number(figure.error()));
        }
        if (figures.length == 1) {
            out.append(",,,,");
        }
        out.append('\n');
    }

    /** Pairs of algorithms that fire together at least once. */
    static String overlaps(RateReport report) {
        StringBuilder out = new StringBuilder();
        out.append("index,name,other_index,other_name,crossings,khz,part\n");
        List<Algorithm> algorithms = report.circuit().algorithms();
        OverlapCounts overlaps = report.overlaps();
        double unit = RateTable.unit(report.crossings());
        for (int i = 0; i < algorithms.size(); i++) {
            for (int j = 0; j < algorithms.size(); j++) {
                long together = overlaps.together(i, j);
                if (i != j && together > 0) {
                    out.append(algorithm(algorithms.get(i))).append(',');
                    out.append(algorithm(algorithms.get(j))).append(',').append(together);
                    out.append(',').append(number(together * unit));
                    out.append(',').append(number(overlaps.part(i, j))).append('\n');
                }
            }
        }
        return out.toString();
    }

    /**
     * Efficiencies: an algorithm that keeps a crossing, a column, a signal a row, and a row FINOR.
     */
    static String efficiencies(RateReport report) {
        StringBuilder out = new StringBuilder();
        out.append("signal,column,index,name,crossings,efficiency,efficiency_error,pure");
        out.append(",pure_error,gain\n");
        for (SignalEfficiency signal : report.signals()) {
            String start = CsvCell.of(signal.signal()) + "," + CsvCell.of(signal.column()) + ",";
            for (SignalEfficiency.Entry entry : signal.keeping()) {
                out.append(start).append(algorithm(entry.algorithm())).append(',');
                out.append(signal.crossings()).append(',');
                out.append(pair(entry.total())).append(',').append(pair(entry.pure()));
                out.append(',').append(number(entry.gain())).append('\n');
            }
            out.append(start).append(",FINOR,").append(signal.crossings()).append(',');
            out.append(pair(signal.any())).append(",,,\n");
        }
        return out.toString();
    }

    /** Rates against pile-up: a point a row, each with the fit of its curve. */
    static String pileUps(RateReport report) {
        StringBuilder out = new StringBuilder();
        out.append("index,name,pile_up,khz,error_khz,a_khz,a_error_khz,b_khz,b_error_khz");
        out.append(",covariance,chi_square,freedom\n");
        for (PileUpCurve curve : report.pileUps()) {
            PileUpFit fit = curve.fit();
            String name =
                    curve.finalOr()
                            ? "," + CsvCell.of("FINOR " + curve.name())
                            : curve.index() + "," + CsvCell.of(curve.name());
            for (PileUpFit.Point point : curve.points()) {
                out.append(name).append(',').append(number(point.pileUp()));
                out.append(',').append(pair(point.rate()));
                out.append(',').append(pair(new Measured(fit.a(), fit.aError())));
                out.append(',').append(pair(new Measured(fit.b(), fit.bError())));
                out.append(',').append(number(fit.covariance()));
                out.append(',').append(number(fit.chiSquare()));
                out.append(',').append(fit.freedom()).append('\n');
            }
        }
        return out.toString();
    }

    private static String algorithm(Algorithm algorithm) {
        return algorithm.index() + "," + CsvCell.of(algorithm.name());
    }

    private static String pair(Measured figure) {
        return number(figure.value()) + "," + number(figure.error());
    }

    /** At most six significant digits; nothing for a number that is not finite. */
    static String number(double value) {
        return CsvCell.of(value);
    }
}
