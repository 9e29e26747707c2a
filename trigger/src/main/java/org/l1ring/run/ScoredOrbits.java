package org.l1ring.run;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.l1ring.feed.FeedOptions;
import org.l1ring.feed.OrbitGenerator;
import org.l1ring.feed.physics.Signal;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.BlockScorer;
import org.l1ring.kernel.Engine;
import org.l1ring.report.SignalSample;
import org.l1ring.ring.Rate;
import org.l1ring.ring.ScoreSpectrum;
import org.l1ring.source.CrossingSource;

/** Scores of whole orbits outside the ring: for thresholds and signal efficiencies. */
public final class ScoredOrbits {
    /** Orbits on which a threshold is calibrated. */
    public static final int CALIBRATION_ORBITS = 200;

    /** Keeps signal samples apart from the stream's own random numbers. */
    private static final long SIGNAL_SEED = 0x5160a1;

    private ScoredOrbits() {}

    /**
     * The smallest threshold whose accept rate on the first orbits of a stream does not exceed a
     * target.
     *
     * @param model on the stream's layout
     * @param source read from orbit 0, fewer orbits than asked will do
     * @param orbits at most this many
     * @param rateKhz target in kHz of accepts, above 0
     * @return raw threshold
     * @throws IllegalArgumentException when the stream is empty
     */
    public static long threshold(
            StreamModel model, CrossingSource source, int orbits, double rateKhz) {
        long[] scores = scores(model, source, orbits);
        if (scores.length == 0) {
            throw new IllegalArgumentException(
                    source.description() + ": expected at least one orbit, got none");
        }
        Arrays.sort(scores);
        long allowed = (long) (rateKhz * scores.length / (1e3 * Rate.LHC_MEGAHERTZ));
        if (allowed >= scores.length) {
            return scores[0];
        }
        return scores[scores.length - 1 - (int) allowed] + 1;
    }

    private static long[] scores(StreamModel model, CrossingSource source, int orbits) {
        BlockScorer scorer = model.scorer(Long.MAX_VALUE, Engine.VECTOR);
        long[] all = new long[orbits * FrameLayout.ORBIT_CROSSINGS];
        int count = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment scores = scoreColumn(arena);
            long storage = source.copies() ? model.layout().slotBytes() : 0;
            BlockFrames frames =
                    new BlockFrames(
                            arena.allocate(storage, FrameLayout.ALIGNMENT_BYTES), model.layout());
            for (long orbit = 0; orbit < orbits && source.begin(orbit); orbit++) {
                for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
                    source.load(orbit, block, frames);
                    int crossings = FrameLayout.crossings(block);
                    scorer.score(frames.segment(), frames.offset(), crossings, scores);
                    for (int k = 0; k < crossings; k++) {
                        all[count++] = scores.getAtIndex(ValueLayout.JAVA_LONG, k);
                    }
                }
            }
        }
        return Arrays.copyOf(all, count);
    }

    /**
     * The scores of a signal on top of pile-up: every colliding crossing of a few orbits has it.
     *
     * @param model on object frames
     * @param threshold raw score from which a crossing is accepted
     * @param zeroBias what the signal is overlaid on
     * @param signal to inject
     * @param orbits how many
     */
    public static SignalSample signal(
            StreamModel model, long threshold, FeedOptions zeroBias, Signal signal, int orbits) {
        FeedOptions options =
                zeroBias.withSignal(signal, 1).withSeed(zeroBias.seed() ^ SIGNAL_SEED);
        OrbitGenerator generator = new OrbitGenerator(options);
        BlockScorer scorer = model.scorer(threshold, Engine.VECTOR);
        ScoreSpectrum spectrum = new ScoreSpectrum();
        long accepted = 0;
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment scores = scoreColumn(arena);
            MemorySegment frames =
                    arena.allocate(model.layout().blockBytes(), FrameLayout.ALIGNMENT_BYTES);
            for (int orbit = 0; orbit < orbits; orbit++) {
                for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
                    generator.fillBlock(orbit, block, frames, 0);
                    int crossings = FrameLayout.crossings(block);
                    long accepts = scorer.score(frames, 0, crossings, scores);
                    for (int k = 0; k < crossings; k++) {
                        if (options.scheme().collides(block * FrameLayout.BLOCK_CROSSINGS + k)) {
                            spectrum.add(scores.getAtIndex(ValueLayout.JAVA_LONG, k));
                            accepted += accepts >>> k & 1;
                        }
                    }
                }
            }
        }
        return new SignalSample(signal.fieldName(), accepted, spectrum);
    }

    private static MemorySegment scoreColumn(Arena arena) {
        return arena.allocate(
                (long) FrameLayout.BLOCK_CROSSINGS * Long.BYTES, FrameLayout.ALIGNMENT_BYTES);
    }
}
