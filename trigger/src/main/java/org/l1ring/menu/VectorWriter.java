package org.l1ring.menu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.PendingFile;

/**
 * Writes crossings and their algorithm bits as the Global Trigger's text vectors, which {@link
 * TestVectors} reads. The file appears under its name when it is complete.
 */
public final class VectorWriter implements AutoCloseable {
    private static final ValueLayout.OfInt WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final HexFormat HEX = HexFormat.of();

    private final PendingFile file;
    private final VectorLayout layout;

    /**
     * A writer.
     *
     * @param file to write
     * @param layout of its lines
     */
    public VectorWriter(Path file, VectorLayout layout) {
        this.file = new PendingFile(file);
        this.layout = layout;
    }

    /**
     * Writes a line.
     *
     * @param bunchCrossing 0 to 3563
     * @param frames with a frame of {@link FrameLayout#TRIGGER_WORDS} at {@code offset}
     * @param offset in bytes
     * @param algorithms 512 bits, bit n in bit n mod 64 of element n / 64
     * @param finalDecision whether any algorithm accepts
     */
    public void write(
            int bunchCrossing,
            MemorySegment frames,
            long offset,
            long[] algorithms,
            boolean finalDecision) {
        StringBuilder line = new StringBuilder("%04d".formatted(bunchCrossing));
        for (int muon = 0; muon < 8; muon++) {
            line.append(' ').append(hex(frames, offset, "MU" + muon + "_high"));
            line.append(hex(frames, offset, "MU" + muon + "_low"));
        }
        list(line, frames, offset, "EG0", 12);
        list(line, frames, offset, "TAU0", layout.taus());
        list(line, frames, offset, "JET0", 12);
        list(line, frames, offset, "ETT", layout.sums());
        line.append(' ');
        for (int word = 7; word >= 0; word--) {
            line.append(hex(frames, offset, "EXTERNAL" + word));
        }
        line.append(' ');
        for (int word = algorithms.length - 1; word >= 0; word--) {
            line.append(HEX.toHexDigits(algorithms[word]));
        }
        line.append(finalDecision ? " 1\n" : " 0\n");
        file.write(ByteBuffer.wrap(line.toString().getBytes(StandardCharsets.US_ASCII)));
    }

    private static void list(
            StringBuilder line, MemorySegment frames, long offset, String first, int count) {
        int field = field(first);
        for (int i = 0; i < count; i++) {
            line.append(' ').append(hex(frames, offset, field + i));
        }
    }

    private static String hex(MemorySegment frames, long offset, String name) {
        return hex(frames, offset, field(name));
    }

    private static String hex(MemorySegment frames, long offset, int field) {
        return HEX.toHexDigits(frames.get(WORD, offset + (long) Integer.BYTES * field));
    }

    private static int field(String name) {
        return FrameLayout.TRIGGER_WORDS.fieldNames().indexOf(name);
    }

    /** Completes the file. */
    public void finish() {
        file.commit();
    }

    /** Deletes what was written unless it was finished. */
    @Override
    public void close() {
        file.close();
    }
}
