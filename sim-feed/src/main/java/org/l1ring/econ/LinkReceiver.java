package org.l1ring.econ;

/**
 * The receiver of a module's words: unpacks frame after frame, one a crossing. Those of threshold
 * sum it finds among idle words; of a dropped crossing the first word remains.
 */
public final class LinkReceiver {
    private static final int ROOM = 4 * LinkFormat.MOST_WORDS;

    private final LinkFormat format;
    private final boolean idles;
    private final int[] words = new int[ROOM];
    private int start;
    private int end;
    private boolean ended;

    /**
     * A receiver that has got nothing yet.
     *
     * @param format of the frames
     */
    public LinkReceiver(LinkFormat format) {
        this.format = format;
        this.idles = format instanceof ThresholdSum;
    }

    /**
     * Takes words in; {@link #next} must have said that there are no more frames in those before.
     *
     * @param sent words of 16 bits
     * @param count how many, at most {@link LinkFormat#MOST_WORDS}
     */
    public void take(int[] sent, int count) {
        System.arraycopy(words, start, words, 0, end - start);
        end -= start;
        start = 0;
        System.arraycopy(sent, 0, words, end, count);
        end += count;
    }

    /** No words follow. */
    public void end() {
        ended = true;
    }

    /**
     * Unpacks the next frame.
     *
     * @param frame that is filled
     * @return false if words are missing
     * @throws IllegalArgumentException if the words are none of the format
     */
    public boolean next(LinkFrame frame) {
        while (idles && start < end && LinkBuffer.isIdle(words[start])) {
            start++;
        }
        int most = ended ? 1 : LinkFormat.MOST_WORDS;
        if (end - start < most) {
            return false;
        }
        int length = format.read(words, start, frame);
        if (length > end - start) {
            throw new IllegalArgumentException(
                    "the last frame: expected %d words, got %d".formatted(length, end - start));
        }
        start += length;
        return true;
    }
}
