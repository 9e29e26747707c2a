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
    /** Bits of a crossing's number in its block. */
    private static final int BLOCK_BITS = 6;

    private final BlockKernel kernel;
    private final FrameColumns columns;
    private final int frameBytes;
    private final long threshold;
    private final long emptyScore;
    private final long[] rows = new long[BlockKernel.CROSSINGS];
    private final int[] places = new int[BlockKernel.CROSSINGS];
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
        this.threshold = threshold;
        try (Arena arena = Arena.ofConfined()) {
            rows[0] = arena.allocate(frameBytes, Lane.BLOCK).address();
            columns.load(rows, 1);
            kernel.run(1);
            kernel.scores(scores, 1);
            emptyScore = scores[0];
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
        long mask = 0;
        for (int k = 0; k < crossings; k++) {
            results.setAtIndex(ValueLayout.JAVA_LONG, k, scores[k]);
            mask |= (scores[k] >= threshold ? 1L : 0L) << k;
        }
        return mask;
    }

    private static long address(MemorySegment frames) {
        if (!frames.isNative()) {
            throw new IllegalArgumentException("frames: expected native memory, got " + frames);
        }
        return frames.address();
    }

    private void run(int count) {
        columns.load(rows, count);
        kernel.run(count > Lane.BLOCK ? 2 : 1);
        kernel.scores(scores, count);
    }

    @Override
    public void score(ScoredBlock[] blocks, int count) {
        if (masks.length < count) {
            masks = new long[count];
        }
        int waiting = 0;
        for (int b = 0; b < count; b++) {
            ScoredBlock block = blocks[b];
            long all = -1L >>> (Lane.BLOCK - block.crossings());
            long filled = block.filled() & all;
            long first = address(block.frameSegment()) + block.frameOffset();
            masks[b] = emptyScore >= threshold ? all & ~filled : 0;
            for (long rest = all & ~filled; rest != 0; rest &= rest - 1) {
                int k = Long.numberOfTrailingZeros(rest);
                block.scores().setAtIndex(ValueLayout.JAVA_LONG, k, emptyScore);
            }
            for (long rest = filled; rest != 0; rest &= rest - 1) {
                int k = Long.numberOfTrailingZeros(rest);
                rows[waiting] = first + (long) k * frameBytes;
                places[waiting++] = b << BLOCK_BITS | k;
                if (waiting == rows.length) {
                    scatter(blocks, waiting);
                    waiting = 0;
                }
            }
        }
        if (waiting > 0) {
            scatter(blocks, waiting);
        }
        for (int b = 0; b < count; b++) {
            blocks[b].decide(masks[b]);
        }
    }

    /** Runs the kernel on the gathered rows and gives their blocks the scores. */
    private void scatter(ScoredBlock[] blocks, int count) {
        run(count);
        for (int i = 0; i < count; i++) {
            int b = places[i] >> BLOCK_BITS;
            int k = places[i] & Lane.BLOCK - 1;
            blocks[b].scores().setAtIndex(ValueLayout.JAVA_LONG, k, scores[i]);
            masks[b] |= (scores[i] >= threshold ? 1L : 0L) << k;
        }
    }
}
