package org.l1ring.report;

import java.util.Objects;
import java.util.Optional;

/**
 * What decided in a run: a threshold on the score of a model, or a menu.
 *
 * @param name of the model or menu
 * @param circuitDigest SHA-256 of the circuit's canonical text, in hexadecimal
 * @param cut the threshold, if a model decided
 * @param menu what its algorithms did, if a menu decided
 * @param engine what computed the scores
 */
public record TriggerSetup(
        String name,
        String circuitDigest,
        Optional<Cut> cut,
        Optional<MenuFigures> menu,
        String engine) {

    /**
     * A threshold on a score.
     *
     * @param score name of the score
     * @param type of the score as text, {@code ap_ufixed<18,14>} for example
     * @param threshold raw score from which a crossing is accepted
     * @param origin how the threshold was set, {@code calibrated for 100 kHz on 200 orbits} for
     *     example
     */
    public record Cut(String score, String type, long threshold, String origin) {
        /** Checks that nothing is missing. */
        public Cut {
            Objects.requireNonNull(score, "score");
            Objects.requireNonNull(type, "type");
            Objects.requireNonNull(origin, "origin");
        }
    }

    /** Checks that nothing is missing. */
    public TriggerSetup {
        Objects.requireNonNull(name, "name");
        Objects.requireNonNull(circuitDigest, "circuitDigest");
        Objects.requireNonNull(cut, "cut");
        Objects.requireNonNull(menu, "menu");
        Objects.requireNonNull(engine, "engine");
    }
}
