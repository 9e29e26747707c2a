package org.l1ring.frame;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;

/** Text files in UTF-8 that exist only once they are whole. */
public final class TextFile {
    private TextFile() {}

    /**
     * Writes under a temporary name and moves the whole file to its own.
     *
     * @param file its name
     * @param text what it is to hold
     * @throws java.io.UncheckedIOException if the file cannot be written
     */
    public static void write(Path file, String text) {
        try (PendingFile pending = new PendingFile(file)) {
            pending.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            pending.commit();
        }
    }
}
