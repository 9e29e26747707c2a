package org.l1ring.quality;

/** The first two moments of a figure, collected value by value (Welford's way). */
final class Moments {
    private long count;
    private double mean;
    private double squares;

    void add(double value) {
        count++;
        double away = value - mean;
        mean += away / count;
        squares += away * (value - mean);
    }

    Spread spread() {
        return count == 0
                ? new Spread(0, Double.NaN, Double.NaN)
                : new Spread(count, mean, Math.sqrt(squares / count));
    }
}
