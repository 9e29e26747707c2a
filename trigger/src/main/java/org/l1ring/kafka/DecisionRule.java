package org.l1ring.kafka;

import java.util.Optional;
import org.l1ring.run.StreamModel;
import org.l1ring.sink.AcceptHeader;
import org.l1ring.wire.Fault;
import org.l1ring.wire.ScoredSlice;
import org.l1ring.wire.SliceOrigin;
import org.l1ring.wire.WireException;

/**
 * What decides in a group: one model's score and one threshold.
 *
 * @param model name of the model
 * @param circuitDigest SHA-256 of its circuit, in hexadecimal
 * @param score name of the score
 * @param threshold raw score from which a crossing is accepted
 */
record DecisionRule(String model, String circuitDigest, String score, long threshold) {

    static DecisionRule of(StreamModel model, long threshold) {
        return new DecisionRule(model.model().name(), model.digest(), model.scoreName(), threshold);
    }

    /**
     * Checks that a slice was scored by this rule.
     *
     * @throws WireException if it was not
     */
    void check(ScoredSlice slice) {
        if (!slice.circuitDigest().equals(circuitDigest)
                || !slice.score().equals(score)
                || slice.threshold() != threshold) {
            throw new WireException(
                    Fault.MODEL,
                    "scored slice: expected %s >= %d of circuit %s, got %s >= %d of circuit %s"
                            .formatted(
                                    score,
                                    threshold,
                                    circuitDigest,
                                    slice.score(),
                                    slice.threshold(),
                                    slice.circuitDigest()));
        }
    }

    /** What an accept stream of this rule says about itself. */
    AcceptHeader header(Optional<SliceOrigin> origin) {
        return AcceptHeader.ofThreshold(
                circuitDigest,
                model,
                score,
                threshold,
                origin.map(SliceOrigin::source).orElse(""),
                origin.map(SliceOrigin::scheme).orElse(""),
                origin.map(SliceOrigin::seed).orElse(0L));
    }
}
