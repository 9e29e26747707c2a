package org.l1ring.ring;

import java.util.Map;

/**
 * What a run has done so far, taken at an orbit boundary.
 *
 * @param elapsedNanos time since the stream began
 * @param orbits complete orbits
 * @param blocks blocks scored and decided
 * @param crossings crossings scored and decided
 * @param accepts accepted crossings
 * @param lostBlocks blocks lost to dead time
 * @param lostCrossings crossings of the lost blocks
 * @param latency latencies of every stage
 * @param acceptsByCrossing accepts of each bunch crossing 0 to 3563
 * @param orbitsPerPoint orbits that a point of the two series stands for, a power of two
 * @param acceptSeries accepts along the run, 2048 points at most
 * @param lostSeries lost crossings along the run, 2048 points at most
 * @param spectrum scores of one block in 16, a copy of its own
 */
public record RunSnapshot(
        long elapsedNanos,
        long orbits,
        long blocks,
        long crossings,
        long accepts,
        long lostBlocks,
        long lostCrossings,
        Map<LatencyStage, LatencyDistribution> latency,
        Counts acceptsByCrossing,
        long orbitsPerPoint,
        Counts acceptSeries,
        Counts lostSeries,
        ScoreSpectrum spectrum) {
    /** Copies the map. */
    public RunSnapshot {
        latency = Map.copyOf(latency);
    }

    /**
     * The latencies of one stage.
     *
     * @param stage the stage
     * @return its latencies
     */
    public LatencyDistribution latency(LatencyStage stage) {
        return latency.get(stage);
    }

    /**
     * The pace at which crossings were decided.
     *
     * @return crossings a second of the machine's time
     */
    public double crossingsPerSecond() {
        return elapsedNanos == 0 ? 0 : crossings * 1e9 / elapsedNanos;
    }

    /**
     * The accept rate in the stream's time: accepts per crossing times the bunch clock.
     *
     * @return kHz
     */
    public double acceptRateKhz() {
        long stream = crossings + lostCrossings;
        return stream == 0 ? 0 : accepts * Rate.LHC_MEGAHERTZ * 1e3 / stream;
    }

    /**
     * The part of the stream that was lost.
     *
     * @return 0 to 1
     */
    public double deadTimeFraction() {
        long stream = crossings + lostCrossings;
        return stream == 0 ? 0 : (double) lostCrossings / stream;
    }
}
