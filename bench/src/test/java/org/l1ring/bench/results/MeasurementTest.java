package org.l1ring.bench.results;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

final class MeasurementTest {

    private static Measurement of(List<List<Double>> rounds) {
        return new Measurement("A.b", Map.of("y", "2", "x", "1"), "ns/op", 0, rounds);
    }

    @Test
    void medianIsOverAllIterations() {
        assertEquals(3, of(List.of(List.of(1.0, 3.0), List.of(9.0))).median());
        assertEquals(2, of(List.of(List.of(1.0, 3.0))).median());
    }

    @Test
    void ratioIsTakenWithinRounds() {
        // The machine was twice as slow in the second round.
        Measurement slow = of(List.of(List.of(30.0), List.of(60.0), List.of(31.0)));
        Measurement fast = of(List.of(List.of(10.0), List.of(20.0), List.of(10.0)));
        assertEquals(3, slow.ratioTo(fast));
    }

    @Test
    void differentRoundsCompareTheirMedians() {
        Measurement slow = of(List.of(List.of(30.0)));
        Measurement fast = of(List.of(List.of(10.0), List.of(20.0)));
        assertEquals(2, slow.ratioTo(fast));
    }

    @Test
    void keyOrdersParameters() {
        assertEquals("A.b x=1 y=2", of(List.of(List.of(1.0))).key());
    }

    @Test
    void figuresAreNeeded() {
        assertThrows(IllegalArgumentException.class, () -> of(List.of()));
        assertThrows(IllegalArgumentException.class, () -> of(List.of(List.of())));
    }
}
