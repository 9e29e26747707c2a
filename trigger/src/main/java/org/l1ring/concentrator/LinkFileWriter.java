package org.l1ring.concentrator;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.l1ring.econ.LinkFormat;
import org.l1ring.frame.PendingFile;

/**
 * Writes the words of a module's links; layout in {@link LinkFile}.
 *
 * <p>The file gets its name in {@link #finish}; closed before that, nothing is left.
 */
final class LinkFileWriter implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 16;

    private final PendingFile file;
    private final LinkFile head;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32 ofWords = new CRC32();
    private long words;

    LinkFileWriter(Path target, LinkFile head) {
        this.head = head;
        file = new PendingFile(target);
        file.write(head.header());
    }

    void write(int[] sent, int count) {
        if (buffer.remaining() < LinkFormat.MOST_WORDS * Short.BYTES) {
            flush();
        }
        for (int i = 0; i < count; i++) {
            buffer.putShort((short) sent[i]);
        }
        words += count;
    }

    private void flush() {
        buffer.flip();
        ofWords.update(buffer);
        file.write(buffer.rewind());
        buffer.clear();
    }

    void finish(long crossings) {
        flush();
        ByteBuffer header = head.complete(crossings, words).header();
        LinkFile.seal(header, LinkFile.checksum(header, ofWords));
        file.overwrite(0, header);
        file.commit();
    }

    @Override
    public void close() {
        file.close();
    }
}
