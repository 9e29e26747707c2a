package org.l1ring.sliced;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Contents;
import org.l1ring.circuit.Interval;
import org.l1ring.circuit.Op;
import org.l1ring.fixed.FixedType;
import org.l1ring.kernel.Engine;

/** Random circuits over words of objects against the interpreter. */
final class SlicedKernelTest {
    private static final int OBJECTS = 9;
    private static final int FRAME_BYTES = 64;
    private static final Interval WORD = new Interval(Integer.MIN_VALUE, Integer.MAX_VALUE);

    /** A random circuit of the shape of a trigger menu, over one word an object. */
    private static final class Maker {
        private final RandomGenerator random;
        private final CircuitBuilder builder = new CircuitBuilder();
        private final List<List<Integer>> cuts = new ArrayList<>();
        private final List<Integer> bits = new ArrayList<>();

        Maker(long seed) {
            random = new SplittableRandom(seed);
        }

        private int pt(int object) {
            return builder.slice(word(object), 0, 6);
        }

        private int eta(int object) {
            return builder.cast(builder.slice(word(object), 6, 7), 0, FixedType.signed(7, 7));
        }

        private int word(int object) {
            return builder.input(object, WORD);
        }

        private int atLeast(int step, long low) {
            return builder.compare(Op.Relation.LESS_OR_EQUAL, builder.constant(low), step);
        }

        private int and(int a, int b) {
            return builder.logic(Op.Gate.AND, a, b);
        }

        private int cut(int object) {
            return switch (random.nextInt(5)) {
                case 0 -> atLeast(pt(object), 20 + random.nextInt(40));
                case 1 ->
                        builder.compare(
                                Op.Relation.LESS,
                                eta(object),
                                builder.constant(random.nextInt(40)));
                case 2 ->
                        and(
                                atLeast(pt(object), 30 + random.nextInt(20)),
                                atLeast(eta(object), -random.nextInt(50)));
                case 3 -> builder.table(builder.slice(word(object), 13, 3), table());
                default -> builder.slice(word(object), 16 + random.nextInt(16), 1);
            };
        }

        private Contents table() {
            long[] raw = new long[8];
            for (int i = 0; i < raw.length; i++) {
                raw[i] = random.nextInt(2);
            }
            return new Contents(raw);
        }

        /** A comparison of numbers of two objects. */
        private int pair(int a, int b, int kind) {
            int distance =
                    builder.absolute(
                            builder.linear(new int[] {eta(a), eta(b)}, new long[] {1, -1}, 0));
            int mass = builder.multiply(builder.multiply(pt(a), pt(b)), distance);
            return switch (kind) {
                case 0 -> builder.compare(Op.Relation.LESS, distance, builder.constant(12));
                case 1 -> atLeast(mass, 9000);
                default -> builder.compare(Op.Relation.LESS, pt(a), pt(b));
            };
        }

        /** Two objects that pass cuts and something together. */
        private int correlation() {
            int kind = random.nextInt(3);
            List<Integer> left = cuts.get(random.nextInt(cuts.size()));
            List<Integer> right = cuts.get(random.nextInt(cuts.size()));
            int any = builder.constant(0);
            for (int i = 0; i < OBJECTS; i++) {
                int row = builder.constant(0);
                for (int j = i + 1; j < OBJECTS; j++) {
                    int together = pair(i, j, kind);
                    if (random.nextInt(8) == 0) {
                        together = builder.not(together);
                    }
                    row = builder.logic(Op.Gate.OR, row, and(right.get(j), together));
                }
                any = builder.logic(Op.Gate.OR, any, and(left.get(i), row));
            }
            return any;
        }

        private int count() {
            int[] of = cuts.get(random.nextInt(cuts.size())).stream().mapToInt(i -> i).toArray();
            long[] ones = new long[of.length];
            Arrays.fill(ones, 1);
            int sum = builder.linear(of, ones, 0);
            int level = builder.constant(1 + random.nextInt(4));
            return switch (random.nextInt(3)) {
                case 0 -> builder.compare(Op.Relation.LESS_OR_EQUAL, level, sum);
                case 1 -> builder.compare(Op.Relation.LESS, sum, level);
                default -> builder.compare(Op.Relation.EQUAL, sum, level);
            };
        }

        private int gate() {
            int a = bits.get(random.nextInt(bits.size()));
            int b = bits.get(random.nextInt(bits.size()));
            return switch (random.nextInt(5)) {
                case 0 -> builder.not(a);
                case 1 -> builder.logic(Op.Gate.XOR, a, b);
                case 2 -> builder.logic(Op.Gate.OR, a, b);
                case 3 -> builder.select(a, b, bits.get(random.nextInt(bits.size())));
                default -> and(a, b);
            };
        }

        Circuit circuit() {
            for (int list = 0; list < 4; list++) {
                List<Integer> one = new ArrayList<>();
                for (int object = 0; object < OBJECTS; object++) {
                    one.add(and(cut(object), cut(object)));
                }
                cuts.add(one);
            }
            int score = builder.constant(0);
            for (int object = 0; object < OBJECTS; object++) {
                score = builder.plus(score, builder.multiply(pt(object), eta(object)));
            }
            bits.add(atLeast(score, 3000));
            for (int i = 0; i < 6; i++) {
                bits.add(correlation());
                bits.add(count());
            }
            for (int i = 0; i < 8; i++) {
                bits.add(gate());
            }
            List<Circuit.Port> ports = new ArrayList<>();
            for (int object = 0; object < OBJECTS; object++) {
                ports.add(new Circuit.Port("OBJECT" + object, WORD, 0));
            }
            List<Circuit.Output> outputs = new ArrayList<>();
            for (int bit : bits) {
                outputs.add(
                        new Circuit.Output("bit" + outputs.size(), bit, FixedType.unsigned(1, 1)));
            }
            outputs.add(new Circuit.Output("score", score, FixedType.signed(32, 32)));
            return builder.build("random", ports, outputs);
        }
    }

    @ParameterizedTest(name = "seed {0}")
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12})
    void agreesWithTheInterpreter(long seed) {
        Circuit circuit = new Maker(seed).circuit();
        RandomGenerator random = new SplittableRandom(~seed);
        long[] offsets = new long[OBJECTS];
        int[] objects = new int[OBJECTS];
        for (int i = 0; i < OBJECTS; i++) {
            offsets[i] = 4L * i + (i == 3 ? FRAME_BYTES : 0);
            objects[i] = i;
        }
        Engine engine = Engine.values()[(int) seed % 3];
        SlicedKernel kernel = new SlicedKernel(circuit, offsets, objects, engine);
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        int columns = circuit.outputs().size();
        long set = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment frames = arena.allocate(FRAME_BYTES * 513L, 64);
            for (int count : new int[] {1, 63, 64, 65, 200, 511, 512, 7}) {
                for (long at = 0; at < frames.byteSize(); at += 4) {
                    boolean absent = random.nextInt(4) == 0;
                    frames.set(ValueLayout.JAVA_INT, at, absent ? 0 : random.nextInt());
                }
                long[] rows = new long[count];
                long[] in = new long[count * OBJECTS];
                for (int k = 0; k < count; k++) {
                    int row = random.nextInt(512);
                    rows[k] = frames.address() + (long) row * FRAME_BYTES;
                    for (int i = 0; i < OBJECTS; i++) {
                        long at = (long) row * FRAME_BYTES + offsets[i];
                        in[k * OBJECTS + i] = frames.get(ValueLayout.JAVA_INT, at);
                    }
                }
                long[] expected = new long[count * columns];
                interpreter.run(in, 0, count, expected);
                kernel.run(rows, count);
                for (int k = 0; k < count; k++) {
                    for (int column = 0; column < columns; column++) {
                        boolean number = column == columns - 1;
                        long got =
                                number
                                        ? kernel.number(column, k)
                                        : kernel.bits(column, k / 64) >>> k & 1;
                        long wanted = expected[k * columns + column];
                        int crossing = k;
                        int output = column;
                        assertEquals(
                                wanted,
                                got,
                                () ->
                                        "%d crossings, %d, output %d"
                                                .formatted(count, crossing, output));
                        set += number ? 0 : wanted;
                    }
                }
            }
        }
        assertTrue(set > 2000, "only " + set + " bits were set");
    }

    @Test
    void leavesAreComputedWhereTheyMatterAlone() {
        CircuitBuilder builder = new CircuitBuilder();
        int a = builder.slice(builder.input(0, WORD), 0, 6);
        int b = builder.slice(builder.input(1, WORD), 0, 6);
        int high =
                builder.logic(
                        Op.Gate.AND,
                        builder.compare(Op.Relation.LESS, builder.constant(60), a),
                        builder.compare(Op.Relation.LESS, builder.constant(60), b));
        int product =
                builder.compare(Op.Relation.LESS, builder.constant(3880), builder.multiply(a, b));
        int out = builder.logic(Op.Gate.AND, high, product);
        Circuit circuit =
                builder.build(
                        "product",
                        List.of(new Circuit.Port("A", WORD, 0), new Circuit.Port("B", WORD, 0)),
                        List.of(new Circuit.Output("bit", out, FixedType.unsigned(1, 1))));
        SlicedKernel kernel =
                new SlicedKernel(circuit, new long[] {0, 4}, new int[] {0, 1}, Engine.LOOPS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment frames = arena.allocate(64L * 512, 64);
            long[] rows = new long[512];
            for (int k = 0; k < 512; k++) {
                frames.set(ValueLayout.JAVA_INT, 64L * k, k < 10 ? 63 : 5);
                frames.set(ValueLayout.JAVA_INT, 64L * k + 4, k < 7 ? 62 : 61);
                rows[k] = frames.address() + 64L * k;
            }
            kernel.run(rows, 512);
        }
        assertEquals(0x7f, kernel.bits(0, 0) & 0x3ff);
        assertEquals(0, kernel.bits(0, 7));
        assertTrue(
                kernel.plan().stream().anyMatch(line -> line.contains("computed 10 times")),
                kernel.plan()::toString);
    }

    /** Two windows on one field that never hold together leave nothing of what is combined. */
    @Test
    void leavesThatNoGateNeedsAreNoError() {
        CircuitBuilder builder = new CircuitBuilder();
        int sum = builder.constant(0);
        List<Circuit.Port> ports = new ArrayList<>();
        for (int object = 0; object < OBJECTS; object++) {
            sum = builder.plus(sum, builder.slice(builder.input(object, WORD), 0, 6));
            ports.add(new Circuit.Port("OBJECT" + object, WORD, 0));
        }
        int field = builder.slice(builder.input(0, WORD), 8, 6);
        int low = builder.compare(Op.Relation.LESS, field, builder.constant(10));
        int high = builder.compare(Op.Relation.LESS, builder.constant(20), field);
        int never = builder.logic(Op.Gate.AND, low, high);
        int large = builder.compare(Op.Relation.LESS, builder.constant(100), sum);
        int out = builder.logic(Op.Gate.AND, never, large);
        Circuit circuit =
                builder.build(
                        "never",
                        ports,
                        List.of(new Circuit.Output("bit", out, FixedType.unsigned(1, 1))));
        long[] offsets = new long[OBJECTS];
        Arrays.setAll(offsets, i -> 4L * i);
        int[] objects = new int[OBJECTS];
        Arrays.setAll(objects, i -> i);
        SlicedKernel kernel = new SlicedKernel(circuit, offsets, objects, Engine.LOOPS);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment frame = arena.allocate(64, 64).fill((byte) -1);
            kernel.run(new long[] {frame.address()}, 1);
        }
        assertEquals(0, kernel.bits(0, 0) & 1);
    }
}
