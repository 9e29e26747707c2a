package org.l1ring.bench;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.l1ring.bench.results.OperationCount;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Op;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;

final class LoopCircuitsTest {

    @ParameterizedTest
    @EnumSource
    void stepsAreOfTheKindAndWidthOfTheName(LoopBenchmark.Loop loop) {
        Circuit circuit = LoopCircuits.of(loop);
        Class<? extends Op> kind =
                switch (loop) {
                    case LINEAR_16, LINEAR_32, LINEAR_64 -> Op.Linear.class;
                    case ROUNDED_32, SATURATE_16, SATURATE_32, WRAP_16, WRAP_32, SIGN_MAGNITUDE ->
                            Op.Cast.class;
                    case MULTIPLY_32 -> Op.Multiply.class;
                    case COMPARE_16, TREES -> Op.Compare.class;
                    case SELECT_16 -> Op.Select.class;
                    case LOGIC_16 -> Op.Logic.class;
                    case MINIMUM_16 -> Op.Minimum.class;
                    case ABSOLUTE_16 -> Op.Absolute.class;
                    case TABLE_16 -> Op.Table.class;
                };
        long steps = circuit.steps().stream().filter(s -> kind.isInstance(s.op())).count();
        assertTrue(steps >= LoopCircuits.STEPS - 1, loop + ": " + steps);
    }

    @ParameterizedTest
    @EnumSource(names = {"LINEAR_16", "LINEAR_32", "LINEAR_64"})
    void sumsNeedTheLaneOfTheName(LoopBenchmark.Loop loop) {
        OperationCount count = OperationCount.of(LoopCircuits.of(loop));
        int lane = loop.name().endsWith("16") ? 0 : loop.name().endsWith("32") ? 1 : 2;
        assertEquals((long) LoopCircuits.STEPS * LoopCircuits.TERMS, count.products()[lane]);
    }

    @ParameterizedTest
    @EnumSource
    void kernelsGiveTheInterpretersValues(LoopBenchmark.Loop loop) {
        Circuit circuit = LoopCircuits.of(loop);
        BlockKernel kernel = new BlockKernel(circuit, Engine.VECTOR);
        SplittableRandom random = new SplittableRandom(4);
        long[][] rows = new long[BlockKernel.CROSSINGS][circuit.inputs().size()];
        for (int k = 0; k < rows.length; k++) {
            for (int i = 0; i < rows[k].length; i++) {
                Circuit.Port port = circuit.inputs().get(i);
                rows[k][i] = random.nextLong(port.interval().min(), port.interval().max() + 1);
                kernel.set(i, k, rows[k][i]);
            }
        }
        kernel.run();
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        long[] expected = new long[circuit.outputs().size()];
        for (int k = 0; k < rows.length; k++) {
            interpreter.run(rows[k], expected);
            for (int i = 0; i < expected.length; i++) {
                assertEquals(expected[i], kernel.get(i, k), loop + " output " + i);
            }
        }
    }
}
