package org.l1ring.econ;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Op;

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

    /**
     * {@inheritDoc}
     *
     * <p>Charges go through the sorting network alone. What is chosen goes back through its swaps
     * as a bit for each cell, so that addresses need not go along.
     */
    @Override
    public PackedWords lower(CircuitBuilder builder, int[] charges, int crossing) {
        int[] capped = new int[LinkFrame.CELLS];
        int[] codes = new int[LinkFrame.CELLS];
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            capped[cell] =
                    builder.minimum(
                            FloatCodeCircuits.right(builder, charges[cell], drop),
                            builder.constant(LARGEST));
            codes[cell] = FloatCodeCircuits.encode(builder, FloatCode.CELL, capped[cell], 0, false);
        }
        int[] ordered = capped.clone();
        int[] swaps = new int[NETWORK.length];
        for (int i = 0; i < swaps.length; i++) {
            int left = ordered[NETWORK[i][0]];
            int right = ordered[NETWORK[i][1]];
            swaps[i] = builder.compare(Op.Relation.LESS, left, right);
            exchange(builder, swaps[i], NETWORK[i], ordered);
        }
        int[] sent = new int[LinkFrame.CELLS];
        Arrays.setAll(sent, i -> builder.constant(i < cells ? 1 : 0));
        for (int i = swaps.length - 1; i >= 0; i--) {
            exchange(builder, swaps[i], NETWORK[i], sent);
        }
        long[] summed = new long[LinkFrame.CELLS];
        Arrays.fill(summed, wholeSum ? 0 : cells, LinkFrame.CELLS, 1);
        int sum = builder.linear(wholeSum ? capped : ordered, summed, 0);
        WordSteps words = new WordSteps(builder);
        SuperTriggerCell.writeCrossing(builder, words, crossing);
        words.write(FloatCodeCircuits.encode(builder, FloatCode.SUM, sum, 0, false), SUM_BITS);
        writeCells(builder, words, sent, codes);
        return PackedWords.all(builder, words.finish(1));
    }

    private static void exchange(CircuitBuilder builder, int swap, int[] pair, int[] steps) {
        int left = steps[pair[0]];
        int right = steps[pair[1]];
        steps[pair[0]] = builder.select(swap, right, left);
        steps[pair[1]] = builder.select(swap, left, right);
    }

    private void writeCells(CircuitBuilder builder, WordSteps words, int[] sent, int[] codes) {
        Compaction front = new Compaction(builder, sent, codes);
        if (cells < MANY) {
            for (int i = 0; i < cells; i++) {
                words.write(front.address(i), ADDRESS_BITS);
            }
        } else {
            for (int bit : sent) {
                words.write(bit, 1);
            }
        }
        for (int i = 0; i < cells; i++) {
            words.write(front.code(i), CHARGE_BITS);
        }
    }

    @Override
    public int read(int[] words, int start, LinkFrame frame) {
        packer.open(words, start);
        int crossing = SuperTriggerCell.readCrossing(packer);
        frame.start(crossing, packer.read(SUM_BITS));
        if (cells < MANY) {
            for (int i = 0; i < cells; i++) {
                places[i] = packer.read(ADDRESS_BITS);
                if (places[i] >= LinkFrame.CELLS) {
                    throw new IllegalArgumentException(
                            "word %d: expected an address below %d, got %d"
                                    .formatted(start, LinkFrame.CELLS, places[i]));
                }
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
