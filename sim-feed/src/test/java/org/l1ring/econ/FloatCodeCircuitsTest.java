package org.l1ring.econ;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.PrimitiveIterator;
import java.util.Random;
import java.util.function.IntUnaryOperator;
import java.util.function.LongUnaryOperator;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;

/**
 * Codes as circuits against {@link FloatCode}, over 22 bits: with -Dl1ring.crossings=1000000 for
 * every value.
 */
final class FloatCodeCircuitsTest {
    private static final List<FloatCode> CODES =
            List.of(FloatCode.CELL, FloatCode.SUM, FloatCode.WIDE);
    private static final int[] DROPS = {0, 1, 3};
    private static final int BITS = 22;
    private static final int BLOCK = 1 << 12;
    private static final boolean EVERY_VALUE =
            Integer.getInteger("l1ring.crossings", 0) >= 1_000_000;

    /** A circuit of one input, and what its outputs ought to be. */
    private static final class Twins {
        private final CircuitBuilder builder = new CircuitBuilder();
        private final Interval interval;
        private final int input;
        private final List<Circuit.Output> outputs = new ArrayList<>();
        private final List<LongUnaryOperator> expected = new ArrayList<>();

        Twins(long most) {
            interval = new Interval(0, most);
            input = builder.input(0, interval);
        }

        void add(IntUnaryOperator circuit, LongUnaryOperator java) {
            int step = circuit.applyAsInt(input);
            outputs.add(
                    new Circuit.Output("out" + outputs.size(), step, FixedType.unsigned(48, 48)));
            expected.add(java);
        }

        void addEncoders(boolean round) {
            for (FloatCode code : CODES) {
                for (int drop : DROPS) {
                    add(
                            in -> FloatCodeCircuits.encode(builder, code, in, drop, round),
                            value -> code.encode(value, drop, round));
                }
            }
        }

        Circuit circuit() {
            return builder.build("codes", List.of(new Circuit.Port("in", interval, 0)), outputs);
        }

        void check(LongStream values) {
            Circuit circuit = circuit();
            CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
            long[] out = new long[BLOCK * expected.size()];
            long[] in = new long[BLOCK];
            int filled = 0;
            for (PrimitiveIterator.OfLong all = values.iterator(); all.hasNext(); ) {
                in[filled++] = all.nextLong();
                if (filled == BLOCK || !all.hasNext()) {
                    interpreter.run(in, 0, filled, out);
                    compare(circuit, in, filled, out);
                    filled = 0;
                }
            }
        }

        private void compare(Circuit circuit, long[] in, int count, long[] out) {
            for (int k = 0; k < expected.size(); k++) {
                Interval bounds = circuit.interval(circuit.outputs().get(k).step());
                for (int i = 0; i < count; i++) {
                    long got = out[i * expected.size() + k];
                    long wanted = expected.get(k).applyAsLong(in[i]);
                    if (got != wanted || got < bounds.min() || got > bounds.max()) {
                        assertEquals(wanted, got, "output " + k + " of " + in[i] + bounds);
                    }
                }
            }
        }
    }

    /** All values of 22 bits, or those below 2^16, every 37th and those about powers of two. */
    private static LongStream values() {
        LongStream all = LongStream.range(0, 1 << BITS);
        return EVERY_VALUE
                ? all
                : all.filter(v -> v < 1 << 16 || v % 37 == 0 || Long.bitCount((v + 2) & ~3L) < 2);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void encodersEqualJavaOver22Bits(boolean round) {
        Twins twins = new Twins((1 << BITS) - 1);
        twins.addEncoders(round);
        twins.check(values());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 7, 8, 15, 16, 31, 127, 255, 1000, 32_000})
    void encodersOfNarrowInputsEqualJava(int most) {
        for (boolean round : new boolean[] {false, true}) {
            Twins twins = new Twins(most);
            twins.addEncoders(round);
            twins.check(LongStream.rangeClosed(0, most));
        }
    }

    @Test
    void encodersOfWideInputsEqualJavaAboutPowersOfTwo() {
        for (boolean round : new boolean[] {false, true}) {
            Twins twins = new Twins(Integer.MAX_VALUE);
            twins.addEncoders(round);
            for (int bit = 4; bit < 31; bit++) {
                for (int mantissa = 16; mantissa < 32; mantissa++) {
                    long value = (mantissa * (1L << bit)) >> 4;
                    twins.check(LongStream.rangeClosed(Math.max(value - 17, 0), value + 17));
                }
            }
            twins.check(LongStream.rangeClosed(Integer.MAX_VALUE - 100, Integer.MAX_VALUE));
        }
    }

    @Test
    void decodersEqualJava() {
        for (FloatCode code : CODES) {
            for (int most = 1; most < 1 << code.width(); most += most < 24 ? 1 : 61) {
                checkDecoders(code, most);
            }
            checkDecoders(code, (1 << code.width()) - 1);
        }
    }

    private static void checkDecoders(FloatCode code, int most) {
        Twins twins = new Twins(most);
        for (int drop : DROPS) {
            for (FloatCode.Place place : FloatCode.Place.values()) {
                twins.add(
                        in -> FloatCodeCircuits.decode(twins.builder, code, in, drop, place),
                        value -> code.decode((int) value, drop, place));
            }
        }
        twins.check(LongStream.rangeClosed(0, most));
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 3})
    void chargesEqualJavaInLanesOf32Bits(int drop) {
        Random random = new Random(drop);
        int[] factors = new int[LinkFrame.CELLS];
        Arrays.setAll(factors, i -> i < 2 ? i * 4095 : random.nextInt(4096));
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        int[] inputs = new int[LinkFrame.CELLS];
        Interval codes = new Interval(0, 127);
        for (int i = 0; i < inputs.length; i++) {
            inputs[i] = builder.input(i, codes);
            ports.add(new Circuit.Port("code" + i, codes, 0));
        }
        int[] charges = FloatCodeCircuits.calibrate(builder, inputs, factors, drop);
        List<Circuit.Output> outputs =
                Arrays.stream(charges)
                        .mapToObj(s -> new Circuit.Output("q", s, FixedType.unsigned(22, 22)))
                        .toList();
        Circuit circuit = builder.build("charges", ports, outputs);
        for (Circuit.Step step : circuit.steps()) {
            assertTrue(step.interval().max() <= Integer.MAX_VALUE, step.toString());
        }
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        Calibration calibration = new Calibration(factors, drop);
        int[] code = new int[LinkFrame.CELLS];
        long[] expected = new long[LinkFrame.CELLS];
        long[] got = new long[LinkFrame.CELLS];
        for (int row = 0; row < 128; row++) {
            int first = row;
            Arrays.setAll(code, i -> (first + 5 * i) % 128);
            calibration.apply(code, expected);
            interpreter.run(Arrays.stream(code).asLongStream().toArray(), got);
            assertArrayEquals(expected, got);
        }
    }

    @Test
    void stepsOfOtherValuesAreRefused() {
        CircuitBuilder builder = new CircuitBuilder();
        int signed = builder.input(0, new Interval(-1, 5));
        assertThrows(
                IllegalStateException.class,
                () -> FloatCodeCircuits.encode(builder, FloatCode.CELL, signed, 0, false));
        int wide = builder.input(1, new Interval(0, 128));
        assertThrows(
                IllegalStateException.class,
                () ->
                        FloatCodeCircuits.decode(
                                builder, FloatCode.CELL, wide, 0, FloatCode.Place.EDGE));
    }
}
