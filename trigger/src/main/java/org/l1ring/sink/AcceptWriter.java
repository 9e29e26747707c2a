package org.l1ring.sink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.PendingFile;
import org.l1ring.frame.StreamHeader;
import org.l1ring.ring.BlockSink;
import org.l1ring.ring.CrossingBlock;

/**
 * Writes the accept stream ({@code .l1a}) of a run; layout in docs/stream-formats.md.
 *
 * <p>The stream's one algorithm is the model's threshold, with prescale 1, and its one score the
 * model's. The file gets its name when the run has ended well; otherwise nothing is left.
 */
public final class AcceptWriter implements BlockSink {
    private static final int BUFFER_BYTES = 1 << 20;

    private final PendingFile file;
    private final ByteBuffer buffer =
            ByteBuffer.allocateDirect(BUFFER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private final int longestOrbit;
    private int record;
    private int acceptsOfOrbit;
    private long lostOfOrbit;
    private long idleOrbits;
    private long orbits;
    private long accepts;
    private long lostBlocks;
    private long lostCrossings;

    /**
     * Begins an accept stream.
     *
     * @param path the name that the whole file is to have
     * @param header what the stream says about itself, with one algorithm and one score
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public AcceptWriter(Path path, AcceptHeader header) {
        if (header.algorithms().size() != 1 || header.scores().size() != 1) {
            throw new IllegalArgumentException(
                    "accept stream: expected one algorithm and one score, got %d and %d"
                            .formatted(header.algorithms().size(), header.scores().size()));
        }
        this.longestOrbit =
                AcceptHeader.ORBIT_BYTES + FrameLayout.ORBIT_CROSSINGS * header.acceptBytes();
        this.file = new PendingFile(path);
        file.write(StreamHeader.encode(AcceptHeader.MAGIC, AcceptHeader.VERSION, header));
        beginOrbit();
    }

    private void beginOrbit() {
        if (buffer.remaining() < AcceptHeader.IDLE_BYTES + longestOrbit) {
            flush();
        }
        // the place of a record of idle orbits, which this orbit, if it is not one, ends
        record = buffer.position() + (idleOrbits > 0 ? AcceptHeader.IDLE_BYTES : 0);
        buffer.position(record + AcceptHeader.ORBIT_BYTES);
        for (int at = record; at < record + AcceptHeader.ORBIT_BYTES; at += Long.BYTES) {
            buffer.putLong(at, 0);
        }
        acceptsOfOrbit = 0;
        lostOfOrbit = 0;
    }

    @Override
    public void block(CrossingBlock block) {
        long mask = block.acceptMask();
        if (mask == 0) {
            return;
        }
        buffer.putLong(record + 32 + block.block() * Long.BYTES, mask);
        int first = block.block() * FrameLayout.BLOCK_CROSSINGS;
        for (; mask != 0; mask &= mask - 1) {
            int crossing = Long.numberOfTrailingZeros(mask);
            buffer.putShort((short) (first + crossing));
            buffer.putLong(1).putLong(1).putLong(block.score(crossing));
            acceptsOfOrbit++;
        }
    }

    @Override
    public void lost(long orbit, int block) {
        lostOfOrbit |= 1L << block;
        lostBlocks++;
        lostCrossings += FrameLayout.crossings(block);
    }

    @Override
    public void orbitEnded(long orbit) {
        orbits++;
        if (acceptsOfOrbit == 0 && lostOfOrbit == 0) {
            buffer.position(record - (idleOrbits > 0 ? AcceptHeader.IDLE_BYTES : 0));
            idleOrbits++;
        } else {
            int end = buffer.position();
            writeIdle(record - AcceptHeader.IDLE_BYTES, orbit);
            buffer.putInt(record, AcceptHeader.ORBIT_MARK);
            buffer.putLong(record + 8, orbit);
            buffer.putLong(record + 16, lostOfOrbit);
            buffer.putInt(record + 24, acceptsOfOrbit);
            seal(record, end);
            accepts += acceptsOfOrbit;
        }
        beginOrbit();
    }

    /** Writes the record of the idle orbits before the given one, if there are any. */
    private void writeIdle(int at, long orbit) {
        if (idleOrbits > 0) {
            buffer.putInt(at, AcceptHeader.IDLE_MARK);
            buffer.putLong(at + 8, orbit - idleOrbits);
            buffer.putLong(at + 16, idleOrbits);
            seal(at, at + AcceptHeader.IDLE_BYTES);
            idleOrbits = 0;
        }
    }

    /** Puts the checksum of a record, from its byte 8 on, into its byte 4. */
    private void seal(int start, int end) {
        crc.reset();
        crc.update(buffer.limit(end).position(start + 8));
        buffer.limit(buffer.capacity()).position(end);
        buffer.putInt(start + 4, (int) crc.getValue());
    }

    private void flush() {
        file.write(buffer.flip());
        buffer.clear();
    }

    @Override
    public void finish() {
        int start = record;
        if (idleOrbits > 0) {
            start -= AcceptHeader.IDLE_BYTES;
            writeIdle(start, orbits);
            start += AcceptHeader.IDLE_BYTES;
        }
        buffer.position(start);
        buffer.putInt(AcceptHeader.TRAILER_MARK).putInt(0);
        buffer.putLong(orbits).putLong(orbits * FrameLayout.ORBIT_CROSSINGS);
        buffer.putLong(accepts).putLong(lostBlocks).putLong(lostCrossings);
        seal(start, start + AcceptHeader.TRAILER_BYTES);
        flush();
        file.commit();
    }

    @Override
    public void close() {
        file.close();
    }
}
