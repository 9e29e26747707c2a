package org.l1ring.econ;

import org.l1ring.circuit.CircuitBuilder;

/**
 * The cells that are sent, moved to the front in their order: steps of a circuit.
 *
 * <p>Each cell moves by the number of cells before it that are not sent, by one place where that
 * number is odd, then by two, four and so on; no two cells ever meet.
 */
final class Compaction {
    private static final int DISTANCE_BITS = 6;

    private final CircuitBuilder builder;

    /** Cells' codes above the distance that they move by; zero at the places that stay empty. */
    private final int[] moved = new int[LinkFrame.CELLS];

    private final int count;

    /**
     * Adds the steps.
     *
     * @param builder of the circuit
     * @param sent [48] steps with bits
     * @param codes [48] steps with codes of 7 bits
     */
    Compaction(CircuitBuilder builder, int[] sent, int[] codes) {
        this.builder = builder;
        int[] sums = sent.clone();
        sum(sums, 0, sums.length);
        this.count = sums[sums.length - 1];
        int zero = builder.constant(0);
        for (int cell = 0; cell < moved.length; cell++) {
            int distance =
                    cell == 0
                            ? zero
                            : builder.linear(new int[] {sums[cell - 1]}, new long[] {-1}, cell);
            int whole = builder.concatenate(codes[cell], distance, DISTANCE_BITS);
            moved[cell] = builder.select(sent[cell], whole, zero);
        }
        for (int bit = 0; bit < DISTANCE_BITS; bit++) {
            move(bit, zero);
        }
    }

    /** Turns bits into the numbers of those up to each, in levels of the logarithm. */
    private void sum(int[] sums, int from, int to) {
        if (to - from < 2) {
            return;
        }
        int middle = (from + to) / 2;
        sum(sums, from, middle);
        sum(sums, middle, to);
        for (int i = middle; i < to; i++) {
            sums[i] = builder.plus(sums[middle - 1], sums[i]);
        }
    }

    private void move(int bit, int zero) {
        int by = 1 << bit;
        int[] leaves = new int[moved.length];
        for (int place = by; place < moved.length; place++) {
            leaves[place] = builder.slice(moved[place], bit, 1);
        }
        for (int place = 0; place < moved.length; place++) {
            int stays =
                    place < by ? moved[place] : builder.select(leaves[place], zero, moved[place]);
            moved[place] =
                    place + by < moved.length
                            ? builder.select(leaves[place + by], moved[place + by], stays)
                            : stays;
        }
    }

    /** Step with the number of cells that are sent. */
    int count() {
        return count;
    }

    /** Step with the code of a cell that is sent, zero behind the last one. */
    int code(int index) {
        return FloatCodeCircuits.right(builder, moved[index], DISTANCE_BITS);
    }

    /** Step with the cell that a code is of; of no use behind the last one. */
    int address(int index) {
        int distance = builder.slice(moved[index], 0, DISTANCE_BITS);
        int address = builder.linear(new int[] {distance}, new long[] {1}, index);
        return builder.slice(address, 0, DISTANCE_BITS);
    }
}
