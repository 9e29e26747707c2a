package org.l1ring.kafka;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.kernel.Engine;
import org.l1ring.kernel.PlacedBlock;
import org.l1ring.run.StreamModel;
import org.l1ring.wire.OrbitSlice;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.WireMessage;

/** Scores slices of orbits with a model; one instance a thread. */
final class SliceScorer implements AutoCloseable {
    private final Arena arena = Arena.ofConfined();
    private final StreamModel model;
    private final long threshold;
    private final boolean withFrames;
    private final FrameLayout layout;
    private final BlockScorer scorer;
    private final MemorySegment frames;
    private final PlacedBlock[] blocks = new PlacedBlock[FrameLayout.ORBIT_BLOCKS];

    /**
     * A scorer.
     *
     * @param model what scores
     * @param threshold raw score from which a crossing is accepted
     * @param engine what computes
     * @param withFrames whether the frames of accepted crossings are wanted
     */
    SliceScorer(StreamModel model, long threshold, Engine engine, boolean withFrames) {
        this.model = model;
        this.threshold = threshold;
        this.withFrames = withFrames;
        this.layout = model.layout();
        this.scorer = model.scorer(threshold, engine);
        this.frames = arena.allocate(layout.orbitBytes(), FrameLayout.ALIGNMENT_BYTES);
        for (int i = 0; i < blocks.length; i++) {
            blocks[i] =
                    new PlacedBlock(
                            arena, frames, i * layout.blockBytes(), FrameLayout.crossings(i));
        }
    }

    /**
     * Scores a slice.
     *
     * @param slice frames of the model's layout
     * @param producedMillis when it was produced
     * @param partition where it came from
     * @param partitions of its topic
     * @return its accepted crossings
     */
    ScoredSlice score(OrbitSlice slice, long producedMillis, int partition, int partitions) {
        slice.unpack(frames);
        int count = slice.origin().blocks();
        int accepts = 0;
        for (int i = 0; i < count; i++) {
            int left = slice.origin().crossings() - i * FrameLayout.BLOCK_CROSSINGS;
            blocks[i].hold(Math.min(FrameLayout.BLOCK_CROSSINGS, left), slice.filled(i));
        }
        scorer.score(blocks, count);
        for (int i = 0; i < count; i++) {
            accepts += Long.bitCount(blocks[i].mask());
        }
        return collect(slice, accepts, producedMillis, partition, partitions);
    }

    private ScoredSlice collect(
            OrbitSlice slice, int accepts, long producedMillis, int partition, int partitions) {
        int frameBytes = withFrames ? layout.frameBytes() : 0;
        ByteBuffer crossings = WireMessage.buffer(accepts * Short.BYTES);
        ByteBuffer scores = WireMessage.buffer(accepts * Long.BYTES);
        ByteBuffer kept = WireMessage.buffer(accepts * frameBytes);
        int first = slice.origin().firstCrossing();
        for (int i = 0; i < slice.origin().blocks(); i++) {
            for (long mask = blocks[i].mask(); mask != 0; mask &= mask - 1) {
                int k = Long.numberOfTrailingZeros(mask);
                int place = i * FrameLayout.BLOCK_CROSSINGS + k;
                crossings.putShort((short) (first + place));
                scores.putLong(blocks[i].scores().get(k));
                if (withFrames) {
                    long at = (long) place * frameBytes;
                    kept.put(frames.asSlice(at, frameBytes).asByteBuffer());
                }
            }
        }
        return new ScoredSlice(
                slice.origin(),
                model.digest(),
                threshold,
                producedMillis,
                partition,
                partitions,
                frameBytes,
                model.model().name(),
                model.scoreName(),
                crossings.flip(),
                scores.flip(),
                kept.flip());
    }

    @Override
    public void close() {
        arena.close();
    }
}
