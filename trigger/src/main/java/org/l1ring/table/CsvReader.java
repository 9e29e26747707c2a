package org.l1ring.table;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Rows of a CSV file with a header line, parsed from its bytes. */
final class CsvReader implements TableReader {
    private static final int FIRST_BYTES = 1 << 16;
    private static final int LONGEST_LINE_BYTES = 1 << 26;
    private static final int LONGEST_TEXT = 40;

    /** As many digits always fit a long. */
    private static final int SAFE_DIGITS = 18;

    private final InputStream in;
    private final String name;
    private final List<String> columns;
    private byte[] bytes = new byte[FIRST_BYTES];
    private int filled;
    private int next;
    private int start;
    private int end;
    private long line;
    private Cell[] cells = {};
    private int[] targets;
    private boolean real;

    /** The line of row 0 of the read that is under way. */
    private long firstLine;

    CsvReader(InputStream in, String name) throws IOException {
        this.in = in;
        this.name = name;
        if (!nextLine() || end == start) {
            throw new IllegalArgumentException(
                    name
                            + (line == 0 ? ": " : ":1: ")
                            + "expected a header line of column names, got "
                            + (line == 0 ? "an empty file" : "an empty line")
                            + "; write one");
        }
        columns = header(new String(bytes, start, end - start, StandardCharsets.UTF_8));
        if (columns.stream().allMatch(CsvReader::isNumber)) {
            throw new IllegalArgumentException(
                    name
                            + ":1: expected a header line of column names, got numbers;"
                            + " put a line of names above them");
        }
        targets = new int[columns.size()];
        Arrays.fill(targets, -1);
    }

    private static List<String> header(String text) {
        String plain = text.startsWith("\uFEFF") ? text.substring(1) : text;
        List<String> names = new ArrayList<>();
        for (int from = 0; from <= plain.length(); ) {
            int comma = plain.indexOf(',', from);
            int to = comma < 0 ? plain.length() : comma;
            String cell = plain.substring(from, to).strip();
            boolean quoted = cell.length() > 1 && cell.startsWith("\"") && cell.endsWith("\"");
            names.add(quoted ? cell.substring(1, cell.length() - 1) : cell);
            from = to + 1;
        }
        return List.copyOf(names);
    }

    private static boolean isNumber(String text) {
        try {
            Double.parseDouble(text);
            return true;
        } catch (NumberFormatException _) {
            return false;
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> columns() {
        return columns;
    }

    @Override
    public int width() {
        return columns.size();
    }

    @Override
    public void select(List<Cell> wanted, boolean realValues) {
        cells = wanted.toArray(Cell[]::new);
        real = realValues;
        Arrays.fill(targets, -1);
        for (int i = 0; i < cells.length; i++) {
            targets[cells[i].column()] = i;
        }
    }

    @Override
    public int read(long[] values, int rows) throws IOException {
        firstLine = line + 1;
        int row = 0;
        while (row < rows && nextLine()) {
            if (end == start && atEnd()) {
                break;
            }
            parse(values, row);
            row++;
        }
        return row;
    }

    /** Whether only empty lines are left. */
    private boolean atEnd() throws IOException {
        long emptyLine = line;
        while (nextLine()) {
            if (end > start) {
                throw new IllegalArgumentException(
                        "%s:%d: expected %d columns, got an empty line; remove it"
                                .formatted(name, emptyLine, width()));
            }
        }
        return true;
    }

    private void parse(long[] values, int row) {
        int at = start;
        int column = 0;
        for (; column < targets.length && at <= end; column++) {
            int stop = at;
            while (stop < end && bytes[stop] != ',') {
                stop++;
            }
            if (targets[column] >= 0) {
                int target = targets[column];
                values[row * cells.length + target] = value(cells[target], at, stop, row);
            }
            at = stop + 1;
        }
        if (column < targets.length || at <= end) {
            throw new IllegalArgumentException(
                    "%s:%d: expected %d columns, got %d; the row may be cut short"
                            .formatted(name, firstLine + row, targets.length, count()));
        }
    }

    private int count() {
        int commas = 0;
        for (int i = start; i < end; i++) {
            commas += bytes[i] == ',' ? 1 : 0;
        }
        return commas + 1;
    }

    private long value(Cell cell, int from, int to, int row) {
        int first = from;
        int last = to;
        while (first < last && bytes[first] == ' ') {
            first++;
        }
        while (last > first && bytes[last - 1] == ' ') {
            last--;
        }
        if (real) {
            return cell.ofReal(real(cell, first, last, row), this::error, row);
        }
        byte sign = first < last ? bytes[first] : 0;
        boolean negative = sign == '-';
        int digit = negative || sign == '+' ? first + 1 : first;
        boolean plain = digit < last && last - digit <= SAFE_DIGITS;
        long value = 0;
        for (; plain && digit < last; digit++) {
            int number = bytes[digit] - '0';
            plain = number >= 0 && number <= 9;
            value = value * 10 + number;
        }
        long integer = plain ? (negative ? -value : value) : longInteger(cell, first, last, row);
        return cell.ofInteger(integer, this::error, row);
    }

    private long longInteger(Cell cell, int first, int last, int row) {
        try {
            return Long.parseLong(text(first, last));
        } catch (NumberFormatException _) {
            throw error(
                    row,
                    cell.column(),
                    "expected an integer, got '" + shortened(text(first, last)) + "'",
                    "write a raw 64-bit integer");
        }
    }

    private double real(Cell cell, int first, int last, int row) {
        try {
            return Double.parseDouble(text(first, last));
        } catch (NumberFormatException _) {
            throw error(
                    row,
                    cell.column(),
                    "expected a number, got '" + shortened(text(first, last)) + "'",
                    "write a decimal number");
        }
    }

    private String text(int first, int last) {
        return new String(bytes, first, last - first, StandardCharsets.UTF_8);
    }

    private static String shortened(String text) {
        return text.length() <= LONGEST_TEXT ? text : text.substring(0, LONGEST_TEXT) + "...";
    }

    private IllegalArgumentException error(int row, int column, String what, String mend) {
        return new IllegalArgumentException(
                "%s:%d: column %s: %s; %s"
                        .formatted(name, firstLine + row, columns.get(column), what, mend));
    }

    /** Moves [start, end) to the next line without its end; false at the end of the file. */
    private boolean nextLine() throws IOException {
        int from = next;
        int scan = next;
        while (true) {
            while (scan < filled && bytes[scan] != '\n') {
                scan++;
            }
            if (scan < filled) {
                next = scan + 1;
                break;
            }
            int kept = filled - from;
            if (from > 0) {
                System.arraycopy(bytes, from, bytes, 0, kept);
            } else if (kept == bytes.length) {
                if (kept >= LONGEST_LINE_BYTES) {
                    throw new IllegalArgumentException(
                            "%s:%d: expected lines of at most 64 MB, got a longer one"
                                    .formatted(name, line + 1));
                }
                bytes = Arrays.copyOf(bytes, 2 * kept);
            }
            from = 0;
            filled = kept;
            scan = kept;
            int more = fill();
            if (more <= 0) {
                next = filled;
                if (kept == 0) {
                    start = 0;
                    end = 0;
                    return false;
                }
                break;
            }
        }
        start = from;
        end = scan > from && bytes[scan - 1] == '\r' ? scan - 1 : scan;
        line++;
        return true;
    }

    private int fill() throws IOException {
        try {
            int more = in.read(bytes, filled, bytes.length - filled);
            filled += Math.max(0, more);
            return more;
        } catch (IOException e) {
            throw InputFile.broken(name, e);
        }
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
