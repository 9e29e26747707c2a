package org.l1ring.proof;

import java.math.BigInteger;
import org.l1ring.circuit.Interval;

/** The values that an integer may have, both ends included; of any size. */
record Range(BigInteger min, BigInteger max) {

    static Range of(Interval interval) {
        return new Range(BigInteger.valueOf(interval.min()), BigInteger.valueOf(interval.max()));
    }

    /** The range of {@code this + factor * other} for independent values. */
    Range plus(BigInteger factor, Range other) {
        BigInteger low = factor.signum() < 0 ? other.max : other.min;
        BigInteger high = factor.signum() < 0 ? other.min : other.max;
        return new Range(min.add(factor.multiply(low)), max.add(factor.multiply(high)));
    }

    /** Whether every value is one of so many bits. */
    boolean fits(int bits, boolean signed) {
        Range all = ofBits(bits, signed);
        return all.min.compareTo(min) <= 0 && max.compareTo(all.max) <= 0;
    }

    /** All values of so many bits. */
    static Range ofBits(int bits, boolean signed) {
        BigInteger size = BigInteger.ONE.shiftLeft(signed ? bits - 1 : bits);
        return new Range(signed ? size.negate() : BigInteger.ZERO, size.subtract(BigInteger.ONE));
    }

    @Override
    public String toString() {
        return "[" + min + "," + max + "]";
    }
}
