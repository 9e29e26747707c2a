package org.l1ring.econ;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The codes against their rules, spelled out on binary digits, over 22 bits. */
final class FloatCodeTest {
    private static final List<FloatCode> CODES =
            List.of(FloatCode.CELL, FloatCode.SUM, FloatCode.WIDE);
    private static final int VALUES = 1 << 22;

    @Test
    void everyValueOf22BitsHasTheCodeOfTheRules() {
        for (FloatCode code : CODES) {
            for (int drop : new int[] {0, 1, 3}) {
                for (int value = 0; value < VALUES; value++) {
                    int expected = encoded(value, drop, code, false);
                    if (expected != code.encode(value, drop, false)) {
                        assertEquals(expected, code.encode(value, drop, false), code + " " + value);
                    }
                }
            }
        }
    }

    @Test
    void roundingFollowsTheRulesToo() {
        for (FloatCode code : CODES) {
            for (int drop : new int[] {0, 1, 3}) {
                for (int value = 0; value < VALUES; value += value < 1 << 14 ? 1 : 7) {
                    int expected = encoded(value, drop, code, true);
                    if (expected != code.encode(value, drop, true)) {
                        assertEquals(expected, code.encode(value, drop, true), code + " " + value);
                    }
                }
            }
        }
    }

    /** The rules on strings of binary digits, as the emulator states them. */
    private static int encoded(long value, int drop, FloatCode code, boolean round) {
        int m = code.mantissaBits();
        String digits = Long.toBinaryString(value);
        if (digits.length() <= m + drop) {
            long v = round && drop > 0 ? value + (1L << (drop - 1)) : value;
            return (int) (v >> drop);
        }
        if (digits.length() == m + drop + 1) {
            long v = round && drop > 0 ? value + (1L << (drop - 1)) : value;
            return 1 << m | Integer.parseInt(Long.toBinaryString(v >> drop).substring(1, 1 + m), 2);
        }
        if (round) {
            digits = Long.toBinaryString(value + (1L << (digits.length() - 2 - m)));
        }
        int exponent = digits.length() - m - drop;
        return exponent < 1 << code.exponentBits()
                ? exponent << m | Integer.parseInt(digits.substring(1, 1 + m), 2)
                : (1 << code.width()) - 1;
    }

    @Test
    void codesComeBackFromTheirLeastMiddleAndQuarterValues() {
        for (FloatCode code : CODES) {
            for (int drop : new int[] {0, 1, 3}) {
                for (int c = 0; c < 1 << code.width(); c++) {
                    long edge = code.decode(c, drop, FloatCode.Place.EDGE);
                    long quarter = code.decode(c, drop, FloatCode.Place.QUARTER);
                    long half = code.decode(c, drop, FloatCode.Place.HALF);
                    assertTrue(edge <= quarter && quarter <= half);
                    for (long value : new long[] {edge, quarter, half}) {
                        assertEquals(c, code.encode(value, drop, false), code + " " + drop);
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "{0} dropping {1} rounded {2}")
    @CsvSource({
        "0, 0, false, 0",
        "7, 0, false, 7",
        "8, 0, false, 8",
        "15, 0, false, 15",
        "16, 0, false, 16",
        "31, 1, true, 8",
        "31, 1, false, 15",
        "262143, 0, false, 127",
        "4194303, 0, false, 127"
    })
    void cells(long value, int drop, boolean round, int code) {
        assertEquals(code, FloatCode.CELL.encode(value, drop, round));
    }
}
