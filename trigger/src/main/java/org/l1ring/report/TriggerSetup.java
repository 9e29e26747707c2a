package org.l1ring.report;

import java.util.Objects;

/**
 * What decided in a run: a model, its score and the threshold on it.
 *
 * @param model name of the model
 * @param circuitDigest SHA-256 of the circuit's canonical text, in hexadecimal
 * @param score name of the score
 * @param scoreType type of the score as text, {@code ap_ufixed<18,14>} for example
 * @param threshold raw score from which a crossing is accepted
 * @param thresholdOrigin how the threshold was set, {@code calibrated for 100 kHz on 200 orbits}
 *     for example
 * @param engine what computed the scores
 */
public record TriggerSetup(
        String model,
        String circuitDigest,
        String score,
        String scoreType,
        long threshold,
        String thresholdOrigin,
        String engine) {
    /** Checks that nothing is missing. */
    public TriggerSetup {
        Objects.requireNonNull(model, "model");
        Objects.requireNonNull(circuitDigest, "circuitDigest");
        Objects.requireNonNull(score, "score");
        Objects.requireNonNull(scoreType, "scoreType");
        Objects.requireNonNull(thresholdOrigin, "thresholdOrigin");
        Objects.requireNonNull(engine, "engine");
    }
}
