package org.l1ring.table;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Writes a table of numbers; the file appears under its name when it is committed. */
public sealed interface TableWriter extends AutoCloseable permits CsvWriter, NpyWriter {

    /**
     * Begins a table.
     *
     * @param target file that ends in .csv, .csv.gz or .npy
     * @param columns names, which only CSV keeps
     * @param real whether the values are real numbers, else raw integers
     * @throws IOException if it cannot be written
     * @throws IllegalArgumentException for another ending
     */
    static TableWriter open(Path target, List<String> columns, boolean real) throws IOException {
        String name = target.toString();
        if (name.endsWith(".npy")) {
            return new NpyWriter(target, columns.size(), real);
        }
        if (name.endsWith(".csv") || name.endsWith(".csv.gz")) {
            return new CsvWriter(target, columns);
        }
        throw new IllegalArgumentException(
                target + ": expected a name in .csv, .csv.gz or .npy; rename the output");
    }

    /**
     * Appends rows of raw integers.
     *
     * @param values [rows][columns], row-major
     * @param rows number of rows
     * @throws IOException if they cannot be written
     */
    void write(long[] values, int rows) throws IOException;

    /**
     * Appends rows of real numbers.
     *
     * @param values [rows][columns], row-major
     * @param rows number of rows
     * @throws IOException if they cannot be written
     */
    void write(double[] values, int rows) throws IOException;

    /**
     * Ends the table and gives the file its name.
     *
     * @throws IOException if it cannot be written
     */
    void commit() throws IOException;

    /** Removes what was written unless it was committed. */
    @Override
    void close();
}
