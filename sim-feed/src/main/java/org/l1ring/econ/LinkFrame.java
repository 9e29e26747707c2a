package org.l1ring.econ;

import java.util.Arrays;

/**
 * What one crossing of a module sends: codes and what they belong to. It is filled anew for each
 * crossing.
 */
public final class LinkFrame {
    /** Trigger cells of a module. */
    public static final int CELLS = 48;

    /** A frame without a module sum. */
    public static final int NO_SUM = -1;

    private final int[] addresses = new int[CELLS];
    private final int[] codes = new int[CELLS];
    private int crossing;
    private int sum;
    private int count;
    private Truncation truncation = Truncation.NONE;

    /** Whether the content was dropped for want of room. */
    public enum Truncation {
        /** All is there. */
        NONE,
        /** Dropped, as the buffer would have overflowed. */
        OVERFLOW,
        /** Dropped early, so that a larger crossing finds room. */
        EARLY
    }

    /**
     * Starts a crossing.
     *
     * @param crossingNumber whose low bits are sent
     * @param sumCode the module sum's code, or {@link #NO_SUM}
     */
    void start(int crossingNumber, int sumCode) {
        crossing = crossingNumber;
        sum = sumCode;
        count = 0;
        truncation = Truncation.NONE;
    }

    void truncate(Truncation why) {
        truncation = why;
        count = 0;
    }

    /**
     * Takes the content of another frame.
     *
     * @param other that is copied
     */
    public void copy(LinkFrame other) {
        crossing = other.crossing;
        sum = other.sum;
        count = other.count;
        truncation = other.truncation;
        System.arraycopy(other.addresses, 0, addresses, 0, count);
        System.arraycopy(other.codes, 0, codes, 0, count);
    }

    /**
     * Whether another frame says the same.
     *
     * @param other of the same format
     * @param crossingMask bits of the crossings' numbers that count
     */
    public boolean matches(LinkFrame other, int crossingMask) {
        return ((crossing ^ other.crossing) & crossingMask) == 0
                && sum == other.sum
                && truncation == other.truncation
                && count == other.count
                && Arrays.equals(addresses, 0, count, other.addresses, 0, count)
                && Arrays.equals(codes, 0, count, other.codes, 0, count);
    }

    void add(int address, int code) {
        addresses[count] = address;
        codes[count] = code;
        count++;
    }

    /** The crossing's number, or as many low bits of it as were sent. */
    public int crossing() {
        return crossing;
    }

    /** Code of the module sum, or {@link #NO_SUM}. */
    public int sum() {
        return sum;
    }

    /** Number of codes. */
    public int count() {
        return count;
    }

    /**
     * What code {@code index} belongs to: a cell, or the place of the largest cell in its group.
     */
    public int address(int index) {
        return addresses[index];
    }

    /** A code. */
    public int code(int index) {
        return codes[index];
    }

    /** Whether the content was dropped. */
    public Truncation truncation() {
        return truncation;
    }
}
