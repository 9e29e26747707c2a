package org.l1ring.frame;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;

/**
 * Reads and writes single fields of frames, raw integers of any layout.
 *
 * <p>For readers, writers and tests; the block kernels have faster ways.
 */
public final class FieldAccess {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private FieldAccess() {}

    /**
     * The raw value of one field.
     *
     * @param frames memory that holds the frame
     * @param frame first byte of the frame
     * @param layout layout of the frame
     * @param field index of the field, 0 to {@code layout.fields() - 1}
     * @return the raw integer
     */
    public static long get(MemorySegment frames, long frame, FrameLayout layout, int field) {
        long at = frame + (long) field * layout.fieldBytes();
        return switch (layout.fieldBytes()) {
            case Short.BYTES -> frames.get(SHORT, at);
            case Integer.BYTES -> frames.get(INT, at);
            default -> frames.get(LONG, at);
        };
    }

    /**
     * Sets one field; the caller has checked that the value fits its width.
     *
     * @param frames memory that holds the frame
     * @param frame first byte of the frame
     * @param layout layout of the frame
     * @param field index of the field, 0 to {@code layout.fields() - 1}
     * @param raw the raw integer, within the field's width
     */
    public static void set(
            MemorySegment frames, long frame, FrameLayout layout, int field, long raw) {
        long at = frame + (long) field * layout.fieldBytes();
        switch (layout.fieldBytes()) {
            case Short.BYTES -> frames.set(SHORT, at, (short) raw);
            case Integer.BYTES -> frames.set(INT, at, (int) raw);
            default -> frames.set(LONG, at, raw);
        }
    }
}
