package org.l1ring.frame;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.zip.CRC32C;

/**
 * Reads a frame file ({@code .l1f}) through a memory map; layout in docs/stream-formats.md.
 *
 * <p>Header, length and trailer are checked when the file is opened, each orbit by its checksum in
 * {@link #checkOrbit}.
 */
public final class FrameFileReader implements AutoCloseable {
    private static final ValueLayout.OfInt INT =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final ValueLayout.OfLong LONG =
            ValueLayout.JAVA_LONG_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    /** Buffers reach 2 GB at most, so that checksums go by windows of whole records. */
    private static final long WINDOW_BYTES = 1L << 30;

    private final String name;
    private final Arena arena = Arena.ofShared();
    private final MemorySegment bytes;
    private final FrameFileHeader header;
    private final int headerBytes;
    private final long recordBytes;
    private final long orbits;
    private final int windowRecords;
    private final ByteBuffer[] windows;
    private final CRC32C crc = new CRC32C();

    /**
     * Opens a frame file.
     *
     * @param path the file
     * @throws StreamException if it is no frame file, or damaged, cut short or of another version
     * @throws UncheckedIOException if it cannot be read
     */
    public FrameFileReader(Path path) {
        this.name = String.valueOf(path.getFileName());
        try {
            this.bytes = map(path);
            this.headerBytes = headerLength();
            this.header =
                    StreamHeader.decode(
                            name,
                            bytes.asSlice(0, headerBytes).asByteBuffer(),
                            FrameFileHeader.class);
            this.recordBytes = FrameFileHeader.RECORD_BYTES + header.layout().orbitBytes();
            this.orbits = checkTrailer();
            this.windowRecords = Math.toIntExact(Math.max(1, WINDOW_BYTES / recordBytes));
            this.windows = new ByteBuffer[Math.toIntExact(Math.ceilDiv(orbits, windowRecords))];
            for (int i = 0; i < windows.length; i++) {
                windows[i] = window(i);
            }
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
    }

    private MemorySegment map(Path path) {
        try (FileChannel channel = FileChannel.open(path, StandardOpenOption.READ)) {
            return channel.map(FileChannel.MapMode.READ_ONLY, 0, channel.size(), arena);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("%s: no such file".formatted(path), e);
        } catch (IOException e) {
            throw new UncheckedIOException(
                    "%s: cannot be read: %s".formatted(path, e.getMessage()), e);
        }
    }

    private int headerLength() {
        long start = Math.min(StreamHeader.FIXED_BYTES, bytes.byteSize());
        int length =
                StreamHeader.length(
                        name,
                        FrameFileHeader.MAGIC,
                        FrameFileHeader.VERSION,
                        bytes.asSlice(0, start).asByteBuffer());
        if (length > bytes.byteSize()) {
            throw cutShort(bytes.byteSize(), "a header of " + length + " bytes");
        }
        return length;
    }

    private long checkTrailer() {
        long body = bytes.byteSize() - headerBytes;
        if (body % recordBytes != FrameFileHeader.RECORD_BYTES) {
            throw cutShort(
                    bytes.byteSize(), "orbits of %d bytes and a trailer".formatted(recordBytes));
        }
        long at = bytes.byteSize() - FrameFileHeader.RECORD_BYTES;
        long records = body / recordBytes;
        expect(at, "trailer mark", FrameFileHeader.TRAILER_MARK, bytes.get(INT, at));
        ByteBuffer trailer = bytes.asSlice(at, FrameFileHeader.RECORD_BYTES).asByteBuffer();
        checkSum(at, trailer.position(8), "trailer");
        expect(at + 8, "orbits in the file", records, bytes.get(LONG, at + 8));
        return records;
    }

    private StreamException cutShort(long at, String expected) {
        return new StreamException(
                "%s: byte %d: expected %s, got the end of the file; the file was cut short"
                        .formatted(name, at, expected));
    }

    private void expect(long at, String what, long expected, long got) {
        if (expected != got) {
            throw new StreamException(
                    "%s: byte %d: %s: expected %d, got %d; the file is damaged"
                            .formatted(name, at, what, expected, got));
        }
    }

    private ByteBuffer window(int index) {
        long first = (long) index * windowRecords;
        long records = Math.min(windowRecords, orbits - first);
        return bytes.asSlice(headerBytes + first * recordBytes, records * recordBytes)
                .asByteBuffer();
    }

    private void checkSum(long at, ByteBuffer content, String what) {
        crc.reset();
        crc.update(content);
        int expected = bytes.get(INT, at + 4);
        int got = (int) crc.getValue();
        if (expected != got) {
            throw new StreamException(
                    "%s: byte %d: checksum of %s: expected %08x, got %08x; the file is damaged"
                            .formatted(name, at + 4, what, expected, got));
        }
    }

    /**
     * What the file says about itself.
     *
     * @return the header
     */
    public FrameFileHeader header() {
        return header;
    }

    /**
     * The number of orbits in the file.
     *
     * @return 0 or more
     */
    public long orbits() {
        return orbits;
    }

    /**
     * The memory map of the whole file, of which {@link #offset} names the orbits.
     *
     * @return a read-only segment that lives until {@link #close}
     */
    public MemorySegment segment() {
        return bytes;
    }

    /**
     * The place of an orbit's frames in {@link #segment}.
     *
     * @param index 0 to {@code orbits() - 1}
     * @return byte offset, a multiple of 64
     */
    public long offset(long index) {
        return headerBytes + index * recordBytes + FrameFileHeader.RECORD_BYTES;
    }

    /**
     * The number that an orbit was recorded with.
     *
     * @param index 0 to {@code orbits() - 1}
     * @return the orbit number
     */
    public long orbitNumber(long index) {
        return bytes.get(LONG, headerBytes + index * recordBytes + 8);
    }

    /**
     * Checks an orbit record against its checksum.
     *
     * @param index 0 to {@code orbits() - 1}
     * @throws StreamException if the record is damaged
     */
    public void checkOrbit(long index) {
        long at = headerBytes + index * recordBytes;
        expect(at, "orbit mark", FrameFileHeader.ORBIT_MARK, bytes.get(INT, at));
        ByteBuffer window = windows[(int) (index / windowRecords)];
        int start = (int) (index % windowRecords * recordBytes);
        window.limit(start + (int) recordBytes).position(start + 8);
        checkSum(at, window, "orbit record");
    }

    /** Unmaps the file. */
    @Override
    public void close() {
        arena.close();
    }
}
