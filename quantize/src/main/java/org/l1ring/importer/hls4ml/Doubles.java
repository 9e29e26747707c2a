package org.l1ring.importer.hls4ml;

import java.math.BigInteger;
import org.l1ring.fixed.FixedType;

/** Conversions from floating point as the vendor's headers do them. */
final class Doubles {
    private static final int INFINITY_EXPONENT = 1024;

    private Doubles() {}

    /** The raw integer of a double cast to a type; the headers take infinity for a power of two. */
    static long cast(FixedType type, double value) {
        if (Double.isInfinite(value)) {
            BigInteger huge = BigInteger.ONE.shiftLeft(INFINITY_EXPONENT);
            return type.cast(value > 0 ? huge : huge.negate(), 0);
        }
        return type.fromReal(value);
    }
}
