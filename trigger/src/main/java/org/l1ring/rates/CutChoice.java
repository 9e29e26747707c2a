package org.l1ring.rates;

import org.l1ring.menu.Algorithm;

/**
 * The threshold of an algorithm for a wanted rate, before prescales.
 *
 * @param algorithm of one requirement
 * @param target wanted rate in kHz
 * @param threshold lowest one whose rate does not exceed the target, in the units of its scale; the
 *     scale's highest where all rates exceed it
 * @param raw hardware integer of the threshold
 * @param rate at the threshold, in kHz
 */
public record CutChoice(
        Algorithm algorithm, double target, double threshold, long raw, Measured rate) {

    /** The choice from a spectrum of so many crossings. */
    static CutChoice of(CutSpectrum spectrum, double target, long crossings) {
        double unit = RateTable.unit(crossings);
        CutSpectrum.Choice choice = spectrum.lowest(unit == 0 ? 0 : target / unit);
        return new CutChoice(
                spectrum.scan().algorithm(),
                target,
                choice.value(),
                choice.raw(),
                Measured.count((double) choice.crossings()).times(unit));
    }

    /** Whether the scale ends before the rate is low enough. */
    public boolean outOfReach() {
        return rate.value() > target * (1 + 1e-9);
    }
}
