package org.l1ring.econ;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Best choice: the largest cells, as many as the links hold, and the sum of all cells or of the
 * others.
 *
 * <p>A sorting network chooses, so that among equal charges those win that it brings to the front:
 * Batcher's, as Knuth gives it for any size (The Art of Computer Programming 3, algorithm 5.2.2M).
 * A frame has 4 bits of the crossing's number, an 8-bit sum, addresses in ascending order, a list
 * of them for fewer than eight cells and else a map, and 7-bit charges. Charges of zero are sent as
 * zeros: the receiver could not tell whose they are otherwise. Source:
 * github.com/dnoonan08/ECONT_Emulator, ASICBlocks/bestchoice.py and Formatter.py.
 */
public final class BestChoice implements CellAlgorithm {
    private static final int[] CELLS_BY_LINKS = {0, 1, 4, 6, 9, 14, 18, 23, 28, 32, 37, 41, 46, 48};
    private static final long LARGEST = (1 << 18) - 1;
    private static final int SUM_BITS = 8;
    private static final int ADDRESS_BITS = 6;
    private static final int CHARGE_BITS = 7;
    private static final int MANY = 8;
    private static final int[][] NETWORK = network(LinkFrame.CELLS);

    private final int cells;
    private final int drop;
    private final boolean wholeSum;
    private final Words packer = new Words();
    private final long[] sorted = new long[LinkFrame.CELLS];
    private final int[] places = new int[LinkFrame.CELLS];

    /**
     * An algorithm.
     *
     * @param links 1 to 13
     * @param drop low bits of charges that are dropped, 0 to 4
     * @param wholeSum whether the sum is of all cells, else of those that are not sent
     */
    public BestChoice(int links, int drop, boolean wholeSum) {
        this.cells = cells(links);
        this.drop = drop;
        this.wholeSum = wholeSum;
    }

    /** Cells that links hold. */
    public static int cells(int links) {
        return CELLS_BY_LINKS[links];
    }

    private static int[][] network(int size) {
        List<int[]> pairs = new ArrayList<>();
        int top = Integer.highestOneBit(size - 1);
        for (int p = top; p > 0; p /= 2) {
            int distance = p;
            int rest = 0;
            for (int q = top; ; q /= 2) {
                for (int i = 0; i + distance < size; i++) {
                    if ((i & p) == rest) {
                        pairs.add(new int[] {i, i + distance});
                    }
                }
                if (q == p) {
                    break;
                }
                distance = q - p;
                rest = p;
            }
        }
        return pairs.toArray(int[][]::new);
    }

    @Override
    public void select(long[] charges, int crossing, LinkFrame frame) {
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            sorted[cell] = Math.min(charges[cell] >> drop, LARGEST);
            places[cell] = cell;
        }
        for (int[] pair : NETWORK) {
            order(pair[0], pair[1]);
        }
        long sum = 0;
        for (int i = wholeSum ? 0 : cells; i < LinkFrame.CELLS; i++) {
            sum += sorted[i];
        }
        frame.start(crossing, FloatCode.SUM.encode(sum, 0, false));
        Arrays.sort(places, 0, cells);
        for (int i = 0; i < cells; i++) {
            long charge = Math.min(charges[places[i]] >> drop, LARGEST);
            frame.add(places[i], FloatCode.CELL.encode(charge, 0, false));
        }
    }

    private void order(int left, int right) {
        if (sorted[left] < sorted[right]) {
            long charge = sorted[left];
            sorted[left] = sorted[right];
            sorted[right] = charge;
            int place = places[left];
            places[left] = places[right];
            places[right] = place;
        }
    }

    @Override
    public int crossingMask() {
        return SuperTriggerCell.CROSSING_MASK;
    }

    @Override
    public int write(LinkFrame frame, int[] words) {
        packer.open(words, 0);
        SuperTriggerCell.writeCrossing(packer, frame.crossing());
        packer.write(frame.sum(), SUM_BITS);
        if (cells < MANY) {
            for (int i = 0; i < cells; i++) {
                packer.write(frame.address(i), ADDRESS_BITS);
            }
        } else {
            ThresholdSum.writeMap(packer, frame);
        }
        for (int i = 0; i < cells; i++) {
            packer.write(frame.code(i), CHARGE_BITS);
        }
        return packer.finish(1);
    }

    @Override
    public int read(int[] words, int start, LinkFrame frame) {
        packer.open(words, start);
        int crossing = SuperTriggerCell.readCrossing(packer);
        frame.start(crossing, packer.read(SUM_BITS));
        if (cells < MANY) {
            for (int i = 0; i < cells; i++) {
                places[i] = packer.read(ADDRESS_BITS);
            }
        } else {
            int count = ThresholdSum.readMap(packer, places);
            if (count != cells) {
                throw new IllegalArgumentException(
                        "word %d: expected a map of %d cells, got %d"
                                .formatted(start, cells, count));
            }
        }
        for (int i = 0; i < cells; i++) {
            frame.add(places[i], packer.read(CHARGE_BITS));
        }
        return packer.words();
    }

    @Override
    public void estimate(LinkFrame frame, double[] charges) {
        Arrays.fill(charges, 0);
        for (int i = 0; i < frame.count(); i++) {
            charges[frame.address(i)] =
                    FloatCode.CELL.decode(frame.code(i), drop, FloatCode.Place.HALF);
        }
    }
}
