package org.l1ring.concentrator;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.l1ring.circuit.Circuit;
import org.l1ring.econ.AutoencoderCircuit;
import org.l1ring.econ.LatentFormat;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.fixed.FixedType;
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
    private static final int SUM = LatentFormat.LATENTS;
    private static final int FRAME_BYTES = ModuleSource.LAYOUT.frameBytes();

    private final BlockKernel kernel;
    private final FrameColumns columns;
    private final LatentFormat format;

    /** Bits of a raw value below those of the format's, or the opposite of bits that it lacks. */
    private final int spare;

    /** Bits of a raw value that the links do not hold. */
    private final int cut;

    private final long[] offsets = new long[SUM + 1];
    private final boolean[] wide = new boolean[SUM + 1];
    private final long[] rows = new long[BlockKernel.CROSSINGS];
    private final MemorySegment[] slots = new MemorySegment[BlockKernel.CROSSINGS];
    private final int[] places = new int[BlockKernel.CROSSINGS];
    private final int[] bunches = new int[BlockKernel.CROSSINGS];
    private final int[] latents = new int[LatentFormat.LATENTS];
    private final int[] words = new int[LinkFormat.MOST_WORDS];
    private final LinkFrame sent = new LinkFrame();
    private final LinkFrame received = new LinkFrame();

    /**
     * A scorer with its own kernel.
     *
     * @param circuit made by {@link AutoencoderCircuit}
     * @param links 1 to 13
     * @param engine scalar or vector loops, or code of its own
     */
    LatentScorer(Circuit circuit, int links, Engine engine) {
        kernel = new BlockKernel(circuit, engine);
        columns = new FrameColumns(kernel, ModuleSource.LAYOUT.fieldBytes(), FRAME_BYTES, engine);
        format = new LatentFormat(links);
        FixedType type = AutoencoderCircuit.latentType(circuit);
        spare = type.width() - LatentFormat.LATENT_BITS;
        cut = (1 << Math.max(type.width() - LatentFormat.kept(links), 0)) - 1;
        for (int i = 0; i <= SUM; i++) {
            offsets[i] = kernel.outputOffset(i);
            wide[i] = kernel.outputLane(i) == Lane.I32;
        }
    }

    @Override
    public long score(MemorySegment frames, long offset, int crossings, MemorySegment scores) {
        throw new UnsupportedOperationException("a concentrator leaves words in blocks");
    }

    @Override
    public void score(ScoredBlock[] blocks, int count) {
        int waiting = 0;
        for (int b = 0; b < count; b++) {
            ScoredBlock block = blocks[b];
            MemorySegment frames = block.frameSegment();
            FrameSlot.begin(block.algorithms());
            for (int k = 0; k < block.crossings(); k++) {
                long offset = block.frameOffset() + (long) k * FRAME_BYTES;
                rows[waiting] = frames.address() + offset;
                bunches[waiting] = ModuleSource.crossing(frames, offset);
                slots[waiting] = block.algorithms();
                places[waiting] = k;
                if (++waiting == rows.length) {
                    flush(waiting);
                    waiting = 0;
                }
            }
        }
        if (waiting > 0) {
            flush(waiting);
        }
    }

    private void flush(int count) {
        columns.load(rows, count);
        kernel.run(count > FrameLayout.BLOCK_CROSSINGS ? 2 : 1);
        for (int n = 0; n < count; n++) {
            send(n);
        }
    }

    private void send(int n) {
        MemorySegment slot = slots[n];
        int lost = 0;
        for (int i = 0; i < latents.length; i++) {
            int raw = output(i, n);
            lost |= raw & cut;
            latents[i] = spare < 0 ? raw << -spare : raw >> spare;
        }
        if (lost != 0) {
            FrameSlot.countCut(slot);
        }
        format.selectCoded(latents, output(SUM, n), bunches[n], sent);
        FrameSlot.write(slot, places[n], words, format.write(sent, words));
        FrameSlot.read(slot, places[n], words);
        format.read(words, 0, received);
        if (!sent.matches(received, format.crossingMask())) {
            FrameSlot.countMismatch(slot);
        }
    }

    private int output(int column, int n) {
        return wide[column]
                ? kernel.memory().get(ValueLayout.JAVA_INT, offsets[column] + 4L * n)
                : kernel.memory().get(ValueLayout.JAVA_SHORT, offsets[column] + 2L * n);
    }
}
