package org.l1ring.model;

import java.math.BigInteger;
import org.l1ring.fixed.FixedType;

/**
 * An exact fixed-point number of any size: {@code raw * 2^-fraction}.
 *
 * @param raw integer
 * @param fraction binary places, any sign
 */
record Exact(BigInteger raw, int fraction) {
    static final Exact ZERO = new Exact(BigInteger.ZERO, 0);

    private static final BigInteger TWO_TO_64 = BigInteger.ONE.shiftLeft(64);

    /** The value that a raw long has in a type. */
    static Exact of(long raw, FixedType type) {
        BigInteger value = BigInteger.valueOf(raw);
        boolean beyond = !type.signed() && type.width() == FixedType.MAX_WIDTH && raw < 0;
        return new Exact(beyond ? value.add(TWO_TO_64) : value, type.fraction());
    }

    static Exact of(ConstantArray array, int index) {
        return of(array.raw(index), array.type());
    }

    Exact plus(Exact other) {
        int common = Math.max(fraction, other.fraction);
        return new Exact(at(common).add(other.at(common)), common);
    }

    Exact minus(Exact other) {
        return plus(new Exact(other.raw.negate(), other.fraction));
    }

    Exact times(Exact other) {
        return new Exact(raw.multiply(other.raw), fraction + other.fraction);
    }

    /** The number times {@code 2^exponent}. */
    Exact scaled(int exponent) {
        return new Exact(raw, fraction - exponent);
    }

    boolean atMost(Exact other) {
        int common = Math.max(fraction, other.fraction);
        return at(common).compareTo(other.at(common)) <= 0;
    }

    /** The largest integer not above the number. */
    BigInteger floor() {
        return raw.shiftRight(fraction);
    }

    /** The raw value after a cast to the type. */
    long cast(FixedType type) {
        return type.cast(raw, fraction);
    }

    /** The number after a cast to the type. */
    Exact in(FixedType type) {
        return of(cast(type), type);
    }

    private BigInteger at(int places) {
        return raw.shiftLeft(places - fraction);
    }
}
