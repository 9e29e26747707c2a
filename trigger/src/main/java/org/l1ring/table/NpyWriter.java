package org.l1ring.table;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.l1ring.frame.PendingFile;

/** A table as an npy array of int64 or float64, C order, version 1. */
final class NpyWriter implements TableWriter {
    private static final int HEADER_BYTES = 128;
    private static final int BUFFER_BYTES = 1 << 16;

    private final PendingFile file;
    private final int columns;
    private final boolean real;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private long rows;

    NpyWriter(Path target, int columns, boolean real) {
        this.columns = columns;
        this.real = real;
        file = new PendingFile(target);
        file.write(header());
    }

    private ByteBuffer header() {
        String text =
                "{'descr': '%s', 'fortran_order': False, 'shape': (%d, %d), }"
                        .formatted(real ? "<f8" : "<i8", rows, columns);
        int length = HEADER_BYTES - 10;
        ByteBuffer header = ByteBuffer.allocate(HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put((byte) 0x93).put("NUMPY".getBytes(StandardCharsets.US_ASCII));
        header.put((byte) 1).put((byte) 0).putShort((short) length);
        header.put(
                (text + " ".repeat(length - 1 - text.length()) + "\n")
                        .getBytes(StandardCharsets.US_ASCII));
        return header.flip();
    }

    @Override
    public void write(long[] values, int count) {
        for (int i = 0; i < count * columns; i++) {
            reserve();
            buffer.putLong(values[i]);
        }
        rows += count;
    }

    @Override
    public void write(double[] values, int count) {
        for (int i = 0; i < count * columns; i++) {
            reserve();
            buffer.putDouble(values[i]);
        }
        rows += count;
    }

    private void reserve() {
        if (buffer.remaining() < Long.BYTES) {
            file.write(buffer.flip());
            buffer.clear();
        }
    }

    @Override
    public void commit() {
        file.write(buffer.flip());
        file.overwrite(0, header());
        file.commit();
    }

    @Override
    public void close() {
        file.close();
    }
}
