package org.l1ring.ring;

import java.util.EnumMap;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.HdrHistogram.Histogram;
import org.l1ring.frame.FrameLayout;

/**
 * Counters and latencies of a run. The deciding thread owns them and allocates nothing; who wants a
 * copy hands in the object to be filled, which happens at the next orbit boundary.
 */
final class RunStatistics {
    /** One block in this many goes into the score spectrum. */
    static final int SPECTRUM_SAMPLING = 16;

    private static final long LONGEST_NANOS = TimeUnit.HOURS.toNanos(1);
    private static final int DIGITS = 3;

    private final Histogram filling = new Histogram(LONGEST_NANOS, DIGITS);
    private final Histogram scoring = new Histogram(LONGEST_NANOS, DIGITS);
    private final Histogram deciding = new Histogram(LONGEST_NANOS, DIGITS);
    private final Histogram endToEnd = new Histogram(LONGEST_NANOS, DIGITS);
    private final long[] acceptsByCrossing = new long[FrameLayout.ORBIT_CROSSINGS];
    private final OrbitSeries series = new OrbitSeries();
    private final ScoreSpectrum spectrum = new ScoreSpectrum();
    private long orbits;
    private long blocks;
    private long crossings;
    private long accepts;
    private long lostBlocks;
    private long lostCrossings;
    private long acceptsBefore;
    private long lostBefore;
    private long lastNanos;
    private volatile Copy requested;

    /** A copy that another thread waits for. */
    private static final class Copy {
        final RunStatistics content = new RunStatistics();
        final CountDownLatch filled = new CountDownLatch(1);
    }

    void block(CrossingBlock block, long decidedNanos) {
        blocks++;
        crossings += block.crossings();
        long mask = block.acceptMask();
        if (mask != 0) {
            accepts += Long.bitCount(mask);
            int first = block.block() * FrameLayout.BLOCK_CROSSINGS;
            for (; mask != 0; mask &= mask - 1) {
                acceptsByCrossing[first + Long.numberOfTrailingZeros(mask)]++;
            }
        }
        // orbit + block, so that every block of the orbit has its turn
        if ((block.orbit() + block.block()) % SPECTRUM_SAMPLING == 0) {
            sample(block);
        }
        record(filling, block.publishedNanos - block.arrivalNanos);
        record(scoring, block.scoredNanos - block.publishedNanos);
        record(deciding, decidedNanos - block.scoredNanos);
        record(endToEnd, decidedNanos - block.arrivalNanos);
        lastNanos = decidedNanos;
    }

    private void sample(CrossingBlock block) {
        for (int k = 0; k < block.crossings(); k++) {
            spectrum.add(block.score(k));
        }
    }

    private static void record(Histogram histogram, long nanos) {
        histogram.recordValue(Math.clamp(nanos, 0, LONGEST_NANOS));
    }

    void lost(int block) {
        lostBlocks++;
        lostCrossings += FrameLayout.crossings(block);
    }

    void orbitEnded() {
        orbits++;
        series.add(accepts - acceptsBefore, lostCrossings - lostBefore);
        acceptsBefore = accepts;
        lostBefore = lostCrossings;
        Copy copy = requested;
        if (copy != null) {
            requested = null;
            copyInto(copy.content);
            copy.filled.countDown();
        }
    }

    private void copyInto(RunStatistics target) {
        filling.copyInto(target.filling);
        scoring.copyInto(target.scoring);
        deciding.copyInto(target.deciding);
        endToEnd.copyInto(target.endToEnd);
        System.arraycopy(
                acceptsByCrossing, 0, target.acceptsByCrossing, 0, acceptsByCrossing.length);
        series.copyInto(target.series);
        spectrum.copyInto(target.spectrum);
        target.orbits = orbits;
        target.blocks = blocks;
        target.crossings = crossings;
        target.accepts = accepts;
        target.lostBlocks = lostBlocks;
        target.lostCrossings = lostCrossings;
        target.lastNanos = lastNanos;
    }

    /** A copy made by the deciding thread, or null if no orbit ends in the given time. */
    RunStatistics copyWithin(long millis) throws InterruptedException {
        Copy copy = new Copy();
        requested = copy;
        return copy.filled.await(millis, TimeUnit.MILLISECONDS) ? copy.content : null;
    }

    /** The statistics as they are; for their owner, or for a copy. */
    RunSnapshot snapshot(long startNanos) {
        Map<LatencyStage, LatencyDistribution> latency = new EnumMap<>(LatencyStage.class);
        for (LatencyStage stage : LatencyStage.values()) {
            Histogram histogram =
                    switch (stage) {
                        case FILLING -> filling;
                        case SCORING -> scoring;
                        case DECIDING -> deciding;
                        case END_TO_END -> endToEnd;
                    };
            latency.put(stage, new LatencyDistribution(histogram));
        }
        return new RunSnapshot(
                blocks == 0 ? 0 : lastNanos - startNanos,
                orbits,
                blocks,
                crossings,
                accepts,
                lostBlocks,
                lostCrossings,
                latency,
                Counts.of(acceptsByCrossing, acceptsByCrossing.length),
                series.orbitsPerPoint(),
                series.accepts(),
                series.lostCrossings(),
                spectrum);
    }
}
