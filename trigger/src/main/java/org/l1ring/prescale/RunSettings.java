package org.l1ring.prescale;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuException;
import org.l1ring.menu.XmlElement;
import org.l1ring.menu.XmlReader;

/**
 * The tables of a file of the Global Trigger's run settings: {@code run-settings}, in it {@code
 * context}, in it {@code param} of type table with {@code columns} and {@code rows}.
 */
final class RunSettings {
    private static final String KIND = "run settings file";

    private final String file;
    private final Map<String, Table> tables = new LinkedHashMap<>();

    /**
     * A table.
     *
     * @param where file and name of the table
     * @param columns their names
     * @param rows of as many cells as columns
     */
    record Table(String where, List<String> columns, List<Row> rows) {
        /** Copies the lists. */
        Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A row of a table.
     *
     * @param where file and line
     * @param cells without space around them
     */
    record Row(String where, List<String> cells) {
        /** Copies the cells. */
        Row {
            cells = List.copyOf(cells);
        }
    }

    private RunSettings(String file) {
        this.file = file;
    }

    static RunSettings read(Path path) throws IOException {
        RunSettings settings = new RunSettings(path.getFileName().toString());
        XmlElement root = XmlReader.read(path, KIND);
        if (!root.name().equals("run-settings")) {
            throw new MenuException(
                    settings.file,
                    "expected the element run-settings, got %s; give a %s"
                            .formatted(root.name(), KIND));
        }
        for (XmlElement context : root.all("context")) {
            for (XmlElement param : context.all("param")) {
                if (param.attribute("type").orElse("").equals("table")) {
                    settings.add(param);
                }
            }
        }
        return settings;
    }

    private void add(XmlElement param) {
        String id = param.attribute("id").orElse("");
        String where = file + ": " + id;
        String delimiter = Pattern.quote(param.attribute("delimiter").orElse(","));
        List<String> columns = cells(child(where, param, "columns").text(), delimiter);
        List<Row> rows = new ArrayList<>();
        for (XmlElement element : child(where, param, "rows").all("row")) {
            String place = file + ":" + element.line() + ": " + id;
            List<String> cells = cells(element.text(), delimiter);
            if (cells.size() != columns.size()) {
                throw new MenuException(
                        place,
                        "expected %d cells, one for each column, got %d; correct the row"
                                .formatted(columns.size(), cells.size()));
            }
            rows.add(new Row(place, cells));
        }
        if (tables.putIfAbsent(id, new Table(where, columns, rows)) != null) {
            throw new MenuException(where, "expected the table once, got it twice; remove one");
        }
    }

    private static XmlElement child(String where, XmlElement param, String name) {
        return param.first(name)
                .orElseThrow(() ->
                        new MenuException(
                                where,
                                "expected the element %s in param, got none; export the %s again"
                                        .formatted(name, KIND)));
    }

    private static List<String> cells(String text, String delimiter) {
        return Arrays.stream(text.split(delimiter, -1)).map(String::strip).toList();
    }

    /** The file's name. */
    String file() {
        return file;
    }

    /** A table of the file. */
    Optional<Table> table(String id) {
        return Optional.ofNullable(tables.get(id));
    }

    /** The table prescales: an algorithm, by index or name, a row. */
    PrescaleTable prescales(Menu menu) {
        Table table =
                table("prescales")
                        .orElseThrow(() ->
                                new MenuException(
                                        file,
                                        "expected a table with the id prescales, got none; give the"
                                                + " run settings that hold the prescales"));
        AlgorithmNames names = new AlgorithmNames(menu);
        List<String> columns = table.columns().subList(1, table.columns().size());
        Map<Integer, List<Double>> prescales = new TreeMap<>();
        for (Row row : table.rows()) {
            Algorithm algorithm = names.find(row.where(), row.cells().getFirst());
            List<Double> values = new ArrayList<>();
            for (int i = 0; i < columns.size(); i++) {
                String place = row.where() + ": column " + columns.get(i);
                values.add(PrescaleTable.prescale(place, row.cells().get(i + 1)));
            }
            if (prescales.putIfAbsent(algorithm.index(), values) != null) {
                throw new MenuException(
                        row.where(),
                        "expected each algorithm once, got %s again; remove a row"
                                .formatted(row.cells().getFirst()));
            }
        }
        return new PrescaleTable(file, columns, prescales);
    }
}
