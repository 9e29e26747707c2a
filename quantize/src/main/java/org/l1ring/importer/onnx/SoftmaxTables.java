package org.l1ring.importer.onnx;

import java.util.Locale;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;
import org.l1ring.model.Layer;

/**
 * Tables of a softmax in its stable form: the exponential of minus the difference to the row's
 * maximum, and the inverse of the sum.
 */
final class SoftmaxTables {
    /** Differences from here on count as this one: their exponentials are below 2^-23. */
    private static final int DIFFERENCE_INTEGER_BITS = 4;

    private static final int DIFFERENCE_BITS = 12;
    private static final int TABLE_BITS = 18;
    private static final int INVERSE_BITS = 12;
    private static final int LEAST_INVERSE_FRACTION = 8;
    private static final int MAX_INVERSE_BITS = 16;
    private static final FixedType ENTRY =
            new FixedType(false, TABLE_BITS, 1, Quantization.RND_CONV, Overflow.SAT, 0);
    private static final FixedType RESULT =
            new FixedType(false, 16, 1, Quantization.RND, Overflow.SAT, 0);

    private final int size;

    /** Whether differences lose no bits. */
    private final boolean exact;

    private final FixedType difference;
    private final FixedType sum;
    private final FixedType inverseInput;
    private final long[] exponentials;
    private final long[] inverses;

    /**
     * Tables for rows.
     *
     * @param size elements of a row
     * @param fraction fraction bits of the elements
     */
    SoftmaxTables(int size, int fraction) {
        this.size = size;
        int steps = Math.clamp(fraction, 0, DIFFERENCE_BITS - DIFFERENCE_INTEGER_BITS);
        exact = fraction <= steps;
        int width = DIFFERENCE_INTEGER_BITS + steps;
        difference =
                new FixedType(
                        false, width, DIFFERENCE_INTEGER_BITS, Quantization.RND, Overflow.SAT, 0);
        int whole = Integer.SIZE - Integer.numberOfLeadingZeros(size);
        int part = Math.max(INVERSE_BITS - whole, LEAST_INVERSE_FRACTION);
        if (whole + part > MAX_INVERSE_BITS) {
            throw new IllegalArgumentException(
                    "expected a softmax of at most %d elements, got %d"
                            .formatted(
                                    (1 << (MAX_INVERSE_BITS - LEAST_INVERSE_FRACTION)) - 1, size));
        }
        sum =
                new FixedType(
                        false, whole + ENTRY.fraction(), whole, Quantization.TRN, Overflow.SAT, 0);
        inverseInput = new FixedType(false, whole + part, whole, Quantization.RND, Overflow.SAT, 0);
        exponentials = new long[1 << width];
        for (int i = 0; i < exponentials.length; i++) {
            exponentials[i] = ENTRY.fromReal(Math.exp(-difference.toReal(i)));
        }
        inverses = new long[1 << (whole + part)];
        for (int i = 0; i < inverses.length; i++) {
            inverses[i] = ENTRY.fromReal(1 / Math.max(inverseInput.toReal(i), 1));
        }
    }

    ElementTypes resultTypes() {
        return ElementTypes.all(RESULT);
    }

    Layer.Softmax layer(Layer.Head head, Source x, int rowSize) {
        return new Layer.Softmax(
                head,
                x.size() / rowSize,
                rowSize,
                x.types(),
                Optional.of(new Layer.Difference(difference, true)),
                new ConstantArray(ENTRY, new int[] {exponentials.length}, exponentials),
                sum,
                inverseInput,
                new ConstantArray(ENTRY, new int[] {inverses.length}, inverses));
    }

    /**
     * A bound on the difference from the softmax of the same arguments.
     *
     * <p>Each difference is off by at most half a step r, unless it is exact, so that a probability
     * p is off by at most 2 r p (1 - p), which is r / 2 at most. Entries are off by t, and so are
     * differences beyond the table, which makes t for the numerator and n t for a sum of at least
     * one. The inverse is off by the largest part q of it, over all of its entries; then comes half
     * a step of the result.
     */
    double bound() {
        double step = Math.scalb(1.0, -difference.fraction());
        double r = exact ? 0 : step / 2;
        double t = 0;
        for (int i = 0; i < exponentials.length; i++) {
            double wanted = Math.exp(-difference.toReal(i));
            t = Math.max(t, Math.abs(ENTRY.toReal(exponentials[i]) - wanted));
        }
        double last = ENTRY.toReal(exponentials[exponentials.length - 1]);
        t = Math.max(t, Math.max(last, Math.exp(-difference.toReal(exponentials.length - 1))));
        double half = Math.scalb(0.5, -inverseInput.fraction());
        double q = 0;
        for (int i = 0; i < inverses.length; i++) {
            double middle = inverseInput.toReal(i);
            double low = Math.max(middle - half, 1);
            double high = Math.min(middle + half, size + size * t);
            if (high >= low) {
                double inverse = ENTRY.toReal(inverses[i]);
                q = Math.max(q, Math.abs(inverse * low - 1));
                q = Math.max(q, Math.abs(inverse * high - 1));
            }
        }
        return r / 2 + (size + 1) * t + q + Math.scalb(0.5, -RESULT.fraction());
    }

    /** The tables and their error in words. */
    String note() {
        return String.format(
                Locale.ROOT,
                "exponentials of %s, inverses of %s; it differs from the softmax of its arguments by"
                        + " at most %.2g",
                difference,
                inverseInput,
                bound());
    }
}
