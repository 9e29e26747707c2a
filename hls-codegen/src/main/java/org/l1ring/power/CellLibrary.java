package org.l1ring.power;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * What power needs of a Liberty file: cells with area, leakage, functions, loads, slews and
 * internal energies, and the units that these are in.
 *
 * @param file it was read from
 * @param name of the library
 * @param volts nominal supply
 * @param farads unit of capacitance
 * @param joules unit of the internal energies: that of capacitance times volts squared
 * @param cells by name
 */
record CellLibrary(
        Path file,
        String name,
        double volts,
        double farads,
        double joules,
        Map<String, LibraryCell> cells) {
    private static final Map<Character, Double> PREFIXES =
            Map.of('m', 1e-3, 'u', 1e-6, 'n', 1e-9, 'p', 1e-12, 'f', 1e-15, 'k', 1e3);

    /** Copies the cells. */
    CellLibrary {
        cells = Map.copyOf(cells);
    }

    /**
     * Reads a library.
     *
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if it is no whole Liberty file, or says what is not
     *     understood; the message has the line
     */
    static CellLibrary read(Path file) throws IOException {
        LibertyGroup library = LibertyReader.read(file);
        double volts = library.number("nom_voltage", 0);
        if (!(volts > 0)) {
            throw library.bad("expected a nom_voltage above 0, got none");
        }
        double farads = farads(library);
        double unit = unit(library, "voltage_unit", 'V', 1);
        Map<String, LibertyGroup> templates = new HashMap<>();
        library.groups().stream()
                .filter(group -> group.kind().endsWith("_template"))
                .forEach(group -> templates.put(group.name(), group));
        double leakage = unit(library, "leakage_power_unit", 'W', 1e-9);
        CellReader reader = new CellReader(library, templates, leakage);
        Map<String, LibraryCell> cells = new HashMap<>();
        library.all("cell").forEach(group -> cells.put(group.name(), reader.read(group)));
        if (cells.isEmpty()) {
            throw library.bad("expected cells, got none");
        }
        return new CellLibrary(
                file, library.name(), volts * unit, farads, farads * unit * unit, cells);
    }

    private static double farads(LibertyGroup library) {
        List<String> unit = library.attributes().get("capacitive_load_unit");
        if (unit == null || unit.size() != 2) {
            throw library.bad("expected capacitive_load_unit (number, unit), got " + unit);
        }
        return number(library, "capacitive_load_unit", unit.get(0))
                * scale(library, "capacitive_load_unit", unit.get(1), 'F');
    }

    private static double number(LibertyGroup library, String attribute, String text) {
        double number = library.number(attribute, text);
        if (!(number > 0)) {
            throw library.bad(attribute + ": expected a number above 0, got " + text);
        }
        return number;
    }

    /** A unit such as 1nW or 100mV. */
    private static double unit(
            LibertyGroup library, String attribute, char symbol, double otherwise) {
        String text = library.text(attribute).orElse("");
        if (text.isEmpty()) {
            return otherwise;
        }
        String digits = text.replaceFirst("[a-zA-Z].*", "").strip();
        String rest = text.substring(digits.length()).strip();
        return number(library, attribute, digits) * scale(library, attribute, rest, symbol);
    }

    private static double scale(LibertyGroup library, String attribute, String text, char symbol) {
        boolean right = text.toUpperCase(Locale.ROOT).endsWith("" + symbol);
        if (right && text.length() == 1) {
            return 1;
        }
        Double prefix = right && text.length() == 2 ? PREFIXES.get(text.charAt(0)) : null;
        if (prefix == null) {
            throw library.bad(
                    "%s: expected a unit such as 1n%s, got '%s'"
                            .formatted(attribute, symbol, text));
        }
        return prefix;
    }

    /** A cell that a netlist has. */
    LibraryCell cell(String wanted) {
        LibraryCell cell = cells.get(wanted);
        if (cell == null) {
            throw new IllegalArgumentException(
                    "%s: expected cell %s of the netlist, got none; was the netlist made with this library?"
                            .formatted(file, wanted));
        }
        if (!cell.usable()) {
            throw new IllegalArgumentException(
                    "%s: cell %s: expected gates and flip-flops of a rising clock without set and clear, got another kind"
                            .formatted(file, wanted));
        }
        return cell;
    }
}
