package org.l1ring.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Interval;
import org.l1ring.feed.FrameField;
import org.l1ring.fixed.FixedType;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.l1ring.model.ModelException;
import org.l1ring.train.LinearAutoencoder;

/** Frames to scores: every layout, engine and block size against the interpreter. */
final class FrameScorerTest {

    /** A layout under test: bytes of a field, number of fields, bytes of a frame. */
    record Layout(int fieldBytes, int fields, int frameBytes) {}

    static Stream<Layout> layouts() {
        return Stream.of(
                new Layout(2, 64, 128),
                new Layout(2, 32, 64),
                new Layout(2, 90, 192),
                new Layout(2, 7, 64),
                new Layout(2, 130, 320),
                new Layout(2, 252, 512),
                new Layout(4, 20, 128),
                new Layout(8, 9, 128));
    }

    /** A sum over all fields with random weights. */
    private static Circuit circuit(Layout layout, Random random) {
        int bits = Math.min(8 * layout.fieldBytes(), 40);
        Interval range = new Interval(-1L << (bits - 1), (1L << (bits - 1)) - 1);
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        int[] inputs = new int[layout.fields()];
        long[] weights = new long[layout.fields()];
        for (int i = 0; i < inputs.length; i++) {
            ports.add(new Circuit.Port("x" + i, range, 0));
            inputs[i] = builder.input(i, range);
            weights[i] = i % 5 == 4 ? 0 : random.nextInt(-99, 100);
        }
        int sum = builder.linear(inputs, weights, random.nextInt());
        FixedType type = FixedType.signed(62, 62);
        return builder.build("sum", ports, List.of(new Circuit.Output("score", sum, type)));
    }

    private static void set(MemorySegment frames, Layout layout, long frame, int field, long raw) {
        long at = frame * layout.frameBytes() + (long) field * layout.fieldBytes();
        ByteOrder little = ByteOrder.LITTLE_ENDIAN;
        switch (layout.fieldBytes()) {
            case 2 ->
                    frames.set(ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(little), at, (short) raw);
            case 4 -> frames.set(ValueLayout.JAVA_INT_UNALIGNED.withOrder(little), at, (int) raw);
            default -> frames.set(ValueLayout.JAVA_LONG_UNALIGNED.withOrder(little), at, raw);
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("layouts")
    void scoresAreTheInterpreters(Layout layout) {
        Random random = new Random(layout.fields());
        Circuit circuit = circuit(layout, random);
        long[][] rows = new long[64][layout.fields()];
        Interval range = circuit.inputs().get(0).interval();
        long[] expected = new long[64];
        CircuitInterpreter interpreter = new CircuitInterpreter(circuit);
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment frames = arena.allocate(64L * layout.frameBytes(), 64);
            for (int k = 0; k < 64; k++) {
                for (int i = 0; i < layout.fields(); i++) {
                    rows[k][i] = random.nextLong(range.min(), range.max() + 1);
                    set(frames, layout, k, i, rows[k][i]);
                }
                long[] output = new long[1];
                interpreter.run(rows[k], output);
                expected[k] = output[0];
            }
            MemorySegment scores = arena.allocate(512, 64);
            for (Engine engine : Engine.values()) {
                FrameScorer scorer =
                        new FrameScorer(
                                circuit, layout.fieldBytes(), layout.frameBytes(), 0, engine);
                for (int crossings : new int[] {64, 44, 1}) {
                    check(scorer.score(frames, 0, crossings, scores), expected, scores, crossings);
                }
                MemorySegment tight = frames.asSlice(0, 44L * layout.frameBytes());
                check(scorer.score(tight, 0, 44, scores), expected, scores, 44);
            }
        }
    }

    /** Bits of the score, and the threshold. */
    static Stream<Arguments> decisions() {
        return IntStream.of(9, 25, 50)
                .boxed()
                .flatMap(bits ->
                        LongStream.of(Long.MIN_VALUE, -40, 0, 1, 1 << 20, Long.MAX_VALUE)
                                .mapToObj(threshold -> Arguments.of(bits, threshold)));
    }

    @ParameterizedTest(name = "{0} bits, threshold {1}")
    @MethodSource("decisions")
    void blocksTogetherAreScoredAsAlone(int bits, long threshold) {
        Random random = new Random(bits);
        CircuitBuilder builder = new CircuitBuilder();
        Interval range = new Interval(-99, 99);
        int x = builder.input(0, range);
        int score = builder.linear(new int[] {x}, new long[] {1L << (bits - 8)}, 17);
        FixedType type = FixedType.signed(62, 62);
        Circuit circuit =
                builder.build(
                        "decisions",
                        List.of(new Circuit.Port("x", range, 0)),
                        List.of(new Circuit.Output("score", score, type)));
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment frames = arena.allocate(40L * 64 * 64, 64);
            for (Engine engine : Engine.values()) {
                FrameScorer scorer = new FrameScorer(circuit, 2, 64, threshold, engine);
                PlacedBlock[] blocks = new PlacedBlock[40];
                for (int b = 0; b < blocks.length; b++) {
                    int crossings = random.nextInt(4) == 0 ? 1 + random.nextInt(64) : 64;
                    long filled = random.nextInt(3) == 0 ? -1 : random.nextLong();
                    filled &= random.nextInt(5) == 0 ? 0 : -1L << random.nextInt(64);
                    long offset = b * 64L * 64;
                    blocks[b] = new PlacedBlock(arena, frames, offset, crossings);
                    blocks[b].hold(crossings, filled);
                    for (int k = 0; k < 64; k++) {
                        int raw = (filled >>> k & 1) == 0 ? 0 : random.nextInt(-99, 100);
                        set(frames, new Layout(2, 1, 64), b * 64L + k, 0, raw);
                    }
                }
                scorer.score(blocks, blocks.length);
                MemorySegment alone = arena.allocate(BlockScores.BYTES, 64);
                for (PlacedBlock block : blocks) {
                    long mask = scorer.score(frames, block.frameOffset(), block.crossings(), alone);
                    assertEquals(mask, block.mask(), engine::toString);
                    for (int k = 0; k < block.crossings(); k++) {
                        long expected = alone.getAtIndex(ValueLayout.JAVA_LONG, k);
                        assertEquals(expected, block.scores().get(k), engine + " " + k);
                        assertEquals(expected >= threshold, (mask >>> k & 1) == 1);
                    }
                }
            }
        }
    }

    private static void check(long mask, long[] expected, MemorySegment scores, int crossings) {
        long accepts = 0;
        for (int k = 0; k < crossings; k++) {
            assertEquals(expected[k], scores.getAtIndex(ValueLayout.JAVA_LONG, k), "crossing " + k);
            accepts |= (expected[k] >= 0 ? 1L : 0) << k;
        }
        assertEquals(accepts, mask);
    }

    @Test
    void boundModelScoresFieldsAsItsColumns() {
        List<Model.Binding> binding =
                List.of(
                        new Model.Binding("JET0_pt", 1),
                        new Model.Binding(Model.Binding.ZERO, 0),
                        new Model.Binding("MU1_eta", 0),
                        new Model.Binding("HT_pt", 0));
        int[][] samples = {{60, 0, 20, 300}, {80, 0, -90, 700}, {11, 0, 50, 90}, {9, 0, 1, 1}};
        Model model = LinearAutoencoder.train("bound", binding, samples, 2);
        Circuit whole = Lowering.lower(model);
        Circuit bound = FrameBinding.bind(model, whole, 0);
        CircuitInterpreter direct = new CircuitInterpreter(whole);
        CircuitInterpreter fields = new CircuitInterpreter(bound);
        Random random = new Random(3);
        for (int n = 0; n < 500; n++) {
            long[] frame = new long[FrameField.values().length];
            for (FrameField field : FrameField.values()) {
                frame[field.index()] = random.nextInt(field.minimum(), field.maximum() + 1);
            }
            long[] columns = {
                frame[FrameField.JET0_PT.index()] >> 1 << 4,
                0,
                frame[FrameField.MU1_ETA.index()] << 4,
                frame[FrameField.HT_PT.index()] << 4
            };
            long[] expected = new long[1];
            long[] actual = new long[1];
            direct.run(columns, expected);
            fields.run(frame, actual);
            assertEquals(expected[0], actual[0]);
        }
    }

    @Test
    void bindingErrorsSayWhereAndHowToMend() {
        int[][] samples = {{60, 1}, {80, 4}, {3, 3}};
        List<Model.Binding> unknown =
                List.of(new Model.Binding("JET0_pt", 0), new Model.Binding("JET99_pt", 0));
        Model model = LinearAutoencoder.train("m", unknown, samples, 1);
        ModelException error =
                assertThrows(
                        ModelException.class,
                        () -> FrameBinding.bind(model, Lowering.lower(model), 0));
        assertEquals("m: binding[1]: ", error.getMessage().substring(0, 15));
    }

    @Test
    void familiesAreBoundByTheirPublishedInputs() {
        assertEquals(
                List.of("EG0_pt", "EG0_eta", "EG0_phi"),
                IntStream.range(3, 6).mapToObj(i -> axol1tl().get(i).field()).toList());
        assertEquals(1, axol1tl().get(3).shift());
        assertEquals(57, axol1tl().size());
    }

    private static List<Model.Binding> axol1tl() {
        List<Model.Binding> features = new ArrayList<>();
        int[][] samples = new int[3][57];
        for (int i = 0; i < 57; i++) {
            features.add(new Model.Binding(Model.Binding.ZERO, 0));
            samples[1][i] = i;
        }
        Model any = LinearAutoencoder.train("AXOL1TL_v9", features, samples, 1);
        Model unbound =
                new Model(
                        any.name(),
                        any.inputs(),
                        any.preprocessing(),
                        any.layers(),
                        any.outputs(),
                        Optional.empty(),
                        any.threshold());
        return FrameBinding.of(unbound).orElseThrow();
    }
}
