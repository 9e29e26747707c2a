package org.l1ring.table;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.GZIPInputStream;
import java.util.zip.ZipException;

/** Files to read, plain or gzip; gzip is known by its first two bytes, not by the name. */
public final class InputFile {
    private static final int BUFFER_BYTES = 1 << 16;

    private InputFile() {}

    /**
     * The bytes of a file, decompressed if it is gzip.
     *
     * @param file to read
     * @return a buffered stream that supports marks
     * @throws IOException if the file cannot be read
     */
    public static InputStream open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new IllegalArgumentException(file + ": expected a file, got a folder");
        }
        InputStream in = new BufferedInputStream(Files.newInputStream(file), BUFFER_BYTES);
        try {
            in.mark(2);
            int magic = in.read() | in.read() << 8;
            in.reset();
            return magic == GZIPInputStream.GZIP_MAGIC
                    ? new BufferedInputStream(new GZIPInputStream(in, BUFFER_BYTES), BUFFER_BYTES)
                    : in;
        } catch (IOException e) {
            in.close();
            throw broken(file.getFileName().toString(), e);
        }
    }

    /**
     * A failure while reading, with the file's name in front when it is a damaged gzip.
     *
     * @param name of the file
     * @param failure what reading threw
     */
    public static IOException broken(String name, IOException failure) {
        boolean damaged =
                failure instanceof ZipException || failure instanceof java.io.EOFException;
        return damaged
                ? new IOException(
                        name
                                + ": expected a whole gzip file, got a damaged one ("
                                + failure.getMessage()
                                + "); fetch it again",
                        failure)
                : failure;
    }
}
