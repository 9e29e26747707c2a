package org.l1ring.kernel;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.classfile.Attributes;
import java.lang.classfile.ClassFile;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.circuit.SignedDigits;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/** Networks that straight-line code computes with floats, in tiles and in several groups. */
final class StraightLineTest {

    static LongStream seeds() {
        return LongStream.range(0, 60);
    }

    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void networksEqualInterpreter(long seed) {
        Random random = new Random(seed);
        compare(network(random), random);
    }

    private static Circuit network(Random random) {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        int inputs = 3 + random.nextInt(random.nextInt(10) == 0 ? 260 : 40);
        List<Integer> layer = new ArrayList<>();
        for (int i = 0; i < inputs; i++) {
            int bits = 4 + random.nextInt(7);
            long least = random.nextBoolean() ? 0 : -(1L << (bits - 1));
            Interval interval = new Interval(least, least + (1L << bits) - 1);
            ports.add(new Circuit.Port("x" + i, interval, 0));
            layer.add(builder.input(i, interval));
        }
        List<Circuit.Output> outputs = new ArrayList<>();
        for (int depth = 0; depth < 3; depth++) {
            layer = layer(builder, layer, random);
            for (int step : layer) {
                outputs.add(new Circuit.Output("y", step, FixedType.signed(64, 64)));
            }
        }
        return builder.build("network", ports, outputs);
    }

    /** Sums of all earlier results, each cast in some way. */
    private static List<Integer> layer(CircuitBuilder builder, List<Integer> from, Random random) {
        List<Integer> results = new ArrayList<>();
        double density = random.nextDouble();
        long most = 1L << random.nextInt(9);
        int count = 1 + random.nextInt(20);
        Quantization mode = Quantization.values()[random.nextInt(Quantization.values().length)];
        Overflow overflow = Overflow.values()[random.nextInt(Overflow.values().length)];
        for (int i = 0; i < count; i++) {
            List<Integer> steps = new ArrayList<>();
            List<Long> weights = new ArrayList<>();
            for (int step : from) {
                if (random.nextDouble() < density) {
                    steps.add(step);
                    weights.add(random.nextLong(2 * most + 1) - most);
                }
            }
            int sum =
                    builder.linear(
                            steps.stream().mapToInt(Integer::intValue).toArray(),
                            weights.stream().mapToLong(Long::longValue).toArray(),
                            random.nextInt(2) * random.nextLong(2000));
            if (random.nextInt(3) == 0) {
                sum = builder.maximum(sum, builder.constant(random.nextInt(3) * 7L - 7));
            }
            boolean signed = random.nextBoolean();
            int width = 2 + random.nextInt(9);
            FixedType type = new FixedType(signed, width, width, mode, overflow, 0);
            results.add(random.nextInt(8) == 0 ? sum : builder.cast(sum, random.nextInt(9), type));
        }
        return results;
    }

    /**
     * Networks whose products are rounded one by one, in 16-bit lanes, in floats, and otherwise.
     */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void roundedProductsEqualInterpreter(long seed) {
        Random random = new Random(seed);
        compare(products(random), random);
    }

    private static Circuit products(Random random) {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        List<Integer> layer = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            int bits = random.nextInt(2) == 0 ? 8 : 6 + random.nextInt(13);
            long least = random.nextBoolean() ? 0 : -(1L << (bits - 1));
            Interval interval = new Interval(least, least + (1L << bits) - 1);
            ports.add(new Circuit.Port("x" + i, interval, 0));
            layer.add(builder.input(i, interval));
        }
        List<Circuit.Output> outputs = new ArrayList<>();
        for (int depth = 0; depth < 2; depth++) {
            List<Integer> results = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int sum = roundedSum(builder, layer, random);
                Overflow overflow = Overflow.values()[random.nextInt(Overflow.values().length)];
                Quantization mode = Quantization.values()[random.nextInt(7)];
                FixedType type = new FixedType(random.nextBoolean(), 16, 16, mode, overflow, 0);
                results.add(builder.cast(sum, 0, type));
                FixedType last = new FixedType(false, 8, 8, mode, Overflow.SAT, 0);
                int output = builder.cast(results.getLast(), 1 + random.nextInt(3), last);
                outputs.add(new Circuit.Output("y", output, last));
                outputs.add(new Circuit.Output("y", sum, FixedType.signed(64, 64)));
            }
            layer = results;
        }
        return builder.build("products", ports, outputs);
    }

    private static int roundedSum(CircuitBuilder builder, List<Integer> from, Random random) {
        List<Quantization> modes =
                List.of(Quantization.TRN, Quantization.RND, Quantization.RND_MIN_INF);
        Quantization mode = modes.get(random.nextInt(modes.size()));
        FixedType wide = new FixedType(true, 40, 40, mode, Overflow.WRAP, 0);
        int drop = 1 + random.nextInt(random.nextInt(6) == 0 ? 22 : 9);
        int bits = 1 + random.nextInt(10);
        double density = random.nextDouble();
        int[] steps =
                from.stream()
                        .filter(_ -> random.nextDouble() < density)
                        .mapToInt(step -> {
                            long weight = random.nextLong(2L << bits) - (1L << bits);
                            int product = builder.scale(step, weight);
                            return random.nextInt(9) == 0
                                    ? product
                                    : builder.cast(product, drop, wide);
                        })
                        .toArray();
        long[] ones = new long[steps.length];
        Arrays.fill(ones, 1);
        return builder.linear(steps, ones, random.nextInt(2) * random.nextLong(-900, 900));
    }

    private static void compare(Circuit circuit, Random random) {
        BlockKernel kernel = new BlockKernel(circuit, Engine.VECTOR);
        long[][] rows = new long[BlockKernel.CROSSINGS][circuit.inputs().size()];
        for (int k = 0; k < rows.length; k++) {
            for (int i = 0; i < rows[k].length; i++) {
                Interval interval = circuit.inputs().get(i).interval();
                long extreme = random.nextBoolean() ? interval.min() : interval.max();
                long span = interval.max() - interval.min() + 1;
                rows[k][i] = k % 3 == 0 ? extreme : interval.min() + random.nextLong(span);
                kernel.set(i, k, rows[k][i]);
            }
        }
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        long[] expected = new long[circuit.outputs().size()];
        for (int blocks : new int[] {2, 1}) {
            kernel.run(blocks);
            for (int k = 0; k < blocks * Lane.BLOCK; k++) {
                interpreter.run(rows[k], expected);
                long[] actual = new long[expected.length];
                for (int i = 0; i < actual.length; i++) {
                    actual[i] = kernel.get(i, k);
                }
                assertArrayEquals(expected, actual, "crossing " + k);
            }
        }
    }

    @Test
    void networksUseFloatsInTilesAndInCode() {
        Random random = new Random(7);
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        int[] inputs = new int[120];
        for (int i = 0; i < inputs.length; i++) {
            Interval interval = new Interval(0, 1023);
            ports.add(new Circuit.Port("x" + i, interval, 0));
            inputs[i] = builder.input(i, interval);
        }
        List<Circuit.Output> outputs = new ArrayList<>();
        for (int terms : new int[] {4, 120, 120, 120, 120, 120, 120, 120, 60}) {
            int[] steps = Arrays.copyOf(inputs, terms);
            long[] weights = random.longs(terms, -15, 16).map(w -> 2 * w + 1).toArray();
            int sum = builder.linear(steps, weights, 5);
            FixedType type = new FixedType(false, 8, 8, Quantization.RND_CONV, Overflow.SAT, 0);
            outputs.add(new Circuit.Output("y", builder.cast(sum, 6, type), type));
        }
        Circuit circuit = builder.build("floats", ports, outputs);
        List<String> plan = new BlockKernel(circuit, Engine.VECTOR).plan();
        assertTrue(plan.stream().anyMatch(line -> line.startsWith("SUMS")), plan::toString);
        assertTrue(plan.stream().anyMatch(line -> line.startsWith("code 32-bit")), plan::toString);
        compare(circuit, random);
    }

    @Test
    void roundedProductsAreSummedWhereTheyFit() {
        List<Lane> lanes = new ArrayList<>();
        for (long seed = 0; seed < 20; seed++) {
            Selection selection = new Selection(products(new Random(seed)), Lane.I16, true);
            selection.instructions().stream()
                    .filter(instruction -> instruction.family() == Family.ROUNDED)
                    .forEach(instruction ->
                            lanes.add(selection.lanes().get(instruction.operands().get(0))));
        }
        assertTrue(lanes.contains(Lane.I16) && lanes.contains(Lane.F32), lanes::toString);
    }

    @Test
    void comparisonsServeGroupsAndOutputs() {
        CircuitBuilder builder = new CircuitBuilder();
        Interval interval = new Interval(-200, 200);
        int x = builder.input(0, interval);
        int y = builder.input(1, interval);
        int less = builder.compare(Op.Relation.LESS, x, y);
        int wide = builder.multiply(builder.scale(x, 100_000), y);
        int chosen = builder.select(less, wide, builder.constant(3));
        int both = builder.logic(Op.Gate.AND, less, builder.compare(Op.Relation.EQUAL, less, x));
        List<Circuit.Output> outputs = new ArrayList<>();
        for (int step : new int[] {less, chosen, both, builder.scale(less, 1L << 40)}) {
            outputs.add(new Circuit.Output("y", step, FixedType.signed(64, 64)));
        }
        List<Circuit.Port> ports =
                List.of(new Circuit.Port("x", interval, 0), new Circuit.Port("y", interval, 0));
        compare(builder.build("comparisons", ports, outputs), new Random(3));
    }

    /** HotSpot leaves methods of more than 8,000 bytes to the interpreter for ever. */
    @ParameterizedTest(name = "seed {0}")
    @MethodSource("seeds")
    void methodsAreSmallEnoughToBeCompiled(long seed) {
        assertCompiled(network(new Random(seed)));
        assertCompiled(products(new Random(seed)));
    }

    private static void assertCompiled(Circuit circuit) {
        Selection selection = new Selection(circuit, Lane.I16, true);
        Grouping grouping = new Grouping(selection, new boolean[selection.lanes().size()]);
        Pool pool = new Pool(0);
        for (Grouping.Group group : grouping.groups()) {
            if (group.bytes() > 0) {
                byte[] type = GroupCode.write(group, grouping, pool);
                ClassFile.of().parse(type).methods().stream()
                        .flatMap(method -> method.findAttribute(Attributes.code()).stream())
                        .forEach(code ->
                                assertTrue(
                                        code.codeLength() <= 8000,
                                        () -> code.codeLength() + " bytes of " + group));
            }
        }
    }

    @Test
    void signedDigitsAreTheShortestSum() {
        Random random = new Random(1);
        for (int i = 0; i < 20_000; i++) {
            long coefficient = random.nextLong() >> (4 + random.nextInt(60));
            long sum = 0;
            int count = 0;
            int before = 0;
            for (int level = 0; level < 62; level++) {
                int digit = SignedDigits.digit(coefficient, level);
                assertTrue(digit == 0 || before == 0, "neighbouring digits of " + coefficient);
                sum += (long) digit << level;
                count += Math.abs(digit);
                before = digit;
            }
            assertEquals(coefficient, sum);
            assertEquals(count, SignedDigits.count(coefficient));
        }
    }
}
