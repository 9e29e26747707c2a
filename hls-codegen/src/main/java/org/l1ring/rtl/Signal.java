package org.l1ring.rtl;

import java.math.BigInteger;
import org.l1ring.circuit.Interval;

/**
 * A named Verilog vector and the expressions that read its bits, every one of an explicit width.
 *
 * @param name identifier
 * @param width bits, at least 1
 * @param signed two's complement when true
 */
record Signal(String name, int width, boolean signed) {

    /** A vector of exactly the bits that an interval needs; signed when it goes below zero. */
    static Signal of(String name, Interval interval) {
        boolean signed = interval.min() < 0;
        int bits = signed ? interval.signedBits() : Math.max(1, interval.signedBits() - 1);
        return new Signal(name, bits, signed);
    }

    /** Type and name as a declaration, for example {@code wire signed [7:0] v3}. */
    String declaration() {
        return "wire %s[%d:0] %s".formatted(signed ? "signed " : "", width - 1, name);
    }

    /** The value extended or cut to so many bits. */
    String resized(int bits) {
        return slice(0, bits);
    }

    /** Bits [low, low + bits) of the value extended without end. */
    String slice(int low, int bits) {
        if (low == 0 && bits == width) {
            return name;
        }
        if (low >= width) {
            return fill(bits);
        }
        int kept = Math.min(bits, width - low);
        String part =
                kept == width
                        ? name
                        : kept == 1
                                ? "%s[%d]".formatted(name, low)
                                : "%s[%d:%d]".formatted(name, low + kept - 1, low);
        return kept == bits ? part : "{%s, %s}".formatted(fill(bits - kept), part);
    }

    /** The value times a power of two, extended or cut to so many bits. */
    String shifted(int shift, int bits) {
        if (shift == 0) {
            return resized(bits);
        }
        return shift >= bits
                ? literal(0, bits)
                : "{%s, %s}".formatted(resized(bits - shift), literal(0, shift));
    }

    private String fill(int bits) {
        if (!signed) {
            return literal(0, bits);
        }
        return bits == 1 ? sign() : "{%d{%s}}".formatted(bits, sign());
    }

    /** One bit of the value extended without end. */
    String bit(int index) {
        return slice(index, 1);
    }

    /** The bit that is 1 for a value below zero. */
    String sign() {
        return signed ? "%s[%d]".formatted(name, width - 1) : "1'd0";
    }

    /** A comparison of two values, as one bit; the operator is one of {@code < <= ==}. */
    String compared(String operator, Signal other) {
        boolean anySigned = signed || other.signed;
        int bits = Math.max(bits(anySigned), other.bits(anySigned));
        return compared(operator, bits, anySigned, other.resized(bits));
    }

    /** A comparison with an integer, as one bit; the operator is one of {@code < >}. */
    String compared(String operator, long value) {
        Signal constant = of("", Interval.of(value));
        boolean anySigned = signed || constant.signed;
        int bits = Math.max(bits(anySigned), constant.bits(anySigned));
        return compared(operator, bits, anySigned, literal(value, bits));
    }

    private String compared(String operator, int bits, boolean anySigned, String other) {
        String pattern = anySigned ? "($signed(%s) %s $signed(%s))" : "(%s %s %s)";
        return pattern.formatted(resized(bits), operator, other);
    }

    private int bits(boolean asSigned) {
        return asSigned && !signed ? width + 1 : width;
    }

    /** The low bits of an integer's two's complement as an unsigned literal. */
    static String literal(long value, int bits) {
        BigInteger modulus = BigInteger.ONE.shiftLeft(bits);
        return bits + "'d" + BigInteger.valueOf(value).mod(modulus);
    }
}
