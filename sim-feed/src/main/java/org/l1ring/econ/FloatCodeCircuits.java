package org.l1ring.econ;

import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;

/**
 * {@link FloatCode} and {@link Calibration} as steps of circuits: shifts by powers of two that
 * comparisons or bits of the exponent choose, without tables.
 */
public final class FloatCodeCircuits {
    private FloatCodeCircuits() {}

    /**
     * The step of {@link FloatCode#encode}.
     *
     * <p>With s = exponent - 1, or 0 for the exponents 0 and 1, the code is 2^M * s + (value >> s).
     *
     * @param builder of the circuit
     * @param code of the result
     * @param step with values from 0 to 2^31 - 1
     * @param drop low bits that are dropped first, 0 to 16
     * @param round to nearest, else toward zero
     */
    public static int encode(
            CircuitBuilder builder, FloatCode code, int step, int drop, boolean round) {
        Interval values = builder.interval(step);
        if (values.min() < 0 || values.max() > Integer.MAX_VALUE) {
            throw new IllegalStateException(
                    "code of step %d: expected values of 31 bits, got %s".formatted(step, values));
        }
        // Rounding needs the bit below the mantissa until the value is shifted.
        int kept = code.mantissaBits() + (round ? 1 : 0);
        int largest = (1 << code.exponentBits()) + code.mantissaBits() - (round ? 0 : 1) + drop;
        int capped =
                largest < Integer.SIZE
                        ? builder.minimum(step, builder.constant((1L << largest) - 1))
                        : step;
        int below = round ? drop - 1 : drop;
        int digits = below < 0 ? builder.scale(capped, 2) : right(builder, capped, below);
        int shifts = length(builder, digits) - kept - 1;
        int left = digits;
        int exponent = builder.constant(0);
        for (int shift = Integer.highestOneBit(Math.max(shifts, 0)); shift > 0; shift /= 2) {
            int large =
                    builder.compare(
                            Op.Relation.LESS_OR_EQUAL,
                            builder.constant(1L << (kept + shift)),
                            left);
            left =
                    builder.select(
                            large,
                            right(builder, left, shift),
                            builder.slice(left, 0, kept + shift));
            exponent =
                    builder.interval(exponent).equals(Interval.of(0))
                            ? large
                            : builder.concatenate(exponent, large, 1);
        }
        long unit = 1L << code.mantissaBits();
        if (!round) {
            int whole = builder.linear(new int[] {exponent, left}, new long[] {unit, 1}, 0);
            return builder.slice(whole, 0, code.width());
        }
        int rounded = right(builder, builder.linear(new int[] {left}, new long[] {1}, 1), 1);
        // Here the carry out of the mantissa is lost.
        int carry =
                drop == 0
                        ? builder.constant(0)
                        : builder.compare(
                                Op.Relation.EQUAL, digits, builder.constant(4 * unit - 1));
        int whole =
                builder.linear(
                        new int[] {exponent, rounded, carry}, new long[] {unit, 1, -unit}, 0);
        return builder.clamp(whole, 0, (1L << code.width()) - 1);
    }

    /**
     * The step of {@link FloatCode#decode}.
     *
     * @param builder of the circuit
     * @param code of the step
     * @param step with codes
     * @param drop low bits that were dropped, 0 to 16
     * @param place within the values that have the code
     */
    public static int decode(
            CircuitBuilder builder, FloatCode code, int step, int drop, FloatCode.Place place) {
        Interval codes = builder.interval(step);
        if (codes.min() < 0 || codes.max() >= 1L << code.width()) {
            throw new IllegalStateException(
                    "value of step %d: expected codes of %d bits, got %s"
                            .formatted(step, code.width(), codes));
        }
        // Bits below the mantissa, the lowest of which lifts the value off its edge.
        int below =
                switch (place) {
                    case EDGE -> 0;
                    case HALF -> 1;
                    case QUARTER -> 2;
                };
        int bits = code.mantissaBits();
        int mantissa = builder.slice(step, 0, bits);
        int exponent = builder.slice(step, bits, code.exponentBits());
        int lift =
                below == 0
                        ? builder.constant(0)
                        : atLeast(builder, exponent, below <= drop ? 0 : below - drop + 1);
        long unit = 1L << below;
        int normal = builder.linear(new int[] {mantissa, lift}, new long[] {unit, 1}, unit << bits);
        int small = builder.linear(new int[] {mantissa, lift}, new long[] {2 * unit, 2}, 0);
        int value = builder.select(atLeast(builder, exponent, 1), normal, small);
        // The whole exponent shifts, one more than it ought to; what its lowest bit shifts is
        // taken off instead.
        for (int i = code.exponentBits() - 1; i > 0; i--) {
            int bit = builder.slice(exponent, i, 1);
            value = builder.select(bit, builder.scale(value, 1L << (1 << i)), value);
        }
        int odd = builder.slice(exponent, 0, 1);
        value = builder.select(odd, value, right(builder, value, 1));
        int scaled =
                drop >= below
                        ? builder.scale(value, 1L << (drop - below))
                        : right(builder, value, below - drop);
        long most = code.decode((int) codes.max(), drop, place);
        // Intervals of steps are wider than they need to be.
        return builder.slice(scaled, 0, Long.SIZE - Long.numberOfLeadingZeros(most));
    }

    /**
     * The steps of {@link Calibration#apply}.
     *
     * @param builder of the circuit
     * @param codes [48] steps with codes of 7 bits
     * @param factors [48] of 11 fraction bits, 0 to 4095
     * @param drop low bits that the front end dropped: 1 for low density, 3 for high
     * @return [48] steps with charges of 22 bits
     */
    public static int[] calibrate(CircuitBuilder builder, int[] codes, int[] factors, int drop) {
        int[] charges = new int[LinkFrame.CELLS];
        int largest = builder.constant(Calibration.LARGEST);
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            int value = decode(builder, FloatCode.CELL, codes[cell], drop, FloatCode.Place.HALF);
            int product = builder.scale(value, factors[cell]);
            charges[cell] = builder.minimum(right(builder, product, Calibration.FRACTION), largest);
        }
        return charges;
    }

    /** Whether an exponent is at least a number. */
    private static int atLeast(CircuitBuilder builder, int exponent, int least) {
        return builder.compare(Op.Relation.LESS_OR_EQUAL, builder.constant(least), exponent);
    }

    /** A step that is not negative without its lowest bits. */
    static int right(CircuitBuilder builder, int step, int bits) {
        return builder.cast(step, bits, FixedType.unsigned(Long.SIZE - 1, Long.SIZE - 1));
    }

    private static int length(CircuitBuilder builder, int step) {
        return Long.SIZE - Long.numberOfLeadingZeros(builder.interval(step).max());
    }
}
