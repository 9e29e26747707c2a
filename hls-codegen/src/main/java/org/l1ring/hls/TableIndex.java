package org.l1ring.hls;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.Optional;
import org.l1ring.fixed.FixedType;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.Layer;

/** How an argument becomes the index of a table: {@code truncate(x * size / range) + size / 2}. */
final class TableIndex {
    private TableIndex() {}

    /** The logarithm of a table's entries a unit, where that is a whole number. */
    static Optional<Integer> shift(Layer.TableActivation activation) {
        int size = activation.table().size();
        int exponent = Math.getExponent(size / activation.range());
        boolean power = Math.scalb(activation.range(), exponent) == size;
        return power ? Optional.of(exponent) : Optional.empty();
    }

    /**
     * The smallest argument for each index: one beyond the largest where no argument has it.
     *
     * @param argument type of the arguments, of at most 61 bits
     */
    static ConstantArray thresholds(Layer.TableActivation activation, CppType argument) {
        int size = activation.table().size();
        long bits = argument.signed() ? argument.width() - 1 : argument.width();
        long beyond = 1L << bits;
        long least = argument.signed() ? -beyond : 0;
        long[] thresholds = new long[size];
        for (int k = 0; k < size; k++) {
            long low = k == 0 ? least : thresholds[k - 1];
            long high = beyond;
            while (low < high) {
                long middle = Math.floorDiv(low + high, 2);
                boolean reached =
                        steps(activation, middle, argument.fraction())
                                        .compareTo(BigInteger.valueOf(k - size / 2))
                                >= 0;
                if (reached) {
                    high = middle;
                } else {
                    low = middle + 1;
                }
            }
            thresholds[k] = low;
        }
        FixedType type = FixedType.signed(argument.width() + 2, argument.integer() + 2);
        return new ConstantArray(type, new int[] {size}, thresholds);
    }

    /** Table steps from zero, truncated toward zero. */
    private static BigInteger steps(Layer.TableActivation activation, long raw, int fraction) {
        BigDecimal range = new BigDecimal(activation.range());
        BigInteger numerator =
                BigInteger.valueOf(raw)
                        .multiply(BigInteger.valueOf(activation.table().size()))
                        .multiply(BigInteger.TEN.pow(range.scale()));
        BigInteger denominator = range.unscaledValue();
        return fraction >= 0
                ? numerator.divide(denominator.shiftLeft(fraction))
                : numerator.shiftLeft(-fraction).divide(denominator);
    }
}
