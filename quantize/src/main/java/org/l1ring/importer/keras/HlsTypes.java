package org.l1ring.importer.keras;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;

/** The types that hls4ml infers where a configuration says auto, and its rounding of weights. */
final class HlsTypes {
    private HlsTypes() {}

    private static FixedType of(int width, int integer, boolean signed, Optional<FixedType> most) {
        int bits = most.map(type -> Math.min(width, type.width())).orElse(width);
        int whole = most.map(type -> Math.min(integer, type.integer())).orElse(integer);
        return new FixedType(signed, bits, whole, Quantization.TRN, Overflow.WRAP, 0);
    }

    private static int log(int count) {
        return Integer.SIZE - Integer.numberOfLeadingZeros(Math.max(count, 1) - 1);
    }

    /** The type of a sum of products and a bias. */
    static FixedType sum(
            FixedType x, FixedType weight, FixedType bias, int terms, Optional<FixedType> most) {
        boolean signed = x.signed() || weight.signed();
        return added(
                weight.width() + x.width() + log(terms),
                weight.integer() + x.integer() + log(terms),
                signed,
                bias,
                most);
    }

    private static FixedType added(
            int width, int integer, boolean signed, FixedType bias, Optional<FixedType> most) {
        int whole =
                Math.max(
                                integer + (bias.signed() && !signed ? 1 : 0),
                                bias.integer() + (signed && !bias.signed() ? 1 : 0))
                        + 1;
        int bits = whole + Math.max(width - integer, bias.fraction());
        return of(bits, whole, signed || bias.signed(), most);
    }

    /** The type of a product and a bias. */
    static FixedType affine(
            FixedType x, FixedType scale, FixedType bias, Optional<FixedType> most) {
        return added(
                x.width() + scale.width(),
                x.integer() + scale.integer(),
                x.signed() || scale.signed(),
                bias,
                most);
    }

    /** The type of a sum or difference of two values. */
    static FixedType sum(FixedType x, FixedType y, boolean difference, Optional<FixedType> most) {
        int whole = common(x, y) + 1;
        int bits = whole + Math.max(x.fraction(), y.fraction());
        return of(bits, whole, x.signed() || y.signed() || difference, most);
    }

    private static int common(FixedType x, FixedType y) {
        return Math.max(
                x.integer() + (y.signed() && !x.signed() ? 1 : 0),
                y.integer() + (x.signed() && !y.signed() ? 1 : 0));
    }

    static FixedType product(FixedType x, FixedType y, Optional<FixedType> most) {
        return of(x.width() + y.width(), x.integer() + y.integer(), x.signed() || y.signed(), most);
    }

    /** The type that holds the values of both. */
    static FixedType either(FixedType x, FixedType y, Optional<FixedType> most) {
        if (x.equals(y)) {
            return x;
        }
        int whole = common(x, y);
        FixedType plain =
                of(
                        whole + Math.max(x.fraction(), y.fraction()),
                        whole,
                        x.signed() || y.signed(),
                        most);
        return plain.with(
                x.quantization() != Quantization.TRN ? x.quantization() : y.quantization(),
                x.overflow() != Overflow.WRAP ? x.overflow() : y.overflow());
    }

    /** The accumulator of a mean. */
    static FixedType mean(FixedType x, int count) {
        return of(
                x.width() + 2 * log(count), x.integer() + log(count), x.signed(), Optional.empty());
    }

    /**
     * Weights as hls4ml's firmware has them: written with as many decimals as the type has fraction
     * bits, then cast.
     */
    static ConstantArray weights(Numbers numbers, FixedType type, int... shape) {
        int decimals = Math.max(type.fraction(), 0);
        long[] raw = new long[numbers.size()];
        for (int i = 0; i < raw.length; i++) {
            double value = numbers.get(i);
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("expected finite weights, got " + value);
            }
            raw[i] =
                    type.fromReal(
                            new BigDecimal(value)
                                    .setScale(decimals, RoundingMode.HALF_EVEN)
                                    .doubleValue());
        }
        return new ConstantArray(type, shape, raw, numbers.values());
    }
}
