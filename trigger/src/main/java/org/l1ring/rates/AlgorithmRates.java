package org.l1ring.rates;

import org.l1ring.menu.Algorithm;

/**
 * The rates of an algorithm in a prescale column, all in kHz.
 *
 * @param algorithm of the menu
 * @param prescale 0 when it is off
 * @param finor whether it takes part in the final OR
 * @param veto whether it vetoes the final OR
 * @param before its rate before the prescale
 * @param total its rate after the prescale
 * @param pure rate of accepted crossings in which it alone fires
 * @param proportional rate of accepted crossings, shared alike among the algorithms that fire
 */
public record AlgorithmRates(
        Algorithm algorithm,
        double prescale,
        boolean finor,
        boolean veto,
        Measured before,
        Measured total,
        Measured pure,
        Measured proportional) {

    /** The rate before the prescale divided by it: what a long run would give. */
    public Measured expected() {
        return prescale == 0 ? new Measured(0, 0) : before.times(1 / prescale);
    }
}
