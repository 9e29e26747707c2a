package org.l1ring.scouting;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.zip.CRC32C;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;

/**
 * Reads raw files of L1 scouting as orbits of {@link FrameLayout#TRIGGER_WORDS}; layout in
 * docs/stream-formats.md.
 *
 * <p>Crossings without blocks are empty. External conditions, which scouting does not record, are
 * zero. Sources that do not feed the Global Trigger are passed over. If there are files of the same
 * name with {@code _1}, {@code _2} and so on behind it, they hold further sources of the same
 * orbits.
 */
public final class ScoutingReader implements AutoCloseable {
    private final String name;
    private final Arena arena = Arena.ofShared();
    private final List<List<RawEvent>> orbits;
    private final BlockReader blocks = new BlockReader();
    private final CRC32C crc = new CRC32C();

    /**
     * Opens a file, and those that belong to it, and looks through their events.
     *
     * @param file the first or only one
     * @throws StreamException if it is no raw file, or damaged, cut short or of another version
     * @throws UncheckedIOException if it cannot be read
     */
    public ScoutingReader(Path file) {
        this.name = String.valueOf(file.getFileName());
        Map<Long, List<RawEvent>> byOrbit = new TreeMap<>();
        Set<Integer> others = new TreeSet<>();
        try {
            Path next = file;
            for (int number = 1; number == 1 || Files.exists(next); number++) {
                scan(next, byOrbit, others);
                next = file.resolveSibling(name + "_" + number);
            }
            if (byOrbit.isEmpty() && !others.isEmpty()) {
                throw new StreamException(
                        "%s: expected the scouting sources 1, 2 or 22 to 25, got only %s; give a file"
                                        .formatted(name, others)
                                + " with muons or calorimeter objects");
            }
        } catch (RuntimeException e) {
            arena.close();
            throw e;
        }
        this.orbits = byOrbit.values().stream().map(List::copyOf).toList();
    }

    /**
     * Whether a file begins as a raw file does.
     *
     * @param start its first bytes
     * @return true for raw files of any version
     */
    public static boolean isRaw(byte[] start) {
        return new String(start, StandardCharsets.ISO_8859_1).startsWith(RawFormat.MAGIC);
    }

    private void scan(Path file, Map<Long, List<RawEvent>> byOrbit, Set<Integer> others) {
        String fileName = String.valueOf(file.getFileName());
        MemorySegment bytes = map(file);
        checkHeader(fileName, bytes);
        long before = -1;
        long at = RawFormat.FILE_HEADER_BYTES;
        while (at < bytes.byteSize()) {
            RawEvent event = event(fileName, bytes, at);
            if (event.orbit() < before) {
                throw bad(
                        fileName,
                        at + RawFormat.EVENT_ORBIT_AT,
                        "an orbit from " + before + " on",
                        event.orbit());
            }
            before = event.orbit();
            at = event.end();
            if (event.system() == null) {
                others.add(bytes.get(RawFormat.INT, event.payload()));
            } else {
                List<RawEvent> orbit =
                        byOrbit.computeIfAbsent(event.orbit(), _ -> new ArrayList<>());
                checkNew(orbit, event);
                orbit.add(event);
            }
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

    private static void checkHeader(String file, MemorySegment bytes) {
        if (bytes.byteSize() < RawFormat.FILE_HEADER_BYTES) {
            throw cutShort(file, bytes.byteSize(), "a file header of 32 bytes");
        }
        byte[] magic = bytes.asSlice(0, 8).toArray(ValueLayout.JAVA_BYTE);
        String text = new String(magic, StandardCharsets.ISO_8859_1);
        if (!text.equals(RawFormat.MAGIC_VERSION_2)) {
            throw new StreamException(
                    "%s: byte 0: expected RAW_0002, got %s; only raw files of this version are read"
                            .formatted(file, text.replaceAll("\\P{Graph}", "?")));
        }
        int header = Short.toUnsignedInt(bytes.get(RawFormat.SHORT, 8));
        if (header != RawFormat.FILE_HEADER_BYTES) {
            throw bad(file, 8, "a file header of 32 bytes", header);
        }
        long size = bytes.get(RawFormat.LONG, RawFormat.FILE_SIZE_AT);
        if (size != bytes.byteSize()) {
            throw new StreamException(
                    "%s: byte %d: expected the %d bytes of the file, got %d; the file was cut short or is"
                                    .formatted(file, RawFormat.FILE_SIZE_AT, bytes.byteSize(), size)
                            + " damaged");
        }
    }

    private static RawEvent event(String file, MemorySegment bytes, long at) {
        long left = bytes.byteSize() - at;
        if (left < RawFormat.EVENT_HEADER_BYTES + RawFormat.WORD) {
            throw cutShort(file, at, "an event header of 24 bytes and a source");
        }
        int version = Short.toUnsignedInt(bytes.get(RawFormat.SHORT, at));
        if (version != RawFormat.EVENT_VERSION && version != RawFormat.OLDEST_EVENT_VERSION) {
            throw bad(file, at, "event version 5 or 6", version);
        }
        long size = Integer.toUnsignedLong(bytes.get(RawFormat.INT, at + RawFormat.EVENT_SIZE_AT));
        if (size < RawFormat.WORD || size > Integer.MAX_VALUE) {
            throw bad(file, at + RawFormat.EVENT_SIZE_AT, "4 bytes to 2 GB in an event", size);
        }
        long end = at + RawFormat.EVENT_HEADER_BYTES + size;
        if (end > bytes.byteSize()) {
            throw cutShort(file, at, "an event of %d bytes".formatted(end - at));
        }
        long orbit =
                Integer.toUnsignedLong(bytes.get(RawFormat.INT, at + RawFormat.EVENT_ORBIT_AT));
        int source = bytes.get(RawFormat.INT, at + RawFormat.EVENT_HEADER_BYTES);
        return new RawEvent(file, bytes, at, end, orbit, ScoutingSystem.of(source));
    }

    private static void checkNew(List<RawEvent> orbit, RawEvent event) {
        for (RawEvent other : orbit) {
            if (other.system() == event.system()) {
                throw new StreamException(
                        "%s: byte %d: expected one event an orbit and source, got a second of %s; the"
                                        .formatted(event.file(), event.start(), event.place())
                                + " file is damaged");
            }
        }
    }

    private static StreamException bad(String file, long at, String expected, long got) {
        return new StreamException(
                "%s: byte %d: expected %s, got %d; the file is damaged"
                        .formatted(file, at, expected, got));
    }

    private static StreamException cutShort(String file, long at, String expected) {
        return new StreamException(
                "%s: byte %d: expected %s, got the end of the file; the file was cut short"
                        .formatted(file, at, expected));
    }

    /**
     * The number of orbits in the file that have an event of any source.
     *
     * @return 0 or more
     */
    public long orbits() {
        return orbits.size();
    }

    /**
     * The number that an orbit was recorded with.
     *
     * @param index 0 to {@code orbits() - 1}
     * @return the orbit number
     */
    public long orbitNumber(long index) {
        return orbits.get((int) index).getFirst().orbit();
    }

    /**
     * Reads an orbit.
     *
     * @param index 0 to {@code orbits() - 1}
     * @param frames receives 3564 frames of trigger words from {@code offset} on, all bytes of them
     * @param offset in bytes
     * @throws StreamException if an event of the orbit is damaged
     */
    public void read(long index, MemorySegment frames, long offset) {
        frames.asSlice(offset, FrameLayout.TRIGGER_WORDS.orbitBytes()).fill((byte) 0);
        for (RawEvent event : orbits.get((int) index)) {
            checkSum(event);
            blocks.read(event, frames, offset);
        }
    }

    /** Events that were written without a checksum have zero there. */
    private void checkSum(RawEvent event) {
        long at = event.start() + RawFormat.EVENT_CRC_AT;
        int expected = event.bytes().get(RawFormat.INT, at);
        if (expected == 0) {
            return;
        }
        crc.reset();
        crc.update(
                event.bytes()
                        .asSlice(event.payload(), event.end() - event.payload())
                        .asByteBuffer());
        int got = (int) crc.getValue();
        if (got != expected) {
            throw new StreamException(
                    "%s: byte %d: %s: checksum: expected %08x, got %08x; the file is damaged"
                            .formatted(event.file(), at, event.place(), expected, got));
        }
    }

    /** Unmaps the files. */
    @Override
    public void close() {
        arena.close();
    }
}
