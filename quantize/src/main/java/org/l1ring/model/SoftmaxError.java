package org.l1ring.model;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * A bound of what a softmax by tables is off, over all arguments of its type.
 *
 * <p>With E the true exponentials, S their sum, p = E/S, and e = E + d, s = S + sum d those of the
 * tables: {@code e v - p = e (v - 1/s) + (d (1 - p) - p sum' d) / s}, where v is the entry of the
 * inverse table and sum' runs over the others of the row. The first term's worst is found by trying
 * every sum. All exponentials are tried for numbers r and a with {@code |d| <= r E + a}; the second
 * term is then at most {@code r/2 S/s + a max(1, n - 1) / s}. The result's cast comes on top.
 */
final class SoftmaxError {
    /** Most values of the sum that are tried. */
    private static final long MOST_SUMS = 1L << 24;

    /** Allowance for the double precision of this computation. */
    private static final double SLACK = 1e-9;

    /** Halvings of the largest error that are tried as the number a. */
    private static final int HALVINGS = 24;

    private final Layer.Softmax softmax;
    private final FixedType sumType;

    /** The row's number of elements. */
    private final int n;

    /** [arguments tried] true exponentials, and those of the table. */
    private final List<double[]> tried = new ArrayList<>();

    private long leastSum;
    private long mostEntry;
    private double leastTrueSum;
    private double mostTrueSum;
    private double largestValue;

    private SoftmaxError(Layer.Softmax softmax) {
        this.softmax = softmax;
        this.sumType = softmax.sumType();
        this.n = softmax.size();
    }

    /** The error of a layer. */
    static TableErrors.Entry of(String name, Layer.Softmax softmax) {
        return new TableErrors.Entry(
                name, "softmax", new SoftmaxError(softmax).bound(), false, OptionalDouble.empty());
    }

    private OptionalDouble bound() {
        if (!tryArguments()) {
            return OptionalDouble.empty();
        }
        Optional<Double> value = valueError();
        Set<FixedType> results = new LinkedHashSet<>();
        for (int i = 0; i < softmax.outputSize(); i++) {
            results.add(softmax.head().resultTypes().get(i));
        }
        double worst = 0;
        for (FixedType result : results) {
            worst = Math.max(worst, castError(value, result));
        }
        return OptionalDouble.of(worst * (1 + SLACK) + SLACK);
    }

    /** Whether the arguments are few enough to be tried; gathers their exponentials. */
    private boolean tryArguments() {
        Set<FixedType> types = new LinkedHashSet<>();
        for (int i = 0; i < softmax.outputSize(); i++) {
            types.add(softmax.inputTypes().get(i));
        }
        int fraction = types.stream().mapToInt(FixedType::fraction).max().orElse(0);
        double low =
                types.stream().mapToDouble(type -> type.toReal(type.minimumRaw())).min().orElse(0);
        double high =
                types.stream().mapToDouble(type -> type.toReal(type.maximumRaw())).max().orElse(0);
        double span = Math.scalb(high - low, fraction);
        if (span >= 2 * TableErrors.MOST_VALUES) {
            return false;
        }
        leastSum = Long.MAX_VALUE;
        mostEntry = Long.MIN_VALUE;
        if (softmax.difference().isPresent()) {
            Layer.Difference rule = softmax.difference().get();
            for (long d = 0; d <= (long) span; d++) {
                long argument = rule.type().cast(rule.fromMaximum() ? d : -d, fraction);
                add(argument, rule.type(), Math.exp(-Math.scalb((double) d, -fraction)));
            }
            // The largest of a row has difference zero.
            leastSum = Math.round(Math.scalb(tried.getFirst()[1], sumType.fraction()));
            leastTrueSum = 1;
            mostTrueSum = n;
        } else {
            for (FixedType type : types) {
                for (long x = type.minimumRaw(); x <= type.maximumRaw(); x++) {
                    add(x, type, Math.exp(type.toReal(x)));
                }
            }
            leastSum *= n;
            leastTrueSum = n * Math.exp(low);
            mostTrueSum = n * Math.exp(high);
        }
        return true;
    }

    private void add(long argument, FixedType type, double exponential) {
        ConstantArray table = softmax.expTable();
        long entry = sumType.cast(table.raw(index(argument, type, table)), table.type());
        leastSum = Math.min(leastSum, entry);
        mostEntry = Math.max(mostEntry, entry);
        tried.add(new double[] {exponential, sumType.toReal(entry)});
    }

    private static int index(long raw, FixedType type, ConstantArray table) {
        int bits = Integer.numberOfTrailingZeros(table.size());
        return (int) (raw >>> (type.width() - bits) & (table.size() - 1));
    }

    /** A bound before the result's cast; none where sums wrap, vanish or are too many. */
    private Optional<Double> valueError() {
        boolean negative = tried.stream().anyMatch(pair -> pair[1] < 0);
        long mostSum = n * mostEntry;
        boolean saturates = saturating(sumType);
        boolean fits = mostSum <= sumType.maximumRaw();
        if (negative || leastSum <= 0 || !(fits || saturates) || mostSum - leastSum > MOST_SUMS) {
            return Optional.empty();
        }
        double largest = sumType.toReal(mostEntry);
        double first = 0;
        for (long sum = leastSum; sum <= mostSum; sum++) {
            FixedType type = softmax.inverseInputType();
            long argument = type.cast(Math.min(sum, sumType.maximumRaw()), sumType);
            ConstantArray table = softmax.inverseTable();
            double inverse = table.type().toReal(table.raw(index(argument, type, table)));
            double real = Math.scalb((double) sum, -sumType.fraction());
            double entry = Math.min(largest, real);
            first = Math.max(first, Math.abs(inverse - 1 / real) * entry);
            largestValue = Math.max(largestValue, inverse * entry);
            if (inverse < 0) {
                return Optional.empty();
            }
        }
        return Optional.of(first + second());
    }

    private double second() {
        double least = Math.scalb((double) leastSum, -sumType.fraction());
        double largest = 0;
        for (double[] pair : tried) {
            largest = Math.max(largest, Math.abs(pair[1] - pair[0]));
        }
        double best = Double.POSITIVE_INFINITY;
        for (int halvings = -1; halvings <= HALVINGS; halvings++) {
            double a = halvings < 0 ? 0 : Math.scalb(largest, -halvings);
            double r = 0;
            for (double[] pair : tried) {
                r = Math.max(r, (Math.abs(pair[1] - pair[0]) - a) / pair[0]);
            }
            double kept = 1 - r - n * a / leastTrueSum;
            double ratio = Math.min(kept > 0 ? 1 / kept : best, mostTrueSum / least);
            best = Math.min(best, r / 2 * ratio + a * Math.max(1, n - 1) / least);
        }
        return best;
    }

    private static boolean saturating(FixedType type) {
        return type.overflow() == Overflow.SAT || type.overflow() == Overflow.SAT_SYM;
    }

    /** With the cast to a type; no more than the type's own values are off a number of 0 to 1. */
    private double castError(Optional<Double> value, FixedType result) {
        double low = result.toReal(result.minimumRaw());
        double high = result.toReal(result.maximumRaw());
        double any = Math.max(high, 1 - low);
        if (value.isEmpty()) {
            return any;
        }
        int dropped = sumType.fraction() + softmax.inverseTable().fraction() - result.fraction();
        double step = Math.scalb(1.0, -result.fraction());
        boolean cut =
                result.quantization() == Quantization.TRN
                        || result.quantization() == Quantization.TRN_ZERO;
        double rounding = dropped <= 0 ? 0 : cut ? step : step / 2;
        double error = value.get() + rounding;
        if (largestValue + rounding <= high) {
            return Math.min(Math.max(Math.min(high, largestValue + rounding), 1), error);
        }
        // A value cut off at the top stands for a number of at most 1.
        return saturating(result) ? Math.min(any, Math.max(error, 1 - high)) : any;
    }
}
