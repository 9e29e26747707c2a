package org.l1ring.econ;

import java.util.ArrayList;
import java.util.List;
import org.l1ring.circuit.CircuitBuilder;

/** Bit fields in words of 16 bits as steps of a circuit: what {@link Words} does with numbers. */
final class WordSteps {
    /** Bits of a word. */
    static final int WIDTH = 16;

    private final CircuitBuilder builder;
    private final List<Integer> words = new ArrayList<>();
    private int word;
    private int filled;

    WordSteps(CircuitBuilder builder) {
        this.builder = builder;
    }

    /** Appends the low bits of a step. */
    void write(int step, int bits) {
        for (int left = bits; left > 0; ) {
            int taken = Math.min(WIDTH - filled, left);
            int piece = builder.slice(step, left - taken, taken);
            word = filled == 0 ? piece : builder.concatenate(word, piece, taken);
            filled += taken;
            left -= taken;
            if (filled == WIDTH) {
                words.add(word);
                filled = 0;
            }
        }
    }

    /** All words, the last one and their number filled up with zeros. */
    List<Integer> finish(int multiple) {
        int zero = builder.constant(0);
        while (filled > 0 || words.size() % multiple > 0) {
            write(zero, WIDTH - filled);
        }
        return List.copyOf(words);
    }
}
