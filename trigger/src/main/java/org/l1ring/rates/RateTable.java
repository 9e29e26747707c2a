package org.l1ring.rates;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.l1ring.menu.Algorithm;
import org.l1ring.ring.Rate;

/**
 * The rates of a prescale column.
 *
 * @param column its name
 * @param algorithms by index
 * @param sum rate of the final OR in kHz, before dead time: the sum of the proportional rates
 * @param vetoed rate of crossings that a veto algorithm stopped, in kHz
 */
public record RateTable(
        String column, List<AlgorithmRates> algorithms, Measured sum, Measured vetoed) {

    /** Copies the list. */
    public RateTable {
        algorithms = List.copyOf(algorithms);
    }

    /** Kilohertz of one crossing in so many: all crossings make 40,079 kHz. */
    static double unit(long crossings) {
        return crossings == 0 ? 0 : 1e3 * Rate.LHC_MEGAHERTZ / crossings;
    }

    /**
     * Rates from counts: those of one crossing in n are 40,079 kHz / n, which is the orbit
     * frequency over the number of orbits.
     *
     * @param counts of the column
     * @param algorithms in the order of their bits
     */
    static RateTable of(ColumnCounts counts, List<Algorithm> algorithms) {
        double unit = unit(counts.crossings());
        List<AlgorithmRates> rates = new ArrayList<>();
        for (int i = 0; i < algorithms.size(); i++) {
            rates.add(
                    new AlgorithmRates(
                            algorithms.get(i),
                            counts.setup().prescales().get(i),
                            counts.setup().finor().get(i),
                            counts.setup().veto().get(i),
                            counts.before(i).times(unit),
                            counts.total(i).times(unit),
                            counts.pure(i).times(unit),
                            counts.proportional(i).times(unit)));
        }
        return new RateTable(
                counts.name(),
                rates,
                counts.accepted().times(unit),
                Measured.count((double) counts.vetoed()).times(unit));
    }

    /** Algorithms whose prescale is not 0. */
    public long on() {
        return algorithms.stream().filter(entry -> entry.prescale() != 0).count();
    }

    /** The algorithms of the greatest total rates, those without any left out. */
    public List<AlgorithmRates> top(int most) {
        return algorithms.stream()
                .filter(entry -> entry.total().value() > 0)
                .sorted(
                        Comparator.comparingDouble((AlgorithmRates entry) -> -entry.total().value())
                                .thenComparingInt(entry -> entry.algorithm().index()))
                .limit(most)
                .toList();
    }
}
