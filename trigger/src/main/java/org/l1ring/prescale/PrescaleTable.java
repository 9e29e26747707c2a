package org.l1ring.prescale;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.l1ring.decision.DecisionSetup;
import org.l1ring.decision.FractionalPrescaler;
import org.l1ring.menu.Algorithm;
import org.l1ring.menu.Menu;
import org.l1ring.menu.MenuException;
import org.l1ring.table.InputFile;

/**
 * The prescales of a menu's algorithms, a column for each working point. An algorithm without a row
 * is off in all columns, as in the Global Trigger.
 *
 * @param file name of the file, for messages
 * @param columns names of the columns, each once
 * @param prescales of each algorithm that has a row, by its index: one for each column; 0 is off
 */
public record PrescaleTable(
        String file, List<String> columns, Map<Integer, List<Double>> prescales) {

    /** Checks the widths and copies the collections. */
    public PrescaleTable {
        columns = List.copyOf(columns);
        prescales = Map.copyOf(prescales);
        if (columns.isEmpty() || new LinkedHashSet<>(columns).size() != columns.size()) {
            throw new MenuException(
                    file,
                    "expected one or more prescale columns, each name once, got %s; rename them"
                            .formatted(columns));
        }
        for (List<Double> row : prescales.values()) {
            if (row.size() != columns.size()) {
                throw new IllegalArgumentException("prescales: not one for each column");
            }
        }
    }

    /**
     * A table of one column in which nothing is prescaled.
     *
     * @param menu whose algorithms all have prescale 1
     */
    public static PrescaleTable none(Menu menu) {
        Map<Integer, List<Double>> prescales = new TreeMap<>();
        menu.algorithms().forEach(algorithm -> prescales.put(algorithm.index(), List.of(1.0)));
        return new PrescaleTable("no table", List.of("unprescaled"), prescales);
    }

    /**
     * Reads a table, plain or gzip: CSV with the columns Index, Name and one for each working
     * point, or the XML of the Global Trigger's run settings.
     *
     * @param file to read
     * @param menu that it is for
     * @throws MenuException when it is no such table, names an algorithm that the menu does not
     *     have, names one twice, or has a prescale that the Global Trigger has not
     */
    public static PrescaleTable read(Path file, Menu menu) {
        try {
            return isXml(file)
                    ? RunSettings.read(file).prescales(menu)
                    : PrescaleCsv.read(file, menu);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static boolean isXml(Path file) throws IOException {
        try (InputStream in = InputFile.open(file)) {
            int character = in.read();
            // Spaces and the three bytes of a byte order mark may stand before.
            while (character >= 0 && (character <= ' ' || character > 0x7f)) {
                character = in.read();
            }
            return character == '<';
        } catch (IOException e) {
            throw InputFile.broken(file.getFileName().toString(), e);
        }
    }

    /** A prescale as a table has it. */
    static double prescale(String where, String text) {
        try {
            double value = Double.parseDouble(text);
            if (value == 0 || (value >= 1 && value <= FractionalPrescaler.GREATEST)) {
                return value;
            }
        } catch (NumberFormatException e) {
            // Reported below, as numbers outside the range are.
        }
        throw new MenuException(
                where,
                "expected a prescale of 0 (off) or from 1 to %.2f, got \"%s\"; correct it"
                        .formatted(FractionalPrescaler.GREATEST, text));
    }

    /**
     * The prescales of a column.
     *
     * @param column its name
     * @param algorithms in the order in which the prescales are wanted
     * @return one for each algorithm; 0 for those without a row
     * @throws MenuException when the table has no such column
     */
    public List<Double> column(String column, List<Algorithm> algorithms) {
        int place = columns.indexOf(column);
        if (place < 0) {
            throw new MenuException(
                    file,
                    "expected one of the prescale columns %s, got \"%s\"; choose one of them"
                            .formatted(String.join(", ", columns), column));
        }
        return algorithms.stream()
                .map(algorithm -> prescales.get(algorithm.index()))
                .map(row -> row == null ? 0.0 : row.get(place))
                .toList();
    }

    /**
     * How algorithm bits are decided on in a column, with the default trigger rules.
     *
     * @param column its name
     * @param masks of the menu
     * @param algorithms in the order of their bits
     * @throws MenuException when the table has no such column
     */
    public DecisionSetup setup(String column, Masks masks, List<Algorithm> algorithms) {
        return masks.setup(column(column, algorithms), algorithms);
    }
}
