package org.l1ring.importer.onnx;

import java.math.BigInteger;
import java.util.Optional;
import java.util.stream.IntStream;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ConstantArray;
import org.l1ring.model.ElementTypes;

/** Ranges of exact results and the types that hold them. */
final class Ranges {
    /** Widest type of an exact result; wider ones are rounded to the type for real values. */
    static final int MAX_EXACT_WIDTH = 40;

    private Ranges() {}

    /** The narrowest type of a range, if it is narrow enough. */
    static Optional<FixedType> exact(BigInteger least, BigInteger most, int fraction) {
        boolean signed = least.signum() < 0;
        int width = Math.max(least.bitLength(), most.bitLength()) + (signed ? 1 : 0);
        width = Math.max(width, 1);
        return width > MAX_EXACT_WIDTH
                ? Optional.empty()
                : Optional.of(
                        new FixedType(
                                signed,
                                width,
                                width - fraction,
                                Quantization.TRN,
                                Overflow.WRAP,
                                0));
    }

    /** The type of a value that is multiplied with a number only later. */
    static FixedType inUnits(FixedType type, double unit) {
        return new FixedType(
                type.signed(),
                type.width(),
                type.integer() - (unit == 1 ? 0 : Math.getExponent(unit)),
                type.quantization(),
                type.overflow(),
                type.saturationBits());
    }

    /** The least raw value that any element may have, or zero. */
    static BigInteger leastOf(Source x) {
        return IntStream.range(0, x.types().types().size())
                .mapToObj(x::least)
                .reduce(BigInteger.ZERO, BigInteger::min);
    }

    /** The largest raw value that any element may have, or zero. */
    static BigInteger mostOf(Source x) {
        return IntStream.range(0, x.types().types().size())
                .mapToObj(x::most)
                .reduce(BigInteger.ZERO, BigInteger::max);
    }

    /** A constant at a number of fraction bits. */
    static BigInteger aligned(ConstantArray array, int index, int fraction) {
        return BigInteger.valueOf(array.raw(index)).shiftLeft(fraction - array.fraction());
    }

    /** Adds the range of an element times a constant. */
    static void addProduct(
            BigInteger[] range, Source x, int element, ConstantArray w, int index, int fraction) {
        if (w.raw(index) == 0) {
            return;
        }
        BigInteger factor =
                BigInteger.valueOf(w.raw(index)).shiftLeft(fraction - x.fraction() - w.fraction());
        boolean up = factor.signum() > 0;
        range[0] = range[0].add(factor.multiply(up ? x.least(element) : x.most(element)));
        range[1] = range[1].add(factor.multiply(up ? x.most(element) : x.least(element)));
    }

    /** The type of the same range without the negative half. */
    static FixedType positive(FixedType type) {
        return type.signed() ? FixedType.unsigned(type.width() - 1, type.integer() - 1) : type;
    }

    /** The type that holds every value of several. */
    static FixedType enclosing(ElementTypes types) {
        int fraction = Integer.MIN_VALUE;
        int integer = Integer.MIN_VALUE;
        boolean signed = types.types().stream().anyMatch(FixedType::signed);
        for (FixedType type : types.types()) {
            fraction = Math.max(fraction, type.fraction());
            integer = Math.max(integer, type.integer() + (signed && !type.signed() ? 1 : 0));
        }
        return new FixedType(
                signed, fraction + integer, integer, Quantization.TRN, Overflow.WRAP, 0);
    }
}
