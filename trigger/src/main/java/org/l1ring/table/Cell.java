package org.l1ring.table;

import org.l1ring.fixed.FixedType;

/**
 * A value wanted from each row of a table: {@code raw = integer * 2^shift}, or the real value cast
 * to the type.
 *
 * @param column of the file, from 0
 * @param type that the raw value must be of
 * @param shift bits, 0..63; ignored for real values
 */
public record Cell(int column, FixedType type, int shift) {

    /** Any signed 64-bit integer. */
    public static final FixedType ANY = FixedType.signed(64, 64);

    /**
     * A raw value.
     *
     * @param column of the file, from 0
     * @param type that the raw value must be of
     */
    public Cell(int column, FixedType type) {
        this(column, type, 0);
    }

    /** The raw value of an integer in the file; {@code place} makes the message of an error. */
    long ofInteger(long integer, Place place, int row) {
        long raw = integer << shift;
        if (raw >> shift != integer || !type.contains(raw)) {
            throw place.error(
                    row,
                    column,
                    "expected an integer of %d..%d (%s%s), got %d"
                            .formatted(
                                    type.minimumRaw() >> shift,
                                    type.maximumRaw() >> shift,
                                    shift == 0 ? "raw values of " : "",
                                    type,
                                    integer),
                    "correct the value, or use a wider input type");
        }
        return raw;
    }

    /** The raw value of a real value in the file. */
    long ofReal(double real, Place place, int row) {
        double minimum = type.toReal(type.minimumRaw());
        double maximum = type.toReal(type.maximumRaw());
        if (!(real >= minimum && real <= maximum)) {
            throw place.error(
                    row,
                    column,
                    "expected a real value of %s..%s (%s), got %s"
                            .formatted(minimum, maximum, type, real),
                    "correct the value, or use a wider input type");
        }
        return type.fromReal(real);
    }

    /** Where a row is, for messages. */
    interface Place {
        /** An error at a row of the current read. */
        IllegalArgumentException error(int row, int column, String what, String mend);
    }
}
