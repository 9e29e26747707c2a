package org.l1ring.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.l1ring.circuit.Circuit;

/**
 * Scores the frames of blocks with a circuit and marks those that reach the threshold.
 *
 * <p>Frames that are known to be empty all have one score, which is computed once; the others are
 * brought together, so that the kernel runs on full blocks of them.
 */
public final class FrameScorer implements BlockScorer {
    private final BlockKernel kernel;
    private final FrameColumns columns;
    private final AcceptWords words;
    private final int frameBytes;
    private final Lane lane;
    private final long emptyScore;
    private final boolean emptyAccepted;
    private final long[] rows = new long[BlockKernel.CROSSINGS];

    /**
     * The parts of blocks in a run of the kernel: the number of the block, the crossing of the run
     * that the part begins with, and how many of the block's frames are in earlier runs.
     */
    private final int[] blockOf = new int[BlockKernel.CROSSINGS];

    private final int[] starts = new int[BlockKernel.CROSSINGS + 1];
    private final int[] earlier = new int[BlockKernel.CROSSINGS];
    private int parts;

    private final long[] scores = new long[BlockKernel.CROSSINGS];
    private long[] masks = {};

    /**
     * A scorer with its own kernel.
     *
     * @param circuit whose input columns are the fields of the frame, in their order, and whose
     *     first output is the score
     * @param fieldBytes width of a field, 2, 4 or 8
     * @param frameBytes bytes from frame to frame
     * @param threshold raw score from which a crossing is accepted
     * @param engine scalar or vector loops, or code of its own
     */
    public FrameScorer(
            Circuit circuit, int fieldBytes, int frameBytes, long threshold, Engine engine) {
        this.kernel = new BlockKernel(circuit, engine, Lane.ofBits(8 * fieldBytes));
        this.columns = new FrameColumns(kernel, fieldBytes, frameBytes, engine);
        this.frameBytes = frameBytes;
        this.lane = kernel.outputLane(0);
        long column = kernel.outputOffset(0);
        this.words = new AcceptWords(lane, column, threshold, engine != Engine.SCALAR);
        try (Arena arena = Arena.ofConfined()) {
            rows[0] = arena.allocate(frameBytes, Lane.BLOCK).address();
            columns.load(rows, 1);
            kernel.run(1);
            kernel.scores(scores, 1);
            emptyScore = scores[0];
            emptyAccepted = emptyScore >= threshold;
        }
    }

    /**
     * Scores the crossings of a block.
     *
     * @throws IllegalArgumentException when the frames are not in native memory
     */
    @Override
    public long score(MemorySegment frames, long offset, int crossings, MemorySegment results) {
        long first = address(frames) + offset;
        for (int k = 0; k < crossings; k++) {
            rows[k] = first + (long) k * frameBytes;
        }
        run(crossings);
        kernel.scores(scores, crossings);
        MemorySegment.copy(scores, 0, results, ValueLayout.JAVA_LONG, 0, crossings);
        return words.bits(0, crossings);
    }

    private static long address(MemorySegment frames) {
        if (!frames.isNative()) {
            throw new IllegalArgumentException("frames: expected native memory, got " + frames);
        }
        return frames.address();
    }

    private void run(int count) {
        columns.load(rows, count);
        int blocks = count > Lane.BLOCK ? 2 : 1;
        kernel.run(blocks);
        words.run(kernel.memory(), blocks);
    }

    @Override
    public void score(ScoredBlock[] blocks, int count) {
        if (masks.length < count) {
            masks = new long[count];
        }
        int waiting = 0;
        for (int b = 0; b < count; b++) {
            ScoredBlock block = blocks[b];
            long all = -1L >>> -block.crossings();
            long filled = block.filled() & all;
            long first = address(block.frameSegment()) + block.frameOffset();
            masks[b] = emptyAccepted ? all & ~filled : 0;
            block.scores().form(filled, lane.bytes(), emptyScore);
            int done = 0;
            while (filled != 0) {
                int end = Math.min(waiting + Long.bitCount(filled), rows.length);
                blockOf[parts] = b;
                starts[parts] = waiting;
                earlier[parts++] = done;
                done += end - waiting;
                for (; waiting < end; filled &= filled - 1) {
                    rows[waiting++] =
                            first + (long) Long.numberOfTrailingZeros(filled) * frameBytes;
                }
                if (waiting == rows.length) {
                    flush(blocks, waiting);
                    waiting = 0;
                }
            }
        }
        if (waiting > 0) {
            flush(blocks, waiting);
        }
        for (int b = 0; b < count; b++) {
            blocks[b].decide(masks[b]);
        }
    }

    /** Runs the kernel on the gathered rows and gives their blocks scores and decisions. */
    private void flush(ScoredBlock[] blocks, int count) {
        run(count);
        starts[parts] = count;
        long column = kernel.outputOffset(0);
        for (int part = 0; part < parts; part++) {
            ScoredBlock block = blocks[blockOf[part]];
            int start = starts[part];
            int size = starts[part + 1] - start;
            long places = block.filled() & (-1L >>> -block.crossings());
            long bits = words.bits(start, size) << earlier[part];
            masks[blockOf[part]] |= Long.expand(bits, places);
            MemorySegment.copy(
                    kernel.memory(),
                    column + (long) start * lane.bytes(),
                    block.scores().memory(),
                    (long) earlier[part] * lane.bytes(),
                    (long) size * lane.bytes());
        }
        parts = 0;
    }
}
