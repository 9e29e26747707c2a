package org.l1ring.bench;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.l1ring.circuit.Circuit;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Interval;
import org.l1ring.fixed.FixedType;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.Engine;
import org.l1ring.kernel.FrameScorer;
import org.l1ring.kernel.PlacedBlock;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Setup;

/**
 * What it costs to turn frames into columns and to read scores out: ns per crossing. The circuit
 * adds all fields, so that each is wanted; {@code baseline} is the circuit alone.
 */
public class FrameBenchmark extends CrossingBenchmark {
    private static final int CROSSINGS = 1024;

    /** Layouts of frames. */
    public enum Layout {
        /** 64 fields of 16 bits, as frames of Level-1 objects. */
        FIELDS_64_16(64, 12),
        /** 16 fields of 16 bits. */
        FIELDS_16_16(16, 12),
        /** 252 fields of 16 bits, as the towers of a calorimeter. */
        FIELDS_252_16(252, 10),
        /** 20 fields of 32 bits. */
        FIELDS_20_32(20, 20);

        private final int fields;
        private final int bits;

        Layout(int fields, int bits) {
            this.fields = fields;
            this.bits = bits;
        }
    }

    /** What the frames are. */
    @Param public Layout layout;

    /** How they are turned. */
    @Param public Engine engine;

    private FrameScorer scorer;
    private PlacedBlock[] blocks;
    private BlockKernel kernel;

    /** Makes frames and circuit. */
    @Setup
    public void make() {
        Interval range = new Interval(-1L << (layout.bits - 1), (1L << (layout.bits - 1)) - 1);
        FrameLayout frames = FrameLayout.columns(layout.fields, range.min(), range.max());
        Circuit circuit = sum(layout.fields, range);
        MemorySegment memory = FrameBlock.random(frames, range, CROSSINGS);
        blocks = FrameBlock.blocks(memory, frames, CROSSINGS);
        scorer = new FrameScorer(circuit, frames.fieldBytes(), frames.frameBytes(), 0, engine);
        kernel = new BlockKernel(circuit, engine);
        LoopBenchmark.fill(kernel, new SplittableRandom(1));
        settle(this::baseline, 1);
        settle(this::frames, blocks.length / 2);
    }

    private static Circuit sum(int fields, Interval range) {
        CircuitBuilder builder = new CircuitBuilder();
        List<Circuit.Port> ports = new ArrayList<>();
        int[] inputs = new int[fields];
        long[] ones = new long[fields];
        for (int i = 0; i < fields; i++) {
            ports.add(new Circuit.Port("x" + i, range, 0));
            inputs[i] = builder.input(i, range);
            ones[i] = 1;
        }
        int sum = builder.linear(inputs, ones, 0);
        FixedType type = FixedType.signed(40, 40);
        return builder.build("sum", ports, List.of(new Circuit.Output("score", sum, type)));
    }

    /**
     * The circuit on columns, nothing read out.
     *
     * @return a sum
     */
    @Benchmark
    @OperationsPerInvocation(BlockKernel.CROSSINGS)
    public long baseline() {
        kernel.run();
        return kernel.get(0, 0);
    }

    /**
     * From frames to scores and decisions.
     *
     * @return a decision
     */
    @Benchmark
    @OperationsPerInvocation(CROSSINGS)
    public long frames() {
        scorer.score(blocks, blocks.length);
        return blocks[0].mask();
    }
}
