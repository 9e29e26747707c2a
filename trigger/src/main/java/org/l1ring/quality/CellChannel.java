package org.l1ring.quality;

import org.l1ring.concentrator.Algorithm;
import org.l1ring.concentrator.ChainOptions;
import org.l1ring.econ.CellAlgorithm;
import org.l1ring.econ.FloatCode;
import org.l1ring.econ.LinkBuffer;
import org.l1ring.econ.LinkFormat;
import org.l1ring.econ.LinkFrame;
import org.l1ring.econ.ModuleGenerator;
import org.l1ring.econ.ThresholdSum;

/**
 * Cells or sums of them on links: chosen, packed into words, unpacked, estimated. Module sums are
 * of all cells.
 */
final class CellChannel implements Channel {
    /** Crossings' worth of words that may wait in the buffer. */
    static final int WAITING_CROSSINGS = 12;

    private static final int WORDS_OF_LINK = 2;
    private static final int DROP = ModuleGenerator.LOW_DENSITY_DROP;

    private final ChainOptions options;
    private final CellAlgorithm cells;
    private final LinkBuffer buffer;
    private final LinkFrame sent = new LinkFrame();
    private final LinkFrame frame = new LinkFrame();
    private final int[] words = new int[LinkFormat.MOST_WORDS];
    private final int[] line = new int[LinkFormat.MOST_WORDS];

    private CellChannel(ChainOptions options, CellAlgorithm cells, LinkBuffer buffer) {
        this.options = options;
        this.cells = cells;
        this.buffer = buffer;
    }

    /**
     * Threshold sum behind its buffer.
     *
     * @param links 1 to 13
     * @param threshold least charge that is sent
     */
    static CellChannel threshold(int links, long threshold) {
        ChainOptions options = options(Algorithm.THRESHOLD, links, threshold);
        ThresholdSum cells = options.thresholdSum();
        return new CellChannel(options, cells, options.buffer(cells));
    }

    /**
     * An algorithm without a buffer.
     *
     * @param algorithm neither threshold sum nor the autoencoder
     * @param links that it can use
     */
    static CellChannel of(Algorithm algorithm, int links) {
        ChainOptions options = options(algorithm, links, 0);
        return new CellChannel(options, options.cells(), null);
    }

    /** The buffer holds what waits so long, and no frame is dropped before it is full. */
    private static ChainOptions options(Algorithm algorithm, int links, long threshold) {
        int most = Math.max(LinkFormat.MOST_WORDS, WORDS_OF_LINK * links * WAITING_CROSSINGS);
        return new ChainOptions(algorithm, links, DROP, true, threshold, most, most, 0);
    }

    @Override
    public Algorithm algorithm() {
        return options.algorithm();
    }

    @Override
    public int links() {
        return options.links();
    }

    @Override
    public void send(ModuleSample module, int crossing, Received received) {
        send(module.charges(), crossing, received);
    }

    /** Sends charges, [48] of 22 bits. */
    void send(long[] charges, int crossing, Received received) {
        cells.select(charges, crossing, sent);
        if (buffer != null) {
            buffer.next(sent, line);
        }
        received.words = cells.write(sent, words);
        cells.read(words, 0, frame);
        cells.estimate(frame, received.charges);
        received.values = frame.count();
        received.truncated = frame.truncation() != LinkFrame.Truncation.NONE;
        received.sum = sum();
    }

    /** Best choice drops bits before it sums. */
    private double sum() {
        int drop = options.algorithm() == Algorithm.BEST_CHOICE ? DROP : 0;
        return frame.sum() == LinkFrame.NO_SUM
                ? Double.NaN
                : FloatCode.SUM.decode(frame.sum(), drop, FloatCode.Place.HALF);
    }
}
