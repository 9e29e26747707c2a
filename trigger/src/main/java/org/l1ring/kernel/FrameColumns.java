package org.l1ring.kernel;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import jdk.incubator.vector.VectorShape;

/** Brings the fields of a block's frames to a kernel's input columns. */
final class FrameColumns {
    private static final ValueLayout.OfShort SHORT =
            ValueLayout.JAVA_SHORT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final BlockKernel kernel;
    private final Lane lane;
    private final int frameBytes;
    private final int[] fields;
    private final long[] columns;

    /** For each 128-byte part of a frame, the columns of its 64 fields; null where none is read. */
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
    FrameColumns(BlockKernel kernel, int fieldBytes, int frameBytes, Engine engine) {
        this.kernel = kernel;
        this.lane = Lane.ofBits(8 * fieldBytes);
        this.frameBytes = frameBytes;
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
                        && frameBytes % FrameTranspose.CHUNK == 0
                        && VectorShape.preferredShape() == VectorShape.S_512_BIT
                        && ByteOrder.nativeOrder() == ByteOrder.LITTLE_ENDIAN;
        scratch = Arena.ofAuto().allocate(FrameTranspose.SCRATCH, 64);
        parts = new long[frameBytes / FrameTranspose.CHUNK][];
        for (int i = 0; vectors && i < count; i++) {
            int part = fields[i] / 64;
            if (parts[part] == null) {
                parts[part] = new long[64];
                Arrays.fill(parts[part], kernel.spareOffset());
            }
            parts[part][fields[i] % 64] = columns[i];
        }
    }

    /**
     * Fills the input columns.
     *
     * @param frames source
     * @param offset byte of the first frame
     * @param crossings frames to read, 1..64
     * @param half 0 or 1: which block of the columns they fill
     */
    void load(MemorySegment frames, long offset, int crossings, int half) {
        MemorySegment memory = kernel.memory();
        if (vectors && frames.byteSize() - offset >= (long) Lane.BLOCK * frameBytes) {
            for (int part = 0; part < parts.length; part++) {
                if (parts[part] != null) {
                    FrameTranspose.run(
                            frames,
                            offset + (long) part * FrameTranspose.CHUNK,
                            frameBytes,
                            memory,
                            parts[part],
                            half,
                            scratch);
                }
            }
            return;
        }
        for (int k = 0; k < crossings; k++) {
            long frame = offset + (long) k * frameBytes;
            for (int i = 0; i < fields.length; i++) {
                long raw =
                        switch (lane) {
                            case I16 -> frames.get(SHORT, frame + 2L * fields[i]);
                            case I32 -> frames.get(INT, frame + 4L * fields[i]);
                            case I64 -> frames.get(LONG, frame + 8L * fields[i]);
                            case F32 -> throw new IllegalStateException("frames hold integers");
                        };
                lane.set(memory, columns[i], half * Lane.BLOCK + k, raw);
            }
        }
    }
}
