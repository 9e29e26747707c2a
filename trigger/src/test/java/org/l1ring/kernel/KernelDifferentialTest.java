package org.l1ring.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.RandomCircuits;
import org.l1ring.lower.Lowering;
import org.l1ring.lower.RandomModels;
import org.l1ring.model.Model;

/** Scalar and vector kernels give the bits of the circuit interpreter. */
final class KernelDifferentialTest {
    /** Surefire runs this class again with narrower vectors and fewer seeds. */
    private static final int CIRCUITS = Integer.getInteger("l1ring.circuits", 1500);

    private static final int MODELS = Integer.getInteger("l1ring.models", 200);

    static LongStream circuits() {
        return LongStream.range(0, CIRCUITS / 50);
    }

    static LongStream models() {
        return LongStream.range(0, MODELS / 10);
    }

    @ParameterizedTest(name = "circuits of seeds {0} * 50 + 0..49")
    @MethodSource("circuits")
    void kernelsEqualOperations(long batch) {
        for (long seed = batch * 50; seed < batch * 50 + 50; seed++) {
            RandomCircuits.Sampled sampled = RandomCircuits.make(seed);
            check("seed " + seed, sampled, Lane.INTEGERS.get((int) (seed % Lane.INTEGERS.size())));
        }
    }

    private static void check(String place, RandomCircuits.Sampled sampled, Lane inputs) {
        for (Engine engine : Engine.values()) {
            BlockKernel kernel = new BlockKernel(sampled.circuit(), engine, inputs);
            for (int k = 0; k < BlockKernel.CROSSINGS; k++) {
                for (int i = 0; i < sampled.inputs()[k].length; i++) {
                    kernel.set(i, k, sampled.inputs()[k][i]);
                }
            }
            // A second run must find its inputs and constants unharmed.
            kernel.run();
            kernel.run();
            for (int k = 0; k < BlockKernel.CROSSINGS; k++) {
                for (int i = 0; i < sampled.expected()[k].length; i++) {
                    long expected = sampled.expected()[k][i];
                    if (kernel.get(i, k) != expected) {
                        Circuit.Output output = sampled.circuit().outputs().get(i);
                        assertEquals(
                                expected,
                                kernel.get(i, k),
                                "%s %s, crossing %d, output %d %s"
                                        .formatted(
                                                place,
                                                engine,
                                                k,
                                                i,
                                                sampled.circuit().op(output.step())));
                    }
                }
            }
        }
    }

    @ParameterizedTest(name = "models of seeds {0} * 10 + 0..9")
    @MethodSource("models")
    void kernelsEqualInterpreter(long batch) {
        for (long seed = batch * 10; seed < batch * 10 + 10; seed++) {
            Model model = RandomModels.model(seed);
            check("plain, seed " + seed, model, Lowering.lower(model), seed);
            check("with layers, seed " + seed, model, Lowering.lowerWithLayers(model), seed);
        }
    }

    /** Full and partial blocks, the rest of a block left as the block before had it. */
    private static void check(String place, Model model, Circuit circuit, long seed) {
        for (Engine engine : Engine.values()) {
            BlockKernel kernel = new BlockKernel(circuit, engine);
            CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
            Random random = new Random(seed);
            for (int crossings : new int[] {64, 1, 44}) {
                long[][] inputs = new long[crossings][];
                for (int k = 0; k < crossings; k++) {
                    inputs[k] = RandomModels.inputs(model, random, (k + crossings) % 5);
                    for (int i = 0; i < inputs[k].length; i++) {
                        kernel.set(i, k, inputs[k][i]);
                    }
                }
                kernel.run();
                long[] expected = new long[circuit.outputs().size()];
                for (int k = 0; k < crossings; k++) {
                    interpreter.run(inputs[k], expected);
                    for (int i = 0; i < expected.length; i++) {
                        if (kernel.get(i, k) != expected[i]) {
                            assertEquals(
                                    expected[i],
                                    kernel.get(i, k),
                                    "%s %s, crossing %d, output %s, inputs %s"
                                            .formatted(
                                                    place,
                                                    engine,
                                                    k,
                                                    circuit.outputs().get(i).name(),
                                                    Arrays.toString(inputs[k])));
                        }
                    }
                }
            }
        }
    }

    /** Every family of loops in every lane that it can have. */
    @Test
    void randomCircuitsReachEveryLoop() {
        Set<String> seen = new TreeSet<>();
        for (long seed = 0; seed < 600; seed++) {
            for (String line :
                    new BlockKernel(RandomCircuits.make(seed).circuit(), Engine.SCALAR).plan()) {
                seen.add(line.substring(0, 17).replaceAll(" +", " "));
            }
        }
        Set<String> all = new TreeSet<>();
        for (Family family : Family.values()) {
            for (Lane lane : Lane.INTEGERS) {
                boolean possible =
                        switch (family) {
                            case AND, OR, XOR -> lane == Lane.I16;
                            case CAST -> lane == Lane.I64;
                            case WIDEN -> lane != Lane.I16;
                            case NARROW -> lane != Lane.I64;
                            case CONVERT -> false;
                            default -> true;
                        };
                if (possible) {
                    all.add(family + " " + lane);
                }
            }
        }
        assertEquals(all, seen);
    }

    /** Enough blocks that the loops are compiled with all optimizations. */
    @Test
    void compiledLoopsEqualInterpretedOnes() {
        for (long seed = 0; seed < 6; seed++) {
            RandomCircuits.Sampled sampled = RandomCircuits.make(seed);
            check("before, seed " + seed, sampled, Lane.I16);
            BlockKernel kernel = new BlockKernel(sampled.circuit(), Engine.VECTOR);
            for (int block = 0; block < 3000; block++) {
                kernel.run();
            }
            check("after, seed " + seed, sampled, Lane.I16);
        }
    }
}
