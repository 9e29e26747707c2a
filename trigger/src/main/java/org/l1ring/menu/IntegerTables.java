package org.l1ring.menu;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.function.IntToDoubleFunction;
import org.l1ring.circuit.Contents;

/**
 * The integers that the firmware looks up: real values times a power of ten, rounded half up, in
 * the arithmetic of doubles by which its tables are made. Ties of the decimal numbers may fall
 * either way: five steps of 0.0435 give 217, seven give 305.
 */
final class IntegerTables {

    private IntegerTables() {}

    /** {@code floor(value * 10^digits + 1/2)}. */
    static long round(double value, int digits) {
        return (long) Math.floor(value * power(digits) + 0.5);
    }

    /** {@code index * step}, rounded. */
    static Contents differences(int size, double step, int digits) {
        return of(size, digits, i -> step * i);
    }

    /** As {@link #differences}, of an index around a circle of {@code bins}. */
    static Contents angles(int size, int bins, double step, int digits) {
        return of(size, digits, i -> step * folded(i, bins));
    }

    /** The shorter way between two bins of a circle. */
    static int folded(int difference, int bins) {
        int around = difference % bins;
        return Math.min(around, bins - around);
    }

    /** Any function of an index, rounded. */
    static Contents of(int size, int digits, IntToDoubleFunction function) {
        long[] entries = new long[size];
        for (int i = 0; i < size; i++) {
            entries[i] = round(function.applyAsDouble(i), digits);
        }
        return new Contents(entries);
    }

    /**
     * The centre of each bin of a scale, rounded; beyond the last bin as if the scale went on.
     *
     * @param scale with bins of unsigned numbers
     * @param digits of the result
     */
    static long[] centres(Scale scale, int digits) {
        long[] entries = new long[1 << scale.bits()];
        boolean[] known = new boolean[entries.length];
        for (Scale.Bin bin : scale.bins()) {
            if (bin.number() < 0) {
                continue;
            }
            entries[bin.number()] = round((bin.minimum() + bin.maximum()) / 2, digits);
            known[bin.number()] = true;
        }
        Scale.Bin last = scale.bins().getLast();
        double centre = (last.minimum() + last.maximum()) / 2;
        for (int i = 0; i < entries.length; i++) {
            if (!known[i]) {
                entries[i] = round(centre + scale.step() * (i - last.number()), digits);
            }
        }
        return entries;
    }

    /** {@code floor(value * 10^digits) * 10^more}: the lower limit of a window. */
    static long floor(double value, int digits, int more) {
        return limit(Math.floor(value * power(digits)), more);
    }

    /** {@code ceil(value * 10^digits) * 10^more}: the upper limit of a window. */
    static long ceiling(double value, int digits, int more) {
        return limit(Math.ceil(value * power(digits)), more);
    }

    /** A whole number scaled; what exceeds 62 bits limits nothing. */
    private static long limit(double whole, int more) {
        BigDecimal value =
                new BigDecimal(whole).scaleByPowerOfTen(more).setScale(0, RoundingMode.FLOOR);
        BigDecimal most = BigDecimal.valueOf(1L << 62);
        return value.min(most).max(most.negate()).longValueExact();
    }

    /** Ten to the power of {@code digits}, exact. */
    static long power(int digits) {
        long power = 1;
        for (int i = 0; i < digits; i++) {
            power = Math.multiplyExact(power, 10);
        }
        return power;
    }
}
