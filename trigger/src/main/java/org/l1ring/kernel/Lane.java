package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import org.l1ring.circuit.Interval;

/** How a column keeps its integers: one value for each crossing of a block. */
public enum Lane {
    /** 16 bits. */
    I16(2),
    /** 32 bits. */
    I32(4),
    /** 64 bits. */
    I64(8),
    /** Integers of up to 24 bits as 32-bit floats, whose sums of products are exact and fast. */
    F32(4);

    /** The lanes of integers, from narrow to wide. */
    static final List<Lane> INTEGERS = List.of(I16, I32, I64);

    /** Crossings in a block. */
    static final int BLOCK = 64;

    /** Crossings of two blocks, which a kernel can run at once: values in a column. */
    static final int CROSSINGS = 2 * BLOCK;

    private final int bytes;

    Lane(int bytes) {
        this.bytes = bytes;
    }

    /** Bytes of a value. */
    public int bytes() {
        return bytes;
    }

    int bits() {
        return 8 * bytes;
    }

    int columnBytes() {
        return bytes * CROSSINGS;
    }

    /** The narrowest lane of at least {@code bits} bits, sign included. */
    static Lane ofBits(int bits) {
        return bits <= 16 ? I16 : bits <= 32 ? I32 : I64;
    }

    static Lane of(Interval interval) {
        return ofBits(interval.signedBits());
    }

    static Lane widest(Lane left, Lane right) {
        return left.compareTo(right) >= 0 ? left : right;
    }

    /** The low bits of {@code raw} as a number of this lane. */
    long wrap(long raw) {
        int unused = 64 - bits();
        return raw << unused >> unused;
    }

    long get(MemorySegment memory, long column, int crossing) {
        long at = column + (long) crossing * bytes;
        return switch (this) {
            case I16 -> memory.get(ValueLayout.JAVA_SHORT, at);
            case I32 -> memory.get(ValueLayout.JAVA_INT, at);
            case I64 -> memory.get(ValueLayout.JAVA_LONG, at);
            case F32 -> (long) memory.get(ValueLayout.JAVA_FLOAT, at);
        };
    }

    /**
     * Sets the value of one crossing.
     *
     * @param memory of the column
     * @param column its byte offset
     * @param crossing 0 to 127
     * @param raw value, of which the low bits count
     */
    public void set(MemorySegment memory, long column, int crossing, long raw) {
        long at = column + (long) crossing * bytes;
        switch (this) {
            case I16 -> memory.set(ValueLayout.JAVA_SHORT, at, (short) raw);
            case I32 -> memory.set(ValueLayout.JAVA_INT, at, (int) raw);
            case I64 -> memory.set(ValueLayout.JAVA_LONG, at, raw);
            case F32 -> memory.set(ValueLayout.JAVA_FLOAT, at, (float) raw);
        }
    }
}
