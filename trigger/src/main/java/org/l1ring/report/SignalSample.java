package org.l1ring.report;

import java.util.Objects;
import org.l1ring.ring.ScoreSpectrum;

/**
 * The scores of crossings that all hold one signal.
 *
 * @param name name of the signal
 * @param accepted crossings of the sample that reach the threshold
 * @param spectrum scores of all crossings of the sample
 */
public record SignalSample(String name, long accepted, ScoreSpectrum spectrum) {
    /** Checks the count against the sample. */
    public SignalSample {
        Objects.requireNonNull(name, "name");
        if (accepted < 0 || accepted > spectrum.total()) {
            throw new IllegalArgumentException(
                    "signal %s: accepted: expected 0 to %d crossings, got %d"
                            .formatted(name, spectrum.total(), accepted));
        }
    }

    /**
     * A sample whose accepts were not counted: all of the threshold's bin count as accepted, an
     * upper bound (bins are at most 3 % wide).
     *
     * @param name name of the signal
     * @param spectrum scores of all crossings of the sample
     * @param threshold raw score from which a crossing is accepted
     * @return the sample
     */
    public static SignalSample of(String name, ScoreSpectrum spectrum, long threshold) {
        return new SignalSample(name, spectrum.countFrom(threshold), spectrum);
    }

    /**
     * The crossings of the sample.
     *
     * @return 0 or more
     */
    public long crossings() {
        return spectrum.total();
    }

    /**
     * The part of the sample that is accepted.
     *
     * @return 0 to 1; 0 for an empty sample
     */
    public double efficiency() {
        return crossings() == 0 ? 0 : (double) accepted / crossings();
    }
}
