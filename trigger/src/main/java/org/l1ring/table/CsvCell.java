package org.l1ring.table;

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
}
