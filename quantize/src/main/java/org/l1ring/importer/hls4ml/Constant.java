package org.l1ring.importer.hls4ml;

/** The value of a constant expression. */
sealed interface Constant {

    /** A whole number, or a truth value. */
    record Whole(long value) implements Constant {}

    /** A floating-point number. */
    record Real(double value) implements Constant {}

    /** A name that stands for itself, an enumerator of the utilities for example. */
    record Symbol(String name) implements Constant {}

    /** Whether a condition holds. */
    default boolean truth() {
        return switch (this) {
            case Whole(long value) -> value != 0;
            case Real(double value) -> value != 0;
            case Symbol(String name) -> !name.equals("false");
        };
    }

    /** As a double. */
    default double real() {
        return switch (this) {
            case Whole(long value) -> value;
            case Real(double value) -> value;
            case Symbol(String name) -> throw new NumberFormatException(name);
        };
    }

    static Constant of(boolean truth) {
        return new Whole(truth ? 1 : 0);
    }
}
