package org.l1ring.concentrator;

import java.util.Arrays;
import org.l1ring.econ.LinkBuffer;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.LinkReceiver;
import org.l1ring.econ.ThresholdSum;

/** The buffer, the links behind it, and their receiver, which compares what arrives. */
final class BufferedLinks {
    /** Frames that can be under way, at most one a word in the buffer and at the receiver. */
    private static final int UNDER_WAY = 512;

    private final int wordsOfLinks;
    private final ThresholdSum format;
    private final LinkBuffer buffer;
    private final LinkReceiver receiver;
    private final LinkFrame frame = new LinkFrame();
    private final LinkFrame received = new LinkFrame();
    private final LinkFrame[] expected = new LinkFrame[UNDER_WAY];
    private final long[] truncations = new long[LinkFrame.Truncation.values().length];
    private long taken;
    private long arrived;
    private long frameWords;
    private long mismatches;
    private int mostWaiting;
    private int drained;

    BufferedLinks(ChainOptions options) {
        wordsOfLinks = 2 * options.links();
        format = options.thresholdSum();
        buffer = options.buffer(format);
        receiver = new LinkReceiver(format);
        Arrays.setAll(expected, _ -> new LinkFrame());
    }

    /**
     * Takes a crossing in and sends what the links take.
     *
     * @param words the packed frame; then what was sent
     */
    void send(int[] words) {
        format.read(words, 0, frame);
        frameWords += buffer.next(frame, words);
        mostWaiting = Math.max(mostWaiting, buffer.waiting());
        truncations[frame.truncation().ordinal()]++;
        expected[(int) (taken % UNDER_WAY)].copy(frame);
        taken++;
        receiver.take(words, wordsOfLinks);
        compare();
    }

    /**
     * Sends what still waits.
     *
     * @param words that were sent
     * @return false if nothing waited
     */
    boolean drain(int[] words) {
        if (buffer.waiting() == 0) {
            return false;
        }
        // The last crossing ended an orbit.
        buffer.send(drained++, words);
        receiver.take(words, wordsOfLinks);
        compare();
        return true;
    }

    /** Counts crossings that did not arrive. */
    void finish() {
        receiver.end();
        compare();
        mismatches += Math.abs(taken - arrived);
    }

    private void compare() {
        while (receiver.next(received)) {
            LinkFrame sent = expected[(int) (arrived % UNDER_WAY)];
            mismatches += sent.matches(received, format.crossingMask()) ? 0 : 1;
            arrived++;
        }
    }

    long frameWords() {
        return frameWords;
    }

    long overflows() {
        return truncations[LinkFrame.Truncation.OVERFLOW.ordinal()];
    }

    long early() {
        return truncations[LinkFrame.Truncation.EARLY.ordinal()];
    }

    long mismatches() {
        return mismatches;
    }

    int mostWaiting() {
        return mostWaiting;
    }
}
