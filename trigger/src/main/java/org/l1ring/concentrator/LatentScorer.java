package org.l1ring.concentrator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.l1ring.circuit.Circuit;
import org.l1ring.econ.LatentFormat;
import org.l1ring.econ.LatentWords;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockKernel;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.kernel.Engine;
import org.l1ring.kernel.FrameColumns;
import org.l1ring.kernel.Lane;
import org.l1ring.kernel.ScoredBlock;

/**
 * Encodes, packs and unpacks the crossings of blocks; runs of the kernel are as full as the blocks
 * that are there allow.
 */
final class LatentScorer implements BlockScorer {
    private static final int RUN = BlockKernel.CROSSINGS;
    private static final int FRAME_BYTES = ModuleSource.LAYOUT.frameBytes();

    private final BlockKernel kernel;
    private final FrameColumns columns;
    private final LatentFormat format;
    private final FrameSlot layout;

    /** What the kernel found, of a run's crossings one after the other for each column. */
    private final short[] found;

    private final short[] frames;
    private final long[] rows = new long[RUN];
    private final MemorySegment[] slots = new MemorySegment[RUN];
    private final int[] places = new int[RUN];
    private final int[] bunches = new int[RUN];
    private final int[] words = new int[LinkFormat.MOST_WORDS];
    private final LinkFrame received = new LinkFrame();

    /**
     * A scorer with its own kernel.
     *
     * @param packed made by {@link LatentWords}
     * @param options of the links
     * @param engine scalar or vector loops, or code of its own
     */
    LatentScorer(Circuit packed, ChainOptions options, Engine engine) {
        kernel = new BlockKernel(packed, engine);
        columns = new FrameColumns(kernel, ModuleSource.LAYOUT.fieldBytes(), FRAME_BYTES, engine);
        format = new LatentFormat(options.links());
        layout = options.slot();
        found = new short[RUN * kernel.circuit().outputs().size()];
        frames = new short[RUN * layout.stride()];
    }

    @Override
    public long score(MemorySegment segment, long offset, int crossings, MemorySegment scores) {
        throw new UnsupportedOperationException("a concentrator leaves words in blocks");
    }

    @Override
    public void score(ScoredBlock[] blocks, int count) {
        int waiting = 0;
        for (int b = 0; b < count; b++) {
            ScoredBlock block = blocks[b];
            MemorySegment segment = block.frameSegment();
            FrameSlot.begin(block.algorithms());
            for (int k = 0; k < block.crossings(); k++) {
                long offset = block.frameOffset() + (long) k * FRAME_BYTES;
                rows[waiting] = segment.address() + offset;
                bunches[waiting] = ModuleSource.crossing(segment, offset);
                slots[waiting] = block.algorithms();
                places[waiting] = k;
                if (++waiting == RUN) {
                    flush(waiting);
                    waiting = 0;
                }
            }
        }
        if (waiting > 0) {
            flush(waiting);
        }
    }

    /** Runs the kernel and hands the frames to their blocks. */
    private void flush(int count) {
        columns.load(rows, count);
        kernel.run(count > FrameLayout.BLOCK_CROSSINGS ? 2 : 1);
        for (int column = 0; column < kernel.circuit().outputs().size(); column++) {
            fetch(column, count);
        }
        int first = 0;
        for (int n = 0; n < count; n++) {
            send(n);
            if (n + 1 == count || places[n + 1] == 0) {
                layout.store(frames, first, slots[first], places[first], n + 1 - first);
                first = n + 1;
            }
        }
    }

    private void fetch(int column, int count) {
        if (kernel.outputLane(column) == Lane.I16) {
            long offset = kernel.outputOffset(column);
            int to = column * RUN;
            MemorySegment.copy(kernel.memory(), ValueLayout.JAVA_SHORT, offset, found, to, count);
        } else {
            for (int n = 0; n < count; n++) {
                found[column * RUN + n] = (short) kernel.get(column, n);
            }
        }
    }

    private void send(int n) {
        int sum = found[LatentWords.SUM * RUN + n];
        words[0] = LatentFormat.firstWord(bunches[n], sum);
        for (int word = 1; word < format.words(); word++) {
            words[word] = found[(LatentWords.WORDS + word - 1) * RUN + n];
        }
        layout.write(frames, n, words, format.words());
        layout.read(frames, n, words);
        format.read(words, 0, received);
        int wrong =
                (received.sum() ^ sum)
                        | ((received.crossing() ^ bunches[n]) & format.crossingMask());
        for (int i = 0; i < LatentFormat.LATENTS; i++) {
            wrong |= received.code(i) ^ found[i * RUN + n];
        }
        if (wrong != 0) {
            FrameSlot.countMismatch(slots[n]);
        }
        if (found[LatentWords.CUT * RUN + n] != 0) {
            FrameSlot.countCut(slots[n]);
        }
    }
}
