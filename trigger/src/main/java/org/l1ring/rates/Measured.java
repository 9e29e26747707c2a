package org.l1ring.rates;

/**
 * A measured figure.
 *
 * @param value in its unit
 * @param error its standard deviation, in the same unit
 */
public record Measured(double value, double error) {

    /** The figure in another unit. */
    Measured times(double factor) {
        return new Measured(value * factor, error * factor);
    }

    /**
     * A number of independent events, whose variance is their number.
     *
     * @param events 0 or more
     */
    static Measured count(double events) {
        return new Measured(events, Math.sqrt(events));
    }

    /** The part of a sample, with the error of the binomial distribution. */
    static Measured part(double some, double all) {
        double part = all == 0 ? 0 : some / all;
        return new Measured(part, all == 0 ? 0 : Math.sqrt(part * Math.max(0, 1 - part) / all));
    }
}
