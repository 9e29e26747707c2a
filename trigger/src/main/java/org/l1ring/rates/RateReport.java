package org.l1ring.rates;

import java.util.Comparator;
import java.util.List;
import org.l1ring.frame.FrameLayout;
import org.l1ring.menu.Expression;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.report.BuildInfo;

/**
 * All that was found about the rates of a menu.
 *
 * @param circuit the menu, with what is evaluated and what is not
 * @param source what the crossings are
 * @param crossings that were counted
 * @param externals whether any of them has an external condition
 * @param columns rates by prescale column
 * @param overlaps of the evaluated algorithms, in the order of their bits
 * @param pileUps rates against pile-up; of the algorithms that fired at all and of the final ORs
 * @param signals efficiencies by signal and column
 * @param cuts thresholds for wanted rates
 * @param command that was given
 * @param build the program that ran
 */
public record RateReport(
        MenuCircuit circuit,
        String source,
        long crossings,
        boolean externals,
        List<RateTable> columns,
        OverlapCounts overlaps,
        List<PileUpCurve> pileUps,
        List<SignalEfficiency> signals,
        List<CutChoice> cuts,
        String command,
        BuildInfo build) {

    /** What readers must know of crossings without external conditions. */
    static final String EXTERNALS_CLEAR =
            "No external condition is set in these crossings: algorithms see all of them clear.";

    /** Copies the lists. */
    public RateReport {
        columns = List.copyOf(columns);
        pileUps = List.copyOf(pileUps);
        signals = List.copyOf(signals);
        cuts = List.copyOf(cuts);
    }

    /** Orbits that the crossings make. */
    public double orbits() {
        return (double) crossings / FrameLayout.ORBIT_CROSSINGS;
    }

    /** The column with the highest rate, which is shown first. */
    public RateTable busiest() {
        return columns.stream()
                .max(Comparator.comparingDouble(column -> column.sum().value()))
                .orElseThrow();
    }

    /** The efficiencies in a column. */
    List<SignalEfficiency> signalsOf(String column) {
        return signals.stream().filter(signal -> signal.column().equals(column)).toList();
    }

    /** Whether algorithms ask for external conditions, of which not one is set. */
    boolean externalsClear() {
        return !externals
                && circuit.algorithms().stream()
                        .anyMatch(entry -> Expression.asksForExternals(entry.expression()));
    }
}
