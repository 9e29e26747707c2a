package org.l1ring.econ;

import java.util.Arrays;

/**
 * The buffer that evens out frames of varying length: 400 words of 16 bits, of which the links take
 * two each in a crossing.
 *
 * <p>With n words in the buffer and m of the crossing: n + m &gt; t1 drops the content for want of
 * room; else n &gt; t2 and m &le; t3 drops it early. One word remains of a dropped crossing, with
 * its number and sum. Words that follow the last one are idle. Source:
 * github.com/dnoonan08/ECONT_Emulator, ASICBlocks/BufferBlock.py.
 */
public final class LinkBuffer {
    /** Words that the buffer holds. */
    public static final int CAPACITY = 400;

    private final int perCrossing;
    private final int t1;
    private final int t2;
    private final int t3;
    private final int idle;
    private final ThresholdSum format;
    private final int[] words = new int[CAPACITY + LinkFormat.MOST_WORDS];
    private final int[] packed = new int[LinkFormat.MOST_WORDS];
    private int filled;

    /**
     * A buffer.
     *
     * @param links 1 to 13
     * @param t1 most words after a crossing, at most 400
     * @param t2 words from which on small crossings are dropped
     * @param t3 most words of a small crossing
     * @param sync 11 bits that idle words have after the crossing's number; type 001
     * @param format of the frames
     */
    public LinkBuffer(int links, int t1, int t2, int t3, int sync, ThresholdSum format) {
        if (links < 1 || links > 13 || t1 > CAPACITY || t1 < 1) {
            throw new IllegalArgumentException(
                    "expected 1 to 13 links and t1 of 1 to %d words, got %d and %d"
                            .formatted(CAPACITY, links, t1));
        }
        if (sync >> FloatCode.SUM.width() != ThresholdSum.IDLE_TYPE) {
            throw new IllegalArgumentException(
                    "sync: expected 11 bits that begin with 001, as no frame does, got "
                            + Integer.toBinaryString(sync));
        }
        this.perCrossing = 2 * links;
        this.t1 = t1;
        this.t2 = t2;
        this.t3 = t3;
        this.idle = sync;
        this.format = format;
    }

    /**
     * Takes a crossing in and sends what the links take.
     *
     * @param frame of the crossing; it says afterwards whether its content was dropped
     * @param sent [at least 2 words a link] that are filled
     * @return how many of these are no idle words
     */
    public int next(LinkFrame frame, int[] sent) {
        int size = format.write(frame, packed);
        LinkFrame.Truncation truncation =
                filled + size > t1
                        ? LinkFrame.Truncation.OVERFLOW
                        : filled > t2 && size <= t3
                                ? LinkFrame.Truncation.EARLY
                                : LinkFrame.Truncation.NONE;
        if (truncation != LinkFrame.Truncation.NONE) {
            frame.truncate(truncation);
            size = format.write(frame, packed);
        }
        System.arraycopy(packed, 0, words, filled, size);
        filled += size;
        return send(frame.crossing(), sent);
    }

    /**
     * Sends what the links take in a crossing after the last one.
     *
     * @param crossing its number in the orbit
     * @param sent [at least 2 words a link] that are filled
     * @return how many of these are no idle words
     */
    public int send(int crossing, int[] sent) {
        int taken = Math.min(filled, perCrossing);
        Arrays.fill(words, taken, perCrossing, (crossing % 32 << 11) | idle);
        System.arraycopy(words, 0, sent, 0, perCrossing);
        System.arraycopy(words, perCrossing, words, 0, words.length - perCrossing);
        filled -= taken;
        return taken;
    }

    /** Words that wait. */
    public int waiting() {
        return filled;
    }

    /** Whether a received word is idle. */
    public static boolean isIdle(int word) {
        return ((word >> FloatCode.SUM.width()) & 7) == ThresholdSum.IDLE_TYPE;
    }
}
