package org.l1ring.scouting;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.l1ring.frame.FrameLayout;
import org.l1ring.frame.StreamException;

/** Puts the blocks of one event, an orbit of one source, into frames of trigger words. */
final class BlockReader {
    private static final int FRAME_BYTES = FrameLayout.TRIGGER_WORDS.frameBytes();

    /** First words of the links of a calorimeter block, by where their objects go. */
    private static final ScoutingSystem[] LINKS = {
        ScoutingSystem.JETS,
        ScoutingSystem.JETS,
        ScoutingSystem.EGAMMAS,
        ScoutingSystem.EGAMMAS,
        null,
        ScoutingSystem.SUMS,
        ScoutingSystem.TAUS,
        ScoutingSystem.TAUS
    };

    private final long[] seen = new long[FrameLayout.ORBIT_BLOCKS];
    private RawEvent event;
    private MemorySegment bytes;
    private MemorySegment frames;
    private long firstFrame;
    private long at;

    /**
     * Reads an event.
     *
     * @param next what to read
     * @param target receives the words of the crossings that have blocks
     * @param offset byte of the frame of crossing 0
     * @throws StreamException if a block is damaged
     */
    void read(RawEvent next, MemorySegment target, long offset) {
        event = next;
        bytes = next.bytes();
        frames = target;
        firstFrame = offset;
        Arrays.fill(seen, 0);
        at = event.payload() + RawFormat.WORD;
        while (at < event.end()) {
            switch (event.system()) {
                case MUONS -> muons();
                case CALORIMETER -> calorimeter();
                case SUMS -> sums();
                case JETS, EGAMMAS, TAUS -> objects();
            }
        }
    }

    private void muons() {
        int header = word("a block of muons");
        int count =
                (header >>> RawFormat.MUON_A_SHIFT & RawFormat.MUON_COUNT_MASK)
                        + (header & RawFormat.MUON_COUNT_MASK);
        if (count > RawFormat.MOST_MUONS) {
            throw bad(at - RawFormat.WORD, "at most 16 muons", count);
        }
        long frame = crossing();
        int slot = 0;
        need(RawFormat.WORD * RawFormat.MUON_WORDS * count, "%d muons".formatted(count));
        for (int i = 0; i < count; i++) {
            int extra = bytes.get(RawFormat.INT, at + 2 * RawFormat.WORD);
            if ((extra & RawFormat.INTERMEDIATE) == 0) {
                if (slot == RawFormat.MUON_SLOTS) {
                    throw bad(at, "at most 8 muons that are not intermediate", slot + 1);
                }
                // the first two words are the two halves of the Global Trigger's word
                copy(frame + ScoutingSystem.MUONS.place() + 2L * RawFormat.WORD * slot++, 2);
            }
            at += (long) RawFormat.WORD * RawFormat.MUON_WORDS;
        }
    }

    private void objects() {
        int count = word("a block of objects") & RawFormat.OBJECT_COUNT_MASK;
        if (count > RawFormat.CALORIMETER_SLOTS) {
            throw bad(at - RawFormat.WORD, "at most 12 objects", count);
        }
        long frame = crossing();
        need(RawFormat.WORD * count, "%d objects".formatted(count));
        copy(frame + event.system().place(), count);
        at += (long) RawFormat.WORD * count;
    }

    private void sums() {
        long frame = crossing();
        need(RawFormat.WORD * RawFormat.SUM_WORDS, "6 sums");
        copy(frame + ScoutingSystem.SUMS.place(), RawFormat.SUM_WORDS);
        at += RawFormat.WORD * RawFormat.SUM_WORDS;
    }

    private void calorimeter() {
        word("a calorimeter block");
        long frame = crossing();
        need(RawFormat.WORD * RawFormat.LINKS * RawFormat.LINK_WORDS, "8 links");
        for (int link = 0; link < RawFormat.LINKS; link++) {
            at += RawFormat.WORD;
            ScoutingSystem system = LINKS[link];
            if (system != null) {
                // of the two links of a kind, the second half of the objects comes first
                boolean second = system != ScoutingSystem.SUMS && (link & 1) == 0;
                int first = second ? RawFormat.LINK_OBJECTS : 0;
                copy(
                        frame + system.place() + (long) RawFormat.WORD * first,
                        RawFormat.LINK_OBJECTS);
            }
            at += RawFormat.WORD * RawFormat.LINK_OBJECTS;
        }
    }

    private void copy(long to, int words) {
        // a few words: faster than a copy of segments
        for (long i = 0; i < (long) RawFormat.WORD * words; i += RawFormat.WORD) {
            frames.set(RawFormat.INT, to + i, bytes.get(RawFormat.INT, at + i));
        }
    }

    /** Reads crossing and orbit of a block; where the crossing's frame begins. */
    private long crossing() {
        long place = at;
        int bx = word("a bunch crossing");
        if (bx < 1 || bx > FrameLayout.ORBIT_CROSSINGS) {
            throw bad(place, "a bunch crossing of 1 to 3564", Integer.toUnsignedLong(bx));
        }
        int orbit = word("an orbit") & RawFormat.ORBIT_MASK;
        if (orbit != (event.orbit() & RawFormat.ORBIT_MASK)) {
            throw bad(place + RawFormat.WORD, "orbit " + event.orbit(), orbit);
        }
        int crossing = bx - 1;
        int block = crossing / FrameLayout.BLOCK_CROSSINGS;
        if ((seen[block] >>> crossing & 1) != 0) {
            throw new StreamException(
                    "%s: byte %d: %s: expected one block a bunch crossing, got a second of %d; the file"
                                    .formatted(event.file(), place, event.place(), bx)
                            + " is damaged");
        }
        seen[block] |= 1L << crossing;
        return firstFrame + (long) crossing * FRAME_BYTES;
    }

    private int word(String what) {
        need(RawFormat.WORD, what);
        at += RawFormat.WORD;
        return bytes.get(RawFormat.INT, at - RawFormat.WORD);
    }

    private void need(int length, String what) {
        if (event.end() - at < length) {
            throw new StreamException(
                    "%s: byte %d: %s: expected %s, got the end of the event; the file is damaged"
                            .formatted(event.file(), at, event.place(), what));
        }
    }

    private StreamException bad(long place, String expected, long got) {
        return new StreamException(
                "%s: byte %d: %s: expected %s, got %d; the file is damaged"
                        .formatted(event.file(), place, event.place(), expected, got));
    }
}
