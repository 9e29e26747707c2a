package org.l1ring.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;

/** Reads a table of numbers row by row as raw integers. */
public sealed interface TableReader extends AutoCloseable permits CsvReader, NpyReader {

    /**
     * Opens a table: npy when the file begins as one, else CSV; either may be gzip.
     *
     * @param file to read
     * @return a reader before the first row
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is empty or not a table
     */
    static TableReader open(Path file) throws IOException {
        InputStream in = InputFile.open(file);
        String name = file.getFileName().toString();
        try {
            return NpyReader.isNpy(in) ? new NpyReader(in, name) : new CsvReader(in, name);
        } catch (IOException e) {
            in.close();
            throw InputFile.broken(name, e);
        } catch (RuntimeException e) {
            in.close();
            throw e;
        }
    }

    /** File name for messages. */
    String name();

    /** Names of the columns, in order; empty if the file has none. */
    List<String> columns();

    /** Number of columns. */
    int width();

    /**
     * Chooses what {@link #read} gives; to be called once, before it.
     *
     * @param cells one entry a value of a row, each of another column
     * @param real whether the file holds real values to be cast, not raw integers
     */
    void select(List<Cell> cells, boolean real);

    /**
     * Reads the next rows.
     *
     * @param values [rows][cells] raw values, row-major
     * @param rows at most so many
     * @return rows read; 0 at the end
     * @throws IOException if reading fails
     * @throws IllegalArgumentException for a cell that is not a number or out of its type, or a row
     *     of another length, with file, line and column
     */
    int read(long[] values, int rows) throws IOException;

    @Override
    void close() throws IOException;
}
