package org.l1ring.kernel;

import java.util.Optional;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/**
 * A cast as lane arithmetic: {@code v = max(x + offset, atLeast)}, a rounding term, an arithmetic
 * shift, then the fit.
 *
 * @param offset added first
 * @param atLeast lower bound before rounding; {@link Long#MIN_VALUE} for none
 * @param rounding which rounding term is added
 * @param add constant part of the rounding term
 * @param signMask for {@link Rounding#SIGN}: added where v is negative, as {@code sign & signMask}
 * @param shift bits dropped
 * @param kind what happens to values outside
 * @param low smallest value, or for {@link Kind#EXTEND} the number of bits above the kept ones
 * @param high largest value, or the mask of {@link Kind#MASK}
 */
record Fit(
        long offset,
        long atLeast,
        Rounding rounding,
        long add,
        long signMask,
        int shift,
        Kind kind,
        long low,
        long high) {

    /** Number of 64-bit words in a program. */
    static final int WORDS = 9;

    /** Rounding terms. */
    enum Rounding {
        /** {@code add}. */
        CONSTANT,
        /** {@code add + bit shift of v}: halves to even. */
        EVEN,
        /** {@code add + (sign & signMask)}. */
        SIGN
    }

    /** Ordinals for the loops. */
    static final long EVEN = Rounding.EVEN.ordinal();

    static final long SIGN = Rounding.SIGN.ordinal();
    static final long CLAMP = Kind.CLAMP.ordinal();
    static final long EXTEND = Kind.EXTEND.ordinal();
    static final long MASK = Kind.MASK.ordinal();
    static final long ZERO = Kind.ZERO.ordinal();

    /** Fits. */
    enum Kind {
        /** Every value fits. */
        NONE,
        /** Clamps to [low, high]. */
        CLAMP,
        /** Keeps low bits and extends the sign. */
        EXTEND,
        /** Keeps the bits of the mask. */
        MASK,
        /** Zero outside [low, high]. */
        ZERO
    }

    /** Number of forms. */
    static final int FORMS = 4 * Rounding.values().length * Kind.values().length;

    /**
     * What the loops branch on: rounding, kind, and whether there are a lower bound and an offset.
     */
    int form() {
        int bounded = (atLeast == Long.MIN_VALUE ? 0 : 1) + (offset == 0 ? 0 : 2);
        return (bounded * Rounding.values().length + rounding.ordinal()) * Kind.values().length
                + kind.ordinal();
    }

    void write(long[] words, int at) {
        words[at] = atLeast;
        words[at + 1] = rounding.ordinal();
        words[at + 2] = add;
        words[at + 3] = signMask;
        words[at + 4] = shift;
        words[at + 5] = kind.ordinal();
        words[at + 6] = low;
        words[at + 7] = high;
        words[at + 8] = offset;
    }

    /** The slice {@code (x >> low) & mask}. */
    static Fit slice(int low, int width) {
        long mask = (1L << width) - 1;
        return new Fit(0, Long.MIN_VALUE, Rounding.CONSTANT, 0, 0, low, Kind.MASK, 0, mask);
    }

    /** The cast as lane arithmetic, when its overflow mode and shift allow. */
    static Optional<Fit> of(Op.Cast cast, long atLeast) {
        FixedType type = cast.type();
        int shift = cast.drop();
        boolean wraps =
                (cast.overflow() == Overflow.WRAP_SM && cast.signed()) || cast.saturationBits() > 0;
        boolean overflows = cast.overflow() == Overflow.WRAP || cast.overflow() == Overflow.WRAP_SM;
        if (shift > 60 || (overflows && wraps)) {
            return Optional.empty();
        }
        long half = shift == 0 ? 0 : 1L << (shift - 1);
        Quantization mode = shift == 0 ? Quantization.TRN : cast.quantization();
        Rounding rounding =
                switch (mode) {
                    case TRN, RND, RND_MIN_INF -> Rounding.CONSTANT;
                    case RND_CONV -> Rounding.EVEN;
                    case TRN_ZERO, RND_ZERO, RND_INF -> Rounding.SIGN;
                };
        long add =
                switch (mode) {
                    case TRN, TRN_ZERO -> 0;
                    case RND, RND_INF -> half;
                    case RND_MIN_INF, RND_CONV, RND_ZERO -> half - 1;
                };
        long signMask =
                switch (mode) {
                    case TRN_ZERO -> (1L << shift) - 1;
                    case RND_ZERO -> 1;
                    case RND_INF -> -1;
                    case TRN, RND, RND_MIN_INF, RND_CONV -> 0;
                };
        Kind kind =
                switch (cast.overflow()) {
                    case SAT, SAT_SYM -> Kind.CLAMP;
                    case SAT_ZERO -> Kind.ZERO;
                    case WRAP, WRAP_SM -> cast.signed() ? Kind.EXTEND : Kind.MASK;
                };
        boolean bounded = kind == Kind.CLAMP || kind == Kind.ZERO;
        boolean symmetric = cast.overflow() == Overflow.SAT_SYM && cast.signed();
        long high = kind == Kind.EXTEND ? 0 : type.maximumRaw();
        long low = !bounded ? 64 - cast.width() : symmetric ? -high : type.minimumRaw();
        return Optional.of(new Fit(0, atLeast, rounding, add, signMask, shift, kind, low, high));
    }

    /**
     * This fit with constants that the lane can hold; the argument, with rounding, fits the lane,
     * or only its low bits count.
     */
    Fit in(Lane lane) {
        long least = lane.wrap(1L << (lane.bits() - 1));
        boolean bounded = kind == Kind.CLAMP || kind == Kind.ZERO;
        return new Fit(
                lane.wrap(offset),
                atLeast == Long.MIN_VALUE ? atLeast : Math.max(atLeast, least),
                rounding,
                add,
                signMask,
                Math.min(shift, lane.bits() - 1),
                kind,
                kind == Kind.EXTEND
                        ? low - (64 - lane.bits())
                        : bounded ? Math.max(low, least) : low,
                bounded ? Math.min(high, ~least) : high);
    }

    /** This fit of an argument to which {@code newOffset} is added first. */
    Fit withOffset(long newOffset) {
        return new Fit(newOffset, atLeast, rounding, add, signMask, shift, kind, low, high);
    }

    /** This fit where the interval proves that every value fits. */
    Fit withoutOverflow() {
        return new Fit(offset, atLeast, rounding, add, signMask, shift, Kind.NONE, 0, 0);
    }

    /** The numbers that the argument may become by the addition of a rounding term. */
    Interval rounded(Interval argument) {
        long most = Math.abs(add) + 1 + Math.abs(signMask);
        return argument.plus(new Interval(-most, most));
    }

    /**
     * The lane, at least as wide as another, that does when the bounds of a clamp are applied
     * before rounding.
     */
    Lane earlyLane(Lane atLeast) {
        if (kind != Kind.CLAMP) {
            return Lane.I64;
        }
        Interval bounds = new Interval(low, high);
        if (bounds.signedBits() + shift > Lane.I32.bits()) {
            return Lane.I64;
        }
        return Lane.widest(atLeast, Lane.of(rounded(bounds.times(1L << shift))));
    }

    /** Whether the result depends on the low {@code shift + width} bits of the argument only. */
    boolean lowBitsDo() {
        return (kind == Kind.EXTEND || kind == Kind.MASK)
                && rounding != Rounding.SIGN
                && atLeast == Long.MIN_VALUE;
    }

    /** Bits of the argument that matter when {@link #lowBitsDo()}. */
    int lowBits() {
        return shift
                + (kind == Kind.EXTEND ? 64 - (int) low : 64 - Long.numberOfLeadingZeros(high));
    }

    /** The result for one value, computed in the lane. */
    long apply(Lane lane, long x) {
        long v = Math.max(lane.wrap(x + offset), atLeast);
        long term =
                switch (rounding) {
                    case CONSTANT -> add;
                    case EVEN -> add + (v >> shift & 1);
                    case SIGN -> add + (v >> 63 & signMask);
                };
        long q = lane.wrap(v + term) >> shift;
        return switch (kind) {
            case NONE -> q;
            case CLAMP -> Math.clamp(q, low, high);
            case EXTEND -> lane.wrap(q << low) >> low;
            case MASK -> q & high;
            case ZERO -> q < low || q > high ? 0 : q;
        };
    }

    static Fit read(long[] words, int at) {
        return new Fit(
                words[at + 8],
                words[at],
                Rounding.values()[(int) words[at + 1]],
                words[at + 2],
                words[at + 3],
                (int) words[at + 4],
                Kind.values()[(int) words[at + 5]],
                words[at + 6],
                words[at + 7]);
    }
}
