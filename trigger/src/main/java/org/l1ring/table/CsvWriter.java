package org.l1ring.table;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.l1ring.frame.PendingText;

/** A table as CSV, gzip when the name ends so. */
final class CsvWriter implements TableWriter {
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_NUMBER = 32;

    private final PendingText file;
    private final OutputStream out;
    private final int columns;
    private final byte[] buffer = new byte[BUFFER_BYTES];
    private int filled;

    CsvWriter(Path target, List<String> names) throws IOException {
        columns = names.size();
        file = new PendingText(target);
        out = file.bytes();
        out.write((String.join(",", names) + "\n").getBytes(StandardCharsets.UTF_8));
    }

    @Override
    public void write(long[] values, int rows) throws IOException {
        int next = 0;
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                reserve();
                append(values[next++]);
                buffer[filled++] = (byte) (k == columns - 1 ? '\n' : ',');
            }
        }
    }

    @Override
    public void write(double[] values, int rows) throws IOException {
        int next = 0;
        for (int i = 0; i < rows; i++) {
            for (int k = 0; k < columns; k++) {
                reserve();
                byte[] text = Double.toString(values[next++]).getBytes(StandardCharsets.US_ASCII);
                System.arraycopy(text, 0, buffer, filled, text.length);
                filled += text.length;
                buffer[filled++] = (byte) (k == columns - 1 ? '\n' : ',');
            }
        }
    }

    private void reserve() throws IOException {
        if (filled > BUFFER_BYTES - LONGEST_NUMBER) {
            flush();
        }
    }

    private void append(long value) {
        if (value < 0) {
            buffer[filled++] = '-';
        }
        int first = filled;
        long rest = value;
        do {
            buffer[filled++] = (byte) ('0' + Math.abs(rest % 10));
            rest /= 10;
        } while (rest != 0);
        for (int left = first, right = filled - 1; left < right; left++, right--) {
            byte digit = buffer[left];
            buffer[left] = buffer[right];
            buffer[right] = digit;
        }
    }

    private void flush() throws IOException {
        out.write(buffer, 0, filled);
        filled = 0;
    }

    @Override
    public void commit() throws IOException {
        flush();
        file.commit();
    }

    @Override
    public void close() {
        file.close();
    }
}
