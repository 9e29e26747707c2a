package org.l1ring.bench.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** A table in Markdown: the first column is text, the others are figures. */
final class Table {
    private final List<String> head;
    private final List<List<String>> rows = new ArrayList<>();

    Table(String... head) {
        this.head = List.of(head);
    }

    /** One more row. */
    Table row(String... cells) {
        if (cells.length != head.size()) {
            throw new IllegalArgumentException(
                    "table: expected %d cells, got %d".formatted(head.size(), cells.length));
        }
        rows.add(List.of(cells));
        return this;
    }

    boolean empty() {
        return rows.isEmpty();
    }

    /** The lines of the table; nothing without rows. */
    @Override
    public String toString() {
        if (rows.isEmpty()) {
            return "Not measured in this run.\n";
        }
        StringBuilder out = new StringBuilder();
        line(out, head);
        out.append("|---").append("|---:".repeat(head.size() - 1)).append("|\n");
        rows.forEach(row -> line(out, row));
        return out.toString();
    }

    private static void line(StringBuilder out, List<String> cells) {
        cells.forEach(cell -> out.append("| ").append(cell).append(' '));
        out.append("|\n");
    }

    /** A figure with three significant digits. */
    static String figure(double value) {
        if (Double.isNaN(value)) {
            return "–";
        }
        double size = Math.abs(value);
        int decimals = size >= 99.95 ? 0 : size >= 9.995 ? 1 : size >= 0.9995 ? 2 : 3;
        return String.format(Locale.ROOT, "%,." + decimals + "f", value);
    }

    /** A ratio, as {@code 12.3 ×}. */
    static String times(double ratio) {
        return Double.isNaN(ratio) ? "–" : figure(ratio) + " ×";
    }

    /** A part of the whole in percent. */
    static String percent(double part) {
        return Double.isNaN(part) ? "–" : String.format(Locale.ROOT, "%.0f %%", 100 * part);
    }
}
