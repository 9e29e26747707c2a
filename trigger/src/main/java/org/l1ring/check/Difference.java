package org.l1ring.check;

/**
 * A value that an engine gave and that was expected otherwise.
 *
 * @param row from 1, the first after the header
 * @param column name of the output or layer column
 * @param expected raw value
 * @param got raw value
 */
public record Difference(long row, String column, long expected, long got) {

    /** For example {@code row 17, column score: expected 12, got 13}. */
    @Override
    public String toString() {
        return "row %d, column %s: expected %d, got %d".formatted(row, column, expected, got);
    }
}
