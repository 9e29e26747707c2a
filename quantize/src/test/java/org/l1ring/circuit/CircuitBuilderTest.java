package org.l1ring.circuit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntBinaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;

/** Each simplification, by what it leaves and over every value of small intervals. */
final class CircuitBuilderTest {

    private interface Build {
        int apply(CircuitBuilder builder, int x, int y);
    }

    private static Circuit circuit(Interval x, Interval y, Build build) {
        CircuitBuilder builder = new CircuitBuilder();
        int result = build.apply(builder, builder.input(0, x), builder.input(1, y));
        return builder.build(
                "t",
                List.of(new Circuit.Port("x", x, 0), new Circuit.Port("y", y, 0)),
                List.of(new Circuit.Output("z", result, FixedType.signed(64, 64))));
    }

    /** Checks every pair of values, that the interval holds them, and names the last operation. */
    private static String proven(Interval x, Interval y, Build build, IntBinaryOperator rule) {
        Circuit circuit = circuit(x, y, build);
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        int step = circuit.outputs().get(0).step();
        Interval interval = circuit.interval(step);
        long[] result = new long[1];
        for (int a = (int) x.min(); a <= x.max(); a++) {
            for (int b = (int) y.min(); b <= y.max(); b++) {
                interpreter.run(new long[] {a, b}, result);
                assertEquals(
                        rule.applyAsInt(a, b), result[0], circuit.op(step) + " " + a + " " + b);
                assertTrue(
                        interval.min() <= result[0] && result[0] <= interval.max(),
                        circuit.op(step) + ": " + result[0] + " outside " + interval);
            }
        }
        return circuit.op(step).getClass().getSimpleName();
    }

    private static final Interval SMALL = new Interval(-5, 6);
    private static final Interval ABOVE = new Interval(7, 9);
    private static final Interval BIT = new Interval(0, 1);
    private static final Interval THREE = Interval.of(3);

    @Test
    void linearFoldsConstantsRepeatsAndScalings() {
        assertEquals(
                "Input",
                proven(
                        SMALL,
                        THREE,
                        (b, x, y) -> b.linear(new int[] {x, y, x}, new long[] {2, 5, -1}, -15),
                        (x, y) -> x));
        assertEquals(
                "Constant",
                proven(
                        SMALL,
                        SMALL,
                        (b, x, _) -> b.linear(new int[] {x, x}, new long[] {4, -4}, 8),
                        (x, y) -> 8));
        Circuit nested =
                circuit(
                        SMALL,
                        SMALL,
                        (b, x, y) ->
                                b.plus(
                                        b.scale(b.linear(new int[] {x}, new long[] {3}, 1), 2),
                                        b.scale(y, -1)));
        assertEquals(
                "linear 2 6*%0 -1*%1", CircuitText.text(nested.op(nested.outputs().get(0).step())));
        assertEquals(3, nested.steps().size());
    }

    @Test
    void squaresAreNotNegative() {
        Circuit square = circuit(SMALL, SMALL, (b, x, _) -> b.multiply(x, x));
        assertEquals(new Interval(0, 36), square.interval(square.outputs().get(0).step()));
        proven(SMALL, SMALL, (b, x, _) -> b.multiply(x, x), (x, y) -> x * x);
        proven(SMALL, SMALL, (b, x, y) -> b.multiply(x, y), (x, y) -> x * y);
        assertEquals(
                "Linear", proven(SMALL, THREE, (b, x, y) -> b.multiply(y, x), (x, y) -> 3 * x));
    }

    @ParameterizedTest
    @EnumSource(Op.Relation.class)
    void comparisonsThatIntervalsDecideAreConstants(Op.Relation relation) {
        IntBinaryOperator rule =
                (x, y) ->
                        switch (relation) {
                                    case LESS -> x < y;
                                    case LESS_OR_EQUAL -> x <= y;
                                    case EQUAL -> x == y;
                                }
                                ? 1
                                : 0;
        Build build = (b, x, y) -> b.compare(relation, x, y);
        assertEquals("Constant", proven(SMALL, ABOVE, build, rule));
        assertEquals("Constant", proven(ABOVE, SMALL, build, rule));
        assertEquals("Compare", proven(SMALL, SMALL, build, rule));
        assertEquals("Compare", proven(SMALL, THREE, build, rule));
        proven(SMALL, Interval.of(6), build, rule);
        proven(SMALL, Interval.of(-5), build, rule);
        assertEquals(
                "Constant",
                proven(
                        SMALL,
                        SMALL,
                        (b, x, _) -> b.compare(relation, x, x),
                        (x, _) -> rule.applyAsInt(x, x)));
    }

    @ParameterizedTest
    @EnumSource(Op.Gate.class)
    void gatesFoldConstantsAndEqualSides(Op.Gate gate) {
        IntBinaryOperator rule =
                (x, y) ->
                        switch (gate) {
                            case AND -> x & y;
                            case OR -> x | y;
                            case XOR -> x ^ y;
                        };
        Build build = (b, x, y) -> b.logic(gate, x, y);
        assertEquals("Logic", proven(BIT, BIT, build, rule));
        for (int bit = 0; bit <= 1; bit++) {
            assertNotEquals("Logic", proven(BIT, Interval.of(bit), build, rule));
            assertNotEquals("Logic", proven(Interval.of(bit), BIT, build, rule));
        }
        assertNotEquals(
                "Logic",
                proven(
                        BIT,
                        BIT,
                        (b, x, _) -> b.logic(gate, x, x),
                        (x, _) -> rule.applyAsInt(x, x)));
        assertEquals("Input", proven(BIT, BIT, (b, x, _) -> b.not(b.not(x)), (x, _) -> x));
    }

    @Test
    void extremesThatIntervalsDecideAreTheirArguments() {
        assertEquals("Input", proven(SMALL, ABOVE, (b, x, y) -> b.minimum(x, y), Math::min));
        assertEquals("Input", proven(SMALL, ABOVE, (b, x, y) -> b.minimum(y, x), Math::min));
        assertEquals("Input", proven(SMALL, ABOVE, (b, x, y) -> b.maximum(x, y), Math::max));
        assertEquals("Input", proven(ABOVE, SMALL, (b, x, y) -> b.maximum(x, y), Math::max));
        assertEquals("Minimum", proven(SMALL, THREE, (b, x, y) -> b.minimum(x, y), Math::min));
        assertEquals("Maximum", proven(SMALL, THREE, (b, x, y) -> b.maximum(x, y), Math::max));
        assertEquals("Input", proven(ABOVE, BIT, (b, x, _) -> b.absolute(x), (x, _) -> x));
        assertEquals(
                "Linear",
                proven(new Interval(-4, 0), BIT, (b, x, _) -> b.absolute(x), (x, _) -> -x));
        assertEquals(
                "Absolute", proven(SMALL, BIT, (b, x, _) -> b.absolute(x), (x, _) -> Math.abs(x)));
        assertEquals(
                "Minimum",
                proven(SMALL, BIT, (b, x, _) -> b.clamp(x, -2, 3), (x, _) -> Math.clamp(x, -2, 3)));
    }

    @Test
    void selectionsWithADecidedConditionAreTheirBranch() {
        assertEquals("Input", proven(ABOVE, SMALL, (b, x, y) -> b.select(x, y, x), (x, y) -> y));
        assertEquals(
                "Input",
                proven(
                        Interval.of(0),
                        SMALL,
                        (b, x, y) -> b.select(x, b.constant(4), y),
                        (x, y) -> y));
        assertEquals("Input", proven(SMALL, SMALL, (b, x, y) -> b.select(x, y, y), (x, y) -> y));
        assertEquals(
                "Select",
                proven(SMALL, ABOVE, (b, x, y) -> b.select(x, y, x), (x, y) -> x != 0 ? y : x));
    }

    @Test
    void tablesAndBitFields() {
        Contents table = new Contents(new long[] {5, 5, 7, -3, 5, 5});
        Build low = (b, x, _) -> b.table(x, table);
        assertEquals("Constant", proven(new Interval(0, 1), BIT, low, (x, _) -> 5));
        assertEquals("Table", proven(new Interval(0, 5), BIT, low, (x, _) -> (int) table.get(x)));
        assertThrows(IllegalStateException.class, () -> circuit(new Interval(0, 6), BIT, low));
        for (int from = 0; from < 5; from++) {
            for (int width = 1; width < 6; width++) {
                int start = from;
                int bits = width;
                proven(
                        new Interval(-20, 40),
                        BIT,
                        (b, x, _) -> b.slice(x, start, bits),
                        (x, _) -> x >> start & (1 << bits) - 1);
            }
        }
        assertEquals(
                "Input",
                proven(new Interval(0, 7), BIT, (b, x, _) -> b.slice(x, 0, 3), (x, _) -> x));
        proven(SMALL, new Interval(0, 7), (b, x, y) -> b.concatenate(x, y, 3), (x, y) -> x * 8 + y);
        assertThrows(
                IllegalStateException.class,
                () -> circuit(SMALL, new Interval(0, 8), (b, x, y) -> b.concatenate(x, y, 3)));
    }

    /** All modes, small widths and shifts, over arguments plain, scaled, shifted and rectified. */
    @ParameterizedTest
    @EnumSource(Quantization.class)
    void castsKeepTheirMeaning(Quantization quantization) {
        List<Build> arguments =
                List.of(
                        (b, x, _) -> x,
                        (b, x, _) -> b.linear(new int[] {x}, new long[] {4}, 0),
                        (b, x, _) -> b.linear(new int[] {x}, new long[] {-6}, 2),
                        (b, x, _) -> b.maximum(x, b.constant(0)),
                        (b, x, _) -> b.maximum(b.constant(-3), x));
        List<IntBinaryOperator> rules =
                List.of(
                        (x, _) -> x,
                        (x, _) -> 4 * x,
                        (x, _) -> 2 - 6 * x,
                        (x, _) -> Math.max(x, 0),
                        (x, _) -> Math.max(x, -3));
        for (FixedType type : smallTypes(quantization)) {
            for (int drop = -1; drop <= 4; drop++) {
                for (int i = 0; i < rules.size(); i++) {
                    int shift = drop;
                    Build argument = arguments.get(i);
                    IntBinaryOperator rule = rules.get(i);
                    proven(
                            new Interval(-21, 22),
                            Interval.of(0),
                            (b, x, y) -> b.cast(argument.apply(b, x, y), shift, type),
                            (x, y) -> (int) type.cast(rule.applyAsInt(x, y), shift));
                }
            }
        }
    }

    private static List<FixedType> smallTypes(Quantization quantization) {
        List<FixedType> types = new ArrayList<>();
        for (Overflow overflow : Overflow.values()) {
            for (int width = 0; width <= 5; width++) {
                for (int saturated = 0; saturated <= Math.min(width, 3); saturated++) {
                    types.add(new FixedType(true, width, width, quantization, overflow, saturated));
                    types.add(
                            new FixedType(false, width, width, quantization, overflow, saturated));
                }
            }
        }
        return types;
    }

    @Test
    void castsThatCannotActVanish() {
        FixedType wide = FixedType.signed(4, 4);
        assertEquals("Input", proven(SMALL, BIT, (b, x, _) -> b.cast(x, 0, wide), (x, _) -> x));
        FixedType unsigned = FixedType.unsigned(3, 3).with(Quantization.TRN, Overflow.SAT);
        Circuit rectified =
                circuit(SMALL, BIT, (b, x, _) -> b.cast(b.maximum(x, b.constant(0)), 0, unsigned));
        assertEquals(2, rectified.steps().size(), "saturation does the rectifier's work");
        Circuit scaled =
                circuit(SMALL, BIT, (b, x, _) -> b.cast(b.scale(x, 12), 2, FixedType.signed(9, 9)));
        assertEquals("linear 0 3*%0", CircuitText.text(scaled.op(scaled.outputs().get(0).step())));
    }

    @Test
    void shiftsBeyondAWordLeaveOnlyTheSign() {
        Interval wide = new Interval(Long.MIN_VALUE, Long.MAX_VALUE);
        for (Quantization mode : Quantization.values()) {
            for (int drop = 62; drop <= 67; drop++) {
                FixedType type = new FixedType(true, 4, 4, mode, Overflow.WRAP, 0);
                int shift = drop;
                Circuit circuit = circuit(wide, BIT, (b, x, _) -> b.cast(x, shift, type));
                CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
                long[] result = new long[1];
                long[] samples = {0, 1, -1, Long.MIN_VALUE, Long.MIN_VALUE + 1, Long.MAX_VALUE};
                for (long x : samples) {
                    interpreter.run(new long[] {x, 0}, result);
                    assertEquals(
                            type.cast(x, drop), result[0], mode + " " + x + " dropping " + drop);
                }
            }
        }
    }

    @Test
    void equalStepsAreShared() {
        Circuit circuit =
                circuit(
                        SMALL,
                        SMALL,
                        (b, x, y) ->
                                b.minimum(
                                        b.plus(b.multiply(x, y), b.constant(1)),
                                        b.plus(b.constant(1), b.multiply(y, x))));
        assertEquals(4, circuit.steps().size());
    }

    @Test
    void stepsThatNoOutputNeedsAreRemoved() {
        Circuit circuit =
                circuit(
                        SMALL,
                        SMALL,
                        (b, x, y) -> {
                            b.multiply(x, y);
                            return b.scale(y, 2);
                        });
        assertEquals(2, circuit.steps().size());
    }

    @Test
    void resultsBeyondALongAreRefused() {
        Interval wide = new Interval(0, 1L << 40);
        assertThrows(
                ArithmeticException.class,
                () -> circuit(wide, wide, (b, x, y) -> b.multiply(x, y)));
        assertThrows(
                ArithmeticException.class,
                () -> circuit(wide, wide, (b, x, _) -> b.scale(x, 1L << 30)));
        assertThrows(
                ArithmeticException.class,
                () -> circuit(wide, wide, (b, x, _) -> b.cast(x, -30, FixedType.signed(8, 8))));
    }

    private static Circuit named(String circuit, String input, String output) {
        CircuitBuilder builder = new CircuitBuilder();
        int x = builder.input(0, SMALL);
        int step = builder.linear(new int[] {x}, new long[] {3}, 1);
        return builder.build(
                circuit,
                List.of(new Circuit.Port(input, SMALL, 2)),
                List.of(new Circuit.Output(output, step, FixedType.signed(8, 6))));
    }

    @Test
    void textAndDigestAreStableAndWithoutNames() {
        List<String> text = new ArrayList<>();
        named("a", "b", "c").print(text::add);
        assertEquals(
                List.of(
                        "circuit 1",
                        "input 0 [-5,6] 2",
                        "%0 = input 0 [-5,6]",
                        "%1 = linear 1 3*%0 [-14,19]",
                        "output %1 ap_fixed<8,6>"),
                text);
        String digest = "f949e78bf43a4f39c03de0bc7a94820adb94649b7df2b68590c17334975d6e04";
        assertEquals(digest, named("a", "b", "c").digest());
        assertEquals(digest, named("x", "y", "z").digest());
    }

    @Test
    void digestsOfDifferentCircuitsDiffer() {
        List<String> digests =
                IntStream.range(0, 300)
                        .mapToObj(seed -> RandomCircuits.make(seed).circuit().digest())
                        .toList();
        assertEquals(digests.size(), digests.stream().distinct().count());
        assertEquals(
                digests.get(5), RandomCircuits.make(5).circuit().digest(), "the same once more");
    }
}
