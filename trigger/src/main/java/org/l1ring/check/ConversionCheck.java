package org.l1ring.check;

import java.io.BufferedReader;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStreamReader;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.zip.ZipException;
import org.l1ring.fixed.FixedType;
import org.l1ring.fixed.Overflow;
import org.l1ring.fixed.Quantization;
import org.l1ring.table.InputFile;

/**
 * A table of fixed-point conversions with their answers. Columns: source signed (1 or 0), width,
 * integer bits; destination signed, width, integer bits; quantization; overflow; saturation bits;
 * raw input; raw output.
 */
public final class ConversionCheck {
    private static final int COLUMNS = 11;

    private final String name;
    private long line = 1;
    private long right;
    private long rows;
    private String first;

    private ConversionCheck(String name) {
        this.name = name;
    }

    /**
     * What a check of conversions found.
     *
     * @param right rows with the expected answer
     * @param rows in the table
     * @param first the first difference in words
     */
    public record Result(long right, long rows, Optional<String> first) {}

    /**
     * Converts every row of a table and compares the answer.
     *
     * @param file CSV with a header line, or gzip of it
     * @return how many rows agree
     * @throws IOException if the file cannot be read
     * @throws IllegalArgumentException if a row is not a conversion
     */
    public static Result check(Path file) throws IOException {
        ConversionCheck check = new ConversionCheck(file.getFileName().toString());
        try (BufferedReader reader =
                new BufferedReader(
                        new InputStreamReader(InputFile.open(file), StandardCharsets.UTF_8))) {
            check.run(reader);
        } catch (EOFException | ZipException e) {
            throw InputFile.broken(check.name, e);
        }
        return new Result(check.right, check.rows, Optional.ofNullable(check.first));
    }

    private void run(BufferedReader reader) throws IOException {
        String header = reader.readLine();
        if (header == null || header.split(",", -1).length != COLUMNS) {
            throw error(
                    "expected a header line of 11 columns",
                    header == null ? "an empty file" : "'" + header + "'");
        }
        for (String text = reader.readLine(); text != null; text = reader.readLine()) {
            line++;
            if (!text.isBlank()) {
                row(text.strip().split(",", -1));
            }
        }
        if (rows == 0) {
            throw error("expected rows after the header", "none");
        }
    }

    private void row(String[] cells) {
        if (cells.length != COLUMNS) {
            throw error("expected 11 columns", String.valueOf(cells.length));
        }
        FixedType source;
        FixedType target;
        try {
            source =
                    new FixedType(
                            flag(cells[0]),
                            count(cells[1]),
                            count(cells[2]),
                            Quantization.TRN,
                            Overflow.WRAP,
                            0);
            target =
                    new FixedType(
                            flag(cells[3]),
                            count(cells[4]),
                            count(cells[5]),
                            Quantization.valueOf(cells[6].strip()),
                            Overflow.valueOf(cells[7].strip()),
                            count(cells[8]));
        } catch (IllegalArgumentException e) {
            throw error("expected a conversion", e.getMessage());
        }
        long in = raw(cells[9]);
        long expected = raw(cells[10]);
        long got = target.cast(in, source);
        rows++;
        if (got == expected) {
            right++;
        } else if (first == null) {
            first =
                    "%s:%d: %s raw %d to %s: expected %d, got %d"
                            .formatted(name, line, source, in, target, expected, got);
        }
    }

    private static boolean flag(String cell) {
        return switch (cell.strip()) {
            case "1" -> true;
            case "0" -> false;
            default -> throw new IllegalArgumentException("'" + cell + "' for signed (1 or 0)");
        };
    }

    private static int count(String cell) {
        return Integer.parseInt(cell.strip());
    }

    /** A raw value; unsigned 64-bit ones as the bits of a long. */
    private long raw(String cell) {
        try {
            BigInteger value = new BigInteger(cell.strip());
            if (value.bitLength() <= Long.SIZE) {
                return value.longValue();
            }
        } catch (NumberFormatException _) {
            // The message below says it.
        }
        throw error("expected a raw 64-bit integer", "'" + cell + "'");
    }

    private IllegalArgumentException error(String expected, String got) {
        return new IllegalArgumentException(
                "%s:%d: %s, got %s; see the columns in --help"
                        .formatted(name, line, expected, got));
    }
}
