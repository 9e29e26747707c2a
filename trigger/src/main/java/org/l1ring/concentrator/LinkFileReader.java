package org.l1ring.concentrator;

import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.zip.CRC32;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.LinkReceiver;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;

/** Reads a file of link words, frame after frame; layout in {@link LinkFile}. */
final class LinkFileReader implements AutoCloseable {
    private static final int CHUNK = 1 << 16;

    private final Path path;
    private final LinkFile head;
    private final LinkFormat format;
    private final LinkReceiver receiver;
    private final InputStream in;
    private final byte[] bytes = new byte[LinkFormat.MOST_WORDS * Short.BYTES];
    private final int[] words = new int[LinkFormat.MOST_WORDS];
    private long left;
    private long crossings;

    private LinkFileReader(Path path, LinkFile head, InputStream in) {
        this.path = path;
        this.head = head;
        this.format = head.options().format();
        this.receiver = new LinkReceiver(format);
        this.in = in;
        this.left = head.words();
    }

    /**
     * Opens a file after it has been checked from end to end.
     *
     * @throws StreamException if it is damaged
     */
    static LinkFileReader open(Path path) throws IOException {
        LinkFile head = check(path);
        InputStream in = new BufferedInputStream(Files.newInputStream(path), CHUNK);
        try {
            in.skipNBytes(LinkFile.HEADER_BYTES);
            return new LinkFileReader(path, head, in);
        } catch (IOException e) {
            in.close();
            throw e;
        }
    }

    private static LinkFile check(Path path) throws IOException {
        if (Files.isDirectory(path)) {
            throw new StreamException(
                    path + ": expected a file of link words, got a folder; give a file");
        }
        long size = Files.size(path);
        if (size < LinkFile.HEADER_BYTES) {
            throw new StreamException(
                    "%s: expected a file of link words, of at least %d bytes, got %d; write one with l1ring econ run -o"
                            .formatted(path, LinkFile.HEADER_BYTES, size));
        }
        try (DataInputStream in = new DataInputStream(Files.newInputStream(path))) {
            ByteBuffer header =
                    ByteBuffer.allocate(LinkFile.HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
            in.readFully(header.array());
            LinkFile head = LinkFile.read(header, path.toString());
            long expected = LinkFile.HEADER_BYTES + Short.BYTES * head.words();
            if (head.words() < 0 || size != expected) {
                throw new StreamException(
                        "%s: expected %d bytes, as its %d words say, got %d; copy it anew"
                                .formatted(path, expected, head.words(), size));
            }
            CRC32 crc = new CRC32();
            byte[] chunk = new byte[CHUNK];
            for (int read = in.read(chunk); read >= 0; read = in.read(chunk)) {
                crc.update(chunk, 0, read);
            }
            int found = LinkFile.checksum(header, crc);
            if (found != LinkFile.seal(header)) {
                throw new StreamException(
                        "%s: expected CRC %08x, got %08x; the file is damaged, copy it anew"
                                .formatted(path, LinkFile.seal(header), found));
            }
            return head;
        }
    }

    /** What the file says about itself. */
    LinkFile head() {
        return head;
    }

    /**
     * Unpacks the next crossing.
     *
     * @param frame that is filled
     * @return false after the last one
     * @throws StreamException if the words are no frames
     */
    boolean next(LinkFrame frame) throws IOException {
        try {
            while (!receiver.next(frame)) {
                if (left == 0) {
                    receiver.end();
                    return receiver.next(frame) ? counted(frame) : ended();
                }
                fill();
            }
            return counted(frame);
        } catch (IllegalArgumentException e) {
            throw new StreamException(
                    "%s: crossing %d: %s".formatted(path, crossings, e.getMessage()), e);
        }
    }

    private void fill() throws IOException {
        int count = (int) Math.min(left, words.length);
        in.readNBytes(bytes, 0, count * Short.BYTES);
        for (int i = 0; i < count; i++) {
            words[i] = (bytes[2 * i] & 0xff) | (bytes[2 * i + 1] & 0xff) << 8;
        }
        receiver.take(words, count);
        left -= count;
    }

    private boolean counted(LinkFrame frame) {
        int bunch = (int) (crossings % FrameLayout.ORBIT_CROSSINGS);
        int expected = bunch & format.crossingMask();
        if (frame.crossing() != expected) {
            throw new IllegalArgumentException(
                    "expected the number %d of bunch crossing %d, got %d"
                            .formatted(expected, bunch, frame.crossing()));
        }
        crossings++;
        return true;
    }

    private boolean ended() {
        if (crossings != head.crossings()) {
            throw new StreamException(
                    "%s: expected %d crossings, got %d; copy it anew"
                            .formatted(path, head.crossings(), crossings));
        }
        return false;
    }

    @Override
    public void close() throws IOException {
        in.close();
    }
}
