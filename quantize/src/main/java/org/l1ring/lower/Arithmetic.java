package org.l1ring.lower;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.function.IntBinaryOperator;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.Layer;

/** Fixed-point arithmetic on values of a circuit under construction. */
final class Arithmetic {
    private final CircuitBuilder builder;
    private final IdentityHashMap<ConstantArray, int[]> parameters = new IdentityHashMap<>();

    Arithmetic(CircuitBuilder builder) {
        this.builder = builder;
    }

    CircuitBuilder builder() {
        return builder;
    }

    Value constant(long raw, int fraction) {
        return new Value(builder.constant(raw), fraction);
    }

    /**
     * Makes an array's elements values of run time.
     *
     * @param array constants of a layer
     * @param steps [elements] that hold them
     */
    void parameter(ConstantArray array, int[] steps) {
        parameters.put(array, steps);
    }

    /** An element of a layer's constants: its number, or the parameter that stands for it. */
    Value element(ConstantArray array, int index) {
        int[] steps = parameters.get(array);
        return steps == null
                ? constant(array.raw(index), array.fraction())
                : new Value(steps[index], array.fraction());
    }

    /** Whether an element of a layer's constants is zero for good. */
    boolean isZero(ConstantArray array, int index) {
        return !parameters.containsKey(array) && array.raw(index) == 0;
    }

    /** A value times an element of a layer's constants. */
    Value times(Value value, ConstantArray array, int index) {
        return parameters.containsKey(array)
                ? multiply(value, element(array, index))
                : scaled(value, array.raw(index), array.fraction());
    }

    Value cast(Value value, FixedType type) {
        return new Value(
                builder.cast(value.step(), value.fraction() - type.fraction(), type),
                type.fraction());
    }

    Value multiply(Value left, Value right) {
        return new Value(
                builder.multiply(left.step(), right.step()), left.fraction() + right.fraction());
    }

    Value scaled(Value value, long raw, int fraction) {
        return new Value(builder.scale(value.step(), raw), value.fraction() + fraction);
    }

    /** The raw integer of a value at more fraction bits. */
    int aligned(Value value, int fraction) {
        int shift = fraction - value.fraction();
        if (shift > 62) {
            throw new ArithmeticException("an alignment by " + shift + " bits leaves 64 bits");
        }
        return builder.scale(value.step(), 1L << shift);
    }

    /** The exact sum, at the largest number of fraction bits. */
    Value sum(List<Value> values) {
        int fraction = values.stream().mapToInt(Value::fraction).max().orElseThrow();
        int[] steps = new int[values.size()];
        long[] coefficients = new long[steps.length];
        for (int i = 0; i < steps.length; i++) {
            int shift = fraction - values.get(i).fraction();
            if (shift > 62 && !builder.interval(values.get(i).step()).equals(Interval.of(0))) {
                throw new ArithmeticException("an alignment by " + shift + " bits leaves 64 bits");
            }
            steps[i] = values.get(i).step();
            coefficients[i] = shift > 62 ? 0 : 1L << shift;
        }
        return new Value(builder.linear(steps, coefficients, 0), fraction);
    }

    Value difference(Value left, Value right) {
        return sum(List.of(left, scaled(right, -1, 0)));
    }

    /**
     * A sum of products in the accumulator's own arithmetic: the start and each product are cast to
     * its type, then added in order, each sum cast to it; or the exact sum.
     */
    Value accumulate(Value start, List<Value> products, Layer.Accumulation accumulation) {
        if (accumulation.type().isEmpty()) {
            List<Value> all = new ArrayList<>(products);
            all.add(start);
            return sum(all);
        }
        FixedType type = accumulation.type().get();
        return wraps(type)
                ? wrapped(start, products, type)
                : ordered(cast(start, type), products, type);
    }

    /** Whether overflow keeps sums right modulo two to the width, so that their order is free. */
    static boolean wraps(FixedType type) {
        return type.overflow() == Overflow.WRAP && type.saturationBits() == 0;
    }

    /** Sums that wrap: bits are dropped from each term, one wrap at the end does for all. */
    Value wrapped(Value start, List<Value> terms, FixedType type) {
        List<Value> all = new ArrayList<>(terms.size() + 1);
        all.add(quantize(start, type));
        for (Value term : terms) {
            all.add(quantize(term, type));
        }
        return cast(sum(all), type);
    }

    /** Drops bits as a cast to the type would, without its overflow. */
    Value quantize(Value value, FixedType type) {
        int drop = value.fraction() - type.fraction();
        if (drop <= 0) {
            return value;
        }
        FixedType wide = new FixedType(true, 64, 64, type.quantization(), Overflow.WRAP, 0);
        return new Value(builder.cast(value.step(), drop, wide), type.fraction());
    }

    /** Sums whose order matters; casts appear only where a partial sum may leave the type. */
    Value ordered(Value start, List<Value> terms, FixedType type) {
        List<Value> pending = new ArrayList<>(List.of(start));
        Interval range = new Interval(type.minimumRaw(), type.maximumRaw());
        Interval reached = builder.interval(start.step());
        for (Value term : terms) {
            Value step = cast(term, type);
            Interval next = reached.plus(builder.interval(step.step()));
            pending.add(step);
            boolean symmetric = type.overflow() == Overflow.SAT_SYM && type.signed();
            if (range.contains(next) && !(symmetric && next.min() < -range.max())) {
                reached = next;
                continue;
            }
            Value sum = cast(sum(pending), type);
            pending.clear();
            pending.add(sum);
            reached = builder.interval(sum.step());
        }
        return sum(pending);
    }

    /** A balanced tree whose left half is the largest power of two below the size. */
    Value tree(List<Value> values, FixedType type) {
        if (wraps(type)) {
            return wrapped(constant(0, type.fraction()), values, type);
        }
        if (values.size() == 1) {
            return values.get(0);
        }
        int half = Integer.highestOneBit(values.size() - 1);
        Value left = tree(values.subList(0, half), type);
        Value right = tree(values.subList(half, values.size()), type);
        return cast(sum(List.of(left, right)), type);
    }

    /** The largest or smallest of values, by a balanced tree of comparisons. */
    Value extreme(List<Value> values, IntBinaryOperator pick) {
        int fraction = values.stream().mapToInt(Value::fraction).max().orElseThrow();
        int[] level = values.stream().mapToInt(v -> aligned(v, fraction)).toArray();
        while (level.length > 1) {
            int[] next = new int[(level.length + 1) / 2];
            for (int i = 0; i < next.length; i++) {
                next[i] =
                        2 * i + 1 < level.length
                                ? pick.applyAsInt(level[2 * i], level[2 * i + 1])
                                : level[2 * i];
            }
            level = next;
        }
        return new Value(level[0], fraction);
    }

    /**
     * A value divided by a count, truncated toward zero at its own fraction bits: by multiplication
     * with a reciprocal {@code m / 2^k} that is exact over the value's interval.
     *
     * <p>{@code m = ceil(2^k / n)} serves all magnitudes a with {@code a * (m * n - 2^k) < 2^k}.
     * Source: Granlund and Montgomery, Division by invariant integers using multiplication, 1994.
     */
    Value divide(Value value, int count) {
        Interval interval = builder.interval(value.step());
        long magnitude = Math.max(Math.negateExact(Math.min(interval.min(), 0)), interval.max());
        for (int k = 32 - Integer.numberOfLeadingZeros(count - 1); k < 62; k++) {
            long factor = ((1L << k) + count - 1) / count;
            long excess = factor * count - (1L << k);
            if (excess == 0 || magnitude < ((1L << k) + excess - 1) / excess) {
                if (Math.multiplyHigh(magnitude, factor) != 0 || magnitude * factor < 0) {
                    break;
                }
                int product = builder.scale(value.step(), factor);
                return new Value(towardZero(product, k), value.fraction());
            }
        }
        int low = (64 - Long.numberOfLeadingZeros(magnitude)) / 2;
        int restBits = low + 33 - Integer.numberOfLeadingZeros(count);
        if (restBits >= 64 - Long.numberOfLeadingZeros(magnitude)) {
            throw new ArithmeticException("a division by " + count + " leaves 64 bits");
        }
        return divideInParts(value, count, low, FixedType.signed(restBits, restBits));
    }

    /**
     * A long division with two digits: the upper bits first, then what remains of them with the
     * lower ones. Both have the sign of the value, so that each truncates toward zero.
     *
     * @param low bits of the lower digit
     * @param restType holds what remains
     */
    private Value divideInParts(Value value, int count, int low, FixedType restType) {
        Value upper = divide(new Value(towardZero(value.step(), low), value.fraction()), count);
        long taken = Math.negateExact(Math.multiplyExact((long) count, 1L << low));
        int rest = builder.linear(new int[] {value.step(), upper.step()}, new long[] {1, taken}, 0);
        Value lower = divide(new Value(builder.cast(rest, 0, restType), value.fraction()), count);
        int quotient =
                builder.linear(
                        new int[] {upper.step(), lower.step()}, new long[] {1L << low, 1}, 0);
        return new Value(quotient, value.fraction());
    }

    private int towardZero(int step, int bits) {
        FixedType wide = new FixedType(true, 64, 64, Quantization.TRN_ZERO, Overflow.WRAP, 0);
        return builder.cast(step, bits, wide);
    }
}
