package org.l1ring.rates;

import java.lang.foreign.MemorySegment;
import org.l1ring.frame.FrameLayout;
import org.l1ring.kernel.Engine;
import org.l1ring.menu.MenuCircuit;
import org.l1ring.menu.MenuKernel;

/** The algorithm bits of consecutive crossings. One instance per thread. */
public final class MenuBits {
    /** Crossings that are evaluated at once, at most. */
    public static final int CROSSINGS = 512;

    /** Words of 64 bits that the crossings of an output take. */
    public static final int WORDS = CROSSINGS / Long.SIZE;

    private static final int FRAME_BYTES = FrameLayout.TRIGGER_WORDS.frameBytes();

    private final MenuKernel kernel;
    private final int algorithms;
    private final long[] rows = new long[CROSSINGS];

    /**
     * Bits of a menu.
     *
     * @param circuit of the menu
     */
    public MenuBits(MenuCircuit circuit) {
        this.algorithms = circuit.algorithms().size();
        this.kernel = new MenuKernel(circuit, Engine.VECTOR);
    }

    /**
     * Evaluates all algorithms.
     *
     * @param words frames of {@link FrameLayout#TRIGGER_WORDS}, off-heap
     * @param offset byte of the first frame; the two frames before it and the two after the last
     *     one are readable, too, and hold the neighbouring crossings
     * @param crossings 1 to 512
     * @param bits [8 * algorithms], receives bit k mod 64 of element 8 * output + k / 64: whether
     *     algorithm {@code output} fires in crossing k
     */
    public void evaluate(MemorySegment words, long offset, int crossings, long[] bits) {
        for (int k = 0; k < crossings; k++) {
            rows[k] = words.address() + offset + (long) k * FRAME_BYTES;
        }
        kernel.run(rows, crossings);
        for (int output = 0; output < algorithms; output++) {
            for (int word = 0; word < WORDS; word++) {
                int there = Math.clamp(crossings - word * Long.SIZE, 0, Long.SIZE);
                bits[WORDS * output + word] =
                        there == 0 ? 0 : kernel.bits(output, word) & -1L >>> -there;
            }
        }
    }
}
