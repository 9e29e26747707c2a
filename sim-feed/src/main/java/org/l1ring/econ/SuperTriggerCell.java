package org.l1ring.econ;

import java.util.Arrays;
import org.l1ring.circuit.CircuitBuilder;
import org.l1ring.circuit.Op;

/**
 * Super trigger cells: sums of groups of cells, and where in the group the largest cell is, the
 * last of equals.
 *
 * <p>A frame has 4 bits of the crossing's number, the places of all groups, then the codes of their
 * sums, in whole links. Fewer links hold the first groups only. Source:
 * github.com/dnoonan08/ECONT_Emulator, ASICBlocks/supertriggercell.py and Formatter.py.
 */
public final class SuperTriggerCell implements CellAlgorithm {
    /** The four of the low bits of a crossing's number that are sent. */
    static final int CROSSING_MASK = 0b10111;

    private static final int WORDS_OF_LINK = 2;

    /** Size of groups and codes. */
    public enum Kind {
        /** 12 groups of 4 cells, 9-bit sums. */
        STC4_9(4, true, 2),
        /** 3 groups of 16 cells, 9-bit sums. */
        STC16_9(16, true, 4),
        /** 12 groups of 4 cells, 7-bit sums, no places: coarse trigger cells. */
        CTC4_7(4, false, 0),
        /** 12 groups of 4 cells, 7-bit sums. */
        STC4_7(4, false, 2);

        private final int cells;
        private final boolean wide;
        private final int placeBits;

        Kind(int cells, boolean wide, int placeBits) {
            this.cells = cells;
            this.wide = wide;
            this.placeBits = placeBits;
        }

        FloatCode code() {
            return wide ? FloatCode.WIDE : FloatCode.CELL;
        }

        /** Groups that 1, 2 … links hold. */
        private int[] groupsByLinks() {
            return switch (this) {
                case STC4_9 -> new int[] {2, 5, 8, 11, 12};
                case STC16_9 -> new int[] {2, 3};
                case CTC4_7 -> new int[] {4, 8, 12};
                case STC4_7 -> new int[] {3, 6, 10, 12};
            };
        }

        /** Groups that links hold. */
        int groups(int links) {
            int[] groups = groupsByLinks();
            return groups[Math.min(links, groups.length) - 1];
        }

        /** Links that hold all groups. */
        public int mostLinks() {
            return groupsByLinks().length;
        }
    }

    private final Kind kind;
    private final int groups;
    private final int drop;
    private final Words packer = new Words();
    private final int[] places;

    /**
     * An algorithm.
     *
     * @param kind of groups
     * @param links 1 to {@link Kind#mostLinks()}
     * @param drop low bits of sums that 7-bit codes drop, 0 to 4; 9-bit codes drop none
     */
    public SuperTriggerCell(Kind kind, int links, int drop) {
        this.kind = kind;
        this.groups = kind.groups(links);
        this.places = new int[groups];
        this.drop = kind.wide ? 0 : drop;
    }

    /** Four of the five low bits of a crossing's number: all but the second highest. */
    static void writeCrossing(Words packer, int crossing) {
        packer.write(crossing >> 4, 1);
        packer.write(crossing, 3);
    }

    /** The same of steps. */
    static void writeCrossing(CircuitBuilder builder, WordSteps words, int crossing) {
        words.write(builder.slice(crossing, 4, 1), 1);
        words.write(crossing, 3);
    }

    static int readCrossing(Words packer) {
        int high = packer.read(1);
        return (high << 4) | packer.read(3);
    }

    @Override
    public void select(long[] charges, int crossing, LinkFrame frame) {
        frame.start(crossing, LinkFrame.NO_SUM);
        for (int group = 0; group < groups; group++) {
            long sum = 0;
            int largest = 0;
            int start = group * kind.cells;
            for (int i = 0; i < kind.cells; i++) {
                sum += charges[start + i];
                largest = charges[start + i] >= charges[start + largest] ? i : largest;
            }
            int place = kind.placeBits == 0 ? 0 : largest;
            frame.add(place, kind.code().encode(sum >> drop, 0, false));
        }
    }

    @Override
    public int crossingMask() {
        return SuperTriggerCell.CROSSING_MASK;
    }

    @Override
    public int write(LinkFrame frame, int[] words) {
        packer.open(words, 0);
        writeCrossing(packer, frame.crossing());
        for (int group = 0; group < groups; group++) {
            packer.write(frame.address(group), kind.placeBits);
        }
        for (int group = 0; group < groups; group++) {
            packer.write(frame.code(group), kind.code().width());
        }
        return packer.finish(WORDS_OF_LINK);
    }

    @Override
    public PackedWords lower(CircuitBuilder builder, int[] charges, int crossing) {
        WordSteps words = new WordSteps(builder);
        writeCrossing(builder, words, crossing);
        for (int group = 0; group < groups && kind.placeBits > 0; group++) {
            int start = group * kind.cells;
            words.write(largest(builder, charges, start, kind.cells).place(), kind.placeBits);
        }
        long[] ones = new long[kind.cells];
        Arrays.fill(ones, 1);
        for (int group = 0; group < groups; group++) {
            int start = group * kind.cells;
            int[] cells = Arrays.copyOfRange(charges, start, start + kind.cells);
            int sum = builder.linear(cells, ones, 0);
            FloatCode code = kind.code();
            words.write(FloatCodeCircuits.encode(builder, code, sum, drop, false), code.width());
        }
        return PackedWords.all(builder, words.finish(WORDS_OF_LINK));
    }

    /** Steps of the largest charge among some and of its place there. */
    private record Largest(int charge, int place) {}

    /** The largest of a power of two of charges, the last one of equals. */
    private static Largest largest(CircuitBuilder builder, int[] charges, int start, int count) {
        if (count == 1) {
            return new Largest(charges[start], builder.constant(0));
        }
        int half = count / 2;
        Largest left = largest(builder, charges, start, half);
        Largest right = largest(builder, charges, start + half, half);
        int later = builder.compare(Op.Relation.LESS_OR_EQUAL, left.charge(), right.charge());
        int place = builder.select(later, right.place(), left.place());
        return new Largest(
                builder.select(later, right.charge(), left.charge()),
                half == 1
                        ? later
                        : builder.concatenate(later, place, Integer.numberOfTrailingZeros(half)));
    }

    @Override
    public int read(int[] words, int start, LinkFrame frame) {
        packer.open(words, start);
        frame.start(readCrossing(packer), LinkFrame.NO_SUM);
        for (int group = 0; group < groups; group++) {
            places[group] = packer.read(kind.placeBits);
        }
        for (int group = 0; group < groups; group++) {
            frame.add(places[group], packer.read(kind.code().width()));
        }
        int wordCount = packer.words();
        return wordCount + wordCount % WORDS_OF_LINK;
    }

    /** The whole sum in the largest cell; of coarse cells evenly over the group. */
    @Override
    public void estimate(LinkFrame frame, double[] charges) {
        Arrays.fill(charges, 0);
        for (int group = 0; group < frame.count(); group++) {
            double sum = kind.code().decode(frame.code(group), drop, FloatCode.Place.HALF);
            int start = group * kind.cells;
            if (kind.placeBits > 0) {
                charges[start + frame.address(group)] = sum;
            } else {
                Arrays.fill(charges, start, start + kind.cells, sum / kind.cells);
            }
        }
    }
}
