package org.l1ring.power;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Crossings of a project with their results, as bits. */
final class CrossingRows {
    private final List<BigInteger> inputs = new ArrayList<>();
    private final List<BigInteger> outputs = new ArrayList<>();

    /**
     * Reads rows.
     *
     * @param file whose lines hold inputs and results in hexadecimal
     * @param result which of the results, from 1
     * @throws IOException if it cannot be read
     * @throws IllegalArgumentException if a line is none
     */
    CrossingRows(Path file, int result) throws IOException {
        List<String> lines = Files.readAllLines(file, StandardCharsets.ISO_8859_1);
        for (int i = 0; i < lines.size(); i++) {
            String[] parts = lines.get(i).strip().split(" ", -1);
            if (parts.length <= result || !hexadecimal(parts[0]) || !hexadecimal(parts[result])) {
                throw new IllegalArgumentException(
                        "%s: line %d: expected hexadecimal inputs and results, got others; write the project anew"
                                .formatted(file, i + 1));
            }
            inputs.add(new BigInteger(parts[0], 16));
            outputs.add(new BigInteger(parts[result], 16));
        }
        if (lines.isEmpty()) {
            throw new IllegalArgumentException(file + ": expected rows, got none");
        }
    }

    private static boolean hexadecimal(String text) {
        return text.matches("[0-9a-fA-F]+");
    }

    /** Number of rows. */
    int size() {
        return inputs.size();
    }

    /** The inputs of a crossing; the rows begin again behind the last. */
    BigInteger input(long crossing) {
        return inputs.get(Math.floorMod(crossing, inputs.size()));
    }

    /** The results of a crossing. */
    BigInteger output(long crossing) {
        return outputs.get(Math.floorMod(crossing, outputs.size()));
    }
}
