package org.l1ring.rates;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.menu.Algorithm;

/**
 * What a prescale column keeps of the crossings of a signal.
 *
 * @param signal its name
 * @param column name of the prescale column
 * @param crossings of the sample
 * @param any part that is accepted
 * @param algorithms by index
 */
public record SignalEfficiency(
        String signal, String column, long crossings, Measured any, List<Entry> algorithms) {

    /** Copies the list. */
    public SignalEfficiency {
        algorithms = List.copyOf(algorithms);
    }

    /**
     * What an algorithm does for a signal.
     *
     * @param algorithm of the menu
     * @param total part of the crossings that it keeps, after its prescale
     * @param pure part of the crossings that are accepted through it alone
     * @param gain that part over what the rest of the menu accepts; infinite if that is nothing
     */
    public record Entry(Algorithm algorithm, Measured total, Measured pure, double gain) {}

    /** The algorithms that keep a crossing at all. */
    List<Entry> keeping() {
        return algorithms.stream().filter(entry -> entry.total().value() > 0).toList();
    }

    /** Efficiencies from counts of crossings that all hold the signal. */
    static SignalEfficiency of(String signal, ColumnCounts counts, List<Algorithm> algorithms) {
        double all = counts.crossings();
        double accepted = counts.accepted().value();
        List<Entry> entries = new ArrayList<>();
        for (int i = 0; i < algorithms.size(); i++) {
            double pure = counts.pure(i).value();
            entries.add(
                    new Entry(
                            algorithms.get(i),
                            Measured.part(counts.total(i).value(), all),
                            Measured.part(pure, all),
                            pure == 0 ? 0 : pure / (accepted - pure)));
        }
        return new SignalEfficiency(
                signal, counts.name(), counts.crossings(), Measured.part(accepted, all), entries);
    }
}
