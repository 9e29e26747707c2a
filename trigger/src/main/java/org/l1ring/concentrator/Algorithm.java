package org.l1ring.concentrator;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/** What a concentrator makes of a crossing's charges. */
public enum Algorithm {
    /** Cells of at least their threshold, through the buffer. */
    THRESHOLD,
    /** The largest cells. */
    BEST_CHOICE,
    /** Super trigger cells: 12 sums of 4 cells, 9 bits. */
    STC4_9,
    /** Super trigger cells: 3 sums of 16 cells, 9 bits. */
    STC16_9,
    /** Coarse trigger cells: 12 sums of 4 cells, 7 bits, without places. */
    CTC4_7,
    /** Super trigger cells: 12 sums of 4 cells, 7 bits. */
    STC4_7,
    /** All cells. */
    REPEATER,
    /** An encoder's latent values. */
    AUTOENCODER;

    /** Its name on the command line and in files. */
    public String label() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    /** The names of all. */
    public static List<String> labels() {
        return Arrays.stream(values()).map(Algorithm::label).toList();
    }

    /**
     * The algorithm of a name.
     *
     * @param label as {@link #label} gives it
     * @throws IllegalArgumentException if there is none
     */
    public static Algorithm of(String label) {
        return Arrays.stream(values())
                .filter(one -> one.label().equals(label))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException(
                                "algorithm: expected one of %s, got %s"
                                        .formatted(String.join(", ", labels()), label)));
    }
}
