package org.l1ring.rtl;

/**
 * A buffer of words of 16 bits between frames of varying length and links that take two words each
 * in a crossing, as the ECON-T chip has one behind its threshold sum.
 *
 * <p>With n words in the buffer and m of the crossing: n + m &gt; t1 drops the frame for want of
 * room; else n &gt; t2 and m &le; t3 drops it early. The first word of a dropped frame remains, its
 * bits 10 to 8 then 110 or 111. Words that follow the last one are idle: bits 15 to 11 of the
 * crossing's first word, then {@code idle}.
 *
 * @param links 1 to 13
 * @param t1 most words after a crossing, 1 to 400
 * @param t2 words beyond which small crossings are dropped, 0 to 400
 * @param t3 most words of a small crossing, 0 to 400
 * @param idle 11 bits
 */
public record FrameBuffer(int links, int t1, int t2, int t3, int idle) {
    private static final int MOST_LINKS = 13;
    private static final int MOST_WORDS = 400;
    private static final int IDLE_BITS = 11;

    /** Checks the ranges. */
    public FrameBuffer {
        check("links", links, 1, MOST_LINKS);
        check("t1", t1, 1, MOST_WORDS);
        check("t2", t2, 0, MOST_WORDS);
        check("t3", t3, 0, MOST_WORDS);
        check("idle word", idle, 0, (1 << IDLE_BITS) - 1);
    }

    private static void check(String what, int value, int least, int most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "buffer: %s: expected %d to %d, got %d".formatted(what, least, most, value));
        }
    }

    /** Words that leave in a crossing. */
    int perCrossing() {
        return 2 * links;
    }
}
