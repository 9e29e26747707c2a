package org.l1ring.quality;

import java.util.Arrays;
import org.l1ring.econ.BestChoice;
import org.l1ring.econ.CellAlgorithm;
import org.l1ring.econ.FloatCode;
import org.l1ring.econ.LinkBuffer;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGenerator;
import org.l1ring.econ.Repeater;
import org.l1ring.econ.SuperTriggerCell;
import org.l1ring.econ.ThresholdSum;

/** Cells or sums of them on links: chosen, packed into words, unpacked, estimated. */
final class CellChannel implements Channel {
    /** Links that the repeater needs. */
    static final int REPEATER_LINKS = 11;

    /** Crossings' worth of words that may wait in the buffer. */
    static final int WAITING_CROSSINGS = 12;

    private static final int WORDS_OF_LINK = 2;
    private static final int SYNC = 1 << FloatCode.SUM.width();
    private static final int DROP = ModuleGenerator.LOW_DENSITY_DROP;

    private final Algorithm algorithm;
    private final int links;
    private final CellAlgorithm cells;
    private final LinkBuffer buffer;
    private final int sumDrop;
    private final LinkFrame sent = new LinkFrame();
    private final LinkFrame frame = new LinkFrame();
    private final int[] words = new int[LinkFormat.MOST_WORDS];
    private final int[] line = new int[LinkFormat.MOST_WORDS];

    private CellChannel(
            Algorithm algorithm, int links, CellAlgorithm cells, LinkBuffer buffer, int sumDrop) {
        this.algorithm = algorithm;
        this.links = links;
        this.cells = cells;
        this.buffer = buffer;
        this.sumDrop = sumDrop;
    }

    /** Threshold sum behind its buffer, with the sum of all cells. */
    static CellChannel threshold(int links, long threshold) {
        long[] thresholds = new long[LinkFrame.CELLS];
        Arrays.fill(thresholds, threshold);
        ThresholdSum cells = new ThresholdSum(thresholds, DROP, true);
        int most = Math.max(LinkFormat.MOST_WORDS, WORDS_OF_LINK * links * WAITING_CROSSINGS);
        LinkBuffer buffer = new LinkBuffer(links, most, most, 0, SYNC, cells);
        return new CellChannel(Algorithm.THRESHOLD, links, cells, buffer, 0);
    }

    /** Best choice, with the sum of all cells. */
    static CellChannel bestChoice(int links) {
        BestChoice cells = new BestChoice(links, DROP, true);
        return new CellChannel(Algorithm.BEST_CHOICE, links, cells, null, DROP);
    }

    /** Super trigger cells. */
    static CellChannel groups(SuperTriggerCell.Kind kind, int links) {
        Algorithm algorithm =
                switch (kind) {
                    case STC4_9 -> Algorithm.STC4_9;
                    case STC4_7 -> Algorithm.STC4_7;
                    case CTC4_7 -> Algorithm.CTC4_7;
                    case STC16_9 -> Algorithm.STC16_9;
                };
        SuperTriggerCell cells = new SuperTriggerCell(kind, links, DROP);
        return new CellChannel(algorithm, links, cells, null, 0);
    }

    /** The repeater. */
    static CellChannel repeater() {
        Repeater cells = new Repeater(DROP);
        return new CellChannel(Algorithm.REPEATER, REPEATER_LINKS, cells, null, 0);
    }

    @Override
    public Algorithm algorithm() {
        return algorithm;
    }

    @Override
    public int links() {
        return links;
    }

    @Override
    public void send(ModuleSample module, int crossing, Received received) {
        send(module.charges(), crossing, received);
    }

    /** Sends charges, [48] of 22 bits. */
    void send(long[] charges, int crossing, Received received) {
        cells.select(charges, crossing, sent);
        received.words = cells.write(sent, words);
        if (buffer != null) {
            buffer.next(sent, line);
            cells.write(sent, words);
        }
        cells.read(words, 0, frame);
        cells.estimate(frame, received.charges);
        received.values = frame.count();
        received.truncated = frame.truncation() != LinkFrame.Truncation.NONE;
        received.sum =
                frame.sum() == LinkFrame.NO_SUM
                        ? Double.NaN
                        : FloatCode.SUM.decode(frame.sum(), sumDrop, FloatCode.Place.HALF);
    }
}
