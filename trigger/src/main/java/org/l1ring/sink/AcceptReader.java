package org.l1ring.sink;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;
import org.l1ring.frame.StreamHeader;

/**
 * Reads an accept stream ({@code .l1a}) orbit by orbit and checks every record on the way; layout
 * in docs/stream-formats.md.
 */
public final class AcceptReader implements AutoCloseable {
    private final String name;
    private final FileChannel channel;
    private final AcceptHeader header;
    private final CRC32C crc = new CRC32C();
    private ByteBuffer buffer = ByteBuffer.allocate(1 << 16).order(ByteOrder.LITTLE_ENDIAN);
    private long position;
    private long nextOrbit;
    private long accepts;
    private long lostBlocks;
    private long lostCrossings;
    private AcceptTotals totals;

    /**
     * Opens an accept stream and reads its header.
     *
     * @param path the file
     * @throws StreamException if it is no accept stream, or of another version, or its header is
     *     damaged
     * @throws UncheckedIOException if it cannot be read
     */
    public AcceptReader(Path path) {
        this.name = String.valueOf(path.getFileName());
        try {
            this.channel = FileChannel.open(path, StandardOpenOption.READ);
        } catch (NoSuchFileException e) {
            throw new UncheckedIOException("%s: no such file".formatted(path), e);
        } catch (IOException e) {
            throw unreadable(e);
        }
        try {
            this.header = readHeader();
        } catch (RuntimeException e) {
            close();
            throw e;
        }
    }

    private AcceptHeader readHeader() {
        int got = read(StreamHeader.FIXED_BYTES);
        int length =
                StreamHeader.length(
                        name, AcceptHeader.MAGIC, AcceptHeader.VERSION, buffer.slice(0, got));
        more(length, "a header of " + length + " bytes");
        AcceptHeader content =
                StreamHeader.decode(name, buffer.slice(0, length), AcceptHeader.class);
        position = length;
        return content;
    }

    /**
     * What the stream says about itself.
     *
     * @return the header
     */
    public AcceptHeader header() {
        return header;
    }

    /**
     * Reads on to the next orbit that has accepts or lost blocks; those left out have neither.
     *
     * @return the orbit, or null at the end of the stream, when {@link #totals} is known
     * @throws StreamException if a record is damaged, missing or cut short
     */
    public DecidedOrbit next() {
        while (totals == null) {
            int kind = begin();
            if (kind == AcceptHeader.ORBIT_MARK) {
                return orbit();
            } else if (kind == AcceptHeader.IDLE_MARK) {
                idle();
            } else if (kind == AcceptHeader.TRAILER_MARK) {
                trailer();
            } else {
                throw damaged(position, "a record", "mark %08x".formatted(kind));
            }
        }
        return null;
    }

    /**
     * The totals of the stream.
     *
     * @return the totals
     * @throws IllegalStateException if {@link #next} has not returned null yet
     */
    public AcceptTotals totals() {
        if (totals == null) {
            throw new IllegalStateException(
                    name + ": totals: expected a stream read to its end, got orbit " + nextOrbit);
        }
        return totals;
    }

    private int begin() {
        buffer.position(0);
        more(AcceptHeader.IDLE_BYTES, "a record");
        return buffer.getInt(0);
    }

    private DecidedOrbit orbit() {
        more(AcceptHeader.ORBIT_BYTES, "an orbit record");
        int count = buffer.getInt(24);
        if (count < 0 || count > FrameLayout.ORBIT_CROSSINGS) {
            throw damaged(position + 24, "0 to 3564 accepts", String.valueOf(count));
        }
        int length = AcceptHeader.ORBIT_BYTES + count * header.acceptBytes();
        more(length, "an orbit record");
        checkSum(length);
        checkOrbit(buffer.getLong(8));
        long orbit = nextOrbit;
        long lostMask = buffer.getLong(16);
        List<Accept> found = new ArrayList<>(count);
        int words = header.algorithmWords();
        buffer.position(AcceptHeader.ORBIT_BYTES);
        for (int i = 0; i < count; i++) {
            int bunchCrossing = buffer.getShort();
            found.add(
                    new Accept(
                            orbit,
                            bunchCrossing,
                            words(words),
                            words(words),
                            words(header.scores().size())));
        }
        checkBitmap(found);
        nextOrbit++;
        accepts += count;
        lostBlocks += Long.bitCount(lostMask);
        lostCrossings += FrameLayout.crossingsOf(lostMask);
        position += length;
        return new DecidedOrbit(orbit, lostMask, List.copyOf(found));
    }

    private List<Long> words(int count) {
        List<Long> words = new ArrayList<>(count);
        for (int i = 0; i < count; i++) {
            words.add(buffer.getLong());
        }
        return List.copyOf(words);
    }

    /** The accepts must be those of the bitmap, in ascending order. */
    private void checkBitmap(List<Accept> found) {
        int i = 0;
        for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
            long mask = buffer.getLong(32 + block * Long.BYTES);
            for (; mask != 0; mask &= mask - 1) {
                int bx = block * FrameLayout.BLOCK_CROSSINGS + Long.numberOfTrailingZeros(mask);
                if (i == found.size() || found.get(i).bunchCrossing() != bx) {
                    String got = i == found.size() ? "none" : "" + found.get(i).bunchCrossing();
                    throw damaged(position, "the accept of bunch crossing " + bx, got);
                }
                i++;
            }
        }
        if (i != found.size()) {
            throw damaged(position, i + " accepts as in the bitmap", "" + found.size());
        }
    }

    private void idle() {
        checkSum(AcceptHeader.IDLE_BYTES);
        checkOrbit(buffer.getLong(8));
        long count = buffer.getLong(16);
        if (count < 1) {
            throw damaged(position + 16, "one idle orbit or more", String.valueOf(count));
        }
        nextOrbit += count;
        position += AcceptHeader.IDLE_BYTES;
    }

    private void trailer() {
        more(AcceptHeader.TRAILER_BYTES, "the trailer");
        checkSum(AcceptHeader.TRAILER_BYTES);
        AcceptTotals said =
                new AcceptTotals(
                        buffer.getLong(8),
                        buffer.getLong(16),
                        buffer.getLong(24),
                        buffer.getLong(32),
                        buffer.getLong(40));
        AcceptTotals read =
                new AcceptTotals(
                        nextOrbit,
                        nextOrbit * FrameLayout.ORBIT_CROSSINGS,
                        accepts,
                        lostBlocks,
                        lostCrossings);
        if (!said.equals(read)) {
            throw damaged(position, "totals " + read, said.toString());
        }
        if (read(AcceptHeader.TRAILER_BYTES + 1) > AcceptHeader.TRAILER_BYTES) {
            throw damaged(
                    position + AcceptHeader.TRAILER_BYTES, "the end of the file", "more bytes");
        }
        totals = read;
    }

    private void checkOrbit(long orbit) {
        if (orbit != nextOrbit) {
            throw damaged(position + 8, "orbit " + nextOrbit, "orbit " + orbit);
        }
    }

    private void checkSum(int length) {
        crc.reset();
        crc.update(buffer.slice(8, length - 8));
        int expected = buffer.getInt(4);
        int got = (int) crc.getValue();
        if (expected != got) {
            throw damaged(position + 4, "checksum %08x".formatted(expected), "%08x".formatted(got));
        }
    }

    private StreamException damaged(long at, String expected, String got) {
        return new StreamException(
                "%s: byte %d (orbit %d): expected %s, got %s; the file is damaged"
                        .formatted(name, at, nextOrbit, expected, got));
    }

    private UncheckedIOException unreadable(IOException e) {
        return new UncheckedIOException(
                "%s: cannot be read: %s".formatted(name, e.getMessage()), e);
    }

    /** Makes the buffer hold the given bytes from the current position of the file on. */
    private void more(int length, String what) {
        int got = read(length);
        if (got < length) {
            throw new StreamException(
                    "%s: byte %d (orbit %d): expected %s, got the end of the file; %s"
                            .formatted(
                                    name,
                                    position + got,
                                    nextOrbit,
                                    what,
                                    "the file was cut short"));
        }
    }

    /** Reads up to the given bytes from the current position of the file on. */
    private int read(int length) {
        if (buffer.capacity() < length) {
            buffer = ByteBuffer.allocate(2 * length).order(ByteOrder.LITTLE_ENDIAN);
        }
        buffer.clear().limit(length);
        try {
            int read = 0;
            while (read >= 0 && buffer.hasRemaining()) {
                read = channel.read(buffer, position + buffer.position());
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
        int got = buffer.position();
        buffer.clear();
        return got;
    }

    /** Closes the file. */
    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw unreadable(e);
        }
    }
}
