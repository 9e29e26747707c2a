package org.l1ring.concentrator;

import java.util.Arrays;
import org.l1ring.econ.BestChoice;
import org.l1ring.econ.CellAlgorithm;
import org.l1ring.econ.LatentFormat;
import org.l1ring.econ.LinkBuffer;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.Repeater;
import org.l1ring.econ.SuperTriggerCell;
import org.l1ring.econ.ThresholdSum;

/**
 * What a concentrator does with a module's charges.
 *
 * @param algorithm that chooses
 * @param links 1 to 13, for the repeater at least 11
 * @param drop low bits of charges that 7-bit codes drop, 0 to 4
 * @param wholeSum whether module sums are of all cells, else of those that are not sent
 * @param threshold least charge that threshold sum sends, 0 to 2^22 - 1
 * @param t1 most words in the buffer after a crossing, 1 to 400
 * @param t2 words in the buffer from which on small crossings are dropped
 * @param t3 most words of a small crossing
 */
public record ChainOptions(
        Algorithm algorithm,
        int links,
        int drop,
        boolean wholeSum,
        long threshold,
        int t1,
        int t2,
        int t3) {
    private static final int MOST_LINKS = 13;

    /** Links that the repeater needs. */
    public static final int REPEATER_LINKS = 11;

    private static final int MOST_DROP = 4;
    private static final int CHARGE_BITS = 22;

    /** Idle words: their type, then a pattern of ours. */
    static final int SYNC = 0b001_0010_0010;

    /** Checks the options. */
    public ChainOptions {
        int least = algorithm == Algorithm.REPEATER ? REPEATER_LINKS : 1;
        within("links for " + algorithm.label(), links, least, MOST_LINKS);
        within("drop", drop, 0, MOST_DROP);
        within("threshold", threshold, 0, (1 << CHARGE_BITS) - 1);
        within("buffer-t1", t1, 1, LinkBuffer.CAPACITY);
        within("buffer-t2", t2, 0, LinkBuffer.CAPACITY);
        within("buffer-t3", t3, 0, LinkBuffer.CAPACITY);
    }

    private static void within(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "%s: expected %d to %d, got %d".formatted(what, least, most, value));
        }
    }

    /** Whether frames vary in length and go through the buffer. */
    boolean buffered() {
        return algorithm == Algorithm.THRESHOLD;
    }

    /** How workers leave frames in the ring. */
    FrameSlot slot() {
        int words =
                algorithm == Algorithm.AUTOENCODER
                        ? new LatentFormat(links).words()
                        : LinkFormat.MOST_WORDS;
        return new FrameSlot(1 + words);
    }

    /** How frames are packed. */
    LinkFormat format() {
        return algorithm == Algorithm.AUTOENCODER ? new LatentFormat(links) : cells();
    }

    /** The algorithm on cells; there is none of an autoencoder. */
    public CellAlgorithm cells() {
        return switch (algorithm) {
            case THRESHOLD -> thresholdSum();
            case BEST_CHOICE -> new BestChoice(links, drop, wholeSum);
            case STC4_9 -> new SuperTriggerCell(SuperTriggerCell.Kind.STC4_9, links, drop);
            case STC16_9 -> new SuperTriggerCell(SuperTriggerCell.Kind.STC16_9, links, drop);
            case CTC4_7 -> new SuperTriggerCell(SuperTriggerCell.Kind.CTC4_7, links, drop);
            case STC4_7 -> new SuperTriggerCell(SuperTriggerCell.Kind.STC4_7, links, drop);
            case REPEATER -> new Repeater(drop);
            case AUTOENCODER ->
                    throw new IllegalStateException("an autoencoder sends latent values");
        };
    }

    /** Threshold sum with one threshold for all cells. */
    public ThresholdSum thresholdSum() {
        long[] thresholds = new long[LinkFrame.CELLS];
        Arrays.fill(thresholds, threshold);
        return new ThresholdSum(thresholds, drop, wholeSum);
    }

    /** The buffer of threshold sum. */
    public LinkBuffer buffer(ThresholdSum format) {
        return new LinkBuffer(links, t1, t2, t3, SYNC, format);
    }
}
