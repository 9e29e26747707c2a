package org.l1ring.adders;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.l1ring.circuit.SignedDigits;

/**
 * Elimination of common subexpressions of two terms from the sums of all outputs.
 *
 * <p>Each output is a sum of digits: a value, a shift and a sign. The pattern of two digits that
 * occurs most often becomes a value of its own and replaces its occurrences, until no pattern
 * occurs twice. Coefficients keep all their minimal signed-digit forms until a pattern has taken
 * digits of some of them. Among equally frequent patterns those in short sums come first, since
 * their digits have fewer other partners.
 *
 * <p>With a limit of depth, {@code sum of 2^depth(term) <= 2^limit} is kept for every output: that
 * is when a tree of adders of that depth exists. Patterns of equally deep terms leave the sum as it
 * is; others use up some of the slack.
 *
 * <p>Sources: R. Hartley, "Subexpression sharing in filters using canonic signed digit
 * multipliers", IEEE TCAS-II 43 (1996); A. Hosangadi et al., "Optimizing high speed arithmetic
 * circuits using three-term extraction", DATE 2006.
 */
final class Elimination {
    /** Equally frequent patterns that are compared. */
    private static final int CANDIDATES = 16;

    private static final int MOST_COUNTED = 63;
    private static final long[] NONE = {};

    private final int inputs;
    private final int outputs;
    private final long[] limits;
    private final SplittableRandom random;

    /** Digits by value and output: masks of positions, over all forms that are left. */
    private final long[][] plus;

    private final long[][] minus;

    /** The forms of inputs' coefficients, plus and minus in turn; empty where there is only one. */
    private final long[][][] forms;

    private final int[] depth;
    private final int[][] active;
    private final int[] activeCount;
    private final int[] terms;
    private final long[] weight;
    private final long[] patterns;
    private int values;

    private final long[][] bucket = new long[MOST_COUNTED + 1][64];
    private final int[] bucketSize = new int[MOST_COUNTED + 1];
    private int top;
    private final PatternCounts counts = new PatternCounts();
    private long crowding;
    private long work;
    private long matchedBit;
    private boolean matchedNegative;

    /**
     * The sums of a matrix, nothing shared yet.
     *
     * @param matrix [inputs][outputs] coefficients
     * @param limits [outputs] 2^depth that each sum must reach, {@link Long#MAX_VALUE} for any
     * @param random breaks ties
     */
    Elimination(long[][] matrix, long[] limits, SplittableRandom random) {
        this.inputs = matrix.length;
        this.outputs = limits.length;
        this.limits = limits;
        this.random = random;
        int capacity = inputs;
        for (int o = 0; o < outputs; o++) {
            capacity += SignedForms.digits(matrix, o);
        }
        plus = new long[capacity][];
        minus = new long[capacity][];
        forms = new long[inputs][outputs][];
        depth = new int[capacity];
        patterns = new long[capacity - inputs];
        active = new int[outputs][Math.max(4, inputs)];
        activeCount = new int[outputs];
        terms = new int[outputs];
        weight = new long[outputs];
        values = inputs;
        for (int i = 0; i < inputs; i++) {
            plus[i] = new long[outputs];
            minus[i] = new long[outputs];
            for (int o = 0; o < outputs; o++) {
                coefficient(i, o, matrix[i][o]);
            }
        }
        for (int i = 0; i < inputs; i++) {
            for (int o = 0; o < outputs; o++) {
                if (has(i, o)) {
                    for (int other = 0; other < i; other++) {
                        countPairs(other, i, o);
                    }
                    countPairs(i, i, o);
                }
            }
            offerCounted();
        }
    }

    private void coefficient(int input, int output, long number) {
        List<SignedForms.Form> all = SignedForms.of(number);
        long[] masks = new long[2 * all.size()];
        for (int i = 0; i < all.size(); i++) {
            masks[2 * i] = all.get(i).plus();
            masks[2 * i + 1] = all.get(i).minus();
        }
        setForms(input, output, masks);
        if (number != 0) {
            activate(output, input);
            terms[output] += SignedDigits.count(number);
            weight[output] += SignedDigits.count(number);
        }
    }

    private void setForms(int input, int output, long[] masks) {
        forms[input][output] = masks.length > 2 ? masks : NONE;
        long p = 0;
        long m = 0;
        for (int i = 0; i < masks.length; i += 2) {
            p |= masks[i];
            m |= masks[i + 1];
        }
        plus[input][output] = p;
        minus[input][output] = m;
    }

    private boolean has(int value, int output) {
        return (plus[value][output] | minus[value][output]) != 0;
    }

    private boolean open(int value, int output) {
        return value < inputs && forms[value][output].length > 0;
    }

    private void activate(int output, int value) {
        if (activeCount[output] == active[output].length) {
            active[output] = Arrays.copyOf(active[output], 2 * activeCount[output]);
        }
        active[output][activeCount[output]++] = value;
    }

    private long digits(int value, int output, boolean negative) {
        return negative ? minus[value][output] : plus[value][output];
    }

    /** Takes a digit from a sum, and with it the forms that do not have it. */
    private void take(int value, int output, long bit, boolean negative) {
        if (!open(value, output)) {
            if (negative) {
                minus[value][output] &= ~bit;
            } else {
                plus[value][output] &= ~bit;
            }
            return;
        }
        long[] from = forms[value][output];
        long[] left = new long[from.length];
        int size = 0;
        int side = negative ? 1 : 0;
        for (int i = 0; i < from.length; i += 2) {
            if ((from[i + side] & bit) != 0) {
                left[size] = from[i];
                left[size + 1] = from[i + 1];
                left[size + side] &= ~bit;
                size += 2;
            }
        }
        setForms(value, output, Arrays.copyOf(left, size));
    }

    /** Whether one form has both digits. */
    private boolean together(
            int value, int output, long bit, boolean negative, long other, boolean otherNegative) {
        if (!open(value, output)) {
            return true;
        }
        long[] masks = forms[value][output];
        for (int i = 0; i < masks.length; i += 2) {
            long one = negative ? masks[i + 1] : masks[i];
            long two = otherNegative ? masks[i + 1] : masks[i];
            if ((one & bit) != 0 && (two & other) != 0) {
                return true;
            }
        }
        return false;
    }

    /** Counts the patterns of two values in a sum. */
    private void countPairs(int first, int second, int output) {
        for (int signs = 0; signs < 4; signs++) {
            boolean one = (signs & 1) != 0;
            boolean two = (signs & 2) != 0;
            for (long a = digits(first, output, one); a != 0; a &= a - 1) {
                int at = Long.numberOfTrailingZeros(a);
                long others = digits(second, output, two);
                others &= first == second ? -2L << at : -1L;
                for (long b = others; b != 0; b &= b - 1) {
                    int to = Long.numberOfTrailingZeros(b);
                    if (first != second || together(first, output, 1L << at, one, 1L << to, two)) {
                        counts.add(Pattern.of(first, second, to - at, one != two));
                        work++;
                    }
                }
            }
        }
    }

    private void offerCounted() {
        for (int i = 0; i < counts.size(); i++) {
            if (counts.count(i) >= 2) {
                offer(counts.pattern(i), counts.count(i));
            }
        }
        counts.clear();
    }

    private void offer(long pattern, int count) {
        int level = Math.min(count, MOST_COUNTED);
        if (bucketSize[level] == bucket[level].length) {
            bucket[level] = Arrays.copyOf(bucket[level], 2 * bucketSize[level]);
        }
        bucket[level][bucketSize[level]++] = pattern;
        top = Math.max(top, level);
    }

    private static long moved(long mask, int shift) {
        return shift >= 0 ? mask >>> shift : mask << -shift;
    }

    /** What a replacement adds to the weight of a sum. */
    private long extraWeight(int first, int second) {
        return (2L << Math.max(depth[first], depth[second]))
                - (1L << depth[first])
                - (1L << depth[second]);
    }

    private boolean fits(int output, long extra) {
        return limits[output] == Long.MAX_VALUE || weight[output] + extra <= limits[output];
    }

    /** Occurrences of a pattern that do not overlap and that the limits of depth allow. */
    private int occurrences(long pattern) {
        int a = Pattern.first(pattern);
        int b = Pattern.second(pattern);
        int shift = Pattern.shift(pattern);
        boolean differ = Pattern.differ(pattern);
        long extra = extraWeight(a, b);
        int count = 0;
        crowding = 0;
        for (int o = 0; o < outputs; o++) {
            long match = matches(a, b, o, shift, differ);
            if (match == 0 || !fits(o, extra)) {
                continue;
            }
            int here =
                    a == b || open(a, o) || open(b, o)
                            ? tried(a, b, o, shift, differ)
                            : Long.bitCount(match);
            if (extra > 0 && limits[o] != Long.MAX_VALUE) {
                here = (int) Math.min(here, (limits[o] - weight[o]) / extra);
            }
            count += here;
            crowding += (long) here * terms[o];
        }
        work += outputs;
        return count;
    }

    private long matches(int a, int b, int output, int shift, boolean differ) {
        long p = plus[a][output];
        long m = minus[a][output];
        if ((p | m) == 0) {
            return 0;
        }
        return (p & moved(digits(b, output, differ), shift))
                | (m & moved(digits(b, output, !differ), shift));
    }

    /** Counts matches by taking them out, and puts everything back. */
    private int tried(int a, int b, int output, int shift, boolean differ) {
        long aPlus = plus[a][output];
        long aMinus = minus[a][output];
        long bPlus = plus[b][output];
        long bMinus = minus[b][output];
        long[] aForms = a < inputs ? forms[a][output] : NONE;
        long[] bForms = b < inputs ? forms[b][output] : NONE;
        int count = 0;
        while (takeMatch(a, b, output, shift, differ)) {
            count++;
        }
        plus[a][output] = aPlus;
        minus[a][output] = aMinus;
        plus[b][output] = bPlus;
        minus[b][output] = bMinus;
        if (a < inputs) {
            forms[a][output] = aForms;
        }
        if (b < inputs) {
            forms[b][output] = bForms;
        }
        return count;
    }

    /** Takes one occurrence out of a sum and notes the first value's digit. */
    private boolean takeMatch(int a, int b, int output, int shift, boolean differ) {
        for (int side = 0; side < 2; side++) {
            boolean negative = side == 1;
            boolean other = negative != differ;
            long match = digits(a, output, negative) & moved(digits(b, output, other), shift);
            for (; match != 0; match &= match - 1) {
                long bit = match & -match;
                long second = shift >= 0 ? bit << shift : bit >>> -shift;
                if (a != b || together(a, output, bit, negative, second, other)) {
                    take(a, output, bit, negative);
                    take(b, output, second, other);
                    matchedBit = bit;
                    matchedNegative = negative;
                    return true;
                }
            }
        }
        return false;
    }

    /** Makes a pattern a value. */
    private void replace(long pattern) {
        int a = Pattern.first(pattern);
        int b = Pattern.second(pattern);
        int shift = Pattern.shift(pattern);
        boolean differ = Pattern.differ(pattern);
        long extra = extraWeight(a, b);
        int value = values++;
        patterns[value - inputs] = pattern;
        depth[value] = Math.max(depth[a], depth[b]) + 1;
        plus[value] = new long[outputs];
        minus[value] = new long[outputs];
        for (int o = 0; o < outputs; o++) {
            if (matches(a, b, o, shift, differ) == 0) {
                continue;
            }
            while (fits(o, extra) && takeMatch(a, b, o, shift, differ)) {
                // A value has its digits at 0 and at |shift|.
                long bit = shift >= 0 ? matchedBit : matchedBit >>> -shift;
                (matchedNegative ? minus : plus)[value][o] |= bit;
                terms[o]--;
                weight[o] += extra;
            }
            if (has(value, o)) {
                countPartners(value, o);
            }
        }
        offerCounted();
    }

    private void countPartners(int value, int output) {
        int left = 0;
        for (int i = 0; i < activeCount[output]; i++) {
            int other = active[output][i];
            if (has(other, output)) {
                active[output][left++] = other;
                countPairs(other, value, output);
            }
        }
        activeCount[output] = left;
        activate(output, value);
        countPairs(value, value, output);
    }

    /**
     * Repeats replacements of an earlier elimination of the same sums.
     *
     * @param earlier whose patterns are taken
     * @param dropped share of them that is left out, with what was made of them
     */
    void repeat(Elimination earlier, double dropped) {
        int[] map = new int[earlier.values];
        Arrays.setAll(map, i -> i < inputs ? i : -1);
        for (int i = inputs; i < earlier.values; i++) {
            long pattern = earlier.patterns[i - inputs];
            int a = map[Pattern.first(pattern)];
            int b = map[Pattern.second(pattern)];
            if (a >= 0 && b >= 0 && random.nextDouble() >= dropped) {
                long same = Pattern.with(a, b, pattern);
                if (occurrences(same) >= 2) {
                    map[i] = values;
                    replace(same);
                }
            }
        }
    }

    /** Replaces patterns until none occurs twice. */
    void finish() {
        long[] equal = new long[CANDIDATES];
        while (top >= 2) {
            if (bucketSize[top] == 0) {
                top--;
                continue;
            }
            int level = top;
            int found = 0;
            int best = -1;
            long least = Long.MAX_VALUE;
            while (bucketSize[level] > 0 && found < CANDIDATES) {
                int i = random.nextInt(bucketSize[level]);
                long pattern = bucket[level][i];
                bucket[level][i] = bucket[level][--bucketSize[level]];
                int count = occurrences(pattern);
                if (count >= level) {
                    equal[found] = pattern;
                    if (crowding < least) {
                        least = crowding;
                        best = found;
                    }
                    found++;
                } else if (count >= 2) {
                    offer(pattern, count);
                }
            }
            for (int i = 0; i < found; i++) {
                if (i != best) {
                    offer(equal[i], level);
                }
            }
            if (best >= 0) {
                replace(equal[best]);
            }
        }
    }

    /** Adders of the values and of the sums that are left. */
    int adders() {
        int adders = values - inputs;
        for (int count : terms) {
            adders += Math.max(0, count - 1);
        }
        return adders;
    }

    /** Steps that took the time, in units that do not depend on the machine. */
    long work() {
        return work;
    }

    /** The patterns that became values, in order. */
    List<AdderGraph.Adder> valueAdders() {
        List<AdderGraph.Adder> adders = new ArrayList<>();
        for (int i = 0; i < values - inputs; i++) {
            int shift = Pattern.shift(patterns[i]);
            adders.add(
                    new AdderGraph.Adder(
                            new AdderGraph.Term(
                                    Pattern.first(patterns[i]), Math.max(0, -shift), false),
                            new AdderGraph.Term(
                                    Pattern.second(patterns[i]),
                                    Math.max(0, shift),
                                    Pattern.differ(patterns[i]))));
        }
        return adders;
    }

    /** The terms of a sum, of any forms that are left. */
    List<AdderGraph.Term> sum(int output) {
        List<AdderGraph.Term> sum = new ArrayList<>();
        for (int value = 0; value < values; value++) {
            long[] some =
                    open(value, output)
                            ? forms[value][output]
                            : new long[] {plus[value][output], minus[value][output]};
            for (int side = 0; side < 2; side++) {
                for (long rest = some[side]; rest != 0; rest &= rest - 1) {
                    int shift = Long.numberOfTrailingZeros(rest);
                    sum.add(new AdderGraph.Term(value, shift, side == 1));
                }
            }
        }
        return sum;
    }
}
