package org.l1ring.importer.onnx;

import java.util.Arrays;
import java.util.Locale;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;

/**
 * A real scale and bias before a rounding to whole numbers, with as many bits as the exact result
 * may have.
 *
 * @param scale one an element, or one for all
 * @param bias one an element, or one for all
 * @param checked whether every value of the source was tried
 * @param agrees whether each value tried is rounded as the real product and sum
 */
record FineScale(ConstantArray scale, ConstantArray bias, boolean checked, boolean agrees) {
    private static final int MAX_RESULT_BITS = 61;
    private static final int MAX_SCALE_BITS = 32;
    private static final int LEAST_SCALE_BITS = 4;
    private static final int FURTHEST = 200;
    private static final long MAX_TRIES = 1 << 22;

    /** The constants for a source whose result is rounded at the units. */
    static FineScale of(Source x, double[] scale, double[] bias, Quantizer.Rounding rounding) {
        FixedType from = Ranges.enclosing(x.types());
        double mostScale = largest(scale);
        double mostBias = largest(bias);
        double reach = Math.scalb(mostScale, from.integer()) + mostBias;
        if (!(reach < Math.scalb(1.0, FURTHEST)) || mostScale < Math.scalb(1.0, -FURTHEST)) {
            throw new IllegalArgumentException(
                    "expected scales and biases of usual size, got %s and %s"
                            .formatted(mostScale, mostBias));
        }
        int resultInteger = Math.getExponent(reach) + 3;
        int scaleInteger = Math.getExponent(mostScale) + 2;
        int scaleBits =
                Math.min(
                        MAX_SCALE_BITS,
                        MAX_RESULT_BITS - resultInteger - from.fraction() + scaleInteger);
        if (scaleBits < LEAST_SCALE_BITS) {
            throw new IllegalArgumentException(
                    "expected a quantizer of less wide results, got ones of %s times up to %s"
                            .formatted(from, mostScale));
        }
        int fraction = from.fraction() + scaleBits - scaleInteger;
        ConstantArray s = rounded(scale, scaleBits, scaleInteger);
        ConstantArray b = rounded(bias, Math.max(fraction + resultInteger, 1), resultInteger);
        return checked(x, from, s, b, rounding);
    }

    private static double largest(double[] values) {
        return Arrays.stream(values).map(Math::abs).max().orElse(0);
    }

    private static ConstantArray rounded(double[] values, int width, int integer) {
        FixedType type =
                new FixedType(true, width, integer, Quantization.RND_CONV, Overflow.SAT, 0);
        long[] raw = Arrays.stream(values).mapToLong(type::fromReal).toArray();
        return new ConstantArray(type, new int[] {values.length}, raw, values);
    }

    /** Tries every value of the source with every scale and bias, if these are not too many. */
    private static FineScale checked(
            Source x,
            FixedType from,
            ConstantArray scale,
            ConstantArray bias,
            Quantizer.Rounding rounding) {
        int kinds = scale.size() == 1 && bias.size() == 1 ? 1 : x.size();
        boolean feasible = from.width() < Integer.SIZE - 1 && kinds <= MAX_TRIES >> from.width();
        if (!feasible) {
            return new FineScale(scale, bias, false, false);
        }
        int shift = from.fraction() + scale.fraction();
        FixedType whole =
                new FixedType(true, 63, 63, rounding.cast().orElseThrow(), Overflow.WRAP, 0);
        boolean agrees = true;
        for (int i = 0; i < kinds && agrees; i++) {
            double a = scale.real(i % scale.size());
            double c = bias.real(i % bias.size());
            long rawScale = scale.raw(i % scale.size());
            long rawBias = bias.raw(i % bias.size()) << (shift - bias.fraction());
            for (long raw = from.minimumRaw(); raw <= from.maximumRaw(); raw++) {
                double exact = rounding.round(a * from.toReal(raw) + c);
                double fixed = whole.cast(raw * rawScale + rawBias, shift);
                agrees &= exact == fixed;
            }
        }
        return new FineScale(scale, bias, true, agrees);
    }

    /** How near it is, in words. */
    String note() {
        if (checked) {
            return agrees
                    ? "each value of its input is rounded as in the file"
                    : "values of its input that lie next to a border may be rounded otherwise";
        }
        return String.format(
                Locale.ROOT,
                "a scale of %d bits; values that lie within 2^-%d of their size next to a border may"
                        + " be rounded otherwise",
                scale.type().width(),
                scale.type().width() - 2);
    }
}
