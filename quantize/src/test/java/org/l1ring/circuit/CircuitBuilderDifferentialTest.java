package org.l1ring.circuit;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Built circuits give what their operations say, whatever the builder simplified. */
final class CircuitBuilderDifferentialTest {
    private static final int SEEDS = 4000;

    static LongStream batches() {
        return LongStream.range(0, SEEDS / 200);
    }

    @ParameterizedTest(name = "seeds {0} * 200 + 0..199")
    @MethodSource("batches")
    void circuitGivesTheOperationsValues(long batch) {
        for (long seed = batch * 200; seed < batch * 200 + 200; seed++) {
            RandomCircuits.Sampled sampled = RandomCircuits.make(seed);
            check("seed " + seed, sampled.circuit(), sampled);
            check("appended, seed " + seed, appended(sampled.circuit()), sampled);
        }
    }

    private static void check(String place, Circuit circuit, RandomCircuits.Sampled sampled) {
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        long[] outputs = new long[circuit.outputs().size()];
        for (int k = 0; k < RandomCircuits.SAMPLES; k++) {
            interpreter.run(sampled.inputs()[k], outputs);
            assertArrayEquals(sampled.expected()[k], outputs, place + ", sample " + k);
        }
    }

    /** The circuit built anew step by step. */
    private static Circuit appended(Circuit circuit) {
        CircuitBuilder builder = new CircuitBuilder();
        int[] inputs =
                IntStream.range(0, circuit.inputs().size())
                        .map(i -> builder.input(i, circuit.inputs().get(i).interval()))
                        .toArray();
        int[] map = builder.append(circuit, inputs);
        List<Circuit.Output> outputs = new ArrayList<>();
        for (Circuit.Output output : circuit.outputs()) {
            outputs.add(new Circuit.Output(output.name(), map[output.step()], output.type()));
        }
        return builder.build(circuit.name(), circuit.inputs(), outputs);
    }

    @Test
    void randomCircuitsHaveEveryOperation() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 0; seed < 200; seed++) {
            for (Circuit.Step step : RandomCircuits.make(seed).circuit().steps()) {
                seen.add(step.op().getClass().getSimpleName());
            }
        }
        Set<String> all = new TreeSet<>();
        for (Class<?> op : Op.class.getPermittedSubclasses()) {
            all.add(op.getSimpleName());
        }
        assertEquals(all, seen);
    }
}
