package org.l1ring.check;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.l1ring.circuit.Circuit;
import org.l1ring.model.Model;
import org.l1ring.table.Cell;
import org.l1ring.table.TableReader;

/** Expected intermediate values of the first rows; columns are matched by name. */
final class LayerRows implements AutoCloseable {
    /** Rows of a chunk: models may have many thousands of intermediate values. */
    static final int CHUNK = 256;

    private final TableReader table;
    private final int[] places;
    private final int layers;
    private final long[] values;

    /**
     * Opens a table of intermediate values.
     *
     * @param circuit with layers as outputs behind the model's own
     */
    LayerRows(Model model, Circuit circuit, Path file) throws IOException {
        table = TableReader.open(file);
        List<Cell> cells = new ArrayList<>();
        List<Integer> found = new ArrayList<>();
        Set<String> names = new LinkedHashSet<>();
        Map<String, Integer> header = new HashMap<>();
        for (int i = 0; i < table.columns().size(); i++) {
            header.putIfAbsent(table.columns().get(i), i);
        }
        for (int i = model.outputColumns(); i < circuit.outputs().size(); i++) {
            String name = circuit.outputs().get(i).name();
            int column = header.getOrDefault(name, -1);
            if (column >= 0) {
                cells.add(new Cell(column, Cell.ANY));
                found.add(i);
                names.add(name.replaceFirst("_\\d+$", ""));
            }
        }
        if (cells.isEmpty()) {
            table.close();
            throw new IllegalArgumentException(
                    table.name()
                            + ": expected columns <layer output>_<i> or scaled_<i>, got none of"
                            + " this model; give the intermediate values of this model");
        }
        table.select(cells, false);
        places = found.stream().mapToInt(Integer::intValue).toArray();
        layers = names.size();
        values = new long[CHUNK * places.length];
    }

    /** Number of layers with columns, preprocessing included. */
    int layers() {
        return layers;
    }

    /** Outputs of the circuit that have a column. */
    int[] places() {
        return places;
    }

    /** Value of a row of the chunk. */
    long expected(int row, int place) {
        return values[row * places.length + place];
    }

    /** Reads the next rows, at most {@link #CHUNK}; 0 at the end. */
    int next(int rows) throws IOException {
        return table.read(values, rows);
    }

    /** Makes sure that there are no rows without inputs. */
    void requireEnd() throws IOException {
        if (table.read(values, 1) > 0) {
            throw new IllegalArgumentException(
                    table.name()
                            + ": expected at most as many rows as there are inputs, got more;"
                            + " give the layers of the same inputs");
        }
    }

    @Override
    public void close() throws IOException {
        table.close();
    }
}
