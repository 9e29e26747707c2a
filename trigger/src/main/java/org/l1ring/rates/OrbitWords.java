package org.l1ring.rates;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.l1ring.frame.FrameLayout;
import org.l1ring.menu.InputWord;
import org.l1ring.source.OrbitMargins;

/**
 * The frames of one orbit between those that its neighbours stand for: before and after the orbit
 * there are no objects, and external conditions are as if the orbit repeated.
 */
public final class OrbitWords {
    private static final int FRAME_BYTES = FrameLayout.TRIGGER_WORDS.frameBytes();
    private static final int HALO = InputWord.REACH;
    private static final int FIRST_EXTERNAL = field("EXTERNAL0");
    private static final int EXTERNAL_BYTES = field("FLAGS") - FIRST_EXTERNAL;

    private final MemorySegment segment =
            Arena.ofAuto()
                    .allocate(
                            (FrameLayout.ORBIT_CROSSINGS + 2L * HALO) * FRAME_BYTES,
                            FrameLayout.ALIGNMENT_BYTES);
    private int first;
    private int crossings;

    private static int field(String name) {
        return Integer.BYTES * FrameLayout.TRIGGER_WORDS.fieldNames().indexOf(name);
    }

    /** The memory that the frames are in, {@link FrameLayout#TRIGGER_WORDS}. */
    public MemorySegment segment() {
        return segment;
    }

    /**
     * The place of a crossing's frame.
     *
     * @param crossing from 0; the two before and the two after the crossings have frames, too
     * @return byte in {@link #segment}
     */
    public long offset(int crossing) {
        return (long) (crossing + HALO) * FRAME_BYTES;
    }

    /**
     * Says which crossings have been written, from {@code offset(0)} on, and makes their
     * neighbours.
     *
     * @param firstCrossing number in the orbit of the first one, 0 to 3563
     * @param count how many, 1 to 3564
     */
    public void written(int firstCrossing, int count) {
        this.first = firstCrossing;
        this.crossings = count;
        OrbitMargins.fill(FrameLayout.TRIGGER_WORDS, segment, offset(0), count);
    }

    /** The number in the orbit of the first crossing. */
    public int first() {
        return first;
    }

    /** Crossings that were written. */
    public int crossings() {
        return crossings;
    }

    /** Whether any external condition is set. */
    boolean hasExternals() {
        for (int crossing = 0; crossing < crossings; crossing++) {
            MemorySegment words =
                    segment.asSlice(offset(crossing) + FIRST_EXTERNAL, EXTERNAL_BYTES);
            for (long at = 0; at < EXTERNAL_BYTES; at += Long.BYTES) {
                if (words.get(ValueLayout.JAVA_LONG, at) != 0) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Whether a crossing holds an injected signal of the simulated feed. */
    boolean hasSignal(int crossing) {
        int flags =
                segment.get(
                        ValueLayout.JAVA_INT, offset(crossing) + FIRST_EXTERNAL + EXTERNAL_BYTES);
        return (flags >> 8 & 15) != 0;
    }
}
