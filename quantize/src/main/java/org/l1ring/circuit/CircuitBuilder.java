package org.l1ring.circuit;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;

/**
 * Builds a {@link Circuit} step by step, with exact intervals, and simplifies where these prove
 * that nothing changes: constants are folded, equal steps shared, casts that cannot act dropped.
 *
 * <p>Every method throws {@link ArithmeticException} when a result could leave 64 bits.
 */
public final class CircuitBuilder {
    private final List<Circuit.Step> steps = new ArrayList<>();
    private final Map<Op, Integer> known = new HashMap<>();

    /** An input column with the interval of its raw values. */
    public int input(int column, Interval interval) {
        return add(new Op.Input(column), interval);
    }

    /** A raw integer. */
    public int constant(long raw) {
        return add(new Op.Constant(raw), Interval.of(raw));
    }

    /** Exact interval of a step. */
    public Interval interval(int step) {
        return steps.get(step).interval();
    }

    /** {@code factor * step}. */
    public int scale(int step, long factor) {
        return linear(new int[] {step}, new long[] {factor}, 0);
    }

    /** {@code left + right}. */
    public int plus(int left, int right) {
        return linear(new int[] {left, right}, new long[] {1, 1}, 0);
    }

    /**
     * {@code sum coefficients[i] * args[i] + bias}; steps may repeat, coefficients may be zero.
     *
     * @param args [terms] steps
     * @param coefficients [terms] integers
     * @param bias integer
     */
    public int linear(int[] args, long[] coefficients, long bias) {
        LinearSum sum = new LinearSum(bias);
        for (int i = 0; i < args.length; i++) {
            sum.add(steps, args[i], coefficients[i]);
        }
        Terms terms = sum.terms();
        if (terms.size() == 0) {
            return constant(sum.bias());
        }
        if (terms.size() == 1 && terms.coefficient(0) == 1 && sum.bias() == 0) {
            return terms.step(0);
        }
        Interval interval = Interval.of(sum.bias());
        for (int i = 0; i < terms.size(); i++) {
            interval = interval.plus(interval(terms.step(i)).times(terms.coefficient(i)));
        }
        return add(new Op.Linear(terms, sum.bias()), interval);
    }

    /** The exact product. */
    public int multiply(int left, int right) {
        if (interval(left).constant()) {
            return scale(right, interval(left).min());
        }
        if (interval(right).constant()) {
            return scale(left, interval(right).min());
        }
        Interval product = interval(left).times(interval(right));
        if (left == right) {
            Interval side = interval(left);
            boolean crosses = side.min() < 0 && side.max() > 0;
            long low = crosses ? 0 : Math.min(side.min() * side.min(), side.max() * side.max());
            product = new Interval(low, Math.max(product.max(), low));
        }
        return add(new Op.Multiply(Math.min(left, right), Math.max(left, right)), product);
    }

    /**
     * Casts to a type: drops bits, then fits.
     *
     * @param arg step
     * @param drop fraction bits of {@code arg} minus the type's; negative adds zeros
     * @param type destination
     */
    public int cast(int arg, int drop, FixedType type) {
        if (type.width() == 0) {
            return constant(0);
        }
        if (drop < 0) {
            if (drop < -62 && !interval(arg).equals(Interval.of(0))) {
                throw new ArithmeticException("a shift by " + -drop + " bits leaves 64 bits");
            }
            return drop < -62 ? constant(0) : cast(scale(arg, 1L << -drop), 0, type);
        }
        if (drop > 63) {
            return castAway(arg, drop, type);
        }
        return cast(
                new Op.Cast(
                        arg,
                        drop,
                        type.quantization(),
                        type.signed(),
                        type.width(),
                        type.overflow(),
                        type.saturationBits()));
    }

    /** All bits are dropped: numbers below a bound leave minus one, the others nothing. */
    private int castAway(int arg, int drop, FixedType type) {
        long bound =
                switch (type.quantization()) {
                    case TRN -> 0;
                    // The smallest long is exactly minus a half of the lowest place.
                    case RND_INF, RND_MIN_INF -> drop == 64 ? Long.MIN_VALUE + 1 : Long.MIN_VALUE;
                    case TRN_ZERO, RND, RND_ZERO, RND_CONV -> Long.MIN_VALUE;
                };
        int below = compare(Op.Relation.LESS, arg, constant(bound));
        return cast(scale(below, -1), 0, type);
    }

    private int cast(Op.Cast cast) {
        Op.Cast reduced = CastRules.reduce(this, cast);
        Interval source = interval(reduced.arg());
        FixedType type = reduced.type();
        if (source.constant()) {
            return constant(type.cast(source.min(), reduced.drop()));
        }
        Interval quantized = CastRules.quantized(source, reduced);
        if (CastRules.fits(quantized, type)) {
            if (reduced.drop() == 0) {
                return reduced.arg();
            }
            if (quantized.constant()) {
                return constant(quantized.min());
            }
            boolean signed = quantized.min() < 0;
            Op.Cast exact =
                    new Op.Cast(
                            reduced.arg(),
                            reduced.drop(),
                            reduced.quantization(),
                            signed,
                            quantized.signedBits() - (signed ? 0 : 1),
                            Overflow.WRAP,
                            0);
            return add(exact, quantized);
        }
        return add(reduced, CastRules.fitted(quantized, type));
    }

    /** {@code condition != 0 ? whenTrue : whenFalse}. */
    public int select(int condition, int whenTrue, int whenFalse) {
        Interval test = interval(condition);
        if (whenTrue == whenFalse || test.min() > 0 || test.max() < 0) {
            return whenTrue;
        }
        if (test.constant()) {
            return whenFalse;
        }
        return add(
                new Op.Select(condition, whenTrue, whenFalse),
                interval(whenTrue).union(interval(whenFalse)));
    }

    /** 1 when the relation holds, else 0. */
    public int compare(Op.Relation relation, int left, int right) {
        Interval a = interval(left);
        Interval b = interval(right);
        boolean always =
                switch (relation) {
                    case LESS -> a.max() < b.min();
                    case LESS_OR_EQUAL -> a.max() <= b.min() || left == right;
                    case EQUAL -> left == right || (a.constant() && a.equals(b));
                };
        boolean never =
                switch (relation) {
                    case LESS -> a.min() >= b.max() || left == right;
                    case LESS_OR_EQUAL -> a.min() > b.max();
                    case EQUAL -> a.max() < b.min() || b.max() < a.min();
                };
        if (always || never) {
            return constant(always ? 1 : 0);
        }
        return add(new Op.Compare(relation, left, right), new Interval(0, 1));
    }

    /** A gate on two bits. */
    public int logic(Op.Gate gate, int left, int right) {
        if (left == right) {
            return gate == Op.Gate.XOR ? constant(0) : left;
        }
        int first = Math.min(left, right);
        int second = Math.max(left, right);
        for (int[] order : new int[][] {{first, second}, {second, first}}) {
            if (interval(order[0]).constant()) {
                boolean set = interval(order[0]).min() != 0;
                return switch (gate) {
                    case AND -> set ? order[1] : constant(0);
                    case OR -> set ? constant(1) : order[1];
                    case XOR -> set ? not(order[1]) : order[1];
                };
            }
        }
        return add(new Op.Logic(gate, first, second), new Interval(0, 1));
    }

    /** The inverse of a bit. */
    public int not(int arg) {
        if (interval(arg).constant()) {
            return constant(1 - interval(arg).min());
        }
        if (steps.get(arg).op() instanceof Op.Not(int inner)) {
            return inner;
        }
        return add(new Op.Not(arg), new Interval(0, 1));
    }

    /** The smaller of two steps. */
    public int minimum(int left, int right) {
        Interval a = interval(left);
        Interval b = interval(right);
        if (a.max() <= b.min() || left == right) {
            return left;
        }
        if (b.max() <= a.min()) {
            return right;
        }
        return add(
                new Op.Minimum(Math.min(left, right), Math.max(left, right)),
                new Interval(Math.min(a.min(), b.min()), Math.min(a.max(), b.max())));
    }

    /** The larger of two steps. */
    public int maximum(int left, int right) {
        Interval a = interval(left);
        Interval b = interval(right);
        if (a.min() >= b.max() || left == right) {
            return left;
        }
        if (b.min() >= a.max()) {
            return right;
        }
        return add(
                new Op.Maximum(Math.min(left, right), Math.max(left, right)),
                new Interval(Math.max(a.min(), b.min()), Math.max(a.max(), b.max())));
    }

    /** The magnitude. */
    public int absolute(int arg) {
        Interval a = interval(arg);
        if (a.min() >= 0) {
            return arg;
        }
        if (a.max() <= 0) {
            return scale(arg, -1);
        }
        return add(
                new Op.Absolute(arg),
                new Interval(0, Math.max(Math.negateExact(a.min()), a.max())));
    }

    /** {@code step} held between two integers. */
    public int clamp(int step, long low, long high) {
        return minimum(maximum(step, constant(low)), constant(high));
    }

    /**
     * A table's entry.
     *
     * @param arg step whose interval lies in [0, contents.size())
     * @param contents the entries
     */
    public int table(int arg, Contents contents) {
        Interval index = interval(arg);
        if (index.min() < 0 || index.max() >= contents.size()) {
            throw new IllegalStateException(
                    "table of %d entries: index %s outside".formatted(contents.size(), index));
        }
        long low = Long.MAX_VALUE;
        long high = Long.MIN_VALUE;
        for (long i = index.min(); i <= index.max(); i++) {
            low = Math.min(low, contents.get((int) i));
            high = Math.max(high, contents.get((int) i));
        }
        if (low == high) {
            return constant(low);
        }
        return add(new Op.Table(arg, contents), new Interval(low, high));
    }

    /** Bits [low, low + width) as an unsigned number; width at most 62. */
    public int slice(int arg, int low, int width) {
        Interval a = interval(arg);
        if (a.min() >= 0 && (low == 0 ? a.max() : a.max() >> low) < 1L << width) {
            return low == 0 ? arg : cast(arg, low, FixedType.unsigned(width, width));
        }
        return add(new Op.Slice(arg, low, width), new Interval(0, (1L << width) - 1));
    }

    /** {@code high * 2^lowWidth + low}. */
    public int concatenate(int high, int low, int lowWidth) {
        Interval bits = interval(low);
        if (bits.min() < 0 || bits.max() >= 1L << lowWidth) {
            throw new IllegalStateException(
                    "concatenate: low part " + bits + " exceeds " + lowWidth + " bits");
        }
        return add(
                new Op.Concatenate(high, low, lowWidth),
                interval(high).times(1L << lowWidth).plus(bits));
    }

    /** The operation of a step. */
    Op op(int step) {
        return steps.get(step).op();
    }

    private int add(Op op, Interval interval) {
        Integer existing = known.get(op);
        if (existing != null) {
            return existing;
        }
        steps.add(new Circuit.Step(op, interval));
        known.put(op, steps.size() - 1);
        return steps.size() - 1;
    }

    /**
     * Adds the steps of a circuit, its inputs replaced, and simplifies them anew.
     *
     * @param circuit to add
     * @param inputs [columns] steps of this builder
     * @return the step here of each of the circuit's steps
     */
    public int[] append(Circuit circuit, int[] inputs) {
        int[] map = new int[circuit.steps().size()];
        for (int id = 0; id < map.length; id++) {
            map[id] = append(circuit.op(id), map, inputs);
        }
        return map;
    }

    private int append(Op op, int[] map, int[] inputs) {
        return switch (op) {
            case Op.Input(int column) -> inputs[column];
            case Op.Constant(long raw) -> constant(raw);
            case Op.Linear(Terms terms, long bias) -> {
                int[] args = Arrays.stream(terms.steps()).map(step -> map[step]).toArray();
                long[] coefficients = new long[args.length];
                Arrays.setAll(coefficients, terms::coefficient);
                yield linear(args, coefficients, bias);
            }
            case Op.Multiply(int left, int right) -> multiply(map[left], map[right]);
            case Op.Cast c -> cast(map[c.arg()], c.drop(), c.type());
            case Op.Select(int condition, int whenTrue, int whenFalse) ->
                    select(map[condition], map[whenTrue], map[whenFalse]);
            case Op.Compare(Op.Relation relation, int left, int right) ->
                    compare(relation, map[left], map[right]);
            case Op.Logic(Op.Gate gate, int left, int right) -> logic(gate, map[left], map[right]);
            case Op.Not(int arg) -> not(map[arg]);
            case Op.Minimum(int left, int right) -> minimum(map[left], map[right]);
            case Op.Maximum(int left, int right) -> maximum(map[left], map[right]);
            case Op.Absolute(int arg) -> absolute(map[arg]);
            case Op.Table(int arg, Contents contents) -> table(map[arg], contents);
            case Op.Slice(int arg, int low, int width) -> slice(map[arg], low, width);
            case Op.Concatenate(int high, int low, int lowWidth) ->
                    concatenate(map[high], map[low], lowWidth);
        };
    }

    /** Number of steps so far. */
    public int size() {
        return steps.size();
    }

    /**
     * The steps that {@link #build} keeps, in order.
     *
     * @param outputs with steps of this builder
     */
    public int[] kept(List<Circuit.Output> outputs) {
        boolean[] live = DeadCode.live(steps, outputs);
        return IntStream.range(0, live.length).filter(id -> live[id]).toArray();
    }

    /**
     * The circuit, without the steps that no output needs.
     *
     * @param name of the circuit
     * @param ports all input columns
     * @param outputs with steps of this builder
     */
    public Circuit build(String name, List<Circuit.Port> ports, List<Circuit.Output> outputs) {
        return DeadCode.remove(new Circuit(name, ports, steps, outputs));
    }
}
