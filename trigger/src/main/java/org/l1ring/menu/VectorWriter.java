package org.l1ring.menu;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.nio.ByteOrder;
import java.nio.file.Path;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.PendingText;

/**
 * Writes crossings and their algorithm bits as the Global Trigger's text vectors, which {@link
 * TestVectors} reads; gzip when the file's name ends in .gz. The file appears under its name when
 * it is complete. Nothing is allocated per crossing.
 */
public final class VectorWriter implements AutoCloseable {
    private static final ValueLayout.OfInt WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final VarHandle EIGHT_DIGITS =
            MethodHandles.byteArrayViewVarHandle(long[].class, ByteOrder.BIG_ENDIAN);
    private static final long ONES = 0x0101010101010101L;
    private static final int BUFFER_BYTES = 1 << 16;
    private static final int LONGEST_LINE = 1024;

    private static final int MUONS = 8;
    private static final int OBJECTS = 12;
    private static final int EGAMMAS_AT = at("EG0");
    private static final int TAUS_AT = at("TAU0");
    private static final int JETS_AT = at("JET0");
    private static final int SUMS_AT = at("ETT");
    private static final int EXTERNALS_AT = at("EXTERNAL0");
    private static final int EXTERNAL_WORDS = 8;

    private final Path target;
    private final PendingText file;
    private final VectorLayout layout;
    private final byte[] text = new byte[BUFFER_BYTES];
    private int used;

    /**
     * A writer.
     *
     * @param file to write
     * @param layout of its lines
     * @throws UncheckedIOException if the folder cannot be written
     */
    public VectorWriter(Path file, VectorLayout layout) {
        this.target = file;
        this.layout = layout;
        try {
            this.file = new PendingText(file);
        } catch (IOException e) {
            throw failed(e);
        }
    }

    private UncheckedIOException failed(IOException cause) {
        return new UncheckedIOException(
                "%s: writing failed: %s".formatted(target, cause.getMessage()), cause);
    }

    private static int at(String field) {
        return Integer.BYTES * FrameLayout.TRIGGER_WORDS.fieldNames().indexOf(field);
    }

    /**
     * Writes a line.
     *
     * @param bunchCrossing 0 to 3563
     * @param frames with a frame of {@link FrameLayout#TRIGGER_WORDS} at {@code offset}
     * @param offset in bytes
     * @param algorithms 512 bits, bit n in bit n mod 64 of element n / 64
     * @param finalDecision whether any algorithm accepts
     * @throws UncheckedIOException if the line cannot be written, on a full disk for example
     */
    public void write(
            int bunchCrossing,
            MemorySegment frames,
            long offset,
            long[] algorithms,
            boolean finalDecision) {
        if (used > BUFFER_BYTES - LONGEST_LINE) {
            flush();
        }
        for (int unit = 1000; unit > 0; unit /= 10) {
            text[used++] = (byte) ('0' + bunchCrossing / unit % 10);
        }
        for (int muon = 0; muon < MUONS; muon++) {
            text[used++] = ' ';
            word(frames, offset + 8L * muon + Integer.BYTES);
            word(frames, offset + 8L * muon);
        }
        list(frames, offset + EGAMMAS_AT, OBJECTS);
        list(frames, offset + TAUS_AT, layout.taus());
        list(frames, offset + JETS_AT, OBJECTS);
        list(frames, offset + SUMS_AT, layout.sums());
        text[used++] = ' ';
        for (int word = EXTERNAL_WORDS - 1; word >= 0; word--) {
            word(frames, offset + EXTERNALS_AT + (long) Integer.BYTES * word);
        }
        text[used++] = ' ';
        for (int word = algorithms.length - 1; word >= 0; word--) {
            hex((int) (algorithms[word] >>> Integer.SIZE));
            hex((int) algorithms[word]);
        }
        text[used++] = ' ';
        text[used++] = (byte) (finalDecision ? '1' : '0');
        text[used++] = '\n';
    }

    private void list(MemorySegment frames, long from, int count) {
        for (int i = 0; i < count; i++) {
            text[used++] = ' ';
            word(frames, from + (long) Integer.BYTES * i);
        }
    }

    private void word(MemorySegment frames, long at) {
        hex(frames.get(WORD, at));
    }

    private void hex(int word) {
        long digits = Long.expand(word & 0xffffffffL, 15 * ONES);
        long letters = (digits + 6 * ONES) >>> 4 & ONES;
        EIGHT_DIGITS.set(text, used, digits + '0' * ONES + letters * ('a' - '9' - 1));
        used += 8;
    }

    private void flush() {
        try {
            file.bytes().write(text, 0, used);
        } catch (IOException e) {
            throw failed(e);
        }
        used = 0;
    }

    /**
     * Completes the file.
     *
     * @throws UncheckedIOException if it cannot be written
     */
    public void finish() {
        flush();
        try {
            file.commit();
        } catch (IOException e) {
            throw failed(e);
        }
    }

    /** Deletes what was written unless it was finished. */
    @Override
    public void close() {
        file.close();
    }
}
