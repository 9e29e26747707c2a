package org.l1ring.adders;

import java.io.IOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Reads matrices of integers: a line for each input, a number for each output. */
public final class ConstantMatrix {
    /** Largest magnitude of a coefficient, so that sums of shifted ones stay within 64 bits. */
    private static final long LARGEST = 1L << 40;

    private ConstantMatrix() {}

    /**
     * Reads a matrix.
     *
     * @param file lines of integers between blanks or commas; empty lines and lines that begin with
     *     {@code #} are left out
     * @return [inputs][outputs] coefficients
     * @throws IllegalArgumentException if the text is no matrix of integers up to 2^40
     * @throws IOException if the file cannot be read
     */
    public static long[][] read(Path file) throws IOException {
        List<String> lines;
        try {
            lines = Files.readAllLines(file);
        } catch (MalformedInputException e) {
            throw new IllegalArgumentException(
                    file + ": expected text, got other bytes; write integers between blanks", e);
        }
        List<long[]> rows = new ArrayList<>();
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (!line.isEmpty() && !line.startsWith("#")) {
                String place = "%s: line %d".formatted(file, i + 1);
                long[] row =
                        Arrays.stream(line.split("[\\s,]+"))
                                .mapToLong(word -> coefficient(place, word))
                                .toArray();
                if (!rows.isEmpty() && rows.get(0).length != row.length) {
                    throw new IllegalArgumentException(
                            "%s: expected %d integers as in the lines before, got %d"
                                    .formatted(place, rows.get(0).length, row.length));
                }
                rows.add(row);
            }
        }
        if (rows.isEmpty()) {
            throw new IllegalArgumentException(
                    file + ": expected a line of integers for each input, got none");
        }
        return rows.toArray(long[][]::new);
    }

    private static long coefficient(String place, String word) {
        try {
            long value = Long.parseLong(word);
            if (Math.abs(value) <= LARGEST) {
                return value;
            }
        } catch (NumberFormatException _) {
            // said below
        }
        throw new IllegalArgumentException(
                "%s: expected integers from -2^40 to 2^40, got '%s'; scale the matrix to integers"
                        .formatted(place, word));
    }
}
