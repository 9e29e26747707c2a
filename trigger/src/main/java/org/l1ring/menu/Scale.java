package org.l1ring.menu;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * A scale of a menu: what the hardware integers of one quantity of one kind of object stand for.
 *
 * @param object for example {@code MU}
 * @param type for example {@code ET}, {@code ETA}
 * @param minimum lower end
 * @param maximum upper end
 * @param step width of a bin
 * @param bits of the hardware integer
 * @param bins by their minimum; some scales have none
 */
public record Scale(
        String object,
        String type,
        double minimum,
        double maximum,
        double step,
        int bits,
        List<Bin> bins) {

    /** Sorts the bins, which files have in any order. */
    public Scale {
        bins =
                bins.stream()
                        .sorted(
                                Comparator.comparingDouble(Bin::minimum)
                                        .thenComparingDouble(Bin::maximum))
                        .toList();
    }

    /**
     * This scale with the bins that its step gives: numbered from 0, on scales of pseudorapidity by
     * their place relative to 0, in two's complement. A scale without step or range stays empty.
     */
    Scale regular() {
        if (!(step > 0) || !(maximum > minimum) || (maximum - minimum) / step > 1 << bits) {
            return this;
        }
        int first = type.equals("ETA") ? (int) Math.floor(minimum / step + 0.5) : 0;
        List<Bin> regular = new ArrayList<>();
        for (int k = 0; k < size(); k++) {
            int number = first + k < 0 ? first + k + (1 << bits) : first + k;
            regular.add(new Bin(number, minimum + k * step, minimum + (k + 1) * step));
        }
        return new Scale(object, type, minimum, maximum, step, bits, regular);
    }

    /**
     * The values that one hardware integer stands for.
     *
     * @param number bits of the hardware integer, unsigned
     * @param minimum lower edge
     * @param maximum upper edge; equal to the lower one on scales that count
     */
    public record Bin(int number, double minimum, double maximum) {
        private boolean isPoint(double value) {
            return minimum == maximum && value == minimum;
        }
    }

    /** The bin that a threshold or the lower end of a window is in: minimum &le; x &lt; maximum. */
    public Optional<Bin> lower(double value) {
        return bins.stream()
                .filter(bin -> bin.minimum <= value && value < bin.maximum)
                .findFirst()
                .or(() -> bins.stream().filter(bin -> bin.isPoint(value)).findFirst());
    }

    /** The bin that the upper end of a window is in: minimum &lt; x &le; maximum. */
    public Optional<Bin> upper(double value) {
        return bins.stream()
                .filter(bin -> bin.minimum < value && value <= bin.maximum)
                .findFirst()
                .or(() -> bins.stream().filter(bin -> bin.isPoint(value)).findFirst());
    }

    /** A bin's hardware integer, in two's complement of {@link #bits} where values are signed. */
    public long raw(Bin bin) {
        boolean signed = type.equals("ETA") && bits > 0;
        return signed && bin.number >= 1 << (bits - 1) ? bin.number - (1L << bits) : bin.number;
    }

    /** Number of bins of a full range, also where the file lists none. */
    public int size() {
        return bins.isEmpty() ? (int) Math.round((maximum - minimum) / step) : bins.size();
    }

    /** Object and type, as messages name the scale. */
    public String label() {
        return object + " " + type;
    }
}
