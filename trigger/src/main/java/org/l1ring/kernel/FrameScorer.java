package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import org.l1ring.circuit.Circuit;

/** Scores the frames of a block with a circuit and marks those that reach the threshold. */
public final class FrameScorer implements BlockScorer {
    private final BlockKernel kernel;
    private final FrameColumns columns;
    private final long threshold;

    /**
     * A scorer with its own kernel.
     *
     * @param circuit whose input columns are the fields of the frame, in their order, and whose
     *     first output is the score
     * @param fieldBytes width of a field, 2, 4 or 8
     * @param frameBytes bytes from frame to frame
     * @param threshold raw score from which a crossing is accepted
     * @param engine scalar or vector loops
     */
    public FrameScorer(
            Circuit circuit, int fieldBytes, int frameBytes, long threshold, Engine engine) {
        this.kernel = new BlockKernel(circuit, engine, Lane.ofBits(8 * fieldBytes));
        this.columns = new FrameColumns(kernel, fieldBytes, frameBytes, engine);
        this.threshold = threshold;
    }

    @Override
    public long score(MemorySegment frames, long offset, int crossings, MemorySegment scores) {
        columns.load(frames, offset, crossings, 0);
        kernel.run(1);
        return kernel.decide(0, crossings, threshold, scores);
    }

    @Override
    public void score(ScoredBlock first, ScoredBlock second) {
        columns.load(first.frameSegment(), first.frameOffset(), first.crossings(), 0);
        columns.load(second.frameSegment(), second.frameOffset(), second.crossings(), 1);
        kernel.run(2);
        first.decide(kernel.decide(0, first.crossings(), threshold, first.scores()));
        second.decide(kernel.decide(1, second.crossings(), threshold, second.scores()));
    }
}
