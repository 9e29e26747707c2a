package org.l1ring.decision;

import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.l1ring.frame.FrameLayout;

/**
 * How algorithm bits become the Level-1 accept.
 *
 * @param prescales prescale of each algorithm: 0 switches it off
 * @param finor whether an algorithm takes part in the final OR
 * @param veto whether an algorithm vetoes the final OR
 * @param masks in which crossings of the orbit an algorithm is looked at
 * @param calibration crossings in which no algorithm is looked at
 * @param deadTimes what vetoes accepts, asked in this order
 */
public record DecisionSetup(
        List<Double> prescales,
        List<Boolean> finor,
        List<Boolean> veto,
        CrossingMasks masks,
        Gap calibration,
        List<DeadTime> deadTimes) {

    /** The rules that CMS is said to have: 1 in 3, 2 in 25, 3 in 100, 4 in 240 crossings. */
    public static final List<DeadTime> RULES =
            List.of(
                    new TriggerRule(1, 3),
                    new TriggerRule(2, 25),
                    new TriggerRule(3, 100),
                    new TriggerRule(4, 240));

    /**
     * Consecutive crossings of an orbit.
     *
     * @param first the first one, 0 to 3563
     * @param length how many, 0 for none
     */
    public record Gap(int first, int length) {
        /** No crossings. */
        public static final Gap NONE = new Gap(0, 0);

        /** Checks the place. */
        public Gap {
            if (first < 0 || length < 0 || first + length > FrameLayout.ORBIT_CROSSINGS) {
                throw new IllegalArgumentException(
                        "calibration gap: expected crossings within 0 to 3563, got %d from %d on"
                                .formatted(length, first));
            }
        }

        boolean contains(int bx) {
            return bx >= first && bx < first + length;
        }
    }

    /** Copies the lists. */
    public DecisionSetup {
        prescales = List.copyOf(prescales);
        finor = List.copyOf(finor);
        veto = List.copyOf(veto);
        Objects.requireNonNull(masks, "masks");
        Objects.requireNonNull(calibration, "calibration");
        deadTimes = List.copyOf(deadTimes);
        if (finor.size() != prescales.size() || veto.size() != prescales.size()) {
            throw new IllegalArgumentException(
                    "decision: expected masks of %d algorithms, got %d and %d"
                            .formatted(prescales.size(), finor.size(), veto.size()));
        }
    }

    /**
     * All algorithms in the final OR, none of them a veto, in all crossings, with {@link #RULES}.
     *
     * @param prescales prescale of each algorithm
     * @return the setup
     */
    public static DecisionSetup of(List<Double> prescales) {
        int count = prescales.size();
        return new DecisionSetup(
                prescales,
                Collections.nCopies(count, true),
                Collections.nCopies(count, false),
                CrossingMasks.ALL,
                Gap.NONE,
                RULES);
    }

    /** The number of algorithms. */
    public int algorithms() {
        return prescales.size();
    }
}
