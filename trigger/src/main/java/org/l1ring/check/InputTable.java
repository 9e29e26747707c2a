package org.l1ring.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.model.Model;
import org.l1ring.table.ColumnMatch;
import org.l1ring.table.TableReader;

/** A model's inputs from a table. */
public final class InputTable {
    private InputTable() {}

    /**
     * The first rows of a table.
     *
     * @param model whose inputs the columns are
     * @param file CSV or npy
     * @param most rows to read
     * @return [rows][columns] raw values
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is no table of the model's inputs, or empty
     */
    public static List<long[]> rows(Model model, Path file, int most) throws IOException {
        try (TableReader table = TableReader.open(file)) {
            int[] columns =
                    ColumnMatch.match(table, model.columns(), ModelColumns.inputNames(model));
            table.select(ModelColumns.inputCells(model, columns), false);
            long[] row = new long[model.columns()];
            List<long[]> rows = new ArrayList<>();
            while (rows.size() < most && table.read(row, 1) == 1) {
                rows.add(Arrays.copyOf(row, row.length));
            }
            if (rows.isEmpty()) {
                throw new IllegalArgumentException(
                        file + ": expected rows after the header, got none; add some");
            }
            return rows;
        }
    }
}
