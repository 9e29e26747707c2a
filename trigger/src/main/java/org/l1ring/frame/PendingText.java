package org.l1ring.frame;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.Writer;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.zip.GZIPOutputStream;

/** A text file, gzip when its name ends in .gz, that appears only once it is whole. */
public final class PendingText implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final PendingFile file;
    private final OutputStream bytes;
    private final Writer writer;

    /**
     * Opens a file for writing.
     *
     * @param target the name that the whole file is to have
     * @throws IOException if it cannot be written
     */
    public PendingText(Path target) throws IOException {
        file = new PendingFile(target);
        OutputStream plain = new PendingStream(file);
        boolean gzip = target.toString().endsWith(".gz");
        bytes = gzip ? new GZIPOutputStream(plain, BUFFER_BYTES) : plain;
        writer =
                new BufferedWriter(
                        new OutputStreamWriter(bytes, StandardCharsets.UTF_8), BUFFER_BYTES);
    }

    private static final class PendingStream extends OutputStream {
        private final PendingFile file;

        PendingStream(PendingFile file) {
            this.file = file;
        }

        @Override
        public void write(int value) {
            file.write(ByteBuffer.wrap(new byte[] {(byte) value}));
        }

        @Override
        public void write(byte[] content, int from, int count) {
            file.write(ByteBuffer.wrap(content, from, count));
        }
    }

    /** The text, in UTF-8; not to be mixed with {@link #bytes}. */
    public Writer writer() {
        return writer;
    }

    /** The bytes of the text. */
    public OutputStream bytes() {
        return bytes;
    }

    /**
     * Ends the text and gives the file its name.
     *
     * @throws IOException if it cannot be written
     */
    public void commit() throws IOException {
        writer.close();
        file.commit();
    }

    /** Deletes what was written unless it was committed. */
    @Override
    public void close() {
        file.close();
    }
}
