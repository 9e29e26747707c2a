package org.l1ring.check;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.l1ring.model.Model;
import org.l1ring.table.Cell;
import org.l1ring.table.ColumnMatch;
import org.l1ring.table.TableReader;

/** Inputs and expected outputs of a set, chunk by chunk. */
final class InputRows implements AutoCloseable {
    /** Rows of a chunk. */
    static final int CHUNK = 4096;

    private final int columns;
    private final int outputs;
    private final TableReader inputTable;
    private final TableReader outputTable;
    private final boolean joined;
    private final long[] row;
    private final long[] inputs;
    private final long[] expected;
    private long done;

    InputRows(Model model, VectorSet set) throws IOException {
        columns = model.columns();
        outputs = model.outputColumns();
        joined = set.joined();
        inputs = new long[CHUNK * columns];
        expected = new long[CHUNK * outputs];
        row = new long[joined ? CHUNK * (columns + outputs) : 0];
        inputTable = TableReader.open(set.inputs());
        if (joined) {
            selectJoined(model);
            outputTable = null;
            return;
        }
        inputTable.select(
                ModelColumns.inputCells(
                        model,
                        ColumnMatch.match(inputTable, columns, ModelColumns.inputNames(model))),
                false);
        outputTable = set.outputs().isEmpty() ? null : TableReader.open(set.outputs().get());
        if (outputTable != null) {
            requireWidth(outputTable, outputs, outputs + " outputs");
            outputTable.select(anyCells(0, outputs), false);
        }
    }

    private void selectJoined(Model model) {
        String what = columns + " inputs, then " + outputs + " outputs";
        requireWidth(inputTable, columns + outputs, what);
        int[] order = new int[0];
        if (!inputTable.columns().isEmpty()) {
            List<String> header = inputTable.columns().subList(0, columns);
            for (List<String> names : ModelColumns.inputNames(model)) {
                order = order.length == 0 ? ColumnMatch.byName(header, names) : order;
            }
        }
        if (order.length == 0) {
            order = IntStream.range(0, columns).toArray();
        }
        List<Cell> cells = new ArrayList<>(ModelColumns.inputCells(model, order));
        cells.addAll(anyCells(columns, columns + outputs));
        inputTable.select(cells, false);
    }

    private static void requireWidth(TableReader table, int width, String what) {
        if (table.width() != width) {
            throw new IllegalArgumentException(
                    "%s: expected %d columns (%s), got %d; give a table of this model"
                            .formatted(table.name(), width, what, table.width()));
        }
    }

    private static List<Cell> anyCells(int from, int to) {
        return IntStream.range(from, to).mapToObj(i -> new Cell(i, Cell.ANY)).toList();
    }

    /** Whether outputs are given. */
    boolean answered() {
        return joined || outputTable != null;
    }

    /** [rows][columns] raw values of the chunk. */
    long[] inputs() {
        return inputs;
    }

    /** [rows][outputs] raw values of the chunk. */
    long[] expected() {
        return expected;
    }

    /** Rows of the next chunk, 0 at the end. */
    int next() throws IOException {
        int rows = joined ? nextJoined() : inputTable.read(inputs, CHUNK);
        if (outputTable != null) {
            int answers = outputTable.read(expected, rows == 0 ? 1 : rows);
            if (answers != rows) {
                throw new IllegalArgumentException(
                        "%s: expected as many rows as %s, got %s; give answers to the same inputs"
                                .formatted(
                                        outputTable.name(),
                                        inputTable.name(),
                                        rows == 0 ? "more" : done + answers));
            }
        }
        done += rows;
        if (done == 0) {
            throw new IllegalArgumentException(
                    inputTable.name() + ": expected rows after the header, got none; add some");
        }
        return rows;
    }

    private int nextJoined() throws IOException {
        int rows = inputTable.read(row, CHUNK);
        int width = columns + outputs;
        for (int i = 0; i < rows; i++) {
            System.arraycopy(row, i * width, inputs, i * columns, columns);
            System.arraycopy(row, i * width + columns, expected, i * outputs, outputs);
        }
        return rows;
    }

    @Override
    public void close() throws IOException {
        try (inputTable) {
            if (outputTable != null) {
                outputTable.close();
            }
        }
    }
}
