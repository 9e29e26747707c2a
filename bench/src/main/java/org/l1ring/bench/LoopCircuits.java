package org.l1ring.bench;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.l1ring.bench.network.SeededForest;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.lower.Lowering;

/** Circuits of 64 equal steps on 64 inputs, each for one loop of a kernel. */
final class LoopCircuits {
    /** Steps of a circuit. */
    static final int STEPS = 64;

    /** Products in each sum. */
    static final int TERMS = 32;

    private static final FixedType ROUNDED =
            FixedType.signed(12, 12).with(Quantization.RND_CONV, Overflow.SAT);

    private final CircuitBuilder builder = new CircuitBuilder();
    private final SplittableRandom random = new SplittableRandom(1);
    private final int[] inputs = new int[STEPS];
    private final Interval range;

    private LoopCircuits(int bits) {
        range = new Interval(-1L << (bits - 1), (1L << (bits - 1)) - 1);
        for (int i = 0; i < STEPS; i++) {
            inputs[i] = builder.input(i, range);
        }
    }

    /** The circuit of a loop. */
    static Circuit of(LoopBenchmark.Loop loop) {
        if (loop == LoopBenchmark.Loop.TREES) {
            return Lowering.lower(new SeededForest(16, 40, 3).model("trees"));
        }
        LoopCircuits circuit = new LoopCircuits(loop.inputBits());
        List<Circuit.Output> outputs = new ArrayList<>();
        List<Circuit.Port> ports = new ArrayList<>();
        for (int i = 0; i < STEPS; i++) {
            ports.add(new Circuit.Port("x" + i, circuit.range, 0));
            int step = circuit.step(loop, i);
            outputs.add(new Circuit.Output("y" + i, step, FixedType.signed(62, 62)));
        }
        return circuit.builder.build(loop.name(), ports, outputs);
    }

    private int step(LoopBenchmark.Loop loop, int i) {
        int x = inputs[i];
        int next = inputs[(i + 1) % STEPS];
        return switch (loop) {
            case LINEAR_16 -> sum(i, 4);
            case LINEAR_32 -> sum(i, 100);
            case LINEAR_64 -> sum(i, 1 << 14);
            case ROUNDED_32 -> roundedSum(i);
            case SATURATE_16, SATURATE_32 ->
                    builder.cast(x, 3, ROUNDED.with(Quantization.RND_CONV, Overflow.SAT));
            case WRAP_16, WRAP_32 ->
                    builder.cast(
                            x, 3, FixedType.signed(9, 9).with(Quantization.RND, Overflow.WRAP));
            case SIGN_MAGNITUDE ->
                    builder.cast(
                            x, 3, FixedType.signed(9, 9).with(Quantization.TRN, Overflow.WRAP_SM));
            case MULTIPLY_32 -> builder.multiply(x, next);
            case COMPARE_16 -> builder.compare(Op.Relation.LESS, x, next);
            case SELECT_16 ->
                    builder.select(
                            builder.compare(Op.Relation.LESS, x, inputs[0]),
                            next,
                            inputs[(i + 2) % STEPS]);
            case LOGIC_16 -> builder.logic(Op.Gate.XOR, x, next);
            case MINIMUM_16 -> builder.minimum(x, next);
            case ABSOLUTE_16 -> builder.absolute(x);
            case TABLE_16 -> table(x);
            case TREES -> throw new IllegalStateException("trees are made by a model");
        };
    }

    private int[] operands(int first) {
        int[] operands = new int[TERMS];
        for (int i = 0; i < TERMS; i++) {
            operands[i] = inputs[(first + 2 * i) % STEPS];
        }
        return operands;
    }

    private int sum(int first, int most) {
        long[] coefficients = new long[TERMS];
        for (int i = 0; i < TERMS; i++) {
            coefficients[i] = (long) random.nextInt(2, most) * (random.nextBoolean() ? 1 : -1);
        }
        return builder.linear(operands(first), coefficients, first);
    }

    /** A sum whose products lose bits one by one, as in a narrow accumulator. */
    private int roundedSum(int first) {
        int sum = builder.constant(first);
        FixedType accumulator = FixedType.signed(24, 24);
        for (int operand : operands(first)) {
            int product = builder.scale(operand, random.nextInt(3, 100));
            sum = builder.plus(sum, builder.cast(product, 4, accumulator));
        }
        return sum;
    }

    private int table(int x) {
        long[] entries = new long[1 << LoopBenchmark.Loop.TABLE_16.inputBits()];
        for (int i = 0; i < entries.length; i++) {
            entries[i] = random.nextInt(-1000, 1000);
        }
        int index = builder.linear(new int[] {x}, new long[] {1}, -range.min());
        return builder.table(index, new Contents(entries));
    }
}
