package org.l1ring.importer.hls4ml;

/** Functions whose tables the utilities fill in single precision, entry by entry. */
enum TableFunction {
    SIGMOID(16),
    TANH(8),
    SOFTPLUS(16),
    SOFTSIGN(16);

    private final double range;

    TableFunction(double range) {
        this.range = range;
    }

    /** The span of arguments that a table covers. */
    double range() {
        return range;
    }

    /** The number that is cast to an entry: a float where the utilities compute with floats. */
    double entry(int index, int size) {
        float x = (float) (range * (index - (float) size / 2.0) / (float) size);
        return switch (this) {
            case SIGMOID -> (float) (1.0 / (1 + exp(-x)));
            case TANH -> Math.tanh(x);
            case SOFTPLUS -> (float) Math.log(exp(x) + 1.);
            case SOFTSIGN -> (float) (x / (Math.abs(x) + 1.));
        };
    }

    /** The exponential in single precision. */
    static float exp(float x) {
        return (float) Math.exp(x);
    }
}
