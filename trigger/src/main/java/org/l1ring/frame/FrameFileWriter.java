package org.l1ring.frame;

import java.io.UncheckedIOException;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;

/**
 * Writes a frame file ({@code .l1f}), one orbit after the other; layout in docs/stream-formats.md.
 *
 * <p>The file gets its name in {@link #finish}; closed before that, nothing is left.
 */
public final class FrameFileWriter implements OrbitWriter {
    private final FrameLayout layout;
    private final PendingFile file;
    private final ByteBuffer record;
    private final MemorySegment recordFrames;
    private long orbits;

    /**
     * Begins a frame file.
     *
     * @param path the name that the whole file is to have
     * @param header what the file says about itself
     * @throws UncheckedIOException if the folder cannot be written
     */
    public FrameFileWriter(Path path, FrameFileHeader header) {
        this.layout = header.layout();
        int bytes = FrameFileHeader.RECORD_BYTES + Math.toIntExact(layout.orbitBytes());
        this.record = ByteBuffer.allocateDirect(bytes).order(ByteOrder.LITTLE_ENDIAN);
        this.recordFrames = MemorySegment.ofBuffer(record).asSlice(FrameFileHeader.RECORD_BYTES);
        this.file = new PendingFile(path);
        file.write(StreamHeader.encode(FrameFileHeader.MAGIC, FrameFileHeader.VERSION, header));
    }

    @Override
    public void write(long orbit, MemorySegment frames, long offset) {
        MemorySegment.copy(frames, offset, recordFrames, 0, layout.orbitBytes());
        record.clear();
        record.putInt(FrameFileHeader.ORBIT_MARK).putInt(0).putLong(orbit);
        record.putInt(FrameLayout.ORBIT_CROSSINGS).putInt(layout.frameBytes());
        writeRecord();
        orbits++;
    }

    /** Puts the checksum of everything after it into byte 4 of the record and writes the record. */
    private void writeRecord() {
        CRC32C crc = new CRC32C();
        crc.update(record.position(8));
        record.putInt(4, (int) crc.getValue());
        file.write(record.position(0));
    }

    @Override
    public void finish() {
        record.clear().limit(FrameFileHeader.RECORD_BYTES);
        for (int at = 0; at < FrameFileHeader.RECORD_BYTES; at += Long.BYTES) {
            record.putLong(at, 0);
        }
        record.putInt(FrameFileHeader.TRAILER_MARK).putInt(0);
        record.putLong(orbits).putLong(orbits * FrameLayout.ORBIT_CROSSINGS);
        writeRecord();
        file.commit();
    }

    @Override
    public void close() {
        file.close();
    }
}
