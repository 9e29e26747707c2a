package org.l1ring.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.VectorShape;

/** Brings the fields of a block's frames to a kernel's input columns. */
public final class FrameColumns {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** All memory, by address. */
    @SuppressWarnings("restricted") // rows of several blocks lie in several segments
    private static final MemorySegment ADDRESSES = MemorySegment.NULL.reinterpret(Long.MAX_VALUE);

    private final BlockKernel kernel;
    private final Lane lane;
    private final int[] fields;
    private final long[] columns;

    /**
     * For each 128-byte part of a frame, the columns of its 64 fields, of the last one perhaps 32;
     * null where none is read.
     */
    private final long[][] parts;

    private final MemorySegment scratch;
    private final boolean vectors;

    /**
     * A map of frames to columns.
     *
     * @param kernel whose input columns are the frame's fields, in their order
     * @param fieldBytes width of a field, 2, 4 or 8
     * @param frameBytes bytes from frame to frame
     * @param engine scalar or vector loops
     */
    public FrameColumns(BlockKernel kernel, int fieldBytes, int frameBytes, Engine engine) {
        this.kernel = kernel;
        this.lane = Lane.ofBits(8 * fieldBytes);
        int inputs = kernel.circuit().inputs().size();
        int[] used = new int[inputs];
        int count = 0;
        for (int i = 0; i < inputs; i++) {
            if (kernel.inputOffset(i) >= 0) {
                used[count++] = i;
            }
        }
        fields = Arrays.copyOf(used, count);
        columns = Arrays.stream(fields).mapToLong(kernel::inputOffset).toArray();
        vectors =
                engine == Engine.VECTOR
                        && lane == Lane.I16
                        && frameBytes % FrameTranspose.HALF_CHUNK == 0
                        && VectorShape.preferredShape() == VectorShape.S_512_BIT
                        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        scratch = Arena.ofAuto().allocate(FrameTranspose.SCRATCH, 64);
        parts = new long[Math.ceilDiv(frameBytes, FrameTranspose.CHUNK)][];
        for (int i = 0; vectors && i < count; i++) {
            int part = fields[i] / 64;
            if (parts[part] == null) {
                parts[part] = new long[Math.min(64, frameBytes / 2 - 64 * part)];
                Arrays.fill(parts[part], kernel.spareOffset());
            }
            parts[part][fields[i] % 64] = columns[i];
        }
    }

    /**
     * Fills the input columns of 1 to 128 crossings.
     *
     * @param rows addresses of their frames; up to the next multiple of 64 they are overwritten
     * @param count frames to read
     */
    public void load(long[] rows, int count) {
        MemorySegment memory = kernel.memory();
        if (vectors) {
            int end = (count + Lane.BLOCK - 1) / Lane.BLOCK * Lane.BLOCK;
            Arrays.fill(rows, count, end, rows[0]);
            for (int from = 0; from < end; from += Lane.BLOCK) {
                for (int part = 0; part < parts.length; part++) {
                    if (parts[part] != null) {
                        long offset = (long) part * FrameTranspose.CHUNK;
                        long[] to = parts[part];
                        FrameTranspose.run(ADDRESSES, rows, from, offset, memory, to, scratch);
                    }
                }
            }
            return;
        }
        for (int k = 0; k < count; k++) {
            for (int i = 0; i < fields.length; i++) {
                long raw =
                        switch (lane) {
                            case I16 -> ADDRESSES.get(SHORT, rows[k] + 2L * fields[i]);
                            case I32 -> ADDRESSES.get(INT, rows[k] + 4L * fields[i]);
                            case I64 -> ADDRESSES.get(LONG, rows[k] + 8L * fields[i]);
                            case F32 -> throw new IllegalStateException("frames hold integers");
                        };
                lane.set(memory, columns[i], k, raw);
            }
        }
    }
}
