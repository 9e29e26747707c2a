package org.l1ring.rates;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import org.l1ring.circuit.CircuitInterpreter;
import org.l1ring.frame.FrameLayout;
import org.l1ring.menu.InputWord;
import org.l1ring.menu.MenuCircuit;

/** The algorithm bits of consecutive crossings. One instance per thread. */
public final class MenuBits {
    /** Crossings that are evaluated at once, at most. */
    public static final int CROSSINGS = 512;

    /** Words of 64 bits that the crossings of an output take. */
    public static final int WORDS = CROSSINGS / Long.SIZE;

    private static final int FRAME_BYTES = FrameLayout.TRIGGER_WORDS.frameBytes();
    private static final ValueLayout.OfInt WORD =
            ValueLayout.JAVA_INT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);

    private final List<InputWord> columns;
    private final int algorithms;
    private final int outputs;
    private final CircuitInterpreter interpreter;
    private final long[] rows;
    private final long[] results;

    /**
     * Bits of a menu.
     *
     * @param circuit of the menu
     */
    public MenuBits(MenuCircuit circuit) {
        this.columns = circuit.words();
        this.algorithms = circuit.algorithms().size();
        this.outputs = circuit.circuit().outputs().size();
        this.interpreter = new CircuitInterpreter(circuit.circuit());
        this.rows = new long[CROSSINGS * columns.size()];
        this.results = new long[CROSSINGS * outputs];
    }

    /**
     * Evaluates all algorithms.
     *
     * @param words frames of {@link FrameLayout#TRIGGER_WORDS}
     * @param offset byte of the first frame; the two frames before it and the two after the last
     *     one are readable, too, and hold the neighbouring crossings
     * @param crossings 1 to 512
     * @param bits [8 * algorithms], receives bit k mod 64 of element 8 * output + k / 64: whether
     *     algorithm {@code output} fires in crossing k
     */
    public void evaluate(MemorySegment words, long offset, int crossings, long[] bits) {
        int at = 0;
        for (int k = 0; k < crossings; k++) {
            for (InputWord column : columns) {
                long frame = offset + (long) (k + column.bxOffset()) * FRAME_BYTES;
                rows[at++] = words.get(WORD, frame + (long) Integer.BYTES * column.word());
            }
        }
        interpreter.run(rows, 0, crossings, results);
        Arrays.fill(bits, 0, WORDS * algorithms, 0);
        for (int k = 0; k < crossings; k++) {
            for (int output = 0; output < algorithms; output++) {
                bits[WORDS * output + k / Long.SIZE] |= results[k * outputs + output] << k;
            }
        }
    }
}
