package org.l1ring.report;

import java.util.List;
import java.util.Map;

/**
 * What the algorithms of a menu did in a run.
 *
 * @param algorithms by index
 * @param notEvaluated algorithms that were not evaluated, with the reason
 * @param candidates crossings whose final OR was set and not vetoed by an algorithm
 * @param vetoed crossings that a veto algorithm stopped
 * @param lost candidates lost to each cause of dead time
 */
public record MenuFigures(
        List<Algorithm> algorithms,
        List<String> notEvaluated,
        long candidates,
        long vetoed,
        Map<String, Long> lost) {

    /** Copies the lists; the map keeps its order. */
    public MenuFigures {
        algorithms = List.copyOf(algorithms);
        notEvaluated = List.copyOf(notEvaluated);
    }

    /**
     * An algorithm.
     *
     * @param index bit of the algorithm
     * @param name of the algorithm
     * @param prescale 0 when it is off
     * @param before crossings in which it fired, masked
     * @param after the same after its prescale
     * @param accepted accepted crossings in which it fired
     */
    public record Algorithm(
            int index, String name, double prescale, long before, long after, long accepted) {}

    /** The part of the candidates that dead time took. */
    double deadTime() {
        long all = lost.values().stream().mapToLong(Long::longValue).sum();
        return candidates == 0 ? 0 : (double) all / candidates;
    }
}
