package org.l1ring.fixed;

import java.math.BigInteger;
import java.util.Locale;

/**
 * A fixed-point type: {@code ap_[u]fixed<W,I,Q,O,N>} and {@code ap_[u]int<W>}.
 *
 * <p>A raw integer stands for {@code value = raw * 2^-(width - integer)}. Width 0 is the constant
 * zero. Unsigned 64-bit raw values are held as the bits of a {@code long}.
 *
 * @param signed two's complement when true
 * @param width bits W, 0..64
 * @param integer integer bits I, may be negative or above the width
 * @param quantization what casts to this type do with fraction bits that do not fit
 * @param overflow what casts to this type do with values out of range
 * @param saturationBits N, 0..width; matters to WRAP and WRAP_SM only
 */
public record FixedType(
        boolean signed,
        int width,
        int integer,
        Quantization quantization,
        Overflow overflow,
        int saturationBits) {

    /** Largest supported width in bits. */
    public static final int MAX_WIDTH = 64;

    /** Largest magnitude of the integer bits. */
    private static final int MAX_INTEGER = 1024;

    /** Checks width, integer and saturation bits. */
    public FixedType {
        if (width < 0 || width > MAX_WIDTH) {
            throw new IllegalArgumentException(
                    "fixed-point width: expected 0..64 bits, got "
                            + width
                            + "; narrow the type to at most 64 bits");
        }
        if (Math.abs(integer) > MAX_INTEGER) {
            throw new IllegalArgumentException(
                    "fixed-point integer bits: expected -1024..1024, got " + integer);
        }
        if (saturationBits < 0 || saturationBits > width) {
            throw new IllegalArgumentException(
                    "fixed-point saturation bits: expected 0..%d, got %d"
                            .formatted(width, saturationBits));
        }
    }

    /**
     * {@code ap_fixed<width,integer>} with truncation and wrap-around, the defaults of the field.
     */
    public static FixedType signed(int width, int integer) {
        return new FixedType(true, width, integer, Quantization.TRN, Overflow.WRAP, 0);
    }

    /** {@code ap_ufixed<width,integer>} with truncation and wrap-around. */
    public static FixedType unsigned(int width, int integer) {
        return new FixedType(false, width, integer, Quantization.TRN, Overflow.WRAP, 0);
    }

    /** This type with another quantization and overflow mode. */
    public FixedType with(Quantization newQuantization, Overflow newOverflow) {
        return new FixedType(signed, width, integer, newQuantization, newOverflow, saturationBits);
    }

    /** Number of fraction bits, {@code width - integer}; negative when I exceeds W. */
    public int fraction() {
        return width - integer;
    }

    /** Smallest raw value (the asymmetric one for SAT_SYM too, which inputs may hold). */
    public long minimumRaw() {
        return signed && width > 0 ? -1L << (width - 1) : 0;
    }

    /**
     * Largest raw value.
     *
     * @throws ArithmeticException for an unsigned 64-bit type, whose range exceeds a long
     */
    public long maximumRaw() {
        if (width == 0) {
            return 0;
        }
        int bits = signed ? width - 1 : width;
        if (bits > 63) {
            throw new ArithmeticException(
                    this + ": the range exceeds a signed 64-bit integer; use at most 63 bits");
        }
        return bits == 63 ? Long.MAX_VALUE : (1L << bits) - 1;
    }

    /** Whether {@code raw}, a signed number, is a value of this type. */
    public boolean contains(long raw) {
        if (!signed && width == MAX_WIDTH) {
            return raw >= 0;
        }
        return raw >= minimumRaw() && raw <= maximumRaw();
    }

    /**
     * Casts a raw value to this type: quantizes first, then overflows.
     *
     * @param raw any signed raw value
     * @param sourceFraction fraction bits of {@code raw}
     * @return the raw value in this type
     */
    public long cast(long raw, int sourceFraction) {
        int drop = sourceFraction - fraction();
        if (width == 0) {
            return 0;
        }
        if (width >= 63 || drop > 61 || magnitudeBits(raw) + Math.max(0, -drop) > 62) {
            return WideCast.cast(BigInteger.valueOf(raw), drop, this);
        }
        boolean bitAbove;
        long quantized;
        if (drop >= 0) {
            quantized = quantization.drop(raw, drop);
            int position = drop + width;
            bitAbove = position > 63 ? raw < 0 : (raw >> position & 1) != 0;
        } else {
            quantized = raw << -drop;
            bitAbove = (quantized >> width & 1) != 0;
        }
        return fit(quantized, raw < 0, bitAbove);
    }

    /**
     * Casts a raw value of another type to this type.
     *
     * @param raw raw bits of {@code source}
     * @param source the type of {@code raw}
     * @return the raw value in this type
     */
    public long cast(long raw, FixedType source) {
        if (!source.signed && source.width == MAX_WIDTH && raw < 0) {
            BigInteger value = BigInteger.valueOf(raw).add(BigInteger.ONE.shiftLeft(64));
            return width == 0 ? 0 : WideCast.cast(value, source.fraction() - fraction(), this);
        }
        return cast(raw, source.fraction());
    }

    /**
     * Casts an exact raw value of any size to this type.
     *
     * @param raw any raw value
     * @param sourceFraction fraction bits of {@code raw}
     * @return the raw value in this type
     */
    public long cast(BigInteger raw, int sourceFraction) {
        if (width == 0) {
            return 0;
        }
        return raw.bitLength() < 64
                ? cast(raw.longValue(), sourceFraction)
                : WideCast.cast(raw, sourceFraction - fraction(), this);
    }

    /** Applies the overflow mode to a quantized value; width is 1..62. */
    private long fit(long quantized, boolean sourceNegative, boolean bitAbove) {
        long minimum = minimumRaw();
        long maximum = maximumRaw();
        boolean below = quantized < (overflow == Overflow.SAT_SYM && signed ? -maximum : minimum);
        if (!below && quantized <= maximum) {
            return quantized;
        }
        return switch (overflow) {
            case SAT -> below ? minimum : maximum;
            case SAT_ZERO -> 0;
            case SAT_SYM -> below ? (signed ? -maximum : 0) : maximum;
            case WRAP, WRAP_SM -> extend(WrapBits.wrap(this, quantized, sourceNegative, bitAbove));
        };
    }

    /** Interprets the low {@code width} bits in this type's signedness. */
    long extend(long bits) {
        int unused = 64 - width;
        return signed ? bits << unused >> unused : bits << unused >>> unused;
    }

    private static int magnitudeBits(long raw) {
        return 64 - Long.numberOfLeadingZeros(raw ^ raw >> 63);
    }

    /** The value of a raw integer: {@code raw * 2^-fraction}. */
    public double toReal(long raw) {
        double magnitude = !signed && width == MAX_WIDTH && raw < 0 ? raw + 0x1p64 : (double) raw;
        return Math.scalb(magnitude, -fraction());
    }

    /**
     * Casts a real value to this type, exact but for the double's own precision.
     *
     * @param value finite
     * @throws IllegalArgumentException for NaN and infinities
     */
    public long fromReal(double value) {
        if (!Double.isFinite(value)) {
            throw new IllegalArgumentException(
                    "real value: expected a finite number, got " + value);
        }
        if (value == 0 || width == 0) {
            return 0;
        }
        int exponent = Math.getExponent(value) - 52;
        long mantissa = (long) Math.scalb(value, -exponent);
        int zeros = Long.numberOfTrailingZeros(mantissa);
        return cast(mantissa >> zeros, -(exponent + zeros));
    }

    /** The type as the field writes it, for example {@code ap_fixed<8,6,RND_CONV,SAT>}. */
    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(signed ? "ap_fixed<" : "ap_ufixed<");
        text.append(width).append(',').append(integer);
        boolean modes = quantization != Quantization.TRN || overflow != Overflow.WRAP;
        if (modes || saturationBits != 0) {
            text.append(',').append(quantization).append(',').append(overflow);
        }
        if (saturationBits != 0) {
            text.append(String.format(Locale.ROOT, ",%d", saturationBits));
        }
        return text.append('>').toString();
    }
}
