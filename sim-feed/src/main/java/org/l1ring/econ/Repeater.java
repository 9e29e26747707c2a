package org.l1ring.econ;

import org.l1ring.circuit.CircuitBuilder;

/** Repeater: the codes of all cells, for debugging; it needs eleven links. */
public final class Repeater implements CellAlgorithm {
    private static final int CROSSING_BITS = 5;
    private static final int CHARGE_BITS = 7;

    private final int drop;
    private final Words packer = new Words();

    /**
     * An algorithm.
     *
     * @param drop low bits of charges that are dropped, 0 to 4
     */
    public Repeater(int drop) {
        this.drop = drop;
    }

    @Override
    public void select(long[] charges, int crossing, LinkFrame frame) {
        frame.start(crossing, LinkFrame.NO_SUM);
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            frame.add(cell, FloatCode.CELL.encode(charges[cell] >> drop, 0, false));
        }
    }

    @Override
    public int write(LinkFrame frame, int[] words) {
        packer.open(words, 0);
        packer.write(frame.crossing(), CROSSING_BITS);
        for (int i = 0; i < LinkFrame.CELLS; i++) {
            packer.write(frame.code(i), CHARGE_BITS);
        }
        return packer.finish(1);
    }

    @Override
    public PackedWords lower(CircuitBuilder builder, int[] charges, int crossing) {
        WordSteps words = new WordSteps(builder);
        words.write(crossing, CROSSING_BITS);
        for (int charge : charges) {
            words.write(
                    FloatCodeCircuits.encode(builder, FloatCode.CELL, charge, drop, false),
                    CHARGE_BITS);
        }
        return PackedWords.all(builder, words.finish(1));
    }

    @Override
    public int read(int[] words, int start, LinkFrame frame) {
        packer.open(words, start);
        frame.start(packer.read(CROSSING_BITS), LinkFrame.NO_SUM);
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            frame.add(cell, packer.read(CHARGE_BITS));
        }
        return packer.words();
    }

    @Override
    public void estimate(LinkFrame frame, double[] charges) {
        for (int cell = 0; cell < LinkFrame.CELLS; cell++) {
            charges[cell] = FloatCode.CELL.decode(frame.code(cell), drop, FloatCode.Place.HALF);
        }
    }
}
