package org.l1ring.econ;

import java.util.Arrays;

/**
 * From the front end's codes to charges: decoded to the middle of their values, then multiplied by
 * a factor of 11 fraction bits for each cell, the rest dropped.
 */
public final class Calibration {
    /** Fraction bits of factors. */
    public static final int FRACTION = 11;

    private static final int CODES = 1 << FloatCode.CELL.width();
    private static final long LARGEST = (1 << 22) - 1;

    private final int[] factors;
    private final long[] values = new long[CODES];

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
            charges[cell] = charge(cell, codes[cell]);
        }
    }

    /** The charge, of 22 bits, of a cell with a code of 7 bits. */
    public long charge(int cell, int code) {
        return Math.min((values[code] * factors[cell]) >> FRACTION, LARGEST);
    }

    /** The charges of a cell for all its codes. */
    long[] table(int cell) {
        long[] table = new long[CODES];
        Arrays.setAll(table, code -> charge(cell, code));
        return table;
    }
}
