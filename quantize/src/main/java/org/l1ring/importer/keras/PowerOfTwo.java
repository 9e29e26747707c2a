package org.l1ring.importer.keras;

/**
 * The rule of QKeras' power-of-two quantizers for magnitudes.
 *
 * @param least smallest exponent
 * @param most largest exponent
 * @param limit largest magnitude; larger ones count as this one
 * @param floor whether exponents are rounded down, not to the nearest
 * @param even whether exponents are those of squares
 */
record PowerOfTwo(int least, int most, double limit, boolean floor, boolean even) {
    private static final double EPSILON = 1e-7f;
    private static final int LARGEST_BITS = 7;

    /**
     * The rule of a quantizer.
     *
     * @param unsigned whether its values have no sign
     */
    static PowerOfTwo of(Quantizer quantizer, boolean unsigned) {
        boolean limited = quantizer.has("max_value");
        double limit = quantizer.number("max_value", Double.POSITIVE_INFINITY);
        int sign = limited && limit <= 1 ? 0 : 1;
        int bits = quantizer.whole("bits", 8) - (unsigned ? 0 : 1) - sign;
        if (bits < 0 || bits > LARGEST_BITS || limit <= 0) {
            throw quantizer.error(
                    "expected exponents of at most %d bits, got bits %s and max_value %s"
                            .formatted(LARGEST_BITS, quantizer.number("bits", 8), limit));
        }
        boolean even = quantizer.truth("quadratic_approximation", false);
        int most = (1 << bits) - 1;
        return new PowerOfTwo(
                -(1 << bits),
                even ? most / 2 * 2 : most,
                limit,
                "floor".equals(quantizer.settings().get("log2_rounding")),
                even);
    }

    /** The exponent of a magnitude. */
    int exponent(double magnitude) {
        if (magnitude < EPSILON) {
            return least;
        }
        double held = Math.min(magnitude, limit);
        double log = Math.log(even ? Math.sqrt(held) : held) / Math.log(2);
        // Single precision, as in QKeras: exact powers stay what they are.
        double whole = floor ? Math.floor((float) log) : Math.rint((float) log);
        int exponent = (int) Math.clamp(whole, least, most);
        return even ? 2 * exponent : exponent;
    }

    double of(double magnitude) {
        return Math.scalb(1.0, exponent(magnitude));
    }
}
