package org.l1ring.table;

import java.math.BigDecimal;
import java.math.MathContext;

/** Texts in lines of CSV. */
public final class CsvCell {
    private CsvCell() {}

    /**
     * A text as a cell, quoted where it has to be.
     *
     * @param text of any characters
     */
    public static String of(String text) {
        boolean plain = text.chars().noneMatch(c -> c == ',' || c == '"' || c == '\n');
        return plain ? text : '"' + text.replace("\"", "\"\"") + '"';
    }

    /** At most six significant digits; nothing for a number that is not finite. */
    public static String of(double value) {
        if (!Double.isFinite(value)) {
            return "";
        }
        if (value == Math.rint(value) && Math.abs(value) < 1e9) {
            return Long.toString((long) value);
        }
        BigDecimal rounded = new BigDecimal(value).round(new MathContext(6)).stripTrailingZeros();
        return Math.abs(value) < 1e-4 ? rounded.toString() : rounded.toPlainString();
    }
}
