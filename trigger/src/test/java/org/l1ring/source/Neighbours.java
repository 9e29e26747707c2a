package org.l1ring.source;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.stream.IntStream;
import org.l1ring.frame.BlockFrames;
import org.l1ring.frame.FrameLayout;

/** Holds what lies around the blocks of a stream of trigger words against the orbit itself. */
public final class Neighbours {
    private static final FrameLayout LAYOUT = FrameLayout.TRIGGER_WORDS;
    private static final int FIRST_EXTERNAL = LAYOUT.fieldNames().indexOf("EXTERNAL0");

    private Neighbours() {}

    /** Random words, external conditions among them. */
    public static RandomSource random(long seed) {
        RandomSource.Range range = new RandomSource.Range(Integer.MIN_VALUE, Integer.MAX_VALUE);
        List<RandomSource.Range> ranges =
                IntStream.range(0, LAYOUT.fields()).mapToObj(_ -> range).toList();
        return new RandomSource(LAYOUT, ranges, seed);
    }

    /** Checks every block of some orbits, which it also reads. */
    public static void check(CrossingSource source, int orbits) {
        try (Arena arena = Arena.ofConfined();
                OrbitReader reader = new OrbitReader(source)) {
            assertEquals(2, source.layout().neighbours());
            MemorySegment orbitFrames = arena.allocate(LAYOUT.orbitBytes(), 64);
            long storage = source.copies() ? LAYOUT.slotBytes() : 0;
            MemorySegment slot = arena.allocate(storage, 64).fill((byte) 0x55);
            BlockFrames frames = new BlockFrames(slot, LAYOUT);
            for (int orbit = 0; orbit < orbits; orbit++) {
                assertTrue(reader.read(orbit, orbitFrames, 0));
                for (int block = 0; block < FrameLayout.ORBIT_BLOCKS; block++) {
                    source.load(orbit, block, frames);
                    check(orbitFrames, block, frames.segment(), frames.offset(), frames.filled());
                }
            }
        }
    }

    /** Checks one block. */
    public static void check(
            MemorySegment orbit, int block, MemorySegment frames, long offset, long filled) {
        int end = FrameLayout.crossings(block) + 2;
        for (int place = -2; place < end; place++) {
            int crossing = 64 * block + place;
            boolean inside = crossing >= 0 && crossing < FrameLayout.ORBIT_CROSSINGS;
            int other = Math.floorMod(crossing, FrameLayout.ORBIT_CROSSINGS);
            boolean empty = true;
            for (int word = 0; word < LAYOUT.fields(); word++) {
                boolean external = word >= FIRST_EXTERNAL && word < FIRST_EXTERNAL + 8;
                int expected = inside || external ? word(orbit, 320L * other, word) : 0;
                int got = word(frames, offset + 320L * place, word);
                if (expected != got) {
                    assertEquals(expected, got, "block " + block + " + " + place + ", " + word);
                }
                empty &= got == 0;
            }
            if (place >= 0 && place < end - 2) {
                assertTrue(empty || (filled >>> place & 1) != 0, "filled");
            }
        }
    }

    private static int word(MemorySegment frames, long offset, int word) {
        return frames.get(ValueLayout.JAVA_INT, offset + 4L * word);
    }
}
