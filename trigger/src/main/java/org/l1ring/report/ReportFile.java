package org.l1ring.report;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.l1ring.frame.PendingFile;

/** Writes a report's text in UTF-8. */
final class ReportFile {
    private ReportFile() {}

    /** Writes under a temporary name and moves the whole file to its own. */
    static void write(Path file, String text) {
        try (PendingFile pending = new PendingFile(file)) {
            pending.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
            pending.commit();
        }
    }
}
