package org.l1ring.kernel;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.LinkedHashMap;
import java.util.Map;

/** Constants of straight-line code, one vector each, in the memory behind the columns. */
final class Pool {
    private record Constant(int bytes, long bits) {}

    private final Map<Constant, Long> offsets = new LinkedHashMap<>();
    private final long start;

    /**
     * An empty pool.
     *
     * @param start byte of its first constant
     */
    Pool(long start) {
        this.start = start;
    }

    /** Byte offset of a vector of a constant. */
    long offset(Lane lane, long value) {
        return lane == Lane.F32 ? offset((float) value) : at(lane.bytes(), lane.wrap(value));
    }

    /** Byte offset of a vector of a float. */
    long offset(float value) {
        return at(Lane.F32.bytes(), Float.floatToRawIntBits(value));
    }

    private long at(int bytes, long bits) {
        return offsets.computeIfAbsent(
                new Constant(bytes, bits),
                _ -> start + (long) offsets.size() * VectorCode.vectorBytes());
    }

    /** Byte after the last constant. */
    long end() {
        return start + (long) offsets.size() * VectorCode.vectorBytes();
    }

    /** Writes the constants. */
    void fill(MemorySegment memory) {
        offsets.forEach((constant, offset) -> {
            for (long at = offset; at < offset + VectorCode.vectorBytes(); at += constant.bytes()) {
                switch (constant.bytes()) {
                    case 2 -> memory.set(ValueLayout.JAVA_SHORT, at, (short) constant.bits());
                    case 4 -> memory.set(ValueLayout.JAVA_INT, at, (int) constant.bits());
                    default -> memory.set(ValueLayout.JAVA_LONG, at, constant.bits());
                }
            }
        });
    }
}
