package org.l1ring.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

class UnitsTest {
    @Test
    void figuresHaveFourDigits() {
        assertEquals("40.08", Units.value(40.07897));
        assertEquals("100.0", Units.value(99.999));
        assertEquals("30,900", Units.value(30_904));
        assertEquals("0.01235", Units.value(0.012345));
        assertEquals("0", Units.value(0));
        assertEquals("12.35 %", Units.percent(0.12345));
    }

    @Test
    void timesHaveTheirUnit() {
        assertEquals("0 ns", Units.time(0));
        assertEquals("999 ns", Units.time(999));
        assertEquals("1.83 µs", Units.time(1_834));
        assertEquals("10.0 µs", Units.time(9_999));
        assertEquals("1.00 ms", Units.time(999_999));
        assertEquals("3,600 s", Units.time(3_600_000_000_000L));
        assertEquals("64.1 BX", Units.crossings(1_600));
        assertEquals("40,079 BX", Units.crossings(1_000_000));
    }

    @Test
    void outputsThatLackCharactersGetOthers() {
        String text = "H→aa 1 µs ✓";
        assertEquals(text, Units.printable(text, StandardCharsets.UTF_8));
        assertEquals("H->aa 1 us ?", Units.printable(text, StandardCharsets.US_ASCII));
    }

    @Test
    void axesHaveRoundTicks() {
        List<Scale.Tick> ticks = Scale.linear(0, 1.08, 5).ticks();
        assertEquals(List.of("0.0", "0.5", "1.0"), ticks.stream().map(Scale.Tick::label).toList());
        assertEquals(
                List.of("0", "1"),
                Scale.counts(0, 1, 8).ticks().stream().map(Scale.Tick::label).toList());
        assertEquals(
                List.of("10⁻³", "0.01", "0.1", "1"),
                Scale.log(1e-3, 1, Scale::shortly).ticks().stream()
                        .map(Scale.Tick::label)
                        .toList());
        assertEquals("2·10⁵", Scale.shortly(200_000));
        assertEquals("5,000", Scale.shortly(5000));
        assertEquals("0.02", Scale.shortly(0.02));
    }
}
