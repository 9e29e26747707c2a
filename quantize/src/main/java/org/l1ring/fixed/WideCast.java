package org.l1ring.fixed;

import java.math.BigInteger;

/** Casts whose exact intermediate values may exceed a long. */
final class WideCast {
    private WideCast() {}

    /**
     * Quantizes and overflows.
     *
     * @param raw source raw value, any size
     * @param drop source fraction bits minus the type's
     * @param type the destination
     */
    static long cast(BigInteger raw, int drop, FixedType type) {
        BigInteger quantized =
                drop <= 0 ? raw.shiftLeft(-drop) : quantize(raw, drop, type.quantization());
        boolean negative = raw.signum() < 0;
        boolean bitAbove = drop + type.width() >= 0 && raw.testBit(drop + type.width());
        int bits = type.signed() ? type.width() - 1 : type.width();
        BigInteger maximum = BigInteger.ONE.shiftLeft(bits).subtract(BigInteger.ONE);
        BigInteger minimum =
                type.signed() ? BigInteger.ONE.shiftLeft(bits).negate() : BigInteger.ZERO;
        if (type.overflow() == Overflow.SAT_SYM && type.signed()) {
            minimum = maximum.negate();
        }
        boolean below = quantized.compareTo(minimum) < 0;
        if (!below && quantized.compareTo(maximum) <= 0) {
            return quantized.longValue();
        }
        return switch (type.overflow()) {
            case SAT, SAT_SYM -> (below ? minimum : maximum).longValue();
            case SAT_ZERO -> 0;
            case WRAP, WRAP_SM ->
                    type.extend(WrapBits.wrap(type, quantized.longValue(), negative, bitAbove));
        };
    }

    private static BigInteger quantize(BigInteger raw, int drop, Quantization mode) {
        BigInteger half = BigInteger.ONE.shiftLeft(drop - 1);
        BigInteger floor = raw.shiftRight(drop);
        BigInteger rest = raw.subtract(floor.shiftLeft(drop));
        boolean negative = raw.signum() < 0;
        int aboveHalf = rest.compareTo(half);
        boolean up =
                switch (mode) {
                    case TRN -> false;
                    case TRN_ZERO -> negative && rest.signum() > 0;
                    case RND -> aboveHalf >= 0;
                    case RND_ZERO -> aboveHalf > 0 || (aboveHalf == 0 && negative);
                    case RND_MIN_INF -> aboveHalf > 0;
                    case RND_INF -> aboveHalf > 0 || (aboveHalf == 0 && !negative);
                    case RND_CONV -> aboveHalf > 0 || (aboveHalf == 0 && floor.testBit(0));
                };
        return up ? floor.add(BigInteger.ONE) : floor;
    }
}
