package org.l1ring.circuit;

/**
 * The exact range of a step's raw value, both ends included.
 *
 * @param min smallest value that occurs
 * @param max largest value that may occur
 */
public record Interval(long min, long max) {

    /** Checks the order of the ends. */
    public Interval {
        if (min > max) {
            throw new IllegalArgumentException(
                    "interval: expected min <= max, got " + min + " > " + max);
        }
    }

    /** The interval of one value. */
    public static Interval of(long value) {
        return new Interval(value, value);
    }

    /** Whether every value of {@code other} lies in this interval. */
    public boolean contains(Interval other) {
        return min <= other.min && other.max <= max;
    }

    /** Whether only one value occurs. */
    public boolean constant() {
        return min == max;
    }

    /** The smallest interval holding both. */
    public Interval union(Interval other) {
        return new Interval(Math.min(min, other.min), Math.max(max, other.max));
    }

    /** Bits of a two's complement number that holds every value, sign included. */
    public int signedBits() {
        return 65
                - Math.min(
                        Long.numberOfLeadingZeros(min ^ min >> 63),
                        Long.numberOfLeadingZeros(max ^ max >> 63));
    }

    /**
     * The exact sum.
     *
     * @throws ArithmeticException beyond 64 bits
     */
    public Interval plus(Interval other) {
        return new Interval(Math.addExact(min, other.min), Math.addExact(max, other.max));
    }

    /**
     * The exact multiple.
     *
     * @throws ArithmeticException beyond 64 bits
     */
    public Interval times(long factor) {
        long first = Math.multiplyExact(min, factor);
        long second = Math.multiplyExact(max, factor);
        return new Interval(Math.min(first, second), Math.max(first, second));
    }

    /**
     * The exact product of two independent values.
     *
     * @throws ArithmeticException beyond 64 bits
     */
    public Interval times(Interval other) {
        return times(other.min).union(times(other.max));
    }

    /** The interval as {@code [min,max]}. */
    @Override
    public String toString() {
        return "[" + min + "," + max + "]";
    }
}
