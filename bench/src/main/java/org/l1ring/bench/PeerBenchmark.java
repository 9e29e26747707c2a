package org.l1ring.bench;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.l1ring.bench.network.PlainNetwork;
import org.l1ring.bench.network.SeededNetwork;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.circuit.Interval;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.kernel.FrameScorer;
import org.l1ring.kernel.PlacedBlock;
import org.l1ring.lower.Lowering;
import org.l1ring.model.Model;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * The same network, weights and crossings in our engines and in plain Java loops, from frames to
 * scores: ns per crossing. Our side reads crossings one after the other, turns them into columns
 * and writes a 64-bit score and a decision for each; the loops read arrays and give the scores. All
 * give the same bits. ONNX Runtime has the same network in {@link OnnxBenchmark}.
 */
public class PeerBenchmark extends CrossingBenchmark {
    /** Crossings of one call: what ONNX Runtime's largest batch takes. */
    static final int CROSSINGS = 1024;

    /** Who computes. */
    public enum PeerEngine {
        /** Our vector loops. */
        VECTOR,
        /** Our scalar loops. */
        SCALAR,
        /** The circuit's interpreter. */
        INTERPRETER,
        /** Hand-written loops over all weights, output after output. */
        PLAIN,
        /** Hand-written loops over all weights, input after input. */
        PLAIN_BY_INPUT,
        /** Hand-written loops over the weights that are not zero. */
        PLAIN_SPARSE
    }

    /** Widths of the layers. */
    @Param({"57-28-15-8", "16-64-32-32-5"})
    public String network;

    /** Who computes. */
    @Param public PeerEngine engine;

    private FrameScorer scorer;
    private PlacedBlock[] blocks;
    private CircuitInterpreter interpreter;
    private PlainNetwork plain;
    private short[] values;
    private long[] wideValues;
    private long[] scores;
    private int columns;

    /** The network of a shape, with as many zeros as the production model of that shape. */
    static SeededNetwork seeded(String shape) {
        return SeededNetwork.ofShape(shape, shape.startsWith("57") ? 0.42 : 0.03);
    }

    /** Makes the network and its crossings. */
    @Setup
    public void make() {
        prepare();
        settle(this::score, engine == PeerEngine.VECTOR ? blocks.length / 2 : CROSSINGS);
    }

    /** Everything but the warm-up. */
    void prepare() {
        Model model = seeded(network).model(network);
        Circuit circuit = Lowering.lower(model);
        columns = model.columns();
        Interval range = circuit.inputs().getFirst().interval();
        FrameLayout layout = FrameLayout.columns(columns, range.min(), range.max());
        MemorySegment frames = FrameBlock.random(layout, range, CROSSINGS);
        blocks = FrameBlock.blocks(frames, layout, CROSSINGS);
        Engine loops = engine == PeerEngine.SCALAR ? Engine.SCALAR : Engine.VECTOR;
        scorer = new FrameScorer(circuit, layout.fieldBytes(), layout.frameBytes(), 0, loops);
        interpreter = new CircuitInterpreter(circuit);
        plain = new PlainNetwork(model);
        scores = new long[CROSSINGS];
        values = new short[CROSSINGS * columns];
        wideValues = new long[values.length];
        for (int i = 0; i < values.length; i++) {
            long frame = (long) (i / columns) * layout.frameBytes();
            values[i] =
                    frames.get(
                            ValueLayout.JAVA_SHORT,
                            frame + (long) layout.fieldBytes() * (i % columns));
            wideValues[i] = values[i];
        }
    }

    /**
     * The scores of all crossings.
     *
     * @return one of them
     */
    @Benchmark
    @OperationsPerInvocation(CROSSINGS)
    public long score() {
        switch (engine) {
            case VECTOR, SCALAR -> {
                scorer.score(blocks, blocks.length);
                return blocks[0].mask();
            }
            case INTERPRETER -> interpreter.run(wideValues, 0, CROSSINGS, scores);
            case PLAIN -> {
                for (int k = 0; k < CROSSINGS; k++) {
                    scores[k] = plain.score(values, k * columns);
                }
            }
            case PLAIN_BY_INPUT -> {
                for (int k = 0; k < CROSSINGS; k++) {
                    scores[k] = plain.scoreByInput(values, k * columns);
                }
            }
            case PLAIN_SPARSE -> {
                for (int k = 0; k < CROSSINGS; k++) {
                    scores[k] = plain.scoreSparse(values, k * columns);
                }
            }
        }
        return scores[0];
    }

    /** Score of a crossing after {@link #score}. */
    long scoreOf(int crossing) {
        if (engine == PeerEngine.VECTOR || engine == PeerEngine.SCALAR) {
            PlacedBlock block = blocks[crossing / FrameLayout.BLOCK_CROSSINGS];
            int at = crossing % FrameLayout.BLOCK_CROSSINGS;
            return block.scores().get(at);
        }
        return scores[crossing];
    }

    /** Raw inputs, [crossings][columns]. */
    short[] inputs() {
        return values.clone();
    }
}
