package org.l1ring.circuit;

import java.util.ArrayList;
import java.util.List;

/**
 * Which word of which crossing each column of a circuit is, for machines that get the words of one
 * crossing after the other: the crossing that is decided, or one before or after it.
 *
 * @param words of a crossing, in the order in which they come
 * @param columns of the circuit, in its order
 */
public record CrossingWindow(List<Circuit.Port> words, List<Column> columns) {

    /**
     * A column.
     *
     * @param word index of its word
     * @param bxOffset crossing relative to the one that is decided
     */
    public record Column(int word, int bxOffset) {}

    /** Copies the lists. */
    public CrossingWindow {
        words = List.copyOf(words);
        columns = List.copyOf(columns);
    }

    /** The window of a circuit that looks at the decided crossing alone: its columns are words. */
    public static CrossingWindow one(Circuit circuit) {
        List<Column> columns = new ArrayList<>();
        for (int i = 0; i < circuit.inputs().size(); i++) {
            columns.add(new Column(i, 0));
        }
        return new CrossingWindow(circuit.inputs(), columns);
    }

    /** Whether there are no neighbours in it. */
    public boolean single() {
        return lead() == 0;
    }

    /** Crossings before the decided one that it reaches to. */
    public int before() {
        return -columns.stream().mapToInt(Column::bxOffset).reduce(0, Math::min);
    }

    /** Crossings after the decided one that it reaches to: a decision waits for so many. */
    public int after() {
        return columns.stream().mapToInt(Column::bxOffset).reduce(0, Math::max);
    }

    /** Crossings at the start of a stream, with which the window fills: they bring no decision. */
    public int lead() {
        return before() + after();
    }

    /** Crossings that a column's word waits until the crossing that it belongs to is decided. */
    public int delay(int column) {
        return after() - columns.get(column).bxOffset();
    }

    /**
     * The columns of a circuit for the crossing that is decided when another comes in.
     *
     * @param crossings [crossings][words] of a stream
     * @param last the crossing that comes in, at least {@link #lead}
     * @return [columns]
     */
    public long[] row(List<long[]> crossings, int last) {
        long[] row = new long[columns.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = crossings.get(last - delay(i))[columns.get(i).word()];
        }
        return row;
    }
}
