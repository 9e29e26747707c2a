package org.l1ring.scouting;

import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.CRC32C;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.OrbitWriter;
import org.l1ring.frame.PendingFile;

/**
 * Writes orbits of {@link FrameLayout#TRIGGER_WORDS} as a raw file of L1 scouting, which {@link
 * ScoutingReader} reads; layout in docs/stream-formats.md.
 *
 * <p>Empty crossings, and objects behind the last one of a list, are left out. External conditions
 * and the flags of simulated crossings have no place in the file. The file gets its name in {@link
 * #finish}; closed before that, nothing is left.
 */
public final class ScoutingWriter implements OrbitWriter {
    private static final FrameLayout LAYOUT = FrameLayout.TRIGGER_WORDS;
    private static final List<ScoutingSystem> WRITTEN =
            List.of(
                    ScoutingSystem.MUONS,
                    ScoutingSystem.JETS,
                    ScoutingSystem.EGAMMAS,
                    ScoutingSystem.SUMS,
                    ScoutingSystem.TAUS);
    private static final int BLOCK_HEADER_BYTES = 3 * RawFormat.WORD;
    private static final int LARGEST_EVENT_BYTES =
            RawFormat.EVENT_HEADER_BYTES
                    + RawFormat.WORD
                    + FrameLayout.ORBIT_CROSSINGS
                            * (BLOCK_HEADER_BYTES
                                    + RawFormat.WORD * RawFormat.MUON_WORDS * RawFormat.MUON_SLOTS);
    private static final long MOST_ORBITS = RawFormat.ORBIT_MASK + 1L;
    private static final int RUN = 1;

    private final PendingFile file;
    private final ByteBuffer event =
            ByteBuffer.allocateDirect(LARGEST_EVENT_BYTES).order(ByteOrder.LITTLE_ENDIAN);
    private final CRC32C crc = new CRC32C();
    private int events;
    private long size = RawFormat.FILE_HEADER_BYTES;

    /**
     * Begins a file.
     *
     * @param path the name that the whole file is to have
     * @throws java.io.UncheckedIOException if the folder cannot be written
     */
    public ScoutingWriter(Path path) {
        this.file = new PendingFile(path);
        file.write(header());
    }

    private ByteBuffer header() {
        ByteBuffer header =
                ByteBuffer.allocate(RawFormat.FILE_HEADER_BYTES).order(ByteOrder.LITTLE_ENDIAN);
        header.put(RawFormat.MAGIC_VERSION_2.getBytes(StandardCharsets.US_ASCII));
        header.putShort((short) RawFormat.FILE_HEADER_BYTES);
        header.putShort((short) RawFormat.DATA_TYPE);
        header.putInt(RawFormat.FILE_EVENTS_AT, events).putLong(RawFormat.FILE_SIZE_AT, size);
        header.putInt(RawFormat.FILE_EVENTS_AT + RawFormat.WORD, RUN);
        return header.putInt(RawFormat.FILE_EVENTS_AT + 2 * RawFormat.WORD, 1).position(0);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException if the orbit's number is not below 2^31
     */
    @Override
    public void write(long orbit, MemorySegment frames, long offset) {
        if (orbit < 0 || orbit >= MOST_ORBITS) {
            throw new IllegalArgumentException(
                    "%s: expected an orbit below 2^31, which is what scouting blocks hold, got %d; write"
                                    .formatted(file.target().getFileName(), orbit)
                            + " fewer or earlier orbits");
        }
        for (ScoutingSystem system : WRITTEN) {
            event.clear().position(RawFormat.EVENT_HEADER_BYTES);
            event.putInt(system.number());
            for (int bx = 0; bx < FrameLayout.ORBIT_CROSSINGS; bx++) {
                long words = offset + (long) bx * LAYOUT.frameBytes() + system.place();
                switch (system) {
                    case MUONS -> muons(orbit, bx, frames, words);
                    case SUMS -> sums(orbit, bx, frames, words);
                    case JETS, EGAMMAS, TAUS -> objects(orbit, bx, frames, words);
                    case CALORIMETER -> throw new IllegalStateException("not written");
                }
            }
            finishEvent(orbit);
        }
    }

    private void muons(long orbit, int bx, MemorySegment frames, long words) {
        int count = used(frames, words, 2 * RawFormat.MUON_SLOTS);
        count = (count + 1) / 2;
        if (count == 0) {
            return;
        }
        begin(count << RawFormat.MUON_A_SHIFT, orbit, bx);
        for (int i = 0; i < count; i++) {
            long at = words + 2L * RawFormat.WORD * i;
            int low = frames.get(RawFormat.INT, at);
            event.putInt(low).putInt(frames.get(RawFormat.INT, at + RawFormat.WORD));
            // eta in the muon system is not among the words: that at the vertex stands for it
            int eta = low >>> 23;
            event.putInt(eta << RawFormat.ETA_1_SHIFT | eta << RawFormat.ETA_2_SHIFT);
        }
    }

    private void objects(long orbit, int bx, MemorySegment frames, long words) {
        int count = used(frames, words, RawFormat.CALORIMETER_SLOTS);
        if (count > 0) {
            begin(count, orbit, bx);
            put(frames, words, count);
        }
    }

    private void sums(long orbit, int bx, MemorySegment frames, long words) {
        if (used(frames, words, RawFormat.SUM_WORDS) > 0) {
            event.putInt(bx + 1).putInt((int) orbit);
            put(frames, words, RawFormat.SUM_WORDS);
        }
    }

    /** The words up to the last that is not 0. */
    private static int used(MemorySegment frames, long from, int words) {
        int count = words;
        while (count > 0 && frames.get(RawFormat.INT, from + (count - 1L) * RawFormat.WORD) == 0) {
            count--;
        }
        return count;
    }

    private void begin(int header, long orbit, int bx) {
        event.putInt(header).putInt(bx + 1).putInt((int) orbit);
    }

    private void put(MemorySegment frames, long from, int words) {
        for (int i = 0; i < words; i++) {
            event.putInt(frames.get(RawFormat.INT, from + (long) RawFormat.WORD * i));
        }
    }

    private void finishEvent(long orbit) {
        int end = event.position();
        event.flip().position(RawFormat.EVENT_HEADER_BYTES);
        crc.reset();
        crc.update(event);
        event.position(0);
        event.putShort((short) RawFormat.EVENT_VERSION).putShort((short) RawFormat.SIMULATED);
        event.putInt(RUN).putInt((int) (orbit / RawFormat.SECTION_ORBITS) + 1).putInt((int) orbit);
        event.putInt(end - RawFormat.EVENT_HEADER_BYTES).putInt((int) crc.getValue());
        file.write(event.position(0));
        events++;
        size += end;
    }

    @Override
    public void finish() {
        file.overwrite(0, header());
        file.commit();
    }

    @Override
    public void close() {
        file.close();
    }
}
