package org.l1ring.decision;

/**
 * The Global Trigger's fractional prescaler: of N candidates it keeps floor(N / p), evenly spread.
 * The factor p is kept in hundredths.
 *
 * <p>Source: github.com/cms-l1-globaltrigger/mp7_ugt_legacy, algo_pre_scaler_fractional_float.vhd.
 */
public final class FractionalPrescaler {
    /** Units of one candidate. */
    private static final long UNIT = 100;

    /** Greatest factor: 2^32 hundredths, less the digits that the firmware's interface rounds. */
    public static final double GREATEST = 42_949_672.00;

    private long factor;
    private long counter;

    /**
     * A prescaler.
     *
     * @param prescale keeps one candidate of so many; 0 keeps none
     * @throws IllegalArgumentException if it is below 0, between 0 and 1, or above {@link
     *     #GREATEST}
     */
    public FractionalPrescaler(double prescale) {
        set(prescale);
    }

    /**
     * Changes the factor; what has been counted so far counts on.
     *
     * @param prescale keeps one candidate of so many; 0 keeps none
     * @throws IllegalArgumentException if it is below 0, between 0 and 1, or above {@link
     *     #GREATEST}
     */
    public void set(double prescale) {
        if (!(prescale == 0 || (prescale >= 1 && prescale <= GREATEST))) {
            throw new IllegalArgumentException(
                    "prescale: expected 0, or 1 to %.2f, got %s".formatted(GREATEST, prescale));
        }
        factor = Math.round(prescale * UNIT);
        if (factor == 0) {
            counter = 0;
        }
    }

    /**
     * Takes a candidate.
     *
     * @return whether it is kept
     */
    public boolean keeps() {
        if (factor == 0) {
            return false;
        }
        counter += UNIT;
        if (counter < factor) {
            return false;
        }
        counter -= factor;
        return true;
    }

    /**
     * Takes the candidates of 64 crossings.
     *
     * @param candidates bit k for crossing k
     * @return those that are kept
     */
    public long keep(long candidates) {
        if (factor == UNIT && counter == 0) {
            return candidates;
        }
        long kept = 0;
        for (long rest = candidates; rest != 0; rest &= rest - 1) {
            kept |= keeps() ? rest & -rest : 0;
        }
        return kept;
    }
}
