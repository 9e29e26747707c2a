package org.l1ring.lower;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.LongToIntFunction;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.Layer;
import org.l1ring.model.ModelException;

/** Layers of tables. */
final class TableLowering {
    /** Largest table made for an index rule that is no shift. */
    private static final long MAX_DIRECT_TABLE = 1 << 20;

    /** Further steps from a table's middle lie outside every table. */
    private static final long MAX_STEPS = 1L << 40;

    private final Arithmetic arithmetic;
    private final CircuitBuilder builder;
    private final String where;

    TableLowering(Arithmetic arithmetic, String where) {
        this.arithmetic = arithmetic;
        this.builder = arithmetic.builder();
        this.where = where;
    }

    /** A function by a table whose index is counted from zero. */
    Value[] activation(Layer.TableActivation activation, Value[] x) {
        Value[] values = new Value[x.length];
        for (int i = 0; i < x.length; i++) {
            FixedType type = activation.head().resultTypes().get(i);
            values[i] =
                    new Value(
                            lookUp(activation, x[i], entries(activation.table(), type)),
                            type.fraction());
        }
        return values;
    }

    /** The entries of a table, already cast to the layer's result type. */
    private static long[] entries(ConstantArray table, FixedType type) {
        long[] entries = new long[table.size()];
        Arrays.setAll(entries, i -> type.cast(table.raw(i), table.type()));
        return entries;
    }

    private int lookUp(Layer.TableActivation activation, Value x, long[] entries) {
        int last = entries.length - 1;
        int exponent = Math.getExponent(entries.length / activation.range());
        if (Math.scalb(activation.range(), exponent) != entries.length) {
            return lookUpDirectly(activation, x, entries);
        }
        FixedType whole = new FixedType(true, 64, 64, Quantization.TRN_ZERO, Overflow.WRAP, 0);
        int truncated = builder.cast(x.step(), x.fraction() - exponent, whole);
        int index = builder.linear(new int[] {truncated}, new long[] {1}, entries.length / 2);
        int clamped = builder.clamp(index, 0, last);
        if (activation.negativeIndexIsLast()) {
            int negative = builder.compare(Op.Relation.LESS, index, builder.constant(0));
            clamped = builder.select(negative, builder.constant(last), clamped);
        }
        return builder.table(clamped, new Contents(entries));
    }

    /** Composes an index rule that is no shift with the table, over the argument's interval. */
    private int lookUpDirectly(Layer.TableActivation activation, Value x, long[] entries) {
        Interval interval = builder.interval(x.step());
        if (interval.max() - interval.min() < 0
                || interval.max() - interval.min() >= MAX_DIRECT_TABLE) {
            throw new ModelException(
                    where,
                    "expected a power-of-two ratio of table size to range, or at most 2^20"
                            + " argument values, got "
                            + interval
                            + "; change the table's range");
        }
        BigDecimal scale = BigDecimal.valueOf(entries.length).multiply(power(-x.fraction()));
        BigDecimal range = new BigDecimal(activation.range());
        LongToIntFunction place =
                raw -> {
                    BigInteger steps =
                            BigDecimal.valueOf(raw)
                                    .multiply(scale)
                                    .divideToIntegralValue(range)
                                    .toBigInteger();
                    long index = Math.clamp(steps.longValueExact(), -MAX_STEPS, MAX_STEPS);
                    return Math.clamp(index + entries.length / 2, -1, entries.length);
                };
        long[] composed = new long[(int) (interval.max() - interval.min()) + 1];
        int below = activation.negativeIndexIsLast() ? entries.length - 1 : 0;
        for (int i = 0; i < composed.length; ) {
            int index = place.applyAsInt(interval.min() + i);
            int end = lastWith(index, place, interval, i) + 1;
            int entry = index < 0 ? below : Math.min(index, entries.length - 1);
            Arrays.fill(composed, i, end, entries[entry]);
            i = end;
        }
        int offset = builder.linear(new int[] {x.step()}, new long[] {1}, -interval.min());
        return builder.table(offset, new Contents(composed));
    }

    /** The last argument that a rule, which never falls, maps to an index. */
    private static int lastWith(int index, LongToIntFunction place, Interval interval, int from) {
        int low = from;
        int high = (int) (interval.max() - interval.min());
        while (low < high) {
            int middle = (low + high + 1) >>> 1;
            if (place.applyAsInt(interval.min() + middle) == index) {
                low = middle;
            } else {
                high = middle - 1;
            }
        }
        return low;
    }

    private static BigDecimal power(int exponent) {
        BigDecimal two = BigDecimal.TWO.pow(Math.abs(exponent));
        return exponent >= 0 ? two : BigDecimal.ONE.divide(two);
    }

    /** A table for each element, indexed by bits. */
    Value[] lookUp(Layer.LookUp lookUp, Value[] x) {
        Value[] values = new Value[x.length];
        for (int i = 0; i < x.length; i++) {
            int start = lookUp.start(i);
            long[] entries = new long[lookUp.entries()];
            Arrays.setAll(entries, k -> lookUp.tables().raw(start + k));
            int step = topBits(x[i], lookUp.inputTypes().get(i), entries);
            values[i] = new Value(step, lookUp.tables().fraction());
        }
        return values;
    }

    /** Softmax of each row. */
    Value[] softmax(Layer.Softmax softmax, Value[] x) {
        Value[] values = new Value[x.length];
        for (int row = 0; row < softmax.positions(); row++) {
            softmax(softmax, x, values, row * softmax.size());
        }
        return values;
    }

    private void softmax(Layer.Softmax softmax, Value[] x, Value[] values, int start) {
        int end = start + softmax.size();
        List<Value> row = List.of(x).subList(start, end);
        Optional<Value> largest =
                softmax.difference().map(_ -> arithmetic.extreme(row, builder::maximum));
        List<Value> exponentials = new ArrayList<>();
        for (int i = start; i < end; i++) {
            Value argument = x[i];
            if (softmax.difference().isPresent()) {
                Layer.Difference rule = softmax.difference().get();
                Value difference =
                        rule.fromMaximum()
                                ? arithmetic.difference(largest.get(), argument)
                                : arithmetic.difference(argument, largest.get());
                argument = arithmetic.cast(difference, rule.type());
            }
            Value entry = topBits(argument, softmax.expInputType(i), softmax.expTable());
            exponentials.add(arithmetic.cast(entry, softmax.sumType()));
        }
        Value sum = arithmetic.tree(exponentials, softmax.sumType());
        Value argument = arithmetic.cast(sum, softmax.inverseInputType());
        Value inverse = topBits(argument, softmax.inverseInputType(), softmax.inverseTable());
        for (int i = start; i < end; i++) {
            values[i] = arithmetic.multiply(exponentials.get(i - start), inverse);
        }
    }

    /** The entry indexed by the highest bits of the argument, a raw value of the type. */
    private Value topBits(Value x, FixedType type, ConstantArray table) {
        long[] entries = new long[table.size()];
        Arrays.setAll(entries, table::raw);
        return new Value(topBits(x, type, entries), table.fraction());
    }

    private int topBits(Value x, FixedType type, long[] entries) {
        int bits = Integer.numberOfTrailingZeros(entries.length);
        if (type.width() < bits) {
            throw new ModelException(
                    where,
                    "expected an argument of at least %d bits for a table of %d, got %s; widen it"
                            .formatted(bits, entries.length, type));
        }
        int index = builder.slice(x.step(), type.width() - bits, bits);
        return builder.table(index, new Contents(entries));
    }
}
