package org.l1ring.importer.hls4ml;

import java.math.BigInteger;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.fixed.FixedType;

/**
 * An exact sum over the raw integers of sources: {@code (sum coefficient * raw + bias) *
 * 2^-fraction}.
 *
 * @param coefficients by source, none of them zero
 * @param bias the constant part
 * @param fraction binary point
 * @param type the C++ type of the expression where it is known, else null
 */
record LinearForm(
        Map<Integer, BigInteger> coefficients, BigInteger bias, int fraction, FixedType type) {

    static LinearForm source(int index, FixedType type) {
        return new LinearForm(
                Map.of(index, BigInteger.ONE), BigInteger.ZERO, type.fraction(), type);
    }

    static LinearForm constant(BigInteger raw, int fraction, FixedType type) {
        return new LinearForm(Map.of(), raw, fraction, type);
    }

    boolean isConstant() {
        return coefficients.isEmpty();
    }

    /** Multiplied by a constant of no fraction bits. */
    LinearForm times(BigInteger factor) {
        if (factor.signum() == 0) {
            return constant(BigInteger.ZERO, fraction, null);
        }
        Map<Integer, BigInteger> scaled = new TreeMap<>();
        coefficients.forEach((source, c) -> scaled.put(source, c.multiply(factor)));
        return new LinearForm(scaled, bias.multiply(factor), fraction, null);
    }

    /** The same raw integers at another binary point. */
    LinearForm moved(int bits, FixedType newType) {
        return new LinearForm(coefficients, bias, fraction - bits, newType);
    }

    LinearForm withType(FixedType newType) {
        return new LinearForm(coefficients, bias, fraction, newType);
    }

    /** The same value at more fraction bits. */
    LinearForm at(int more) {
        LinearForm scaled = times(BigInteger.ONE.shiftLeft(more - fraction));
        return new LinearForm(scaled.coefficients, scaled.bias, more, type);
    }

    LinearForm plus(LinearForm other) {
        int common = Math.max(fraction, other.fraction);
        LinearForm left = at(common);
        LinearForm right = other.at(common);
        Map<Integer, BigInteger> sum = new TreeMap<>(left.coefficients);
        right.coefficients.forEach((source, c) -> sum.merge(source, c, BigInteger::add));
        sum.values().removeIf(c -> c.signum() == 0);
        return new LinearForm(sum, left.bias.add(right.bias), common, null);
    }

    /** The most fraction bits that can be dropped without loss. */
    int spareBits() {
        int spare = bias.signum() == 0 ? Integer.MAX_VALUE : bias.getLowestSetBit();
        for (BigInteger c : coefficients.values()) {
            spare = Math.min(spare, c.getLowestSetBit());
        }
        return spare;
    }
}
