package org.l1ring.bench.results;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/**
 * What a benchmark measured with one choice of its parameters.
 *
 * @param name class and method, as {@code LoopBenchmark.run}
 * @param parameters by name
 * @param unit of the figures, as {@code ns/op}
 * @param error half of the 99.9 % confidence interval of the mean; NaN of one iteration
 * @param rounds [rounds][iterations] figures; a round is a process of its own
 */
public record Measurement(
        String name,
        Map<String, String> parameters,
        String unit,
        double error,
        List<List<Double>> rounds) {

    /** Copies the figures. */
    public Measurement {
        parameters = Map.copyOf(parameters);
        rounds = rounds.stream().map(List::copyOf).toList();
        if (rounds.isEmpty() || rounds.stream().anyMatch(List::isEmpty)) {
            throw new IllegalArgumentException(name + ": expected rounds of figures, got none");
        }
    }

    /** The median of all iterations. */
    public double median() {
        return median(
                rounds.stream().flatMap(List::stream).mapToDouble(Double::doubleValue).toArray());
    }

    /** The median of each round. */
    double[] roundMedians() {
        return rounds.stream()
                .mapToDouble(
                        round -> median(round.stream().mapToDouble(Double::doubleValue).toArray()))
                .toArray();
    }

    /**
     * How many times as long this took as another: the median of the ratios of the rounds, as a
     * machine's pace may change from round to round; of all iterations when the numbers of rounds
     * differ.
     *
     * @param other measured in the same run
     */
    public double ratioTo(Measurement other) {
        double[] mine = roundMedians();
        double[] others = other.roundMedians();
        if (mine.length != others.length) {
            return median() / other.median();
        }
        double[] ratios = new double[mine.length];
        Arrays.setAll(ratios, i -> mine[i] / others[i]);
        return median(ratios);
    }

    /** The value of a parameter, empty if there is none of that name. */
    public String parameter(String parameter) {
        return parameters.getOrDefault(parameter, "");
    }

    /** Name and parameters, as {@code LoopBenchmark.run engine=VECTOR loop=TREES}. */
    public String key() {
        return key(name, parameters);
    }

    static String key(String name, Map<String, String> parameters) {
        return new TreeMap<>(parameters)
                .entrySet().stream()
                        .map(entry -> " " + entry.getKey() + "=" + entry.getValue())
                        .collect(Collectors.joining("", name, ""));
    }

    static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }
}
