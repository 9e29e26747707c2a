package org.l1ring.fixed;

/**
 * The bits that the wrapping overflow modes leave of a value that does not fit.
 *
 * <p>With N saturation bits the top N bits are those of the clamped value: all ones below the sign
 * bit for a positive overflow, zeros for a negative one; unsigned types get ones. WRAP_SM mirrors
 * the remaining bits when the sign it must show differs from the one that plain wrapping gives.
 *
 * <p>Source: behaviour of the vendor's {@code ap_fixed} headers, checked against their answers.
 */
final class WrapBits {
    private WrapBits() {}

    static long wrap(FixedType type, long quantized, boolean sourceNegative, boolean bitAbove) {
        int width = type.width();
        int saturated = type.saturationBits();
        long bits = quantized;
        if (type.overflow() == Overflow.WRAP) {
            if (saturated == 0) {
                return bits;
            }
            return type.signed()
                    ? signAndTop(bits, width, saturated, sourceNegative)
                    : bits | ones(width - saturated, width);
        }
        if (!type.signed()) {
            return bits;
        }
        long signBit = 1L << (width - 1);
        boolean wrappedSign = (bits & signBit) != 0;
        if (saturated == 0) {
            if (bitAbove != wrappedSign) {
                bits = ~bits;
            }
            return bitAbove ? bits | signBit : bits & ~signBit;
        }
        if (saturated == 1) {
            if (sourceNegative != wrappedSign) {
                bits = ~bits;
            }
        } else if (((bits >> (width - saturated) & 1) != 0) == sourceNegative) {
            bits = ~bits;
        }
        return signAndTop(bits, width, saturated, sourceNegative);
    }

    /** Sets the sign bit and the {@code saturated - 1} bits below it to the clamped value's. */
    private static long signAndTop(long bits, int width, int saturated, boolean negative) {
        long sign = 1L << (width - 1);
        long below = ones(width - saturated, width - 1);
        return negative ? (bits | sign) & ~below : (bits & ~sign) | below;
    }

    /** A mask of bits [from, to). */
    private static long ones(int from, int to) {
        long high = to == 64 ? -1L : (1L << to) - 1;
        return high & -(1L << from);
    }
}
