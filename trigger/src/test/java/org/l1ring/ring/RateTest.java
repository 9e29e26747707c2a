package org.l1ring.ring;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RateTest {
    @Test
    void realtimeIsTheBunchClock() {
        assertEquals(24.9507, Rate.parse("realtime").crossingNanos(), 1e-4);
        assertEquals(11246, Rate.REALTIME.orbits(1));
        assertEquals("realtime", Rate.parse("40.07897").toString());
    }

    @Test
    void maxHasNoPace() {
        assertFalse(Rate.parse("max").paced());
        assertEquals(11246, Rate.MAX.orbits(1));
        assertEquals("max", Rate.MAX.toString());
    }

    @Test
    void numbersAreMegahertz() {
        assertTrue(Rate.parse("10").paced());
        assertEquals(100, Rate.parse("10").crossingNanos());
        assertEquals(2806, Rate.parse("10").orbits(1));
    }

    @ParameterizedTest
    @ValueSource(strings = {"fast", "0", "-1", "NaN", "Infinity", ""})
    void anythingElseIsRefused(String text) {
        IllegalArgumentException e =
                assertThrows(IllegalArgumentException.class, () -> Rate.parse(text));
        assertEquals(
                "rate: expected realtime, max or a number of MHz, got " + text, e.getMessage());
    }
}
