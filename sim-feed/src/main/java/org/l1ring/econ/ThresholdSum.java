package org.l1ring.econ;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Op;

/**
 * Threshold sum: cells of at least their threshold, and the sum of all cells or of the others. Its
 * frames vary in length and go through a {@link LinkBuffer}.
 *
 * <p>A frame has 5 bits of the crossing's number, 3 bits of its type, an 8-bit sum; for fewer than
 * eight cells then their 3-bit number, 6-bit addresses and 7-bit charges; for more a map of 48 bits
 * and the charges. Source: github.com/dnoonan08/ECONT_Emulator, ASICBlocks/Formatter.py.
 */
public final class ThresholdSum implements CellAlgorithm {
    /** Type of a word that fills links without data. */
    static final int IDLE_TYPE = 0b001;

    static final int TYPE_BITS = 3;
    static final int CROSSING_BITS = 5;
    private static final int SUM_BITS = 8;
    private static final int ADDRESS_BITS = 6;
    private static final int CHARGE_BITS = 7;
    private static final int COUNT_BITS = 3;
    private static final int EMPTY = 0b000;
    private static final int LOW = 0b010;
    private static final int HIGH = 0b100;
    private static final int OVERFLOWED = 0b110;
    private static final int EARLY = 0b111;
    private static final int MANY = 8;

    private final long[] thresholds;
    private final int drop;
    private final boolean wholeSum;
    private final Words packer = new Words();
    private final int[] cells = new int[LinkFrame.CELLS];

    /**
     * An algorithm.
     *
     * @param thresholds [48] least charge that is sent
     * @param drop low bits of charges that are dropped before the code, 0 to 4
     * @param wholeSum whether the sum is of all cells, else of those that are not sent
     */
    public ThresholdSum(long[] thresholds, int drop, boolean wholeSum) {
        this.thresholds = thresholds.clone();
        this.drop = drop;
        this.wholeSum = wholeSum;
    }

    @Override
    public void select(long[] charges, int crossing, LinkFrame frame) {
        long sum = 0;
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            sum += wholeSum || charges[cell] < thresholds[cell] ? charges[cell] : 0;
        }
        frame.start(crossing, FloatCode.SUM.encode(sum, 0, false));
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            if (charges[cell] >= thresholds[cell]) {
                frame.add(cell, FloatCode.CELL.encode(charges[cell], drop, false));
            }
        }
    }

    @Override
    public int write(LinkFrame frame, int[] words) {
        int count = frame.count();
        packer.open(words, 0);
        packer.write(frame.crossing(), CROSSING_BITS);
        packer.write(type(frame), TYPE_BITS);
        packer.write(frame.sum(), SUM_BITS);
        if (count >= MANY) {
            writeMap(packer, frame);
        } else if (count > 0) {
            packer.write(count, COUNT_BITS);
            for (int i = 0; i < count; i++) {
                packer.write(frame.address(i), ADDRESS_BITS);
            }
        }
        for (int i = 0; i < count; i++) {
            packer.write(frame.code(i), CHARGE_BITS);
        }
        return packer.finish(1);
    }

    private static int type(LinkFrame frame) {
        return switch (frame.truncation()) {
            case NONE -> frame.count() == 0 ? EMPTY : frame.count() < MANY ? LOW : HIGH;
            case OVERFLOW -> OVERFLOWED;
            case EARLY -> EARLY;
        };
    }

    /** A bit for each cell, the first cell first; addresses ascend. */
    static void writeMap(Words packer, LinkFrame frame) {
        int next = 0;
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            boolean sent = next < frame.count() && frame.address(next) == cell;
            packer.write(sent ? 1 : 0, 1);
            next += sent ? 1 : 0;
        }
    }

    /** The cells of a map, in order. */
    static int readMap(Words packer, int[] cells) {
        int count = 0;
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            if (packer.read(1) == 1) {
                cells[count++] = cell;
            }
        }
        return count;
    }

    @Override
    public PackedWords lower(CircuitBuilder builder, int[] charges, int crossing) {
        int zero = builder.constant(0);
        int[] sent = new int[LinkFrame.CELLS];
        int[] codes = new int[LinkFrame.CELLS];
        int[] summed = charges.clone();
        long[] ones = new long[LinkFrame.CELLS];
        Arrays.fill(ones, 1);
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            int threshold = builder.constant(thresholds[cell]);
            sent[cell] = builder.compare(Op.Relation.LESS_OR_EQUAL, threshold, charges[cell]);
            codes[cell] =
                    FloatCodeCircuits.encode(builder, FloatCode.CELL, charges[cell], drop, false);
            summed[cell] =
                    wholeSum ? charges[cell] : builder.select(sent[cell], zero, charges[cell]);
        }
        Compaction front = new Compaction(builder, sent, codes);
        int any = builder.compare(Op.Relation.LESS, zero, front.count());
        int many =
                builder.compare(Op.Relation.LESS_OR_EQUAL, builder.constant(MANY), front.count());
        int low = builder.select(any, builder.constant(LOW), builder.constant(EMPTY));
        int sum = builder.linear(summed, ones, 0);
        WordSteps head = new WordSteps(builder);
        head.write(crossing, CROSSING_BITS);
        head.write(builder.select(many, builder.constant(HIGH), low), TYPE_BITS);
        head.write(FloatCodeCircuits.encode(builder, FloatCode.SUM, sum, 0, false), SUM_BITS);
        List<Integer> words = new ArrayList<>(head.finish(1));
        List<Integer> few = few(builder, front);
        List<Integer> whole = many(builder, sent, front);
        for (int i = 0; i < whole.size(); i++) {
            words.add(builder.select(many, whole.get(i), i < few.size() ? few.get(i) : zero));
        }
        return new PackedWords(words, words(builder, front.count(), any, many));
    }

    /** The words of a map and all charges. */
    private static List<Integer> many(CircuitBuilder builder, int[] sent, Compaction front) {
        WordSteps words = new WordSteps(builder);
        for (int bit : sent) {
            words.write(bit, 1);
        }
        for (int i = 0; i < LinkFrame.CELLS; i++) {
            words.write(front.code(i), CHARGE_BITS);
        }
        return words.finish(1);
    }

    /** The words of fewer than eight cells: charges begin where addresses end. */
    private static List<Integer> few(CircuitBuilder builder, Compaction front) {
        List<List<Integer>> byCount = new ArrayList<>();
        int size = 0;
        for (int count = 0; count < MANY; count++) {
            WordSteps words = new WordSteps(builder);
            words.write(builder.constant(count), COUNT_BITS);
            for (int i = 0; i < count; i++) {
                words.write(front.address(i), ADDRESS_BITS);
            }
            for (int i = 0; i < count; i++) {
                words.write(front.code(i), CHARGE_BITS);
            }
            byCount.add(words.finish(1));
            size = byCount.getLast().size();
        }
        List<Integer> chosen = new ArrayList<>();
        for (int word = 0; word < size; word++) {
            int[] choices = new int[MANY];
            for (int count = 0; count < MANY; count++) {
                List<Integer> words = byCount.get(count);
                choices[count] = word < words.size() ? words.get(word) : builder.constant(0);
            }
            for (int bit = 0; bit < COUNT_BITS; bit++) {
                int odd = builder.slice(front.count(), bit, 1);
                for (int i = 0; i < MANY >> (bit + 1); i++) {
                    choices[i] = builder.select(odd, choices[2 * i + 1], choices[2 * i]);
                }
            }
            chosen.add(choices[0]);
        }
        return chosen;
    }

    /** The number of words: the first one, and those of the cells' bits, begun ones included. */
    private static int words(CircuitBuilder builder, int count, int any, int many) {
        int round = 2 * WordSteps.WIDTH - 1;
        long[] listed = {ADDRESS_BITS + CHARGE_BITS};
        long[] mapped = {CHARGE_BITS};
        int low = builder.slice(count, 0, COUNT_BITS);
        int few = builder.linear(new int[] {low}, listed, COUNT_BITS + round);
        int all = builder.linear(new int[] {count}, mapped, LinkFrame.CELLS + round);
        int bits = builder.select(many, all, few);
        int words = FloatCodeCircuits.right(builder, bits, 4);
        return builder.select(any, words, builder.constant(1));
    }

    @Override
    public int read(int[] words, int start, LinkFrame frame) {
        packer.open(words, start);
        int crossing = packer.read(CROSSING_BITS);
        int type = packer.read(TYPE_BITS);
        frame.start(crossing, packer.read(SUM_BITS));
        int count = 0;
        switch (type) {
            case EMPTY -> {}
            case LOW -> {
                count = packer.read(COUNT_BITS);
                for (int i = 0; i < count; i++) {
                    cells[i] = packer.read(ADDRESS_BITS);
                }
            }
            case HIGH -> count = readMap(packer, cells);
            case OVERFLOWED -> frame.truncate(LinkFrame.Truncation.OVERFLOW);
            case EARLY -> frame.truncate(LinkFrame.Truncation.EARLY);
            default ->
                    throw new IllegalArgumentException(
                            "word %d: expected a frame of threshold sum, got type %d"
                                    .formatted(start, type));
        }
        for (int i = 0; i < count; i++) {
            frame.add(cells[i], packer.read(CHARGE_BITS));
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
