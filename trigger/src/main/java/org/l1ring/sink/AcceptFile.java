package org.l1ring.sink;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.zip.CRC32C;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.PendingFile;
import org.l1ring.frame.StreamHeader;
import org.l1ring.wire.OrbitAccepts;

/**
 * Writes an accept stream ({@code .l1a}) orbit by orbit; layout in docs/stream-formats.md.
 *
 * <p>The same orbits give the same bytes, whether they come crossing by crossing from a ring or as
 * records from another machine. Nothing is allocated per orbit. The file gets its name by {@link
 * #finish}; without it nothing is left.
 */
public final class AcceptFile implements AutoCloseable {
    private static final int BUFFER_BYTES = 1 << 20;

    private final PendingFile file;
    private final ByteBuffer buffer;
    private final CRC32C crc = new CRC32C();
    private final int words;
    private final int scores;
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
     * @param header what the stream says about itself
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public AcceptFile(Path path, AcceptHeader header) {
        this.words = header.algorithmWords();
        this.scores = header.scores().size();
        this.longestOrbit =
                AcceptHeader.ORBIT_BYTES + FrameLayout.ORBIT_CROSSINGS * header.acceptBytes();
        int capacity = Math.max(BUFFER_BYTES, AcceptHeader.IDLE_BYTES + longestOrbit);
        this.buffer = ByteBuffer.allocateDirect(capacity).order(ByteOrder.LITTLE_ENDIAN);
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

    /**
     * Adds an accepted crossing to the orbit, in a stream of one algorithm, which has prescale 1,
     * and one score.
     *
     * @param bunchCrossing its place in the orbit, after those added before
     * @param score its raw score
     */
    void accept(int bunchCrossing, long score) {
        place(bunchCrossing);
        buffer.putLong(1).putLong(1).putLong(score);
    }

    /**
     * Adds an accepted crossing to the orbit.
     *
     * @param bunchCrossing its place in the orbit, after those added before
     * @param before algorithm bits before prescales, 64 a word
     * @param after algorithm bits after prescales
     * @param raw scores, one for each that the header names
     */
    public void accept(int bunchCrossing, long[] before, long[] after, long[] raw) {
        place(bunchCrossing);
        for (int word = 0; word < words; word++) {
            buffer.putLong(before[word]);
        }
        for (int word = 0; word < words; word++) {
            buffer.putLong(after[word]);
        }
        for (int score = 0; score < scores; score++) {
            buffer.putLong(raw[score]);
        }
    }

    private void place(int bunchCrossing) {
        int word = record + 32 + bunchCrossing / Long.SIZE * Long.BYTES;
        buffer.putLong(word, buffer.getLong(word) | 1L << bunchCrossing);
        buffer.putShort((short) bunchCrossing);
        acceptsOfOrbit++;
    }

    /**
     * Marks blocks of the orbit as lost.
     *
     * @param blocks bit b for block b
     */
    public void lost(long blocks) {
        lostOfOrbit |= blocks;
    }

    /** Ends the orbit and begins the next. */
    public void endOrbit() {
        if (acceptsOfOrbit == 0 && lostOfOrbit == 0) {
            buffer.position(record - (idleOrbits > 0 ? AcceptHeader.IDLE_BYTES : 0));
            idleOrbits++;
        } else {
            int end = buffer.position();
            writeIdle(record - AcceptHeader.IDLE_BYTES);
            buffer.putInt(record, AcceptHeader.ORBIT_MARK);
            buffer.putLong(record + 8, orbits);
            buffer.putLong(record + 16, lostOfOrbit);
            buffer.putInt(record + 24, acceptsOfOrbit);
            seal(record, end);
            accepts += acceptsOfOrbit;
            lostBlocks += Long.bitCount(lostOfOrbit);
            lostCrossings += FrameLayout.crossingsOf(lostOfOrbit);
        }
        orbits++;
        beginOrbit();
    }

    /**
     * Writes the next orbit.
     *
     * @param orbit its accepts
     * @throws IllegalArgumentException if it is not the next one, or has other numbers of algorithm
     *     words or scores than the header
     */
    public void write(OrbitAccepts orbit) {
        if (orbit.orbit() != orbits) {
            throw new IllegalArgumentException(
                    "accept stream: expected orbit %d, got orbit %d"
                            .formatted(orbits, orbit.orbit()));
        }
        if (orbit.words() != words || orbit.scoreCount() != scores) {
            throw new IllegalArgumentException(
                    "accept stream: orbit %d: expected %d words of algorithm bits and %d scores, got %d and %d"
                            .formatted(orbits, words, scores, orbit.words(), orbit.scoreCount()));
        }
        int wordBytes = words * Long.BYTES;
        for (int i = 0; i < orbit.accepts(); i++) {
            place(orbit.crossing(i));
            copy(orbit.before(), i, wordBytes);
            copy(orbit.after(), i, wordBytes);
            copy(orbit.scores(), i, scores * Long.BYTES);
        }
        lost(orbit.lostBlocks());
        endOrbit();
    }

    private void copy(ByteBuffer from, int index, int bytes) {
        int at = buffer.position();
        buffer.put(at, from, index * bytes, bytes).position(at + bytes);
    }

    /** Writes the record of the idle orbits before this one, if there are any. */
    private void writeIdle(int at) {
        if (idleOrbits > 0) {
            buffer.putInt(at, AcceptHeader.IDLE_MARK);
            buffer.putLong(at + 8, orbits - idleOrbits);
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

    /**
     * The totals of the orbits so far.
     *
     * @return the totals, as the trailer has them
     */
    public AcceptTotals totals() {
        return new AcceptTotals(
                orbits, orbits * FrameLayout.ORBIT_CROSSINGS, accepts, lostBlocks, lostCrossings);
    }

    /**
     * Writes the trailer after the last orbit and gives the file its name.
     *
     * @throws java.io.UncheckedIOException if it cannot be written
     */
    public void finish() {
        writeIdle(record - AcceptHeader.IDLE_BYTES);
        int start = record;
        AcceptTotals totals = totals();
        buffer.position(start);
        buffer.putInt(AcceptHeader.TRAILER_MARK).putInt(0);
        buffer.putLong(totals.orbits()).putLong(totals.crossings());
        buffer.putLong(totals.accepts());
        buffer.putLong(totals.lostBlocks()).putLong(totals.lostCrossings());
        seal(start, start + AcceptHeader.TRAILER_BYTES);
        flush();
        file.commit();
    }

    /** Deletes what was written unless it was finished. */
    @Override
    public void close() {
        file.close();
    }
}
