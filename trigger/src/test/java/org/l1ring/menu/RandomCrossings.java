package org.l1ring.menu;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.l1ring.frame.FrameLayout;

/** Seeded crossings with many close objects, so that correlations hold often. */
public final class RandomCrossings {
    private RandomCrossings() {}

    /** Frames of {@link FrameLayout#TRIGGER_WORDS}. */
    public static MemorySegment frames(int crossings, long seed) {
        RandomGenerator random = new SplittableRandom(seed);
        MemorySegment frames = MemorySegment.ofArray(new byte[320 * crossings]);
        for (int crossing = 0; crossing < crossings; crossing++) {
            int busy = 1 + random.nextInt(12);
            for (int slot = 0; slot < 12; slot++) {
                if (slot < 8 && slot < busy) {
                    long muon = muon(random);
                    set(frames, crossing, 2 * slot, (int) muon);
                    set(frames, crossing, 2 * slot + 1, (int) (muon >> 32));
                }
                if (random.nextInt(12) < busy) {
                    set(frames, crossing, 16 + slot, energy(random, 9));
                    set(frames, crossing, 28 + slot, energy(random, 9));
                    set(frames, crossing, 40 + slot, energy(random, 11));
                }
            }
            for (int word = 52; word < 58; word++) {
                set(frames, crossing, word, (random.nextInt() & 0xf00fffff) | 0x01000000);
            }
            set(frames, crossing, 54, random.nextInt(200) | random.nextInt(144) << 12);
            for (int word = 64; word < 72; word++) {
                set(frames, crossing, word, random.nextInt());
            }
        }
        return frames;
    }

    private static long muon(RandomGenerator random) {
        long eta = (random.nextInt(300) - 150L) & 511;
        return random.nextInt(576)
                | (long) random.nextInt(60) << 10
                | (long) random.nextInt(16) << 19
                | eta << 23
                | (random.nextLong() & 15) << 32
                | (long) random.nextInt(108) << 36
                | (long) random.nextInt(576) << 43
                | (long) random.nextInt(60) << 53
                | random.nextLong() << 61;
    }

    private static int energy(RandomGenerator random, int bits) {
        int eta = (random.nextInt(120) - 60) & 255;
        return random.nextInt(120)
                | eta << bits
                | random.nextInt(144) << (bits + 8)
                | random.nextInt(32) << (bits + 16);
    }

    private static void set(MemorySegment frames, int crossing, int field, int value) {
        frames.set(ValueLayout.JAVA_INT_UNALIGNED, 320L * crossing + 4L * field, value);
    }
}
