package org.l1ring.sliced;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.List;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Compares fields with windows, one bit a crossing. */
final class WindowTests {
    private static final VectorSpecies<Short> SHORTS = ShortVector.SPECIES_PREFERRED;
    private static final ByteOrder ORDER = ByteOrder.nativeOrder();
    private static final int LANES = SHORTS.length();

    private final FieldColumns columns;
    private final int[] fields;
    private final short[] lows;
    private final short[] highs;
    private final int[] slots;

    /**
     * Tests.
     *
     * @param columns of the fields
     * @param windows to test
     * @param slots byte offset of each window's bits
     */
    WindowTests(FieldColumns columns, List<Window> windows, int[] slots) {
        this.columns = columns;
        this.slots = slots;
        int count = windows.size();
        fields = new int[count];
        lows = new short[count];
        highs = new short[count];
        for (int i = 0; i < count; i++) {
            Window window = windows.get(i);
            fields[i] = window.field();
            lows[i] = (short) Math.max(window.low(), Short.MIN_VALUE);
            highs[i] = (short) Math.min(window.high(), Short.MAX_VALUE);
        }
    }

    /** Tests the crossings that the columns hold. */
    void run(MemorySegment memory, int crossings) {
        for (int i = 0; i < fields.length; i++) {
            int field = fields[i];
            int least = columns.minimum(field);
            int most = columns.maximum(field);
            long slot = slots[i];
            if (most < lows[i] || least > highs[i]) {
                Slots.fill(memory, slot, 0);
            } else if (least >= lows[i] && most <= highs[i]) {
                Slots.fill(memory, slot, -1);
            } else {
                test(memory, columns.field(field), slot, crossings, lows[i], highs[i]);
            }
        }
    }

    private static void test(
            MemorySegment memory, long column, long slot, int crossings, short low, short high) {
        short span = (short) (high - low);
        for (int block = 0; block < crossings; block += Long.SIZE) {
            long word = 0;
            for (int k = 0; k < Long.SIZE; k += LANES) {
                long at = column + 2L * (block + k);
                long bits =
                        ShortVector.fromMemorySegment(SHORTS, memory, at, ORDER)
                                .sub(low)
                                .compare(VectorOperators.ULE, span)
                                .toLong();
                word |= bits << k;
            }
            memory.set(ValueLayout.JAVA_LONG, slot + block / Byte.SIZE, word);
        }
    }
}
