package org.l1ring.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * Seeded circuits of every operation in every lane width, made with a {@link CircuitBuilder}, and
 * what they give on samples, computed beside it without any simplification.
 */
public final class RandomCircuits {
    /** Sampled crossings of a circuit. */
    public static final int SAMPLES = 128;

    /**
     * A circuit and its answers.
     *
     * @param circuit under test
     * @param inputs [samples][columns]
     * @param expected [samples][outputs]
     */
    @SuppressWarnings("ArrayRecordComponent") // read by tests only
    public record Sampled(Circuit circuit, long[][] inputs, long[][] expected) {}

    private final Random random;
    private final CircuitBuilder builder = new CircuitBuilder();
    private final List<Circuit.Port> ports = new ArrayList<>();

    /** Steps with their sampled values. */
    private final List<Integer> steps = new ArrayList<>();

    private final List<long[]> samples = new ArrayList<>();

    private RandomCircuits(long seed) {
        random = new Random(seed);
    }

    /** The circuit of a seed. */
    public static Sampled make(long seed) {
        return new RandomCircuits(seed).make();
    }

    private Sampled make() {
        int columns = between(2, 8);
        for (int i = 0; i < columns; i++) {
            input(i);
        }
        List<long[]> columnSamples = List.copyOf(samples);
        for (int i = 0; i < 4; i++) {
            long raw = wide(between(1, 40));
            keep(builder.constant(raw), k -> raw);
        }
        int target = samples.size() + between(5, 60);
        for (int tries = 0; samples.size() < target && tries < 1000; tries++) {
            try {
                operation();
            } catch (ArithmeticException e) {
                // Beyond 64 bits: another operation is tried.
            }
        }
        List<Circuit.Output> outputs = new ArrayList<>();
        List<long[]> answers = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            if (i >= samples.size() - 3 || random.nextInt(4) == 0) {
                outputs.add(new Circuit.Output("y" + i, steps.get(i), FixedType.signed(64, 64)));
                answers.add(samples.get(i));
            }
        }
        return new Sampled(
                builder.build("random", ports, outputs),
                transpose(columnSamples),
                transpose(answers));
    }

    private static long[][] transpose(List<long[]> columns) {
        long[][] rows = new long[SAMPLES][columns.size()];
        for (int k = 0; k < SAMPLES; k++) {
            for (int i = 0; i < columns.size(); i++) {
                rows[k][i] = columns.get(i)[k];
            }
        }
        return rows;
    }

    private int between(int low, int high) {
        return low + random.nextInt(high - low + 1);
    }

    private <T> T oneOf(T[] choices) {
        return choices[random.nextInt(choices.length)];
    }

    /** A number of at most so many bits, often an end of its range. */
    private long wide(int bits) {
        long any = random.nextLong() >> (64 - bits);
        return switch (random.nextInt(6)) {
            case 0 -> any >> 63;
            case 1 -> any < 0 ? -1L << (bits - 1) : (1L << (bits - 1)) - 1;
            default -> any;
        };
    }

    private void input(int column) {
        int bits = Math.min(60, random.nextBoolean() ? between(1, 18) : between(1, 60));
        long one = random.nextInt(3) == 0 ? 0 : wide(bits);
        long other = wide(bits);
        if (random.nextInt(3) == 0) {
            one = -1L << (bits - 1);
            other = ~one;
        }
        Interval range = new Interval(Math.min(one, other), Math.max(one, other));
        ports.add(new Circuit.Port("x" + column, range, 0));
        keep(
                builder.input(column, range),
                k ->
                        switch (random.nextInt(5)) {
                            case 0 -> range.min();
                            case 1 -> range.max();
                            case 2 -> Math.clamp(0L, range.min(), range.max());
                            default -> random.nextLong(range.min(), range.max() + 1);
                        });
    }

    private interface Sample {
        long at(int crossing);
    }

    private void keep(int step, Sample rule) {
        long[] values = new long[SAMPLES];
        Arrays.setAll(values, rule::at);
        Interval interval = builder.interval(step);
        for (long value : values) {
            if (value < interval.min() || value > interval.max()) {
                throw new AssertionError(builder.op(step) + ": " + value + " outside " + interval);
            }
        }
        steps.add(step);
        samples.add(values);
    }

    private int any() {
        return random.nextBoolean()
                ? random.nextInt(steps.size())
                : steps.size() - 1 - random.nextInt(Math.min(4, steps.size()));
    }

    /** A value that is 0 or 1: an existing one, or a new comparison. */
    private int bit() {
        for (int tries = 0; tries < 12; tries++) {
            int candidate = random.nextInt(steps.size());
            if (new Interval(0, 1).contains(builder.interval(steps.get(candidate)))) {
                return candidate;
            }
        }
        compare();
        return steps.size() - 1;
    }

    private void compare() {
        int a = any();
        int b = any();
        long[] left = samples.get(a);
        long[] right = samples.get(b);
        Op.Relation relation = oneOf(Op.Relation.values());
        keep(
                builder.compare(relation, steps.get(a), steps.get(b)),
                k ->
                        switch (relation) {
                            case LESS -> left[k] < right[k] ? 1 : 0;
                            case LESS_OR_EQUAL -> left[k] <= right[k] ? 1 : 0;
                            case EQUAL -> left[k] == right[k] ? 1 : 0;
                        });
    }

    private void operation() {
        switch (random.nextInt(14)) {
            case 0, 1 -> linear();
            case 2, 3, 4 -> cast();
            case 5 -> compare();
            case 6 -> gate();
            case 7 -> select();
            case 8 -> table();
            case 9 -> slice();
            case 10 -> concatenate();
            case 11 -> roundedProducts();
            default -> arithmetic();
        }
    }

    private void linear() {
        int terms = between(1, 6);
        int[] args = new int[terms];
        int[] from = new int[terms];
        long[] coefficients = new long[terms];
        for (int i = 0; i < terms; i++) {
            from[i] = any();
            args[i] = steps.get(from[i]);
            coefficients[i] = random.nextInt(4) == 0 ? 1L << between(0, 20) : wide(between(1, 12));
        }
        long bias = wide(between(1, 30));
        keep(
                builder.linear(args, coefficients, bias),
                k -> {
                    long sum = bias;
                    for (int i = 0; i < terms; i++) {
                        sum += coefficients[i] * samples.get(from[i])[k];
                    }
                    return sum;
                });
    }

    private void cast() {
        if (random.nextInt(4) == 0) {
            floor();
        }
        int a = random.nextInt(3) == 0 ? steps.size() - 1 : any();
        Interval interval = builder.interval(steps.get(a));
        int width = Math.min(62, between(1, interval.signedBits() + 2));
        Overflow overflow = oneOf(Overflow.values());
        FixedType type =
                new FixedType(
                        random.nextBoolean(),
                        width,
                        width,
                        oneOf(Quantization.values()),
                        overflow,
                        random.nextInt(4) == 0 ? between(0, Math.min(3, width)) : 0);
        int drop = random.nextInt(20) == 0 ? between(0, 66) : between(-3, interval.signedBits());
        keep(builder.cast(steps.get(a), drop, type), k -> type.cast(samples.get(a)[k], drop));
    }

    /** A sum of products with constants, rounded one by one, as accumulators make them. */
    private void roundedProducts() {
        int terms = between(1, 6);
        int[] args = new int[terms];
        long[] coefficients = new long[terms];
        List<long[]> products = new ArrayList<>();
        Quantization mode = oneOf(Quantization.values());
        FixedType whole = new FixedType(true, 62, 62, mode, Overflow.WRAP, 0);
        boolean even = random.nextBoolean();
        int common = between(1, 12);
        for (int i = 0; i < terms; i++) {
            int a = any();
            long factor = wide(between(2, 10));
            int drop = even ? common : between(0, 12);
            int product = builder.cast(builder.scale(steps.get(a), factor), drop, whole);
            if (random.nextInt(12) == 0) {
                keep(product, k -> whole.cast(factor * samples.get(a)[k], drop));
            }
            args[i] = product;
            coefficients[i] = random.nextInt(8) == 0 ? between(-2, 2) : 1;
            products.add(samples.get(a).clone());
            Arrays.setAll(products.get(i), k -> whole.cast(factor * samples.get(a)[k], drop));
        }
        long bias = wide(between(1, 20));
        keep(
                builder.linear(args, coefficients, bias),
                k -> {
                    long sum = bias;
                    for (int i = 0; i < terms; i++) {
                        sum += coefficients[i] * products.get(i)[k];
                    }
                    return sum;
                });
    }

    /** A rectifier or another lower bound, for the cast that follows. */
    private void floor() {
        int a = any();
        long least = random.nextBoolean() ? 0 : wide(between(1, 30));
        int bound = builder.constant(least);
        keep(builder.maximum(steps.get(a), bound), k -> Math.max(samples.get(a)[k], least));
    }

    private void gate() {
        int a = bit();
        int b = bit();
        if (random.nextInt(4) == 0) {
            keep(builder.not(steps.get(a)), k -> 1 - samples.get(a)[k]);
            return;
        }
        Op.Gate gate = oneOf(Op.Gate.values());
        keep(
                builder.logic(gate, steps.get(a), steps.get(b)),
                k -> {
                    boolean left = samples.get(a)[k] == 1;
                    boolean right = samples.get(b)[k] == 1;
                    return switch (gate) {
                                case AND -> left && right;
                                case OR -> left || right;
                                case XOR -> left != right;
                            }
                            ? 1
                            : 0;
                });
    }

    private void select() {
        int condition = random.nextInt(4) == 0 ? any() : bit();
        int a = any();
        int b = any();
        keep(
                builder.select(steps.get(condition), steps.get(a), steps.get(b)),
                k -> samples.get(samples.get(condition)[k] != 0 ? a : b)[k]);
    }

    private void table() {
        int a = any();
        int bits = between(1, 9);
        long[] entries = new long[1 << bits];
        int entryBits = between(1, 40);
        Arrays.setAll(entries, i -> wide(entryBits));
        boolean sliced = random.nextBoolean();
        int low = between(0, 5);
        int index =
                sliced
                        ? builder.slice(steps.get(a), low, bits)
                        : builder.clamp(steps.get(a), 0, entries.length - 1L);
        keep(
                builder.table(index, new Contents(entries)),
                k -> {
                    long x = samples.get(a)[k];
                    return entries[
                            (int)
                                    (sliced
                                            ? x >> low & (entries.length - 1)
                                            : Math.clamp(x, 0, entries.length - 1))];
                });
    }

    private void slice() {
        int a = any();
        int low = between(0, 40);
        int width = between(1, 20);
        keep(
                builder.slice(steps.get(a), low, width),
                k -> samples.get(a)[k] >> low & (1L << width) - 1);
    }

    private void concatenate() {
        int high = any();
        int low = any();
        Interval bits = builder.interval(steps.get(low));
        if (bits.min() < 0 || bits.signedBits() > 40) {
            return;
        }
        int lowWidth = between(bits.signedBits() - 1, bits.signedBits() + 2);
        keep(
                builder.concatenate(steps.get(high), steps.get(low), lowWidth),
                k -> samples.get(high)[k] * (1L << lowWidth) + samples.get(low)[k]);
    }

    private void arithmetic() {
        int a = any();
        int b = random.nextInt(5) == 0 ? a : any();
        int left = steps.get(a);
        int right = steps.get(b);
        long[] x = samples.get(a);
        long[] y = samples.get(b);
        switch (random.nextInt(5)) {
            case 0 -> keep(builder.multiply(left, right), k -> x[k] * y[k]);
            case 1 -> keep(builder.minimum(left, right), k -> Math.min(x[k], y[k]));
            case 2 -> keep(builder.maximum(left, right), k -> Math.max(x[k], y[k]));
            case 3 -> keep(builder.absolute(left), k -> Math.abs(x[k]));
            default -> keep(builder.plus(left, right), k -> x[k] + y[k]);
        }
    }
}
