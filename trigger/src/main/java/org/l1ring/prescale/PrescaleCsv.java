package org.l1ring.prescale;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuException;
import org.l1ring.table.InputFile;

/**
 * Reads prescale tables as CSV: a line {@code Index,Name,column,...} or {@code Bit,Algo
 * name,column,...}, before which a line {@code Default,column} may stand, then an algorithm a line.
 */
final class PrescaleCsv {
    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final AlgorithmNames names;
    private final List<String> columns = new ArrayList<>();
    private final Map<Integer, List<Double>> prescales = new TreeMap<>();

    private PrescaleCsv(Menu menu) {
        this.names = new AlgorithmNames(menu);
    }

    static PrescaleTable read(Path file, Menu menu) throws IOException {
        String name = file.getFileName().toString();
        PrescaleCsv table = new PrescaleCsv(menu);
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(InputFile.open(file), StandardCharsets.UTF_8))) {
            int number = 0;
            for (String line = reader.readLine(); line != null; line = reader.readLine()) {
                number++;
                table.line(name + ":" + number, number, cells(line));
            }
        } catch (IOException e) {
            throw InputFile.broken(name, e);
        }
        if (table.columns.isEmpty()) {
            throw header(name, "an empty file");
        }
        return new PrescaleTable(name, table.columns, table.prescales);
    }

    /** The cells of a line; quotes around a cell are dropped, commas in quotes kept. */
    private static List<String> cells(String line) {
        List<String> cells = new ArrayList<>();
        StringBuilder cell = new StringBuilder();
        boolean quoted = false;
        for (int i = 0; i < line.length(); i++) {
            char character = line.charAt(i);
            if (character == '"') {
                quoted = !quoted;
            } else if (character == ',' && !quoted) {
                cells.add(cell.toString().strip());
                cell.setLength(0);
            } else if (character != BYTE_ORDER_MARK) {
                cell.append(character);
            }
        }
        cells.add(cell.toString().strip());
        return cells;
    }

    private void line(String where, int number, List<String> cells) {
        if (cells.stream().allMatch(String::isEmpty)) {
            return;
        }
        if (columns.isEmpty()) {
            boolean preface = number == 1 && cells.getFirst().equalsIgnoreCase("Default");
            if (!preface) {
                columns(where, cells);
            }
            return;
        }
        if (cells.size() != columns.size() + 2) {
            throw new MenuException(
                    where,
                    "expected %d cells as in the header, got %d; correct the row"
                            .formatted(columns.size() + 2, cells.size()));
        }
        Algorithm algorithm =
                names.find(where, AlgorithmNames.index(where, cells.getFirst()), cells.get(1));
        List<Double> row = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            String place = where + ": " + algorithm.name() + ": column " + columns.get(i);
            row.add(PrescaleTable.prescale(place, cells.get(i + 2)));
        }
        if (prescales.putIfAbsent(algorithm.index(), row) != null) {
            throw new MenuException(
                    where,
                    "expected each index once, got %d again; remove a row"
                            .formatted(algorithm.index()));
        }
    }

    private void columns(String where, List<String> cells) {
        boolean index =
                cells.getFirst().equalsIgnoreCase("Index")
                        || cells.getFirst().equalsIgnoreCase("Bit");
        boolean named =
                cells.size() > 2
                        && (cells.get(1).equalsIgnoreCase("Name")
                                || cells.get(1).equalsIgnoreCase("Algo name"));
        if (!index || !named) {
            throw header(where, "\"" + String.join(",", cells) + "\"");
        }
        columns.addAll(cells.subList(2, cells.size()));
    }

    private static MenuException header(String where, String got) {
        if (got.startsWith("\"PK")) {
            return new MenuException(
                    where, "expected CSV or XML, got a workbook or an archive; save it as CSV");
        }
        String shown = got.length() > 60 ? got.substring(0, 60) + "..." : got;
        return new MenuException(
                where,
                "expected the header Index,Name and a column of prescales or more, got %s; write it"
                        .formatted(shown));
    }
}
