package org.l1ring.hls;

import java.math.BigInteger;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.model.ElementTypes;

/**
 * A type of the C++ text, {@code ap_[u]fixed<W, I>}, of any width; its modes matter where values
 * are cast to it.
 *
 * @param signed two's complement when true
 * @param width bits, at least 1
 * @param integer integer bits
 * @param modes further template arguments with a leading comma, or nothing
 */
record CppType(boolean signed, int width, int integer, String modes) {
    /** Bits that exact results may have in the header that stands in for the vendor's. */
    static final int MAX_WIDTH = 128;

    /** A type that values are never cast to: inputs of layers, constants, exact results. */
    static CppType exact(boolean signed, int width, int integer) {
        return new CppType(signed, width, integer, "");
    }

    /** The values of a type without its modes; of no bits, zero needs one. */
    static CppType plain(FixedType type) {
        return type.width() == 0
                ? exact(false, 1, 1)
                : exact(type.signed(), type.width(), type.integer());
    }

    /** A type of at least one bit that values are cast to. */
    static CppType cast(FixedType type) {
        String modes = "";
        boolean saturation = type.saturationBits() > 0;
        Overflow overflow = type.overflow();
        // The vendor's unsigned types have no WRAP_SM: it is a plain wrap there.
        boolean wraps = overflow == Overflow.WRAP_SM && !type.signed();
        if (saturation && !wraps && wrapping(overflow)) {
            modes =
                    ", AP_%s, AP_%s, %d"
                            .formatted(type.quantization(), overflow, type.saturationBits());
        } else if (overflow != Overflow.WRAP && !wraps) {
            modes = ", AP_%s, AP_%s".formatted(type.quantization(), overflow);
        } else if (type.quantization() != Quantization.TRN) {
            modes = ", AP_" + type.quantization();
        }
        return new CppType(type.signed(), type.width(), type.integer(), modes);
    }

    private static boolean wrapping(Overflow overflow) {
        return overflow == Overflow.WRAP || overflow == Overflow.WRAP_SM;
    }

    /** The narrowest integer type that holds an interval. */
    static CppType integers(Interval interval) {
        return bounded(BigInteger.valueOf(interval.min()), BigInteger.valueOf(interval.max()), 0);
    }

    /** The narrowest type that holds raw values between bounds. */
    static CppType bounded(BigInteger least, BigInteger most, int fraction) {
        boolean negative = least.signum() < 0;
        int bits = Math.max(least.bitLength(), most.bitLength()) + (negative ? 1 : 0);
        int width = Math.max(1, bits);
        return exact(negative, width, width - fraction);
    }

    /** The narrowest type that holds every value of all elements. */
    static CppType widest(ElementTypes types) {
        CppType all = null;
        for (FixedType type : types.types()) {
            if (type.width() > 0) {
                all = all == null ? plain(type) : all.union(plain(type));
            }
        }
        return all == null ? exact(false, 1, 1) : all;
    }

    /** The smallest raw value. */
    BigInteger least() {
        return signed ? BigInteger.ONE.shiftLeft(width - 1).negate() : BigInteger.ZERO;
    }

    /** The largest raw value. */
    BigInteger most() {
        int bits = signed ? width - 1 : width;
        return BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
    }

    int fraction() {
        return width - integer;
    }

    /** Holds the values of both. */
    CppType union(CppType other) {
        CppType sum = plus(other);
        return exact(sum.signed, sum.width - 1, sum.integer - 1);
    }

    /** Of an exact sum. */
    CppType plus(CppType other) {
        int whole =
                1
                        + Math.max(
                                integer + (other.signed && !signed ? 1 : 0),
                                other.integer + (signed && !other.signed ? 1 : 0));
        return exact(signed || other.signed, whole + Math.max(fraction(), other.fraction()), whole);
    }

    /** Of an exact difference. */
    CppType minus(CppType other) {
        CppType sum = plus(other);
        return exact(true, sum.width, sum.integer);
    }

    /** Of an exact product. */
    CppType times(CppType other) {
        return exact(signed || other.signed, width + other.width, integer + other.integer);
    }

    /** The type as casts of a model know it, where it is narrow enough. */
    FixedType fixed() {
        return new FixedType(signed, width, integer, Quantization.TRN, Overflow.WRAP, 0);
    }

    @Override
    public String toString() {
        return "ap_%sfixed<%d, %d%s>".formatted(signed ? "" : "u", width, integer, modes);
    }
}
