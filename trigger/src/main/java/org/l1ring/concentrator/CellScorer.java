package org.l1ring.concentrator;

import java.lang.foreign.MemorySegment;
import org.l1ring.econ.Calibration;
import org.l1ring.econ.CellAlgorithm;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.kernel.ScoredBlock;

/** Chooses, packs and unpacks the cells of blocks, crossing by crossing. */
final class CellScorer implements BlockScorer {
    private final Calibration calibration;
    private final CellAlgorithm algorithm;
    private final FrameSlot layout;
    private final short[] frames;
    private final int[] codes = new int[LinkFrame.CELLS];
    private final long[] charges = new long[LinkFrame.CELLS];
    private final int[] words = new int[LinkFormat.MOST_WORDS];
    private final LinkFrame sent = new LinkFrame();
    private final LinkFrame received = new LinkFrame();

    CellScorer(Calibration calibration, CellAlgorithm algorithm, FrameSlot layout) {
        this.layout = layout;
        this.frames = new short[FrameLayout.BLOCK_CROSSINGS * layout.stride()];
        this.calibration = calibration;
        this.algorithm = algorithm;
    }

    @Override
    public long score(MemorySegment segment, long offset, int crossings, MemorySegment scores) {
        throw new UnsupportedOperationException("a concentrator leaves words in blocks");
    }

    @Override
    public void score(ScoredBlock block) {
        MemorySegment slot = block.algorithms();
        MemorySegment segment = block.frameSegment();
        FrameSlot.begin(slot);
        for (int k = 0; k < block.crossings(); k++) {
            long offset = block.frameOffset() + (long) k * ModuleSource.LAYOUT.frameBytes();
            ModuleSource.codes(segment, offset, codes);
            calibration.apply(codes, charges);
            algorithm.select(charges, ModuleSource.crossing(segment, offset), sent);
            layout.write(frames, k, words, algorithm.write(sent, words));
            layout.read(frames, k, words);
            algorithm.read(words, 0, received);
            if (!sent.matches(received, algorithm.crossingMask())) {
                FrameSlot.countMismatch(slot);
            }
        }
        layout.store(frames, 0, slot, 0, block.crossings());
    }
}
