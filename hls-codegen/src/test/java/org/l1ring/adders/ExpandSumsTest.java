package org.l1ring.adders;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.RandomCircuits;
import org.l1ring.lower.Lowering;
import org.l1ring.lower.RandomModels;

/** Expanded circuits have the same outputs, from adders that never leave their intervals. */
final class ExpandSumsTest {
    private static final int ROWS = 100;

    static LongStream seeds() {
        return LongStream.rangeClosed(1, 30);
    }

    private static void compare(Circuit circuit, long seed) {
        int slack = seed % 3 == 0 ? AdderSearch.FREE : (int) (seed % 3) - 1;
        Circuit expanded = ExpandSums.expand(circuit, slack);
        for (Circuit.Step step : expanded.steps()) {
            if (step.op() instanceof Op.Linear linear) {
                int adders = linear.terms().size() + (linear.bias() == 0 ? 0 : 1);
                assertTrue(adders <= 2, () -> "more than one adder: " + linear);
            }
        }
        Random random = new Random(seed);
        CircuitInterpreter one = new CircuitInterpreter(circuit);
        CircuitInterpreter other = new CircuitInterpreter(expanded);
        long[] expected = new long[circuit.outputs().size()];
        long[] actual = new long[expected.length];
        for (int k = 0; k < ROWS; k++) {
            long[] row = new long[circuit.inputs().size()];
            for (int i = 0; i < row.length; i++) {
                Interval interval = circuit.inputs().get(i).interval();
                row[i] =
                        switch (random.nextInt(3)) {
                            case 0 -> interval.min();
                            case 1 -> interval.max();
                            default -> random.nextLong(interval.min(), interval.max() + 1);
                        };
            }
            one.run(row, expected);
            other.run(row, actual);
            assertArrayEquals(expected, actual);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomCircuits(long seed) {
        compare(RandomCircuits.make(seed).circuit(), seed);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void randomModels(long seed) {
        compare(Lowering.lower(RandomModels.model(seed)), seed);
    }
}
