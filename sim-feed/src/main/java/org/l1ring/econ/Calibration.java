package org.l1ring.econ;

/**
 * From the front end's codes to charges: decoded to the middle of their values, then multiplied by
 * a factor of 11 fraction bits for each cell, the rest dropped.
 */
public final class Calibration {
    /** Fraction bits of factors. */
    public static final int FRACTION = 11;

    static final long LARGEST = (1 << 22) - 1;

    private final int[] factors;
    private final long[] values = new long[1 << FloatCode.CELL.width()];

    /**
     * A calibration.
     *
     * @param factors [48] of 11 fraction bits, 0 to 4095
     * @param drop low bits that the front end dropped: 1 for low density, 3 for high
     */
    public Calibration(int[] factors, int drop) {
        this.factors = factors.clone();
        for (int code = 0; code < values.length; code++) {
            values[code] = FloatCode.CELL.decode(code, drop, FloatCode.Place.HALF);
        }
    }

    /**
     * The charges of a crossing.
     *
     * @param codes [48] of 7 bits
     * @param charges [48] of 22 bits, which are filled
     */
    public void apply(int[] codes, long[] charges) {
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            long charge = (values[codes[cell]] * factors[cell]) >> FRACTION;
            charges[cell] = Math.min(charge, LARGEST);
        }
    }
}
