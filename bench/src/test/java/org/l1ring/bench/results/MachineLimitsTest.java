package org.l1ring.bench.results;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;

final class MachineLimitsTest {
    private static final MachineLimits LIMITS =
            new MachineLimits(512, 0.32, 0.16, 0.48, 0.8, 0.16, 0.2, 0.4);

    /** Two 8-bit inputs: a sum in 16 bits, one in 32, and one of which only 9 bits are wanted. */
    private static Circuit circuit() {
        CircuitBuilder builder = new CircuitBuilder();
        Interval range = new Interval(-128, 127);
        int[] x = {builder.input(0, range), builder.input(1, range)};
        int narrow = builder.linear(x, new long[] {3, -1}, 0);
        int wide = builder.linear(x, new long[] {3000, 5000}, 0);
        int partly = builder.linear(x, new long[] {70_000, 7}, 0);
        int wrapped = builder.cast(partly, 1, FixedType.signed(8, 8));
        Circuit.Port port = new Circuit.Port("x", range, 0);
        FixedType type = FixedType.signed(40, 40);
        return builder.build(
                "sums",
                List.of(port, port),
                List.of(
                        new Circuit.Output("narrow", narrow, type),
                        new Circuit.Output("wide", wide, type),
                        new Circuit.Output("wrapped", wrapped, type)));
    }

    @Test
    void operationsAreCountedByTheWidthTheyNeed() {
        OperationCount count = OperationCount.of(circuit());
        assertArrayEquals(new long[] {3, 2, 0}, count.products());
        assertArrayEquals(new long[] {2, 0, 0}, count.others());
        assertArrayEquals(new long[] {4, 2, 0}, count.operands());
        assertEquals(2, count.inFloat());
        assertEquals(6, count.multiplyAdds());
    }

    @Test
    void boundsFollowFromTheLimits() {
        OperationCount count = OperationCount.of(circuit());
        assertEquals(
                (3 * 0.32 + 2 * 0.16) / 32 + 2 * 0.16 / 16, LIMITS.arithmeticNanos(count), 1e-12);
        assertEquals(4 * 0.2 / 32 + 2 * 0.2 / 16, LIMITS.loadNanos(count), 1e-12);
    }

    @Test
    void ratesFollowFromTheLimits() {
        assertEquals(100, LIMITS.giga(0.32, 0), 1e-9);
        assertEquals(320, LIMITS.gigabytes(0.2), 1e-9);
    }

    @Test
    void allLimitsMustBeMeasured() {
        assertEquals(0.25, MachineLimits.of(TestResults.full()).orElseThrow().add16());
        assertTrue(MachineLimits.of(new TestResults().results()).isEmpty());
    }
}
