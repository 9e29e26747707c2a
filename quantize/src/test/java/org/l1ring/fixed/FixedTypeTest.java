package org.l1ring.fixed;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Types: their names, bounds, real values, and casts beyond the reference table's widths. */
final class FixedTypeTest {
    private static final BigDecimal TWO = BigDecimal.TWO;

    /** The rounding of each mode in decimal arithmetic, which shares nothing with ours. */
    private static BigInteger rounded(BigDecimal value, Quantization mode) {
        RoundingMode rounding =
                switch (mode) {
                    case TRN -> RoundingMode.FLOOR;
                    case TRN_ZERO -> RoundingMode.DOWN;
                    case RND -> value.signum() < 0 ? RoundingMode.HALF_DOWN : RoundingMode.HALF_UP;
                    case RND_ZERO -> RoundingMode.HALF_DOWN;
                    case RND_MIN_INF ->
                            value.signum() < 0 ? RoundingMode.HALF_UP : RoundingMode.HALF_DOWN;
                    case RND_INF -> RoundingMode.HALF_UP;
                    case RND_CONV -> RoundingMode.HALF_EVEN;
                };
        return value.setScale(0, rounding).toBigIntegerExact();
    }

    /** What a cast gives, but for saturation bits and WRAP_SM, as a mathematical integer. */
    private static BigInteger twin(BigInteger raw, int drop, FixedType type) {
        BigDecimal scale = TWO.pow(Math.abs(drop));
        BigDecimal exact = new BigDecimal(raw);
        BigInteger quantized =
                rounded(
                        drop >= 0 ? exact.divide(scale) : exact.multiply(scale),
                        type.quantization());
        BigInteger span = BigInteger.TWO.pow(type.width());
        BigInteger high = type.signed() ? span.shiftRight(1) : span;
        BigInteger low = type.signed() ? high.negate() : BigInteger.ZERO;
        high = high.subtract(BigInteger.ONE);
        if (type.overflow() == Overflow.SAT_SYM && type.signed()) {
            low = high.negate();
        }
        if (quantized.compareTo(low) >= 0 && quantized.compareTo(high) <= 0) {
            return quantized;
        }
        return switch (type.overflow()) {
            case SAT, SAT_SYM -> quantized.signum() < 0 ? low : high;
            case SAT_ZERO -> BigInteger.ZERO;
            case WRAP, WRAP_SM -> {
                BigInteger wrapped = quantized.mod(span);
                yield type.signed() && wrapped.compareTo(high) > 0
                        ? wrapped.subtract(span)
                        : wrapped;
            }
        };
    }

    private static FixedType randomType(Random random, int least) {
        int width = least + random.nextInt(65 - least);
        Overflow overflow = Overflow.values()[random.nextInt(4)];
        boolean signed = random.nextBoolean();
        return new FixedType(
                signed,
                width,
                random.nextInt(160) - 60,
                Quantization.values()[random.nextInt(Quantization.values().length)],
                overflow == Overflow.WRAP_SM ? Overflow.SAT : overflow,
                0);
    }

    private static void check(BigInteger raw, int sourceFraction, FixedType type) {
        int drop = sourceFraction - type.fraction();
        BigInteger expected = twin(raw, drop, type);
        String place = raw + " of " + sourceFraction + " fraction bits to " + type;
        assertEquals(expected.longValue(), type.cast(raw, sourceFraction), place);
        if (raw.bitLength() < 64) {
            assertEquals(expected.longValue(), type.cast(raw.longValue(), sourceFraction), place);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4})
    void castEqualsDecimalTwin(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 20_000; i++) {
            FixedType type = randomType(random, 1);
            int bits = 1 + random.nextInt(seed == 1 ? 90 : 64);
            BigInteger raw = new BigInteger(bits, random);
            raw = raw.subtract(BigInteger.ONE.shiftLeft(bits - 1));
            int nearHalf = random.nextInt(4);
            int drop = random.nextInt(80) - 12;
            if (nearHalf > 0 && drop > 0 && drop < 60) {
                // Halves and their neighbours, where the modes differ.
                raw = raw.shiftRight(drop).shiftLeft(drop);
                raw = raw.add(BigInteger.ONE.shiftLeft(drop - 1));
                raw = raw.add(BigInteger.valueOf(nearHalf - 2L));
            }
            check(raw, type.fraction() + drop, type);
        }
    }

    @ParameterizedTest
    @EnumSource(Quantization.class)
    void dropEqualsDecimalTwinExhaustively(Quantization mode) {
        for (int drop = 0; drop <= 5; drop++) {
            for (int raw = -200; raw <= 200; raw++) {
                BigDecimal value = new BigDecimal(raw).divide(TWO.pow(drop));
                assertEquals(
                        rounded(value, mode).longValueExact(),
                        mode.drop(raw, drop),
                        raw + ">>" + drop);
            }
        }
    }

    /** One conversion that fits 62 bits gives the same by machine words and by big integers. */
    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {5, 6})
    void wideCastEqualsFastCast(long seed) {
        Random random = new Random(seed);
        for (int i = 0; i < 50_000; i++) {
            int width = 1 + random.nextInt(30);
            FixedType type =
                    new FixedType(
                            random.nextBoolean(),
                            width,
                            random.nextInt(20) - 5,
                            Quantization.values()[random.nextInt(Quantization.values().length)],
                            Overflow.values()[random.nextInt(Overflow.values().length)],
                            random.nextInt(Math.min(width, 5) + 1));
            long raw = random.nextLong() >> (20 + random.nextInt(44));
            int drop = random.nextInt(45) - 12;
            assertEquals(
                    WideCast.cast(BigInteger.valueOf(raw), drop, type),
                    type.cast(raw, drop + type.fraction()),
                    raw + " dropping " + drop + " to " + type);
        }
    }

    @Test
    void unsignedSixtyFourBitsHoldEveryBitPattern() {
        FixedType type = FixedType.unsigned(64, 64);
        assertEquals(-1L, type.cast(-1L, 0));
        FixedType half = new FixedType(false, 64, 63, Quantization.TRN, Overflow.SAT, 0);
        assertEquals(-1L, half.cast(-1L, type), "2^64 - 1 saturates at one fraction bit");
        assertEquals(0, half.cast(-1L, 0), "minus one saturates to zero");
        assertEquals(0x1p64, type.toReal(-1L));
        assertThrows(ArithmeticException.class, type::maximumRaw);
    }

    @Test
    void noBitsAreZero() {
        FixedType nothing = FixedType.signed(0, 3);
        assertEquals(0, nothing.cast(-77, 2));
        assertEquals(0, nothing.cast(BigInteger.TEN, 2));
        assertEquals(0, nothing.fromReal(-1.5));
        assertEquals(0, nothing.minimumRaw());
        assertEquals(0, nothing.maximumRaw());
    }

    @ParameterizedTest
    @CsvSource({
        "true, 8, -128, 127",
        "false, 8, 0, 255",
        "true, 1, -1, 0",
        "false, 1, 0, 1",
        "true, 64, -9223372036854775808, 9223372036854775807",
        "false, 63, 0, 9223372036854775807",
    })
    void bounds(boolean signed, int width, long low, long high) {
        FixedType type = new FixedType(signed, width, 0, Quantization.TRN, Overflow.WRAP, 0);
        assertEquals(low, type.minimumRaw());
        assertEquals(high, type.maximumRaw());
        assertTrue(type.contains(low) && type.contains(high));
        assertFalse(low != Long.MIN_VALUE && type.contains(low - 1));
        assertFalse(high != Long.MAX_VALUE && type.contains(high + 1));
    }

    @Test
    void textIsTheFieldsOwn() {
        assertEquals("ap_fixed<8,6>", FixedType.signed(8, 6).toString());
        assertEquals("ap_ufixed<8,-2>", FixedType.unsigned(8, -2).toString());
        assertEquals(
                "ap_fixed<8,6,RND_CONV,SAT>",
                FixedType.signed(8, 6).with(Quantization.RND_CONV, Overflow.SAT).toString());
        assertEquals(
                "ap_fixed<8,9,TRN,WRAP,3>",
                new FixedType(true, 8, 9, Quantization.TRN, Overflow.WRAP, 3).toString());
    }

    @Test
    void realsGoThereAndBack() {
        FixedType type = FixedType.signed(8, 4).with(Quantization.RND_CONV, Overflow.SAT);
        assertEquals(1.5, type.toReal(24));
        assertEquals(24, type.fromReal(1.5));
        assertEquals(127, type.fromReal(1e300));
        assertEquals(-128, type.fromReal(-Double.MAX_VALUE));
        assertEquals(0, type.fromReal(Double.MIN_VALUE));
        assertEquals(2, type.fromReal(0.15625), "a half goes to the even neighbour");
        FixedType floor = FixedType.signed(8, 4);
        assertEquals(-1, floor.fromReal(-Double.MIN_VALUE));
        assertEquals(0, floor.fromReal(-0.0));
        assertEquals(0x1p-70 * 3, FixedType.signed(4, -66).toReal(3));
        assertEquals(0x1p40 * -5, FixedType.signed(4, 44).toReal(-5));
        Random random = new Random(7);
        for (int i = 0; i < 10_000; i++) {
            FixedType any = randomType(random, 1);
            long raw = random.nextLong() >> (64 - Math.min(any.width(), 52));
            raw = any.signed() ? raw : Math.abs(raw);
            assertEquals(raw, any.with(Quantization.TRN, Overflow.WRAP).fromReal(any.toReal(raw)));
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {Double.NaN, Double.POSITIVE_INFINITY, Double.NEGATIVE_INFINITY})
    void onlyFiniteRealsHaveARawValue(double value) {
        assertEquals(
                "real value: expected a finite number, got " + value,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> FixedType.signed(8, 4).fromReal(value))
                        .getMessage());
    }
}
